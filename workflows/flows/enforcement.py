"""Flow beside a case whose decision is served: urging, application to the court, its result."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow

from casework.vocabulary import Role
from workflows.flows.complaint import lead
from workflows.flows.desk import Begin, Desk, Finish, desk_lock
from workflows.models import DeskProcess, DeskTask

# Whatever ends the matter ends this run from whichever desk it is on.
OVER = dict.fromkeys(("performed", "enforced", "annulled", "lost"), this.end)


class EnforcementFlow(flow.Flow):
    """Whose desk the enforcement of a decision is on (行政强制法 arts. 53-56)."""

    process_class = DeskProcess
    task_class = DeskTask
    lock_impl = desk_lock
    process_title = _("强制执行")

    begin = Begin(begun=this.urge)

    urge = Desk(
        "issue_urging",
        role=Role.BODY_HEAD, title=_("签发催告书"),
        issued=this.serve_urging, **OVER,
    )  # fmt: skip
    serve_urging = Desk(
        "serve_urging",
        role=Role.INSPECTOR, title=_("送达催告书"), owner=lead,
        served=this.apply, **OVER,
    )  # fmt: skip
    apply = Desk(
        "apply_enforcement",
        role=Role.DEPARTMENT_HEAD, title=_("申请法院强制执行"),
        applied=this.court, **OVER,
    )  # fmt: skip
    court = Desk(
        "record_court_result",
        role=Role.INSPECTOR, title=_("等待法院执行"), owner=lead,
        **OVER,
    )  # fmt: skip
    end = Finish()
