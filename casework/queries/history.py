"""What happened to a matter, told in sentences from the journal; no number that names a person."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Min, Q, QuerySet
from django.utils.translation import gettext as _

from casework.models import Case, CaseEvent, Complaint
from casework.models.actor import COMPLAINANT, EMPLOYER
from casework.queries.discretion import hush
from casework.queries.sentences import SENTENCES
from casework.vocabulary import EventKind, Role

PAGE = 50
K = EventKind
STATUTORY = frozenset(
    {
        K.COMPLAINT_FILED, K.COMPLAINT_SUPPLEMENT_REQUIRED, K.COMPLAINT_SUPPLEMENTED,
        K.COMPLAINT_ACCEPTED, K.COMPLAINT_REJECTED, K.COMPLAINT_REDIRECTED, K.COMPLAINT_WITHDRAWN,
        K.COMPLAINT_CLOSED_INCOMPLETE, K.COMPLAINT_RESULT_TOLD, K.COMPLAINT_CLOSED,
        K.TRANSFER_PROPOSED, K.TRANSFER_ACCEPTED, K.TRANSFER_REFUSED, K.CASE_OPENED,
        K.CASE_INVESTIGATION_STARTED, K.CASE_EXTENDED, K.CASE_INVESTIGATED, K.ORDER_ISSUED,
        K.REFERRAL_REPORTED, K.REFERRAL_APPROVED, K.REFERRAL_NOT_APPROVED, K.REFERRAL_SENT,
        K.REFERRAL_RECEIVED, K.REFERRAL_FILED, K.REFERRAL_DECLINED, K.REFERRAL_HANDED_OVER,
        K.REFERRAL_RECONSIDERATION_ASKED, K.REFERRAL_RECONSIDERATION_DENIED,
        K.REFERRAL_SUPERVISION_ASKED, K.REFERRAL_TAKEN_BACK,
        K.TRANSFER_DESIGNATION_REQUESTED, K.TRANSFER_DESIGNATED, K.TRANSFER_TAKEN_UP,
        K.CASE_TRANSFERRED, K.CASE_RECEIVED, K.CASE_JOINED, K.CASE_SPLIT, K.COMPLAINT_MERGED,
        K.CLAIMS_REDIRECTED, K.DEPARTMENT_SENT, K.DEPARTMENT_RETURNED, K.DEPARTMENT_RESULT,
        K.ORDER_SERVED, K.CASE_COMPLIED, K.CASE_OVERDUE, K.CASE_REVOKED, K.CASE_CLOSED,
        K.NOTICE_SERVED, K.HEARING_ASKED, K.HEARING_CALLED, K.HEARING_HELD, K.CASE_REVIEWED,
        K.DECISION_EXTENDED, K.DECISION_MADE, K.DECISION_SERVED, K.CASE_PERFORMED,
        K.APPEAL_FILED, K.APPEAL_ENDED, K.ORDER_ANNULLED, K.DECISION_ANNULLED, K.URGING_SERVED,
        K.ENFORCEMENT_OPENED, K.ENFORCEMENT_APPLIED, K.ENFORCEMENT_RULED, K.ENFORCEMENT_LAPSED,
        K.RECUSAL_ASKED, K.RECUSAL_GRANTED, K.RECUSAL_REFUSED, K.EVASION_FOUND,
    }
)  # fmt: skip
"""Acts from which a term of law runs or that end one."""

_BAD = {
    K.REFERRAL_NOT_APPROVED,
    K.REFERRAL_DECLINED,
    K.REFERRAL_POLICE_OVERDUE,
    K.TRANSFER_ESCALATED,
    K.CASE_OVERDUE,
    K.DEADLINE_PASSED,
    K.DEADLINE_ESCALATED,
    K.PAYMENT_DISPUTED,
    K.COMPLAINT_REJECTED,
}
_WARN = {K.DEADLINE_WARNED, K.TRANSFER_REFUSED, K.PAYMENT_REVERSED, K.IDENTITY_REVEALED,
         K.ORDER_RETURNED, K.COMPLAINT_ACCEPTANCE_RETURNED}  # fmt: skip
_OK = {K.PAYMENT_RECORDED, K.PAYMENT_CONFIRMED, K.CASE_COMPLIED, K.CASE_CLOSED}


@dataclass(frozen=True)
class Entry:
    """One line of the timeline, as the component `timeline` takes it."""

    at: datetime
    text: str
    by: str
    tone: str
    note: str
    earlier: list[Entry] = field(default_factory=list)
    """Earlier reminders of the same clock, folded under the newest one."""
    pk: int = 0
    """Id of the journal row."""


@dataclass(frozen=True)
class History:
    """One page of the timeline; `older` is the cursor of the next page, 0 when there is none."""

    events: list[Entry]
    older: int


def history_of(
    record: Complaint | Case,
    complaint_ids: Iterable[int],
    *,
    before: int = 0,
    statutory: bool = False,
    kinds: Collection[str] = (),
    closed: Collection[int] = (),
) -> History:
    """Return up to 50 acts on `record` and its complaints, newest first; those `closed` without words.

    `statutory` keeps the acts of law alone, `kinds` the rows of these kinds.
    """
    rows = _rows(record, complaint_ids).select_related("actor", "office").order_by("-at", "-id")
    if statutory:
        rows = rows.filter(kind__in=STATUTORY)
    if kinds:
        rows = rows.filter(kind__in=kinds)
    if before:
        last = CaseEvent.objects.filter(pk=before).values_list("at", "id").first()
        if last is not None:
            rows = rows.filter(Q(at__lt=last[0]) | Q(at=last[0], id__lt=last[1]))
    page = list(rows[: PAGE + 1])
    shown = [hush(event, closed) for event in page[:PAGE]]
    return History(_folded(shown), shown[-1].pk if len(page) > PAGE else 0)


def entries_of(
    record: Complaint | Case, complaint_ids: Iterable[int], *, closed: Collection[int] = ()
) -> list[Entry]:
    """Return every act on `record` and its complaints, oldest first; those `closed` without words.

    That colleagues talked of it is no part of the file.
    """
    rows = _rows(record, complaint_ids).select_related("actor", "office").order_by("at", "id")
    rows = rows.exclude(kind__in=(K.COMMENT_ADDED, K.COMMENT_RETRACTED))
    return [entry(hush(event, closed)) for event in rows.iterator()]


@dataclass(frozen=True)
class Tally:
    """Of one kind of act: when it was first done, and how often."""

    first: datetime
    count: int


def tallies_of(record: Complaint | Case, complaint_ids: Iterable[int]) -> dict[str, Tally]:
    """Return for each kind of act done its tally: the dates of the stage rail, the filters' counts."""
    rows = _rows(record, complaint_ids).order_by().values_list("kind")
    return {
        kind: Tally(first, count) for kind, first, count in rows.annotate(Min("at"), Count("id"))
    }


