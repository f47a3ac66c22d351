"""`manage.py rebuild_search`: write the words of every complaint and case anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from casework.records import search_index


class Command(BaseCommand):
    """Once after the upgrade that brings the search, or after a change of how words are cut."""

    help = "Write what complaints and cases are found by anew; safe at any time, batch by batch."

    def handle(self, *args: Any, **options: Any) -> None:
        done = 0
        for done in search_index.rebuild():
            self.stdout.write(f"\r{done}", ending="")
        self.stdout.write(f"\r{done} dossiers can be found.")
