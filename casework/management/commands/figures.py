"""`manage.py figures`: take into the figures what is new in the journal, or derive all of them anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from casework.models import FigureMove
from casework.queries import figures


class Command(BaseCommand):
    help = "Keep the derived moves of the figures true to the journal."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rebuild", action="store_true", help="derive all of them anew")

    def handle(self, *, rebuild: bool, **options: Any) -> None:
        if rebuild:
            count = figures.rebuild()
        else:
            figures.refresh()
            count = FigureMove.objects.count()
        self.stdout.write(f"{count} moves.")
