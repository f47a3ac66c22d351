"""What a text finds, for whom: the condition on search entries, and how a match is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import DateTimeField, ExpressionWrapper, F, Q, QuerySet, Value
from django.db.models.functions import Reverse
from django.urls import reverse
from django.utils.translation import gettext as _

from casework.access import scope_of, visible_cases, visible_complaints
from casework.law.identity import mask_name
from casework.models import Case, Complaint, Document, SearchEntry, User, WageClaim
from casework.queries.dossier import shows_names
from casework.tokens import plain, question, secret_word, terms_of, where, whole_name
from casework.vocabulary import Role

SUGGESTED = 8
RECENT = 2000
# The same moment, but by no index: rows are found first and sorted then.
UNSORTED = ExpressionWrapper(F("at") + Value(timedelta(0)), output_field=DateTimeField())
MOST_DOCUMENTS = 20
BRACKETS = str.maketrans("([{【（［)]}】）］", "〔〔〔〔〔〔〕〕〕〕〕〕")
Piece = tuple[str, bool]
"""A part of a text, and whether it is what was looked for."""


@dataclass(frozen=True)
class Suggestion:
    """One dossier a text finds: its heading and number in pieces, and how else it was found."""

    url: str
    title: list[Piece]
    number: list[Piece]
    state: str
    office: str
    how: str
    found: list[Piece]


def found_by(user: User, text: str) -> QuerySet[SearchEntry]:
    """Return the entries `text` finds for `user`, not ordered: only of what the user may see.

    Every word of the text must be found. Names of workers are looked through for the owner
    office's people alone, of a report (举报) for its head and its lead; others find a worker by
    the full name. Law: Order 423 art. 9.
    """
    rows = within(user)
    terms = terms_of(text)
    if not terms:
        return rows.none()
    condition = Q()
    for term in terms:
        condition &= _of_term(user, term)
    numbered = _of_documents(text)
    return rows.filter(condition | numbered) if numbered else rows.filter(condition)


def within(user: User) -> QuerySet[SearchEntry]:
    """Entries of the dossiers `user` may see."""
    ids = scope_of(user).visible_office_ids
    rows = SearchEntry.objects.all()
    return rows if ids is None else rows.filter(offices__overlap=ids)


def newest(
    user: User, rows: QuerySet[SearchEntry], most: int, beyond: Q | None = None
) -> list[SearchEntry]:
    """Return the newest `most` of the found `rows` that lie beyond a place.

    PostgreSQL guesses badly how many rows hold a word: left alone it walks the whole table by date
    for a rare one. So: what stands often is among the newest entries; for the rest the index of
    words is asked first and its few rows are sorted. Who sees a part of the offices only is always
    answered by the index of words, which holds the offices too.
    """
    beyond = beyond or Q()
    rows = rows.filter(beyond)
    if scope_of(user).visible_office_ids is None:
        recent = SearchEntry.objects.filter(beyond).order_by("-at", "-id").values("pk")[:RECENT]
        found = list(rows.filter(pk__in=recent).order_by("-at", "-id")[:most])
        if len(found) == most:
            return found
    return list(rows.order_by(UNSORTED.desc(), "-id")[:most])


def _of_term(user: User, term: str) -> Q:
    asked = question(term)
    name = whole_name(term)
    hidden = secret_word(name[1:])
    scope = scope_of(user)
    words = Q(words__holds=f"({asked}) | '{name}' | '{hidden}'")
    if not scope.office_ids:
        return words
    headed = [m.office_id for m in scope.memberships if m.role == Role.BODY_HEAD]
    open_to = Q(guarded=False) | Q(office__in=headed) | Q(leads__contains=[user.pk])
    people = Q(people__holds=f"({asked}) | '{hidden}'", office__in=scope.office_ids)
    return words | (people & open_to)


def _of_documents(text: str) -> Q:
    """Dossiers of documents whose number ends so (监令字〔2026〕12号、2026〕12)."""
    end = plain(text).translate(BRACKETS).replace(" ", "")
    if "〕" not in end:
        return Q()
    end = end if end.endswith("号") else f"{end}号"
    papers = Document.objects.alias(end=Reverse("number")).filter(end__startswith=end[::-1])
    found = list(papers.values_list("case_id", "complaint_id")[:MOST_DOCUMENTS])
    if not found:
        return Q()
    return Q(case__in=[case for case, _c in found if case]) | Q(
        complaint__in=[complaint for _k, complaint in found if complaint]
    )


def dossiers_of(user: User, entries: Iterable[SearchEntry]) -> list[Case | Complaint]:
    """Return the dossiers of entries in their order, read through the one rule of what is visible."""
    rows = list(entries)
    cases = visible_cases(user).filter(pk__in=[e.case_id for e in rows if e.case_id])
    complaints = visible_complaints(user).filter(
        pk__in=[e.complaint_id for e in rows if e.complaint_id]
    )
    hidden = ("contact_name", "contact_phone", "imported_facts")
    found: dict[tuple[str, int | None], Case | Complaint] = {
        ("case", row.pk): row for row in cases.select_related("office")
    }
    for row in complaints.select_related("office", "case").defer(*hidden):
        found["complaint", row.pk] = row
    keys = [("case", e.case_id) if e.case_id else ("complaint", e.complaint_id) for e in rows]
    return [found[key] for key in keys if key in found]


def suggestions(user: User, text: str) -> list[Suggestion]:
    """Return at most 8 dossiers `text` finds, newest first; a complaint gives way to its case."""
    entries = newest(user, found_by(user, text), 2 * SUGGESTED)
    rows = dossiers_of(user, entries)
    cases = {row.pk for row in rows if isinstance(row, Case)}
    rows = [r for r in rows if isinstance(r, Case) or r.case_id not in cases][:SUGGESTED]
    terms = terms_of(text)
    unclear = [
        row
        for row in rows
        if not any(where(term, line) for term in terms for line in (row.title, str(row)))
    ]
    ways = _ways(user, unclear, terms)
    return [_suggestion(row, terms, ways.get((row.STREAM, row.pk), ("", ""))) for row in rows]


def marked(text: str, terms: Sequence[str]) -> list[Piece]:
    """Return `text` in pieces, those that a term matches marked (as written, or as it sounds)."""
    spans = sorted(span for term in terms if (span := where(term, text)))
    pieces: list[Piece] = []
    at = 0
    for start, end in spans:
        if start < at:
            continue
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [piece for piece in [*pieces, (text[at:], False)] if piece[0]]


def _suggestion(row: Case | Complaint, terms: Sequence[str], way: tuple[str, str]) -> Suggestion:
    how, found = way
    return Suggestion(
        reverse(row.STREAM, args=[row.pk]), marked(row.title, terms), marked(str(row), terms),
        str(row.get_state_display()), row.office.name, how, marked(found, terms) if found else [],
    )  # fmt: skip


def _ways(
    user: User, rows: Sequence[Case | Complaint], terms: Sequence[str]
) -> dict[tuple[str, int], tuple[str, str]]:
    """How rows were found whose heading does not show it: by a project or by a worker's name."""
    if not rows:
        return {}
    ways: dict[tuple[str, int], tuple[str, str]] = {}
    by_complaint = {row.pk: row for row in rows if isinstance(row, Complaint)}
    by_case = {row.pk: row for row in rows if isinstance(row, Case)}
    sites = Complaint.objects.filter(Q(pk__in=by_complaint) | Q(case__in=by_case))
    for pk, case, site in sites.values_list("pk", "case_id", "project_name"):
        if site and any(where(term, site) for term in terms):
            way = (_("项目"), site)
            ways[("complaint", pk) if pk in by_complaint else ("case", case)] = way
    names = WageClaim.objects.filter(complaint__in=by_complaint).order_by("position")
    for pk, name in names.values_list("complaint_id", "worker__name"):
        key = ("complaint", pk)
        if key not in ways and any(where(term, name) for term in terms):
            shown = name if shows_names(user, by_complaint[pk]) else mask_name(name)
            ways[key] = (_("工人"), shown)
    return ways
