"""`manage.py risk`: make the risk scores anew; `--evaluate --as-of DATE` tries them on a past day."""

from __future__ import annotations

import time
from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from casework import clock
from casework.law.risk import KINDS
from casework.models import RiskEvaluation
from casework.queries.risk import evaluation, scoring

DAYS = 90


class Command(BaseCommand):
    help = "Score employers and projects as of today, or evaluate the scores of a past day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--evaluate", action="store_true", help="hold-out on a past day")
        parser.add_argument("--as-of", type=date.fromisoformat, help="the day scored (90 days ago)")
        parser.add_argument("--days", type=int, default=DAYS, help="days looked at after it (90)")

    def handle(self, *, evaluate: bool, as_of: date | None, days: int, **options: Any) -> None:
        if evaluate:
            day = as_of or clock.today() - timedelta(days=DAYS)
            until = min(day + timedelta(days=days), clock.today())
            if not day < until:
                raise CommandError("--as-of wants a day before today, --days at least 1.")
            for row in evaluation.store(day, until):
                self._print(row)
            return
        for kind in KINDS:
            began = time.monotonic()
            made = scoring.rebuild(kind)
            self.stdout.write(f"{kind}: {made} scores in {time.monotonic() - began:.1f} s.")

    def _print(self, row: RiskEvaluation) -> None:
        said = row.measures
        self.stdout.write(
            f"{row.kind}: scored as of {row.as_of}, watched until {row.until}: "
            f"{said['subjects']} subjects, {said['hits']} with something new "
            f"(base rate {said['base']:.1%})"
        )
        for name in ("score", "complaints", "chance"):
            auc = said[name]["auc"]
            line = f"  {name:<11} AUC {'-' if auc is None else f'{auc:.3f}'}"
            for one in said[name]["top"]:
                line += f" | top {one['k']}: {one['precision']:.0%} (lift {one['lift']:.1f})"
            self.stdout.write(line)
        for one in said["bands"]:
            self.stdout.write(
                f"  {one['name']:<7} {one['hits']}/{one['n']} = {one['rate']:.1%} "
                f"({one['low']:.1%}-{one['high']:.1%})"
            )
