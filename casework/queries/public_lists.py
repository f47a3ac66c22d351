"""What the public may read: who is on the list now, and notices of serious violations; page by page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from casework.law.identity import normalise_firm
from casework.models import BlacklistEntry, Publication
from casework.models.listing import PUBLIC_STATES
from casework.models.publication import SHOWN_STATES
from casework.vocabulary import PublicationState

PAGE = 20
CODE_LENGTH = 18
MOST_DIGITS = 18
_BEFORE = Q(is_person__lt=OuterRef("is_person")) | Q(
    is_person=OuterRef("is_person"), pk__lt=OuterRef("pk")
)
"""Of one matter: firms before persons, and of each the first listed, which is the employer."""


@dataclass(frozen=True)
class Page:
    """One page of public rows, the newest first; `older` is the cursor of the next, empty at the end."""

    rows: list[Any]
    older: str


def listed_parties(query: str = "", after: str = "") -> Page:
    """Return matters that are published now, one row each, by name or code of any of its parties.

    A row is the employer's entry (when that is not public the next party's); its `others` are the
    parties listed with it, firms before persons. Two queries. Whoever was removed is no longer
    shown at all (Order 45 art. 17). Of a person only the last four characters of the number are
    read, and it cannot be searched for.
    """
    public = BlacklistEntry.objects.filter(state__in=PUBLIC_STATES, published_on__isnull=False)
    heads = public.filter(~Exists(public.filter(_BEFORE, group=OuterRef("group"))))
    if query.strip():
        heads = heads.filter(group__in=_matching(public, query).values("group"))
    page = _page(heads.select_related("office__division").defer("id_number"), after)
    _read_others(page.rows, public)
    return page


def _read_others(heads: list[Any], public: QuerySet[BlacklistEntry]) -> None:
    """Give each row the parties that are listed with it."""
    matters: dict[int, list[BlacklistEntry]] = {head.group_id: [] for head in heads}
    rows = public.filter(group__in=matters).exclude(pk__in=[head.pk for head in heads])
    rows = rows.select_related("office__division").defer("id_number")
    for party in rows.order_by("is_person", "pk"):
        matters[party.group_id].append(party)
    for head in heads:
        head.others = matters[head.group_id]


def notices(query: str = "", after: str = "") -> Page:
    """Return notices that were published, and withdrawn ones with nothing but why."""
    shown = Q(state__in=SHOWN_STATES) | Q(
        state=PublicationState.WITHDRAWN, published_on__isnull=False
    )
    rows = Publication.objects.filter(shown).select_related("office__division")
    return _page(_matching(rows, query), after)


def is_code(query: str) -> bool:
    """Is this a whole credit code, so that yes or no can be answered?"""
    text = "".join(query.split())
    return len(text) == CODE_LENGTH and text.isascii()


def _matching(rows: QuerySet[Any], query: str) -> QuerySet[Any]:
    text = "".join(query.split())
    if not text:
        return rows
    if is_code(text):
        return rows.filter(uscc=text.upper())
    key = normalise_firm(text)
    return rows.filter(name_key__contains=key) if key else rows.none()


def _page(rows: QuerySet[Any], after: str) -> Page:
    place = _place(after)
    if place is not None:
        day, pk = place
        rows = rows.filter(Q(published_on__lt=day) | Q(published_on=day, pk__lt=pk))
    found = list(rows.order_by("-published_on", "-pk")[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Page(found[:PAGE], f"{last.published_on:%Y%m%d}.{last.pk}" if last else "")


def _place(after: str) -> tuple[date, int] | None:
    """Read a cursor; anything that is none begins at the first page."""
    day, _, pk = after.partition(".")
    if not (day.isascii() and day.isdecimal() and len(day) == len("20260101")):
        return None
    if not (pk.isascii() and pk.isdecimal() and len(pk) < MOST_DIGITS):
        return None
    try:
        return date(int(day[:4]), int(day[4:6]), int(day[6:])), int(pk)
    except ValueError:
        return None
