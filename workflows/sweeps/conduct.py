"""Once a day: what is suspicious or cannot be right is found and told to the supervisors of the place."""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Iterable

from django.db.models import Q

from casework import clock
from casework.models import Alert, AlertSweep, Membership, Office
from casework.models.actor import Actor
from casework.vocabulary import AlertFamily, DivisionLevel, JobKind, Role
from workflows import jobs
from workflows.oversight.sweep import sweep

logger = logging.getLogger(__name__)


def find_daily() -> int:
    """Sweep unless it was done today; return how many alerts are new."""
    last = AlertSweep.objects.order_by("-id").first()
    if last is not None and clock.day_of(last.began_at) >= clock.today():
        return 0
    return find_now()


def find_now() -> int:
    """Sweep and tell; return how many alerts are new."""
    result = sweep()
    tell(result.run, result.raised)
    return len(result.raised)


def tell(run: AlertSweep, raised: Iterable[Alert]) -> int:
    """Tell each supervisor how many alerts of the own region are new, once a run; return how many."""
    count: dict[int, Counter[str]] = defaultdict(Counter)
    for alert in raised:
        count[alert.office_id][alert.family] += 1
    told = 0
    if not count:
        return told
    paths = dict(Office.objects.filter(pk__in=count).values_list("pk", "division__path"))
    for member in _supervisors():
        mine = Counter[str]()
        for office, path in paths.items():
            if _answers_for(member, path):
                mine += count[office]
        told += _tell(run, member, mine) if mine else 0
    return told


def _answers_for(member: Membership, path: str) -> bool:
    """A city for itself and its counties; the province for what no city stands above."""
    own = member.office.division
    if own.level == DivisionLevel.CITY:
        return path.startswith(own.path) and path != own.path
    rest = path.removeprefix(own.path).strip("/")
    return path.startswith(own.path) and "/" not in rest


def _tell(run: AlertSweep, member: Membership, mine: Counter[str]) -> int:
    actor = Actor(role=member.role, user=member.user, office=member.office)
    params = {"conduct": mine[AlertFamily.CONDUCT], "quality": mine[AlertFamily.QUALITY]}
    try:
        jobs.start(JobKind.ALERTS, actor, params, key=f"alerts-{run.pk}-{member.office_id}")
    except jobs.TooManyError:
        # They stand on the page all the same.
        logger.warning("alerts %s: user %s has too many works", run.pk, member.user_id)
        return 0
    return 1


def _supervisors() -> list[Membership]:
    today = clock.today()
    held = Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    rows = Membership.objects.filter(
        held, role=Role.SUPERVISOR, valid_from__lte=today, user__is_active=True,
        office__division__level__in=(DivisionLevel.CITY, DivisionLevel.PROVINCE),
    )  # fmt: skip
    return list(rows.select_related("user", "office__division"))
