"""Sender of the demonstration: one JSON line a message in `var/sms.log`, phones masked."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from casework import clock
from casework.law.identity import mask_phone
from notifications.senders.base import Sender, ShortMessage


@dataclass(frozen=True)
class FileSender:
    """Appends to a file only its owner may read. A repeated line has the same key."""

    file: Path

    def send(self, message: ShortMessage) -> str:
        line = json.dumps(
            {
                "key": message.key,
                "at": clock.now().isoformat(timespec="seconds"),
                "to": mask_phone(message.phone),
                "text": message.text,
            },
            ensure_ascii=False,
        )
        self.file.parent.mkdir(parents=True, exist_ok=True)
        # One write in append mode: lines of several processes never mix.
        descriptor = os.open(self.file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(descriptor, f"{line}\n".encode())
        finally:
            os.close(descriptor)
        return f"file-{message.key}"


def sender() -> Sender:
    """Return the sender that writes below VAR_DIR."""
    return FileSender(Path(settings.VAR_DIR) / "sms.log")
