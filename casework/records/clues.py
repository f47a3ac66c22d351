"""Turn a cleaned clue of the national platform into a Filing; nothing is written here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from casework import clock
from casework.files.clues import COLUMNS, ClueRow
from casework.models import Division
from casework.records.complaints import Filing
from casework.records.parties import WorkerFacts
from casework.vocabulary import Channel, ComplaintKind, Industry

CHANNELS = {
    "国务院客户端小程序": Channel.NATIONAL_PLATFORM,
    "人社部公众号": Channel.NATIONAL_PLATFORM,
    "12333": Channel.HOTLINE_12333,
    "12345": Channel.HOTLINE_12345,
    "信访": Channel.PETITION,
}
INDUSTRIES = {
    "construction": Industry.CONSTRUCTION,
    "new_employment": Industry.NEW_FORMS,
    "other": Industry.OTHER,
}
OLDEST = datetime(2020, 1, 1, tzinfo=UTC)  # the platform opened in December 2020
MOST_YUAN = Decimal("9999999999.99")
NOTHING = Decimal("0.00")
WIDTHS = {"employer_name": 120, "project_name": 120, "address": 200, "reporter_name": 40}


def filing_of(clue: ClueRow, *, place: Callable[[str], Division | None]) -> Filing:
    """Return the filing of `clue`; `place` finds the division of its text.

    Only a named person becomes a wage claim: with the amount when it is theirs alone, else without;
    number of people and total stand on the complaint. A clue without a name is a report (举报).
    """
    texts = {name: getattr(clue, name)[:width] for name, width in WIDTHS.items()}
    amount = clue.amount if clue.amount and clue.amount <= MOST_YUAN else None
    known = bool(clue.reporter_name)
    return Filing(
        workers=[_contact(clue, texts["reporter_name"], amount)] if known else [],
        employer_name=texts["employer_name"],
        uscc=clue.uscc,
        uscc_verified=bool(clue.uscc),
        site_division=place(clue.place) if clue.place else None,
        site_address=texts["address"],
        project_name=texts["project_name"],
        industry=INDUSTRIES.get(clue.category, Industry.OTHER),
        kind=ComplaintKind.COMPLAINT if known else ComplaintKind.REPORT,
        channel=CHANNELS.get(clue.source, Channel.NATIONAL_PLATFORM),
        is_anonymous=clue.anonymous,
        contact_name=texts["reporter_name"],
        contact_phone=clue.phone,
        period_text=clue.period.text[:80],
        period_start=clue.period.start,
        period_end=clue.period.end,
        description=clue.description,
        worker_count=clue.persons or (1 if known else 0),
        claimed_yuan=amount or NOTHING,
        external_clue_no=clue.clue_no,
        external_source=clue.source[:40],
        received_at=_received(clue),
        imported_facts=_facts(clue, amount),
    )


def facts_to_show(facts: dict[str, Any]) -> list[tuple[str, str]]:
    """Return `imported_facts` of a clue as (label, value) lines for a page, in reading order."""
    lines = [(COLUMNS[key], str(facts[key])) for key in _KEPT if facts.get(key)]
    if facts.get("amount_approximate"):
        lines.append((_("金额是约数"), str(facts.get("amount", ""))))
    return lines + [
        (doubt["column"], f"{doubt['value']}（{_(doubt['template']) % doubt['params']}）")
        for doubt in facts.get("doubts", [])
    ]


_KEPT = ("source", "reported_at", "forwarded_at", "limit_working_days", "place", "amount")


def _contact(clue: ClueRow, name: str, amount: Decimal | None) -> WorkerFacts:
    alone = clue.persons == 1
    return WorkerFacts(
        name=name,
        claimed_yuan=(amount or NOTHING) if alone else NOTHING,
        id_number=clue.id_number,
        phone=clue.phone,
        is_representative=not alone,
    )


def _received(clue: ClueRow) -> datetime:
    """When the worker told the platform; now, when that is unknown or cannot be."""
    now = clock.now()
    told = clue.reported_at
    return told if told is not None and OLDEST <= told <= now + timedelta(minutes=5) else now


def _facts(clue: ClueRow, amount: Decimal | None) -> dict[str, Any]:
    """What the platform said beside our own columns, as text; doubtful values with the reason."""
    doubts = [
        {"column": d.column, "value": d.value, "template": d.template, "params": d.params}
        for d in clue.doubts
    ]
    for name, width in WIDTHS.items():
        if len(getattr(clue, name)) > width:
            doubts.append(_doubt(name, getattr(clue, name)[:500], "内容过长，只保留了前面一部分。"))
    if clue.amount and amount is None:
        doubts.append(_doubt("amount", clue.raw.get("amount", ""), "金额过大，请核对。"))
    return {
        "source": clue.source,
        "reported_at": clue.raw.get("reported_at", ""),
        "forwarded_at": clue.raw.get("forwarded_at", ""),
        "limit_working_days": clue.limit_working_days,
        "place": clue.place,
        "category": clue.category,
        "amount": clue.raw.get("amount", ""),
        "amount_approximate": clue.approximate,
        "doubts": doubts,
    }


def _doubt(column: str, value: str, template: str) -> dict[str, Any]:
    return {"column": COLUMNS[column], "value": value, "template": template, "params": {}}
