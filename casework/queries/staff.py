"""People and their sign-ins, as an administrator finds them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet

from casework import clock
from casework.administering import Reach
from casework.models import AdminEntry, Case, Membership, User
from casework.vocabulary import CaseState

PAGE = 30
SIGN_INS = 10
TOLD = 5
ENDED = (CaseState.CLOSED, CaseState.REVOKED, CaseState.TRANSFERRED)


@dataclass(frozen=True)
class SignIns:
    """Sign-ins of one account: the last ones, failures since, and until when it is locked."""

    last: list[AccessLog]
    failures: int
    locked_until: datetime | None


def people(
    reach: Reach, *, text: str = "", office: int | None = None, closed: bool = False, after: str = ""
) -> list[User]:  # fmt: skip
    """Return a page of users within reach (and one more, if there is one), by login name."""
    rows = reach.users().filter(is_active=not closed)
    if text:
        rows = rows.filter(
            Q(full_name__icontains=text) | Q(username__icontains=text) | Q(badge_no=text)
        )
    if office:
        rows = rows.filter(memberships__office=office).distinct()
    if after:
        rows = rows.filter(username__gt=after)
    today = clock.today()
    held = Membership.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today))
    held = held.select_related("office").order_by("id")
    page = rows.prefetch_related(Prefetch("memberships", held, to_attr="held"))
    return list(page.order_by("username")[: PAGE + 1])


def sign_ins_of(user: User) -> SignIns:
    """Return the last sign-ins of an account and whether it is locked now."""
    attempts = AccessAttempt.objects.filter(username=user.username)
    failures = list(attempts.order_by("-attempt_time"))
    locked = [
        a.attempt_time + settings.AXES_COOLOFF_TIME
        for a in failures
        if a.failures_since_start >= settings.AXES_FAILURE_LIMIT
    ]
    until = max(locked, default=None)
    return SignIns(
        last=list(AccessLog.objects.filter(username=user.username).order_by("-id")[:SIGN_INS]),
        failures=sum(a.failures_since_start for a in failures),
        locked_until=until if until and until > clock.now() else None,
    )


def open_matters_of(user: User) -> int:
    """Return how many open cases a person leads: they need another lead before the account closes."""
    return Case.objects.filter(lead=user).exclude(state__in=ENDED).count()


def told_to(user: User) -> list[AdminEntry]:
    """Return what others last did to one's own account: passwords, roles, closing, and who it was."""
    rows = AdminEntry.objects.filter(user=user).exclude(actor=user)
    return list(rows.select_related("actor", "user", "office").order_by("-id")[:TOLD])


def entries(
    reach: Reach, *, user: User | None = None, before: int = 0
) -> QuerySet[AdminEntry]:  # fmt: skip
    """Return the administration log within reach, newest first."""
    rows = AdminEntry.objects.select_related("actor", "user", "office").order_by("-id")
    if user is not None:
        rows = rows.filter(user=user)
    elif not reach.whole:
        rows = rows.filter(Q(office__in=reach.offices()) | Q(user__in=reach.users()))
    return rows.filter(pk__lt=before) if before else rows
