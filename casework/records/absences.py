"""Writing down who is away and who stands in meanwhile (不在岗、代办)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from casework import clock
from casework.models import Absence, Office, User


class AbsenceError(ValueError):
    """An absence that cannot hold; the message is a sentence for the page."""


def record_absence(
    user: User, office: Office, substitute: User, from_on: date, until_on: date, reason: str,
    by: User,
) -> Absence:  # fmt: skip
    """Record that `substitute` stands in for `user` from `from_on` to `until_on`, both inclusive.

    Raises AbsenceError when the two are the same, the span has passed or overlaps another one of
    `user`, or the substitute is away on one of these days.
    """
    with transaction.atomic():
        # Both rows locked in one order: two heads may record crossing absences at once.
        list(
            User.objects.select_for_update().filter(pk__in=[user.pk, substitute.pk]).order_by("pk")
        )
        _check(user, substitute, from_on, until_on)
        return Absence.objects.create(
            user=user, office=office, substitute=substitute, from_on=from_on, until_on=until_on,
            reason=reason, recorded_at=clock.now(), recorded_by=by,
        )  # fmt: skip


def end_absence(absence: Absence) -> None:
    """End an absence now; one that is over already stays as it was."""
    Absence.objects.filter(pk=absence.pk, ended_at__isnull=True).update(ended_at=clock.now())


def _check(user: User, substitute: User, from_on: date, until_on: date) -> None:
    if user.pk == substitute.pk:
        raise AbsenceError(_("不能由本人代办。"))
    if until_on < from_on:
        raise AbsenceError(_("终止日期早于起始日期。"))
    if until_on < clock.today():
        raise AbsenceError(_("这段时间已经过去。"))
    span = Q(ended_at__isnull=True, from_on__lte=until_on, until_on__gte=from_on)
    if Absence.objects.filter(span, user=user).exists():
        raise AbsenceError(_("%(who)s在这段时间已经登记了不在岗。") % {"who": user})
    if Absence.objects.filter(span, user=substitute).exists():
        raise AbsenceError(_("%(who)s在这段时间也不在岗，不能代办。") % {"who": substitute})
    if Absence.objects.filter(span, substitute=user).exists():
        raise AbsenceError(
            _("%(who)s在这段时间正为同事代办，请先另找代办人。") % {"who": user}
        )  # fmt: skip
