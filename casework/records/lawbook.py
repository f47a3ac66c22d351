"""Write versions of limits and thresholds: never beyond the law, never backwards, always journaled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from casework import clock, lawbook
from casework.law.errors import gettext_noop
from casework.law.limits import LIMITS, THRESHOLDS, LawError
from casework.models import LawChange, LimitVersion, ThresholdVersion, User


@dataclass(frozen=True)
class Ground:
    """What every change of the law book states beside its numbers."""

    reason: str
    valid_from: date
    valid_to: date | None = None
    basis: str = ""
    verified_by: str = ""
    verified_on: date | None = None
    note: str = ""


def change_limit(
    rule_id: str, *, by: User, ground: Ground, length: int | None = None,
    extension: int | None = None,
) -> LimitVersion:  # fmt: skip
    """Store another length or extension of a limit (None: as the data says) and return the row.

    Raises LawError beyond the statutory cap or below the floor, or for a day that has passed:
    matters that run keep the rules of the day they began.
    """
    LIMITS[rule_id].changed(length=length, extension=extension)
    before = lawbook.limit(rule_id, ground.valid_from)
    with transaction.atomic():
        row, _ = LimitVersion.objects.update_or_create(
            rule=rule_id, valid_from=_day(ground),
            defaults={"length": length, "extension": extension, **_common(ground, by)},
        )  # fmt: skip
        old = {"length": before.length, "extension": before.extension, "basis": before.basis.zh}
        _note(rule_id, old, {"length": length, "extension": extension}, ground, by)
    lawbook.forget()
    return row


def change_threshold(
    key: str, *, by: User, ground: Ground, value: Decimal | None = None
) -> ThresholdVersion:
    """Store another value of a threshold (None: as the data says). Raises LawError like a limit."""
    if value is not None:
        THRESHOLDS[key].changed(value)
    before = lawbook.threshold(key, ground.valid_from)
    with transaction.atomic():
        row, _ = ThresholdVersion.objects.update_or_create(
            key=key, valid_from=_day(ground), defaults={"value": value, **_common(ground, by)}
        )
        old = {"value": str(before.value), "basis": before.basis.zh}
        _note(key, old, {"value": None if value is None else str(value)}, ground, by)
    lawbook.forget()
    return row


def _day(ground: Ground) -> date:
    if ground.valid_from < clock.today():
        raise LawError(gettext_noop("生效日期不能早于今天：正在办理的事项适用其开始之日的规则。"))
    if ground.valid_to is not None and ground.valid_to <= ground.valid_from:
        raise LawError(gettext_noop("失效日期须晚于生效日期。"))
    return ground.valid_from


def _common(ground: Ground, by: User) -> dict[str, Any]:
    return {
        "valid_to": ground.valid_to, "basis": ground.basis, "verified_by": ground.verified_by,
        "verified_on": ground.verified_on, "note": ground.note, "changed_by": by,
        "changed_at": clock.now(),
    }  # fmt: skip


def _note(
    subject: str, before: dict[str, Any], after: dict[str, Any], ground: Ground, by: User
) -> None:
    days = {name: str(value) for name in ("valid_from", "valid_to", "verified_on")
            if (value := getattr(ground, name)) is not None}  # fmt: skip
    words = {name: value for name in ("basis", "verified_by", "note")
             if (value := getattr(ground, name))}  # fmt: skip
    LawChange.objects.create(
        subject=subject, before=before, after=after | days | words, reason=ground.reason[:300],
        changed_by=by, changed_at=clock.now(),
    )  # fmt: skip
