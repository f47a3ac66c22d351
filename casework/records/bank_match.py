"""Match the rows of a bank's payment file with the claims of a case, by name and end of card or ID."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from casework.files.bank_file import LABELS, BankRow
from casework.files.rows import RowError
from casework.law.errors import SentenceError, gettext_noop
from casework.law.identity import normalise_name
from casework.law.money import ZERO, grouped
from casework.models import WageClaim


class Matched(NamedTuple):
    """One amount (yuan) for one claim on one day."""

    claim_id: int
    amount: Decimal
    paid_on: date


def claims_with_numbers(case_id: int) -> list[WageClaim]:
    """Return the claims still in the case with their encrypted numbers read, in the order of the roster."""
    rows = WageClaim.objects.filter(case=case_id, withdrawn_at__isnull=True).defer(None)
    return list(rows.select_related("worker").order_by("complaint", "position", "id"))


def match(
    rows: Sequence[BankRow], claims: Iterable[WageClaim], *, default_day: date, excess: bool
) -> tuple[list[Matched], list[RowError]]:
    """Return what can be booked and why the other rows cannot.

    A worker with several claims is paid the earlier one first. What goes beyond all of them is an
    error of its row unless `excess` is explained; then it is put on the last claim.
    """
    by_name: dict[str, list[WageClaim]] = defaultdict(list)
    left: dict[int, Decimal] = {}
    for claim in claims:
        by_name[normalise_name(claim.worker.name)].append(claim)
        left[claim.pk] = max(claim.unpaid_yuan, ZERO) if claim.verified_yuan is not None else ZERO
    matched: list[Matched] = []
    errors: list[RowError] = []
    for row in rows:
        namesakes = by_name.get(normalise_name(row.name), [])
        own = [claim for claim in namesakes if _is_of(claim, row.digits)]
        why = _why_not(row, namesakes, own, left, excess)
        if why is not None:
            column, error = why
            shown = None if column == "digits" else row.name
            errors.append(RowError.of(row.row_number, LABELS[column], shown, error))
            continue
        matched += _spread(row, own, left, default_day)
    return matched, errors


def _why_not(
    row: BankRow, namesakes: list[WageClaim], own: list[WageClaim], left: dict[int, Decimal],
    excess: bool,
) -> tuple[str, SentenceError] | None:  # fmt: skip
    if not namesakes:
        return "name", SentenceError(gettext_noop("收款人不在本案名单内。"))
    if not own:
        return "digits", SentenceError(gettext_noop("卡号、身份证号与名单上的都对不上。"))
    if len({claim.worker_id for claim in own}) > 1:
        return "digits", SentenceError(gettext_noop("有两名同名工人号码末尾相同，请填写完整号码。"))
    if all(claim.verified_yuan is None for claim in own):
        return "name", SentenceError(gettext_noop("还没有认定欠薪金额。"))
    owed = sum((left[claim.pk] for claim in own), ZERO)
    if row.amount > owed and not excess:
        message = gettext_noop("超出尚欠的 %(left)s 元。确实多付的，请写明理由。")
        return "amount", SentenceError(message, left=grouped(owed))
    return None


def _spread(
    row: BankRow, own: list[WageClaim], left: dict[int, Decimal], default_day: date
) -> Iterable[Matched]:
    rest, day = row.amount, row.paid_on or default_day
    found = [claim for claim in own if claim.verified_yuan is not None]
    for claim in found:
        part = min(rest, left[claim.pk])
        if claim is found[-1]:
            part = rest
        if part > 0:
            left[claim.pk] = max(left[claim.pk] - part, ZERO)
            rest -= part
            yield Matched(claim.pk, part, day)


def _is_of(claim: WageClaim, digits: str) -> bool:
    numbers = (claim.bank_card, claim.worker.id_number.upper())
    return any(number and number.endswith(digits) for number in numbers)
