"""What the file itself says to each item of the checklist, before a reviewer looks at it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from casework.models import Alert, Case, Deadline, Document, Payment, PaymentAnswer, ServiceRecord
from casework.vocabulary import (
    AlertPattern,
    AlertState,
    ComplaintState,
    DeadlineState,
    DocumentState,
    ReceiptAnswer,
)
from workflows import deadlines, meter
from workflows.audit.case_file import AuditFile
from workflows.audit.conformance import LATE, NO_OFFICE, NO_RIGHT, RECUSED
from workflows.oversight.quality import TO_BE_PROVEN

OF_DEVIATION = {
    LATE: "time_limits", NO_OFFICE: "two_inspectors", NO_RIGHT: "two_inspectors",
    RECUSED: "two_inspectors", "no_notice": "procedure", "no_review": "procedure",
    "no_hearing": "procedure", "no_urging": "procedure", "no_investigation": "procedure",
    "no_decision": "procedure", "no_service": "service",
}  # fmt: skip
"""Code of a deviation -> the item it belongs to; the others are the journal's, so of the closing."""
OF_NEED = {
    meter.TWO: "two_inspectors", meter.INTERVIEW: "evidence", meter.PAY_PROOF: "evidence",
    meter.ASKED: "heard", meter.FOUND: "facts", meter.SHEET: "documents",
    meter.REPORT: "documents", meter.NOTICE: "procedure", meter.REVIEW: "procedure",
    meter.DECISION_SERVED: "service", meter.URGED: "procedure",
}  # fmt: skip
OF_ALERT = {
    AlertPattern.CLOSED_UNPAID: "payment", AlertPattern.SAVED_BY_SUSPENSION: "time_limits",
    AlertPattern.SAVED_BY_EXTENSION: "time_limits", AlertPattern.LATE_EVIDENCE: "evidence",
    AlertPattern.TRANSFERRED_TWICE: "jurisdiction", AlertPattern.RETURNED_TWICE: "documents",
    AlertPattern.CHAIN_BROKEN: "closing", AlertPattern.SUMS_DIFFER: "facts",
    AlertPattern.DATES_MISSING: "filing",
}  # fmt: skip
ACCEPTANCE, TELLING = "D-01", "D-21"
Findings = dict[str, list[str]]


def findings_of(case: Case) -> Findings:
    """Return by item of the checklist what the file lacks or shows, in sentences."""
    found: Findings = defaultdict(list)
    for one in AuditFile(case).deviations:
        found[OF_DEVIATION.get(one.code, "closing")].append(f"{one.label}：{one.words}")
    for need in _missing(case):
        if need in OF_NEED:
            words = _("缺少：%(what)s（%(article)s）") % {
                "what": need.label,
                "article": need.article,
            }
            found[OF_NEED[need]].append(words)
    _add_complaints(case, found)
    _add_papers(case, found)
    _add_payments(case, found)
    for pattern in _alerts(case):
        found[OF_ALERT[AlertPattern(pattern)]].append(str(AlertPattern(pattern).label))
    return {code: list(dict.fromkeys(words)) for code, words in found.items()}


def _missing(case: Case) -> Iterable[meter.Need]:
    """Yield what is missing for the steps the case has taken."""
    known = meter.known_of(case)
    taken = {"close_case"}
    if case.investigated_on is not None:
        taken.add("finish_investigation")
    if case.order_served_on is not None:
        taken.add("issue_order")
    if case.decisions.exists():
        taken.add("decide_case")
    if case.enforcements.filter(applied_on__isnull=False).exists():
        taken.add("apply_enforcement")
    for step in meter.measure(known):
        if step.code in taken:
            yield from step.missing


def _add_complaints(case: Case, found: Findings) -> None:
    clocks = Deadline.objects.filter(complaint__case=case, rule__in=(ACCEPTANCE, TELLING))
    for row in clocks.filter(state=DeadlineState.MET_LATE).order_by("id"):
        item = "acceptance" if row.rule == ACCEPTANCE else "told"
        found[item].append(
            _("%(what)s：应于 %(due)s 前完成，%(done)s 才完成。")
            % {"what": deadlines.RULES[row.rule].label, "due": row.due_on, "done": row.ended_on}
        )
    waiting = case.complaints.filter(state=ComplaintState.ACCEPTED).count()
    if waiting:
        found["told"].append(_("还有 %(n)s 件投诉没有告知结果。") % {"n": waiting})


def _add_papers(case: Case, found: Findings) -> None:
    services = ServiceRecord.objects.filter(document=OuterRef("pk"))
    papers = Document.objects.filter(
        case=case, kind__in=TO_BE_PROVEN, state=DocumentState.ISSUED
    ).annotate(is_served=Exists(services), is_proven=Exists(services.filter(proof__isnull=False)))
    for paper in papers.order_by("id"):
        if not paper.is_served:
            found["service"].append(_("%(paper)s没有送达记录。") % {"paper": paper.number})
        elif not paper.is_proven:
            found["service"].append(_("%(paper)s没有送达回证。") % {"paper": paper.number})


def _add_payments(case: Case, found: Findings) -> None:
    said = PaymentAnswer.objects.filter(payment=OuterRef("pk"), answer=ReceiptAnswer.CONFIRMED)
    bare = Payment.objects.filter(
        claim__case=case, claim__withdrawn_at__isnull=True, proof__isnull=True,
        reversal_of__isnull=True, reversal__isnull=True,
    ).exclude(Exists(said)).count()  # fmt: skip
    if bare:
        found["payment"].append(_("%(n)s 笔支付没有凭证，也没有工人确认。") % {"n": bare})
    if case.unpaid_yuan > 0:
        found["payment"].append(_("核实的工资没有付清。"))


def _alerts(case: Case) -> Iterable[str]:
    rows = Alert.objects.filter(case=case, pattern__in=list(OF_ALERT))
    return rows.exclude(state__in=(AlertState.EXPLAINED, AlertState.CLEARED)).values_list(
        "pattern", flat=True
    )
