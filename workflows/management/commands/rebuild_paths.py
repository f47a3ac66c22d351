"""`manage.py rebuild_paths`: derive the paths of all cases from the journal anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from workflows.audit import paths


class Command(BaseCommand):
    help = "Derive the paths of the process view from the journal."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--behind", action="store_true", help="only those that went on since")

    def handle(self, *, behind: bool, **options: Any) -> None:
        made = paths.refresh() if behind else paths.rebuild()
        self.stdout.write(f"{made} paths.")
