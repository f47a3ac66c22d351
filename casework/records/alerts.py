"""A supervisor's mark on an alert, and an administrator's setting of a pattern: rows that stay."""

from __future__ import annotations

from django.db import transaction

from casework.law.errors import SentenceError, gettext_noop
from casework.models import Alert, AlertMark, AlertSetting, User
from casework.models.actor import Actor
from casework.records.accounts import note
from casework.vocabulary import AdminKind, AlertState

MARKS = (AlertState.EXPLAINED, AlertState.FOLLOWED, AlertState.CONFIRMED)
LEAST_REASON = 4
"""Characters without which a reason says nothing (product default)."""


class MarkError(SentenceError):
    """The alert cannot be marked so, with a sentence why."""


def mark(alert: Alert, *, actor: Actor, state: str, reason: str, seen: str) -> AlertMark:
    """Judge an alert with a reason. `seen` is the state the form was shown with.

    Raises MarkError when a colleague judged it meanwhile, or when the one judging is the one it is
    about.
    """
    assert actor.office is not None
    with transaction.atomic():
        row = Alert.objects.select_for_update().get(pk=alert.pk)
        if row.state != seen:
            raise MarkError(gettext_noop("同事刚刚处理过这条预警，请看过以后再处理。"))
        if state not in MARKS:
            raise MarkError(gettext_noop("请选择处理结果。"))
        if row.person_id is not None and row.person_id == actor.staff.pk:
            raise MarkError(gettext_noop("预警涉及您本人，应当由其他人员核查。"))
        if len(reason.strip()) < LEAST_REASON:
            raise MarkError(gettext_noop("请写明理由。"))
        row.state = state
        row.save(update_fields=["state"])
        return AlertMark.objects.create(
            alert=row, state=state, reason=reason.strip(), by=actor.staff, office=actor.office
        )


def set_pattern(
    pattern: str, *, by: User, is_on: bool, threshold: int, reason: str
) -> AlertSetting:
    """Store another version of a pattern's switch and threshold; it holds from the next sweep on."""
    with transaction.atomic():
        row = AlertSetting.objects.create(
            pattern=pattern, is_on=is_on, threshold=threshold, reason=reason, by=by
        )
        note(AdminKind.ALERT_SETTING_CHANGED, by, pattern=pattern, on=is_on, threshold=threshold)
    return row
