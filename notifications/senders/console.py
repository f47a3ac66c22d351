"""Sender of the demonstration: one JSON line a message in `var/<way>.log`, addresses masked."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from casework import clock
from notifications.addresses import mask
from notifications.senders.base import Message, Sender


@dataclass(frozen=True)
class FileSender:
    """Appends to files only their owner may read. A repeated line has the same key."""

    folder: Path

    def send(self, message: Message) -> str:
        line = json.dumps(
            {
                "key": message.key,
                "at": clock.now().isoformat(timespec="seconds"),
                "to": mask(message.way, message.address),
                **({"subject": message.subject} if message.subject else {}),
                "text": message.text,
            },
            ensure_ascii=False,
        )
        self.folder.mkdir(parents=True, exist_ok=True)
        # One write in append mode: lines of several processes never mix.
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
        descriptor = os.open(self.folder / f"{message.way}.log", flags, 0o600)
        try:
            os.write(descriptor, f"{line}\n".encode())
        finally:
            os.close(descriptor)
        return f"file-{message.key}"


def sender() -> Sender:
    """Return the sender that writes below VAR_DIR."""
    return FileSender(Path(settings.VAR_DIR))