def entry(event: CaseEvent) -> Entry:
    """Return the act as a line: sentence, who did it, tone, and the reason given."""
    kind = event.kind
    tone = "bad" if kind in _BAD else "warn" if kind in _WARN else "ok" if kind in _OK else ""
    return Entry(event.at, sentence(event), who(event), tone, event.reason, pk=event.pk)


def who(event: CaseEvent) -> str:
    """Return who acted: a name with the office, 投诉人, or 系统."""
    if event.actor is not None:
        office = f" · {event.office.name}" if event.office else ""
        absent = event.facts.get("stands_for")
        name = (
            _("%(who)s（代%(absent)s）") % {"who": event.actor, "absent": absent} if absent else ""
        )
        return f"{name or event.actor}{office}"
    if event.actor_role == COMPLAINANT:
        return _("投诉人")
    if event.actor_role == EMPLOYER:
        return _("用人单位")
    return str(Role(event.actor_role).label) if event.actor_role in Role else _("系统自动")


def sentence(event: CaseEvent) -> str:
    """Return one plain sentence for the act, built from its kind and facts."""
    told = SENTENCES.get(event.kind)
    text = told(event.facts) if told else None
    return text or str(event.get_kind_display())


def _folded(events: Iterable[CaseEvent]) -> list[Entry]:
    """Return the lines, newest first; a clock reminded of more than once is one line with the rest."""
    lines: list[Entry] = []
    newest: dict[str, Entry] = {}
    for event in events:
        line = entry(event)
        rule = str(event.facts.get("rule", "")) if event.kind == K.DEADLINE_WARNED else ""
        if rule in newest:
            newest[rule].earlier.append(line)
            continue
        if rule:
            newest[rule] = line
        lines.append(line)
    return lines


def _rows(record: Complaint | Case, complaint_ids: Iterable[int]) -> QuerySet[CaseEvent]:
    ids = list(complaint_ids)
    if isinstance(record, Case):
        rows = CaseEvent.objects.filter(Q(case__in=record.lineage()) | Q(complaint__in=ids))
        # A withdrawal is written in both chains; the complaint's own row tells it.
        twice = (K.COMPLAINT_WITHDRAWN, K.WORKER_WITHDRAWN)
        return rows.exclude(stream=Case.STREAM, kind__in=twice)
    return CaseEvent.objects.filter(complaint=record.pk)
