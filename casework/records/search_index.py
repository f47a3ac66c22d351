"""Keep what a dossier is found by: written with the row itself, in the same transaction.

Names of workers go in as they are (so they stand in `Worker`); the name of a contact, which is
encrypted, only as keyed hashes of the whole name and of its pinyin: found when asked for, unreadable.
Who may find what is copied by triggers, never here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time

from django.db import connection
from django.utils import timezone

from casework.models import Case, Complaint, WageClaim
from casework.tokens import Words, hidden_forms, secret_word, whole_name
from casework.vocabulary import ComplaintKind

BATCH = 500
Row = tuple[int, datetime, str, str]
"""Id of the dossier, moment it is ordered by, `words` and `people` as tsvector text."""

WRITE = """
INSERT INTO casework_searchentry (%(column)s, at, words, people, offices, leads, guarded)
SELECT id, at, words::tsvector, people::tsvector, '{}', '{}', false
FROM unnest(%%s::bigint[], %%s::timestamptz[], %%s::text[], %%s::text[]) AS row (id, at, words, people)
ON CONFLICT (%(column)s) DO UPDATE
SET at = excluded.at, words = excluded.words, people = excluded.people
"""


def add_complaint(complaint: Complaint, names: Iterable[str]) -> None:
    """Write the words of a new complaint and of its workers' `names`; one statement."""
    employer = complaint.employer
    firms = [complaint.employer_name, employer.name if employer else ""]
    words = _of_matter(complaint.tracking_no, firms, employer.uscc if employer else "",
                       [complaint.project_name])  # fmt: skip
    people = _of_people(words, names, complaint.contact_name,
                        secret=complaint.kind == ComplaintKind.REPORT)  # fmt: skip
    _write("complaint_id", [(complaint.pk, complaint.received_at, str(words), str(people))])


def of_case(number: str, complaint: Complaint) -> str:
    """Return the words of the case that `complaint` grows into."""
    employer = complaint.employer
    firms = [complaint.employer_name, employer.name if employer else ""]
    code = employer.uscc if employer else ""
    return str(_of_matter(number, firms, code, [complaint.project_name]))


def midnight(day: date) -> datetime:
    """Return the moment by which a case is ordered among complaints."""
    return timezone.make_aware(datetime.combine(day, time()))


def keep(dossiers: Iterable[Complaint | Case]) -> None:
    """Write the words of these dossiers anew from their rows (corrected, merged, workers added)."""
    rows = list(dossiers)
    keep_complaints([row.pk for row in rows if isinstance(row, Complaint)])
    keep_cases([row.pk for row in rows if isinstance(row, Case)])


def keep_complaints(ids: Sequence[int]) -> None:
    if not ids:
        return
    names = defaultdict(list)
    claims = WageClaim.objects.filter(complaint__in=ids).values_list("complaint_id", "worker__name")
    for pk, name in claims.order_by("position"):
        names[pk].append(name)
    rows: list[Row] = []
    found = Complaint.objects.filter(pk__in=ids).values_list(
        "pk", "received_at", "tracking_no", "employer_name", "employer__name", "employer__uscc",
        "project_name", "project__name", "contact_name", "kind",
    )  # fmt: skip
    for pk, at, number, firm, known_as, code, site, project, contact, kind in found:
        words = _of_matter(number, [firm, known_as or ""], code or "", [site, project or ""])
        people = _of_people(words, names[pk], contact, secret=kind == ComplaintKind.REPORT)
        rows.append((pk, at, str(words), str(people)))
    _write("complaint_id", rows)


def keep_cases(ids: Sequence[int]) -> None:
    if not ids:
        return
    sites = defaultdict(list)
    told = Complaint.objects.filter(case__in=ids).values_list("case_id", "project_name")
    for pk, site in told.order_by("id"):
        sites[pk].append(site)
    found = Case.objects.filter(pk__in=ids).values_list(
        "pk", "filed_on", "number", "employer_name", "employer__name", "employer__uscc",
        "project__name",
    )  # fmt: skip
    rows: list[Row] = []
    for pk, day, number, firm, known_as, code, project in found:
        words = _of_matter(number, [firm, known_as or ""], code or "", [*sites[pk], project or ""])
        rows.append((pk, midnight(day), str(words), ""))
    _write("case_id", rows)


def rebuild() -> Iterator[int]:
    """Write every entry anew, batch by batch; yields how many are done so far."""
    done = 0
    for model, write in ((Complaint, keep_complaints), (Case, keep_cases)):
        last = 0
        while ids := list(
            model._default_manager.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]
        ):  # fmt: skip
            write(ids)
            last, done = ids[-1], done + len(ids)
            yield done


def _of_matter(number: str, firms: Iterable[str], code: str, sites: Iterable[str]) -> Words:
    words = Words.empty()
    words.number(number)
    words.text(code)
    for name in dict.fromkeys([*firms, *sites]):
        if name:
            words.text(name)
            words.pinyin(name)
    return words


def _of_people(words: Words, names: Iterable[str], contact: str, *, secret: bool) -> Words:
    """Return the words of the people; a full name (not of a report) goes to `words` as a whole."""
    people = Words.empty()
    for name in dict.fromkeys(names):
        people.text(name)
        people.pinyin(name, person=True)
        if not secret:
            words.add(whole_name(name))
    forms = hidden_forms(contact)
    for form in forms:
        people.add(secret_word(form))
    if forms and not secret:
        words.add(secret_word(forms[0]))
    return people


def _write(column: str, rows: Sequence[Row]) -> None:
    if not rows:
        return
    ids, moments, words, people = map(list, zip(*rows, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(WRITE % {"column": column}, [ids, moments, words, people])
