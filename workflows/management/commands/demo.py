"""`manage.py demo --cases N`: fill the database with an invented province, by the real acts only."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from casework.models import Complaint, Division
from workflows.demo.filings import MARK
from workflows.demo.province import Played, play
from workflows.sweeps import figures


class Command(BaseCommand):
    help = "Add demonstration matters of the last months; all names and numbers are invented."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--cases", type=int, default=300, help="how many matters (300)")
        parser.add_argument("--seed", type=int, default=724, help="same seed, same province")
        parser.add_argument("--force", action="store_true", help="add to whatever is there")

    def handle(self, *, cases: int, seed: int, force: bool, **options: Any) -> None:
        if not settings.QINGQIAN["demo"]:
            raise CommandError("This site is not a demonstration (QINGQIAN_DEMO is off).")
        if cases < 1:
            raise CommandError("--cases wants a number from 1 on.")
        if not Division.objects.exists():
            call_command("load_divisions", verbosity=0)
        if not force and not self._is_empty():
            return
        was_empty = not Complaint.objects.exists()
        began = time.monotonic()
        # One transaction: an interrupted run leaves nothing behind and can simply be started again.
        with transaction.atomic():
            played = play(cases, seed, self._tell)
            figures.refresh()
        if was_empty:
            # Months of invented history are not news: nobody is sent a message about them.
            call_command("relay_once", skip=True, verbosity=0)
        self._sum_up(played, time.monotonic() - began)

    def _is_empty(self) -> bool:
        """Refuse to mix invented matters with real ones; say so when the demo is already there."""
        if Complaint.objects.exclude(external_source=MARK).exists():
            raise CommandError(
                "There are real complaints here; --force adds the demo all the same."
            )
        count = Complaint.objects.count()
        if count:
            self.stdout.write(f"The demonstration is there ({count} matters); --force adds more.")
        return not count

    def _tell(self, line: str) -> None:
        self.stdout.write(f"  {line}")
        self.stdout.flush()

    def _sum_up(self, played: Played, seconds: float) -> None:
        count = sum(played.stories.values())
        self.stdout.write(f"{count} demonstration matters in {seconds:.0f} s.")
        self.stdout.write("To try the tracking page (查询号 查询码 状态):")
        for complaint, code in played.shown:
            state = complaint.case or complaint
            self.stdout.write(f"  {complaint.tracking_no} {code} {state.get_state_display()}")
