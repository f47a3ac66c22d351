"""What of a desk is shown: the address says it, a name keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from casework.access import scope_of
from casework.choices import channels
from casework.models import Complaint, SavedFilter, User
from casework.queries.finding import found_by
from casework.queries.search import is_personal, state_choices, typed
from casework.tokens import terms_of
from casework.vocabulary import Industry
from workflows.counter.terms import week_ends_on
from workflows.models import DeskTask

MOST_SAVED = 8
GROUP_FROM = 2
UNSAVED = ("q", "after", "all")
WHOLE = "office"


@dataclass(frozen=True)
class DeskFilter:
    """One view of the desk; unknown values count as not asked. `all` says: not the default view."""

    tab: str = ""
    only: str = ""
    stage: str = ""
    trade: str = ""
    channel: str = ""
    office: str = ""
    group: str = ""
    q: str = ""
    after: str = ""
    all: str = ""

    @classmethod
    def read(cls, params: Mapping[str, str]) -> DeskFilter:
        asked = {f.name: typed(params.get(f.name, "")) for f in fields(cls)}
        allowed = {
            "tab": {WHOLE}, "only": ONLY.keys(), "stage": dict(state_choices()),
            "trade": Industry.values, "channel": dict(channels()), "group": {"1"}, "all": {"1"},
        }  # fmt: skip
        for name, values in allowed.items():
            if asked[name] not in values:
                asked[name] = ""
        if not (
            asked["office"].isascii() and asked["office"].isdigit() and len(asked["office"]) < 10
        ):
            asked["office"] = ""
        if is_personal(asked["q"]):
            asked["q"] = ""
        return cls(**asked)

    @property
    def is_narrow(self) -> bool:
        """Is anything left out beside what the tab says?"""
        return replace(self, tab="", after="", all="") != DeskFilter()

    @property
    def is_special(self) -> bool:
        """Is a condition set that no chip shows?"""
        return bool(self.stage or self.trade or self.channel or self.office or self.group)

    @property
    def too_short(self) -> bool:
        return bool(self.q) and not terms_of(self.q)

    def url(self, name: str = "desk", **over: str) -> str:
        """Return the address of this view, or of one that differs by `over`."""
        query = urlencode({key: value for key, value in self._values(**over).items() if value})
        return f"{reverse(name)}?{query}" if query else reverse(name)

    def query(self) -> str:
        """Return what a saved filter keeps: neither the text looked for nor the page."""
        values = self._values(**dict.fromkeys(UNSAVED, ""))
        return urlencode(sorted((key, value) for key, value in values.items() if value))

    def _values(self, **over: str) -> dict[str, str]:
        return {**{f.name: getattr(self, f.name) for f in fields(self)}, **over}

    def condition(self, today: date) -> Q:
        """Return the condition on tasks, the text looked for apart."""
        found = ONLY[self.only](today) if self.only else Q()
        if self.stage:
            kind, _dot, state = self.stage.partition(".")
            found &= Q(case__state=state) if kind == "case" else Q(
                case__isnull=True, complaint__state=state
            )  # fmt: skip
        if self.trade:
            found &= of_industry(self.trade)
        if self.channel:
            told = Complaint.objects.filter(case=OuterRef("case"), channel=self.channel)
            found &= Q(case__isnull=True, complaint__channel=self.channel) | Q(Exists(told))
        if self.office:
            found &= Q(office=int(self.office))
        if self.group:
            found &= Q(case__worker_count__gte=GROUP_FROM) | Q(
                case__isnull=True, complaint__worker_count__gte=GROUP_FROM
            )
        return found

    def apply(self, rows: QuerySet[DeskTask], user: User, today: date) -> QuerySet[DeskTask]:
        rows = rows.filter(self.condition(today))
        return searched(rows, user, self.q) if terms_of(self.q) else rows


EVERYTHING = DeskFilter()
Kept = tuple[SavedFilter, DeskFilter]


def searched(rows: QuerySet[DeskTask], user: User, text: str) -> QuerySet[DeskTask]:
    """Tasks whose dossier `text` finds; a case also by what its complaints are found by."""
    entries = found_by(user, text)
    told = Complaint.objects.filter(pk__in=entries.values("complaint"), case__isnull=False)
    return rows.filter(
        Q(case__in=entries.filter(case__isnull=False).values("case"))
        | Q(case__in=told.values("case"))
        | Q(complaint__in=entries.filter(complaint__isnull=False).values("complaint"))
    )


def of_industry(industry: str) -> Q:
    return Q(case__industry=industry) | Q(case__isnull=True, complaint__industry=industry)


ONLY: dict[str, Any] = {
    "late": lambda today: Q(due_on__lt=today),
    "today": lambda today: Q(due_on=today),
    "week": lambda today: Q(due_on__gt=today, due_on__lte=week_ends_on()),
    "later": lambda _today: Q(due_on__gt=week_ends_on()),
    "unclaimed": lambda _today: Q(owner__isnull=True),
    "construction": lambda _today: of_industry(Industry.CONSTRUCTION),
    "new_forms": lambda _today: of_industry(Industry.NEW_FORMS),
}


def saved_of(user: User) -> list[Kept]:
    """The user's named filters, oldest first, as the views they stand for."""
    rows = SavedFilter.objects.filter(user=user.pk)[:MOST_SAVED]
    return [(row, DeskFilter.read(dict(parse_qsl(row.query)))) for row in rows]


def choices_of(user: User) -> dict[str, list[tuple[str, str]]]:
    """What the filter form offers: (value, label) by field; offices only for who has several."""
    offices = {str(m.office_id): m.office.name for m in scope_of(user).memberships}
    stages = [
        (value, f"{_('案件') if value.startswith('case.') else _('投诉')} · {label}")
        for value, label in state_choices()
    ]
    return {
        "stage": stages,
        "trade": [(str(value), str(label)) for value, label in Industry.choices],
        "channel": [(str(value), str(label)) for value, label in channels()],
        "office": list(offices.items()) if len(offices) > 1 else [],
    }
