"""What a page says at its head about a complaint or case: facts in lines, names masked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.law.identity import mask_name
from casework.law.limits import TARGETS
from casework.models import Case, CaseEvent, Complaint, WageClaim
from casework.templatetags.casework_format import yuan_short
from casework.vocabulary import ComplaintKind, EventKind
from workflows.counter.terms import Term, term_of
from workflows.deadlines import running

CLAIMANT_FIELDS = (
    "complaint_id", "case_id", "complaint__is_anonymous", "complaint__kind", "worker__name",
)  # fmt: skip


class RecordHead:
    """Number, title and facts of one record."""

    def __init__(self, record: Complaint | Case) -> None:
        self.record = record

    @property
    def number(self) -> str:
        return str(self.record)

    @cached_property
    def term(self) -> Term | None:
        """The earliest running clock; targets of the province stand on the case page alone."""
        rows = running(self.record).exclude(rule__in=TARGETS)
        first = rows.order_by("due_on", "id").first()
        return term_of(first) if first is not None else None

    def facts(self) -> list[tuple[str, str, str]]:
        """Lines (label, value, no link) for the component `answers`."""
        record = self.record
        people = " ".join(str(user) for user in (record.lead, record.second) if user)
        rows = [
            (_("承办单位"), record.office.name),
            (_("投诉人"), complainant(record)),
            (_("金额"), self._money()),
            (_("监察员"), people or _("未指派")),
        ]
        if isinstance(record, Complaint) and record.first_office_id != record.office_id:
            rows.append((_("首问单位"), record.first_office.name))
        return [(str(label), str(value), "") for label, value in rows]

    def _money(self) -> str:
        record = self.record
        if isinstance(record, Case) and record.verified_yuan:
            return _("核实 %(verified)s 元，已付 %(paid)s 元") % {
                "verified": yuan_short(record.verified_yuan), "paid": yuan_short(record.paid_yuan),
            }  # fmt: skip
        return _("申报 %(sum)s 元") % {"sum": yuan_short(record.claimed_yuan)}


@dataclass(frozen=True)
class Proposal:
    """The inspectors' opinion that waits for the head."""

    text: str
    by: str
    act: str = ""
    """The act of the head that would follow it."""


PROPOSED = {
    "accept": gettext_lazy("建议受理并立案"),
    "reject": gettext_lazy("建议不予受理"),
    "redirect": gettext_lazy("建议告知另循途径"),
}


def proposal_of(record: Complaint | Case) -> Proposal | None:
    """Return the last opinion on acceptance."""
    event = (
        CaseEvent.objects.filter(
            stream=record.STREAM, subject_id=record.pk,
            kind=EventKind.COMPLAINT_ACCEPTANCE_PROPOSED,
        ).select_related("actor").order_by("-seq").first()
    )  # fmt: skip
    if event is None:
        return None
    asked = event.facts.get("proposal", "")
    text = f"{PROPOSED.get(asked, '')}：{event.reason}"
    return Proposal(text, str(event.actor or ""), f"{asked}_complaint")


SENT_BACK = {
    "propose_decision": (EventKind.COMPLAINT_ACCEPTANCE_RETURNED, EventKind.COMPLAINT_ACCEPTANCE_PROPOSED),
    "draft_order": (EventKind.ORDER_RETURNED, EventKind.ORDER_DRAFTED),
    "draft_notice": (EventKind.NOTICE_RETURNED, EventKind.NOTICE_DRAFTED),
}  # fmt: skip
"""Of acts whose draft can come back: what sends it back, and what answers that."""


def sent_back(record: Complaint | Case, code: str) -> Proposal | None:
    """Return why the last draft of this act was sent back and by whom; None once there is a new one."""
    kinds = SENT_BACK.get(code)
    if kinds is None:
        return None
    events = CaseEvent.objects.filter(stream=record.STREAM, subject_id=record.pk, kind__in=kinds)
    last = events.select_related("actor").order_by("-seq").first()
    if last is None or last.kind != kinds[0]:
        return None
    return Proposal(last.reason, str(last.actor or ""))


def complainant(record: Complaint | Case) -> str:
    """Return the complainant as lists show them: 李** 等 23 人."""
    subjects = [record]
    return complainants(subjects)[record.STREAM, record.pk]


def complainants(records: Iterable[Complaint | Case]) -> dict[tuple[str, int], str]:
    """Return the masked complainant of each record by (stream, id); one query for all."""
    rows = list(records)
    cases = [r.pk for r in rows if isinstance(r, Case)]
    complaints = [r.pk for r in rows if not isinstance(r, Case)]
    first: dict[tuple[str, int], str] = {}
    claims = WageClaim.objects.filter(
        Q(case__in=cases) | Q(complaint__in=complaints), position=1
    ).order_by("complaint_id")
    for complaint_id, case_id, anonymous, kind, name in claims.values_list(*CLAIMANT_FIELDS):
        masked = str(_("匿名")) if anonymous else mask_name(name)
        if kind == ComplaintKind.REPORT:  # not even the family name of one of them (举报人保密)
            masked = ""
        first.setdefault((Complaint.STREAM, complaint_id), masked)
        if case_id:
            first.setdefault((Case.STREAM, case_id), masked)
    return {(r.STREAM, r.pk): _with_count(r, first.get((r.STREAM, r.pk), "")) for r in rows}


def _with_count(record: Complaint | Case, name: str) -> str:
    if isinstance(record, Complaint):
        if record.kind == ComplaintKind.REPORT:
            return _("匿名") if record.is_anonymous else _("举报人")
        if not name:
            name = _("匿名") if record.is_anonymous else mask_name(record.contact_name)
    if record.worker_count > 1:
        return _("%(name)s 等 %(n)s 人") % {"name": name or _("工人"), "n": record.worker_count}
    return name or "—"
