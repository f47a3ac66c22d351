"""Flow of a case's transfer: it runs beside the desks of the case, which the sender works on."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow

from casework.vocabulary import Role
from workflows.flows.complaint import receiver, superior
from workflows.flows.desk import Begin, Desk, Finish, desk_lock
from workflows.models import DeskProcess, DeskTask


class CaseTransferFlow(flow.Flow):
    """Whose desk the question is on who shall have a filed case. Law.md B1.4."""

    process_class = DeskProcess
    task_class = DeskTask
    lock_impl = desk_lock
    process_title = _("案件移送")

    begin = Begin(proposed=this.receive_case, requested=this.designate_case)

    receive_case = Desk(
        "accept_case_transfer", "refuse_case_transfer", "designate_case",
        role=Role.BODY_HEAD, title=_("答复案件移送"), office=receiver,
        arrived=this.end, refused=this.settle_case, escalated=this.designate_case,
        designated=this.take_over_case,
    )  # fmt: skip
    settle_case = Desk(
        "keep_case", "negotiate_case", "request_case_designation",
        role=Role.BODY_HEAD, title=_("案件移送被退回"),
        kept=this.end, negotiating=this.negotiate_case, requested=this.designate_case,
    )  # fmt: skip
    negotiate_case = Desk(
        "keep_case", "request_case_designation", "accept_case_transfer", "designate_case",
        role=Role.BODY_HEAD, title=_("协商案件管辖"),
        kept=this.end, requested=this.designate_case, arrived=this.end,
        designated=this.take_over_case,
    )  # fmt: skip
    designate_case = Desk(
        "designate_case",
        role=Role.BODY_HEAD, title=_("指定案件管辖"), office=superior,
        designated=this.take_over_case,
    )  # fmt: skip
    take_over_case = Desk(
        "accept_case_transfer", "refuse_case_transfer",
        role=Role.BODY_HEAD, title=_("接收指定管辖的案件"), office=receiver,
        arrived=this.end,
    )  # fmt: skip
    end = Finish()
