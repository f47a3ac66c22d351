"""Flow of a publication (law.md B1.6): approval, publication with its batch, objection, correction."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow

from casework.vocabulary import Role
from workflows.flows.complaint import lead
from workflows.flows.desk import Begin, Desk, Finish, desk_lock
from workflows.models import DeskProcess, DeskTask


class PublicationFlow(flow.Flow):
    """Whose desk a publication is on; on none while it is simply published."""

    process_class = DeskProcess
    task_class = DeskTask
    lock_impl = desk_lock
    process_title = _("社会公布")

    begin = Begin(begun=this.approve, objected=this.answer, changed=this.correct)

    approve = Desk(
        "approve_publication", "return_publication",
        role=Role.DEPARTMENT_HEAD, title=_("审批社会公布"),
        approved=this.publish, returned=this.revise, ended=this.end,
    )  # fmt: skip
    revise = Desk(
        "revise_publication",
        role=Role.INSPECTOR, title=_("修改公布稿"), owner=lead,
        revised=this.approve, ended=this.end,
    )  # fmt: skip
    publish = Desk(
        "publish_publication",
        role=Role.CREDIT, title=_("向社会公布"),
        published=this.end, ended=this.end,
    )  # fmt: skip
    answer = Desk(
        "answer_publication_objection",
        role=Role.DEPARTMENT_HEAD, title=_("处理公布异议"),
        kept=this.end, upheld=this.correct, changed=this.correct,
    )  # fmt: skip
    correct = Desk(
        "correct_publication", "withdraw_publication",
        role=Role.CREDIT, title=_("更正或者撤回公布"),
        corrected=this.end, withdrawn=this.end, changed=this.correct,
    )  # fmt: skip
    end = Finish()
