"""Delete what must not be kept: expired drafts with their files, shown query codes, old tries."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from casework.records import codes, drafts


class Command(BaseCommand):
    help = "Delete expired drafts with their files, shown query codes and old wrong tries."

    def handle(self, *args: Any, **options: Any) -> None:
        deleted = drafts.purge()
        codes.purge()
        self.stdout.write(f"drafts {deleted} deleted")
