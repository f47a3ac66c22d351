"""Flow of one party of a listing (law.md B1.3): notice, objection, decision, publication, removal."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow

from casework.vocabulary import Role
from workflows.flows.complaint import lead
from workflows.flows.desk import Begin, Desk, Finish, desk_lock
from workflows.models import DeskProcess, DeskTask


class ListingFlow(flow.Flow):
    """Whose desk a party is on. It lies on none while it is published; a later act begins a run."""

    process_class = DeskProcess
    task_class = DeskTask
    lock_impl = desk_lock
    process_title = _("失信联合惩戒")

    begin = Begin(
        begun=this.prepare, requested=this.removal, removed=this.clear, relisted=this.publish,
    )  # fmt: skip

    prepare = Desk(
        "propose_listing_notice",
        role=Role.INSPECTOR, title=_("拟定列入告知"), owner=lead,
        proposed=this.sign, ended=this.end,
    )  # fmt: skip
    sign = Desk(
        "issue_listing_notice", "return_listing_notice",
        role=Role.DEPARTMENT_HEAD, title=_("签发拟列入告知书"),
        issued=this.serve, returned=this.prepare, ended=this.end,
    )  # fmt: skip
    serve = Desk(
        "serve_listing_notice",
        role=Role.INSPECTOR, title=_("送达拟列入告知书"), owner=lead,
        served=this.await_objection, ended=this.end,
    )  # fmt: skip
    await_objection = Desk(
        "close_objection_time",
        role=Role.INSPECTOR, title=_("等待异议"), owner=lead,
        objected=this.answer, over=this.decide, ended=this.end,
    )  # fmt: skip
    answer = Desk(
        "answer_objection",
        role=Role.DEPARTMENT_HEAD, title=_("核实异议并告知"),
        answered=this.decide, dropped=this.end, ended=this.end,
    )  # fmt: skip
    decide = Desk(
        "decide_listing",
        role=Role.DEPARTMENT_HEAD, title=_("决定是否列入"),
        listed=this.publish, objected=this.answer, ended=this.end,
    )  # fmt: skip
    publish = Desk(
        "publish_listing",
        role=Role.CREDIT, title=_("公布并共享列入信息"),
        published=this.end, removed=this.clear,
    )  # fmt: skip
    removal = Desk(
        "grant_removal", "refuse_removal",
        role=Role.DEPARTMENT_HEAD, title=_("审核提前移出申请"),
        refused=this.end, removed=this.clear,
    )  # fmt: skip
    clear = Desk(
        "clear_site", "close_without_site",
        role=Role.CREDIT, title=_("停止公布、告知各网站"),
        cleared=this.end, restored=this.end, relisted=this.publish,
    )  # fmt: skip
    end = Finish()
