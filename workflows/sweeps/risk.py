"""The scores of the night, and once a week how those of a past day fared."""

from __future__ import annotations

from datetime import timedelta

from casework import clock
from casework.law.risk import KINDS
from casework.models import RiskEvaluation, RiskScore
from casework.queries.risk import evaluation, scoring

WATCHED = timedelta(days=90)
AGAIN = timedelta(days=7)


def make_scores() -> int:
    """Make the scores of today unless they are there; return how many there are."""
    today = clock.today()
    made = 0
    for kind in KINDS:
        if not RiskScore.objects.filter(kind=kind, on=today).exists():
            made += scoring.rebuild(kind)
    last = RiskEvaluation.objects.order_by("-made_at").first()
    if last is None or last.made_at < clock.now() - AGAIN:
        evaluation.store(today - WATCHED, today)
    return made
