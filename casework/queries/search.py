"""The list of cases and complaints one may see: filters, keyset pages, and finding by number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from casework import clock
from casework.access import informants_known, scope_of, visible_cases, visible_complaints
from casework.crypto import blind_index
from casework.law.errors import SentenceError
from casework.law.identity import check_id_card, check_phone
from casework.models import Case, Complaint, Deadline, Office, User
from casework.queries.finding import dossiers_of, found_by, newest
from casework.vocabulary import CaseState, ComplaintState, DeadlineState, Industry

PAGE = 50
SHORTEST = 2
FIRST_YEAR, LAST_YEAR = 1990, 2200  # beyond, a cursor was made up
ALL, CASES, COMPLAINTS = "all", "cases", "complaints"
CASE, COMPLAINT, FOUND = "case", "complaint", "found"
# What looks like a person's number has no place in an address line, which is logged.
PERSONAL = re.compile(r"(?<!\d)(1[3-9]\d{9}|\d{17}[\dXx]|\d{15})(?!\d)")


def is_personal(text: str) -> bool:
    """Does `text` hold what looks like a phone or ID-card number?"""
    return bool(PERSONAL.search(re.sub(r"[\s-]", "", text)))


def typed(text: str, longest: int = 60) -> str:
    """Return what was typed into a search, without the one character no database column holds."""
    return text.replace("\x00", "").strip()[:longest]


@dataclass(frozen=True)
class Filters:
    """What was asked for; unknown values count as not asked."""

    show: str = ALL
    text: str = ""
    state: str = ""
    office: int = 0
    industry: str = ""
    overdue: bool = False
    after: str = ""
    is_personal: bool = field(default=False)

    @classmethod
    def read(cls, params: Mapping[str, str]) -> Filters:
        text = typed(params.get("q", ""))
        personal = is_personal(text)
        office = params.get("office", "")
        state = params.get("state", "")
        industry = params.get("industry", "")
        show = params.get("show", ALL)
        return cls(
            show=show if show in (CASES, COMPLAINTS) else ALL,
            text="" if personal else text,
            state=state if state in dict(state_choices()) else "",
            office=int(office) if re.fullmatch(r"[0-9]{1,9}", office) else 0,
            industry=industry if industry in Industry.values else "",
            overdue=params.get("overdue") == "1",
            after=params.get("after", "")[:60],
            is_personal=personal,
        )


@dataclass(frozen=True)
class Found:
    """One page of rows; `older` is the cursor of the next page, empty when there is none."""

    rows: list[Case | Complaint]
    older: str


def state_choices() -> list[tuple[str, str]]:
    """Both kinds of state in one list: case.ordered, complaint.filed."""
    cases = [(f"{CASE}.{value}", str(label)) for value, label in CaseState.choices]
    return [(f"{COMPLAINT}.{v}", str(label)) for v, label in ComplaintState.choices] + cases


def offices_of(user: User) -> list[Office]:
    """Offices to choose from: those the user oversees; empty for who works in one only."""
    ids = scope_of(user).visible_office_ids
    if ids is not None and len(ids) < SHORTEST:
        return []
    rows = Office.objects.select_related("division__parent").order_by("division__path")
    return list(rows if ids is None else rows.filter(pk__in=ids))


def listing(user: User, filters: Filters) -> Found:
    """Return up to 50 matters, newest day first; on one day cases stand before complaints.

    A complaint that grew into a case is found under its case, unless complaints are asked for.
    """
    if len(filters.text) >= SHORTEST:
        return _found(user, filters)
    rows: list[Case | Complaint] = []
    kind, _, state = filters.state.partition(".")
    if filters.show != COMPLAINTS and kind in ("", CASE):
        cases = _narrow(visible_cases(user), filters, state)
        rows += _page(_after_case(cases, filters.after), "-filed_on")
    if filters.show != CASES and kind in ("", COMPLAINT):
        complaints = _narrow(visible_complaints(user), filters, state)
        if filters.show == ALL and not kind:
            complaints = complaints.filter(case__isnull=True)
        hidden = ("contact_name", "contact_phone", "imported_facts")
        rows += _page(_after_complaint(complaints, filters.after).defer(*hidden), "-received_at")
    rows.sort(key=_order, reverse=True)
    shown = rows[:PAGE]
    return Found(shown, _cursor(shown[-1]) if len(rows) > PAGE else "")


def by_person(user: User, number: str) -> list[Complaint] | None:
    """Return complaints of a phone or ID-card number, found through the blind index.

    None when the text is neither. At most 50; the number itself is kept nowhere.
    """
    same = Q()
    try:
        key = blind_index(check_phone(number), "phone")
        same = Q(phone_index=key) | Q(claims__phone_index=key)
    except SentenceError:
        try:
            same = Q(claims__worker__id_index=blind_index(check_id_card(number).number, "id_card"))
        except SentenceError:
            return None
    hidden = ("contact_name", "contact_phone", "imported_facts")
    rows = (
        visible_complaints(user)
        .filter(same & informants_known(user))
        .select_related("office", "case")
        .distinct()
    )
    return list(rows.defer(*hidden).order_by("-received_at", "-id")[:PAGE])


def provisional(rows: Iterable[Case | Complaint]) -> set[Case | Complaint]:
    """Return those whose next term depends on days no notice has fixed yet; one query for all."""
    found = list(rows)
    about = Q(case__in=[row.pk for row in found if isinstance(row, Case)]) | Q(
        complaint__in=[row.pk for row in found if isinstance(row, Complaint)]
    )
    unsure = Deadline.objects.filter(about, state=DeadlineState.RUNNING, is_provisional=True)
    days = {
        (case or complaint, case is not None, due)
        for case, complaint, due in unsure.values_list("case", "complaint", "due_on")
    }
    return {row for row in found if (row.pk, isinstance(row, Case), row.next_due_on) in days}


def _found(user: User, filters: Filters) -> Found:
    """What a text finds, newest first: cases and complaints from the one index of words."""
    kind, _, state = filters.state.partition(".")
    rows = found_by(user, filters.text)
    if filters.show == CASES or kind == CASE:
        rows = rows.filter(case__isnull=False)
    if filters.show == COMPLAINTS or kind == COMPLAINT:
        rows = rows.filter(complaint__isnull=False)
    wanted: dict[str, Any] = {
        "state": state, "office": filters.office, "industry": filters.industry,
        "next_due_on__lt": clock.today() if filters.overdue else None,
    }  # fmt: skip
    for name, value in wanted.items():
        if value:
            rows = rows.filter(Q(**{f"case__{name}": value}) | Q(**{f"complaint__{name}": value}))
    at = _split(filters.after)
    beyond = Q()
    if at is not None and at[0] == FOUND:
        beyond = Q(at__lt=at[1]) | Q(at=at[1], pk__lt=at[2])
    entries = newest(user, rows, PAGE + 1, beyond)
    shown = entries[:PAGE]
    more = len(entries) > PAGE
    older = f"{FOUND}~{shown[-1].at.isoformat()}~{shown[-1].pk}" if more else ""
    return Found(dossiers_of(user, shown), older)


def _narrow(rows: QuerySet[Any], filters: Filters, state: str) -> QuerySet[Any]:
    if state:
        rows = rows.filter(state=state)
    if filters.office:
        rows = rows.filter(office=filters.office)
    if filters.industry:
        rows = rows.filter(industry=filters.industry)
    if filters.overdue:
        rows = rows.filter(next_due_on__lt=clock.today())
    return rows


def _page(rows: QuerySet[Any], newest: str) -> list[Any]:
    return list(rows.select_related("office").order_by(newest, "-id")[: PAGE + 1])


def _order(row: Case | Complaint) -> tuple[date, int, datetime, int]:
    if isinstance(row, Case):
        return row.filed_on, 1, _midnight(row.filed_on), row.pk
    return clock.day_of(row.received_at), 0, row.received_at, row.pk


def _cursor(row: Case | Complaint) -> str:
    if isinstance(row, Case):
        return f"{CASE}~{row.filed_on.isoformat()}~{row.pk}"
    return f"{COMPLAINT}~{row.received_at.isoformat()}~{row.pk}"


def _split(cursor: str) -> tuple[str, Any, int] | None:
    kind, _, rest = cursor.partition("~")
    when, _, number = rest.partition("~")
    if not re.fullmatch(r"[0-9]{1,18}", number):
        return None
    try:
        moment = parse_date(when) if kind == CASE else parse_datetime(when.replace(" ", "+"))
    except ValueError:
        return None
    if moment is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None
    if isinstance(moment, datetime) and moment.tzinfo is None:
        return None
    return kind, moment, int(number)


def _after_case(rows: QuerySet[Case], cursor: str) -> QuerySet[Case]:
    at = _split(cursor)
    if at is None:
        return rows
    kind, moment, pk = at
    if kind == CASE:
        return rows.filter(Q(filed_on__lt=moment) | Q(filed_on=moment, pk__lt=pk))
    return rows.filter(filed_on__lt=clock.day_of(moment))


def _after_complaint(rows: QuerySet[Complaint], cursor: str) -> QuerySet[Complaint]:
    at = _split(cursor)
    if at is None:
        return rows
    kind, moment, pk = at
    if kind == COMPLAINT:
        return rows.filter(Q(received_at__lt=moment) | Q(received_at=moment, pk__lt=pk))
    # Cases stand first on their day: all of that day's complaints are still to come.
    end_of_day = _midnight(date.fromordinal(moment.toordinal() + 1))
    return rows.filter(received_at__lt=end_of_day)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
