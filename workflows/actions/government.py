"""Government projects that owe wages (Order 724 art. 59): report, countdown, answer, summons by the superior."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from casework import clock
from casework.access import Verdict
from casework.journal import record
from casework.models import Case
from casework.models.actor import Actor
from casework.vocabulary import DocumentKind, EventKind, Role
from workflows import deadlines, documents
from workflows.actions.done import Done
from workflows.machines.case import CaseMachine
from workflows.machines.step import Refused, require
from workflows.permissions import Allowed, by, by_handlers

CLOCK = "M-02"


def by_superior() -> Allowed:
    """Allow a supervisor of an office above the owner office: its city, or the province."""

    def explain(case: Case, actor: Actor) -> Verdict:
        above = actor.office is not None and actor.office.pk != case.office_id
        if actor.role == Role.SUPERVISOR and above:
            assert actor.office is not None
            if case.office.division.path.startswith(actor.office.division.path):
                return Verdict(True)
        return Verdict(False, _("须由上级人力资源社会保障行政部门的督查员办理。"))

    return Allowed(explain, lambda: _("上级人力资源社会保障行政部门的督查员"))


def report_to_government(
    case: CaseMachine, *, actor: Actor, government: str, days: int, text: str
) -> Done:
    """Report to the own government, which orders full allocation within `days`; the countdown begins."""
    require(by(Role.DEPARTMENT_HEAD).explain(case, actor))
    if case.project is None or not case.project.is_government:
        raise Refused(_("只有政府投资项目才报告本级政府。"))
    if case.unpaid_yuan <= 0:
        raise Refused(_("核实后没有尚欠的工资，不需要报告。"))
    document = documents.write(
        case, DocumentKind.GOVERNMENT_REPORT, actor, {"text": text, "addressee": government},
        term_days=days,
    )  # fmt: skip
    term = deadlines.start(case, CLOCK, length=days)
    record(case, EventKind.GOVERNMENT_REPORTED, actor=actor, reason=text, save=False,
           facts={"document": document.number, "government": government, "due": term.due_on,
                  "left": case.unpaid_yuan})  # fmt: skip
    return Done()


def record_government_answer(
    case: CaseMachine, *, actor: Actor, allocated: Decimal, allocated_on: date, is_full: bool,
    text: str,
) -> Done:  # fmt: skip
    """Write what the government allocated (yuan); full allocation ends the countdown. No claim changes."""
    require(by_handlers().explain(case, actor))
    if allocated_on > clock.today():
        raise Refused(_("拨付日期不能晚于今天。"))
    if is_full:
        deadlines.meet(case, CLOCK, on=allocated_on)
    record(case, EventKind.GOVERNMENT_ANSWERED, actor=actor, reason=text, save=False,
           facts={"amount": allocated, "on": allocated_on, "full": is_full})  # fmt: skip
    return Done()


def summon_by_superior(
    case: CaseMachine, *, actor: Actor, summoned: str, summoned_on: date, text: str
) -> Done:
    """The superior summons (约谈) those responsible: only after the government's term passed unused."""
    require(by_superior().explain(case, actor))
    late = deadlines.running(case, CLOCK).filter(due_on__lt=clock.today())
    if not late.exists():
        raise Refused(_("政府责令拨付的期限尚未届满，或者已经足额拨付，不能约谈。"))
    record(case, EventKind.GOVERNMENT_SUMMONED, actor=actor, reason=text, save=False,
           facts={"summoned": summoned, "on": summoned_on})  # fmt: skip
    return Done()
