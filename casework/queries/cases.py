"""Everything the page of a case shows."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from casework.law.identity import mask_name
from casework.models import Case, Complaint, WageClaim
from casework.queries.dossier import Dossier, Stage
from casework.queries.proceedings import Proceedings
from casework.vocabulary import CaseState, ComplaintKind, EventKind

CASE_TONE = {
    CaseState.OVERDUE: "bad", CaseState.URGED: "bad", CaseState.ENFORCEMENT: "bad",
    CaseState.ORDERED: "warn", CaseState.SERVED: "warn", CaseState.COMPLIED: "ok",
    CaseState.PERFORMED: "ok", CaseState.CLOSED: "ok", CaseState.REVOKED: "",
    CaseState.TRANSFERRED: "",
}  # fmt: skip
# Keeps 王** on one line of a heading.
WORD_JOINER = "\u2060"


class CaseFile(Dossier):
    """The parts of a case page."""

    record: Case

    @cached_property
    def complaints(self) -> list[Complaint]:
        related = ("first_office", "first_officer", "office", "case")
        rows = Complaint.objects.filter(case=self.record.pk).select_related(*related)
        return list(rows.defer("contact_name", "contact_phone", "imported_facts").order_by("id"))

    def _claims(self) -> QuerySet[WageClaim]:
        return WageClaim.objects.filter(case=self.record.pk)

    def _mine(self) -> Q:
        return Q(case__in=self.record.lineage()) | Q(complaint__in=self.complaint_ids)

    @property
    def title(self) -> str:
        """Employer, first worker masked, number of workers: it also stands in the browser's history."""
        rows = self.staying or self.workers
        named = [
            r for r in rows if self.by_id[r.claim.complaint_id].kind == ComplaintKind.COMPLAINT
        ]
        words = {"firm": self.record.title, "n": len(rows)}
        if not named:
            return _("%(firm)s拖欠 %(n)s 人工资") % words
        masked = mask_name(named[0].claim.worker.name)
        words["name"] = masked[:1] + WORD_JOINER + masked[1:]
        if len(rows) == 1:
            return _("%(firm)s拖欠%(name)s工资") % words
        return _("%(firm)s拖欠%(name)s等 %(n)s 人工资") % words

    @cached_property
    def successor(self) -> Case | None:
        """The case another authority filed when it took this one over."""
        return self.record.successors.select_related("office").first()

    @cached_property
    def proceedings(self) -> Proceedings:
        return Proceedings(self.record)

    @property
    def tone(self) -> str:
        return CASE_TONE.get(CaseState(self.record.state), "info")

    @property
    def stages(self) -> list[Stage]:
        """The seven stages of law.md with the day each began."""
        place = _PLACE[CaseState(self.record.state)]
        labels = (
            _("登记"),
            _("受理"),
            _("调查"),
            _("责令改正"),
            _("处理处罚"),
            _("惩戒 / 移送"),
            _("结案"),
        )
        days = (
            self.day(EventKind.COMPLAINT_FILED),
            self.day(EventKind.COMPLAINT_ACCEPTED),
            self.day(EventKind.CASE_INVESTIGATION_STARTED, _("%s 起")),
            self.day(EventKind.ORDER_SERVED, _("%s 送达"))
            or self.day(EventKind.ORDER_ISSUED, _("%s 签发")),
            self.day(EventKind.DECISION_SERVED, _("%s 送达"))
            or self.day(EventKind.DECISION_MADE, _("%s 决定"))
            or self.day(EventKind.NOTICE_SERVED, _("%s 告知")),
            self.day(EventKind.ENFORCEMENT_APPLIED, _("%s 申请强制执行")),
            self.day(EventKind.CASE_CLOSED) or self.day(EventKind.CASE_REVOKED),
        )  # fmt: skip
        rail: list[Stage] = []
        for number, (label, day) in enumerate(zip(labels, days, strict=True)):
            if number == place:
                rail.append((label, day or _("进行中"), "current"))
            elif number > place:
                rail.append((label, _("未开始"), "todo"))
            elif number > _INVESTIGATION and not day:
                rail.append((label, _("未经过"), "todo"))
            else:
                rail.append((label, day, "done"))
        return rail


_INVESTIGATION = 2
_DONE = 7
_PLACE = {
    CaseState.OPEN: 2, CaseState.INVESTIGATING: 2, CaseState.INVESTIGATED: 3, CaseState.ORDERED: 3,
    CaseState.COMPLIED: 6, CaseState.OVERDUE: 4, CaseState.NOTICE_GIVEN: 4, CaseState.HEARING: 4,
    CaseState.REVIEWED: 4, CaseState.DECIDED: 4, CaseState.SERVED: 4, CaseState.URGED: 4,
    CaseState.ENFORCEMENT: 5, CaseState.PERFORMED: 6, CaseState.REVOKED: _DONE,
    CaseState.CLOSED: _DONE,
    CaseState.TRANSFERRED: _DONE,
}  # fmt: skip
