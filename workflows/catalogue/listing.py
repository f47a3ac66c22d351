"""Acts on a listing, in the order of the law (law.md B1.3; MOHRSS Order 45)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.models.listing import LISTED_STATES, REMOVED_STATES, UNDECIDED_STATES
from casework.vocabulary import ListingState as S
from casework.vocabulary import Role
from workflows.actions import (
    listing,
    listing_decision,
    listing_end,
    listing_notice,
    listing_removal,
)
from workflows.catalogue.action import OPEN_CASE, Action, also
from workflows.forms import listing as forms
from workflows.forms.acts import EmptyForm, OpinionForm, ReasonForm, ServiceForm
from workflows.machines import listing_guards as guards
from workflows.machines.case import CaseMachine as K
from workflows.machines.listing import ListingMachine as M
from workflows.permissions import (
    by,
    by_employer_or,
    by_handlers,
    by_timer,
    by_timer_or_handlers,
)

O45_5 = _("《拖欠农民工工资失信联合惩戒对象名单管理暂行办法》第五条")
O45_6 = _("《拖欠农民工工资失信联合惩戒对象名单管理暂行办法》第六条")
O45_7 = _("《拖欠农民工工资失信联合惩戒对象名单管理暂行办法》第七条")
O45_8 = _("《拖欠农民工工资失信联合惩戒对象名单管理暂行办法》第八条")
O45_9 = _("《拖欠农民工工资失信联合惩戒对象名单管理暂行办法》第九条、第十条")
O45_11 = _("《拖欠农民工工资失信联合惩戒对象名单管理暂行办法》第十一条")
O45_13 = _("《拖欠农民工工资失信联合惩戒对象名单管理暂行办法》第十三条")
O45_14 = _("《拖欠农民工工资失信联合惩戒对象名单管理暂行办法》第十四条")
O45_15 = _("《拖欠农民工工资失信联合惩戒对象名单管理暂行办法》第十五条")
O45_16 = _("《拖欠农民工工资失信联合惩戒对象名单管理暂行办法》第十六条")
O45_17 = _("《拖欠农民工工资失信联合惩戒对象名单管理暂行办法》第十七条")
DH = by(Role.DEPARTMENT_HEAD)
GONE = (*REMOVED_STATES, S.CLEARED)

ACTIONS = [
    Action("open_listing", _("启动列入程序"), K, listing.open_listing, EmptyForm,
           permission=also(by_timer_or_handlers(), guards.amount_reached, guards.no_other_listing),
           states=OPEN_CASE, desk=False, basis=O45_5),
    Action("flag_incident", _("报告因欠薪引发的事件"), K, listing.flag_incident,
           forms.IncidentForm, states=OPEN_CASE, desk=False, basis=O45_5,
           permission=also(by_handlers(), guards.expired_unpaid, guards.no_other_listing)),
    Action("add_listing_party", _("增加列入当事人"), K, listing.add_listing_party,
           forms.PartyForm, permission=also(by_handlers(), guards.parties_open),
           states=OPEN_CASE, desk=False, basis=O45_5),
    Action("propose_listing_notice", _("拟定列入告知"), M, listing_notice.propose_listing_notice,
           forms.ReasonsForm, permission=by_handlers(), states=(S.CANDIDATE,), basis=O45_6,
           tone="go"),
    Action("issue_listing_notice", _("签发拟列入告知书"), M, listing_notice.issue_listing_notice,
           OpinionForm, permission=DH, states=(S.CANDIDATE,), basis=O45_6, tone="go"),
    Action("return_listing_notice", _("退回修改"), M, listing_notice.return_listing_notice,
           ReasonForm, permission=DH, states=(S.CANDIDATE,), basis=O45_6, tone="back"),
    Action("serve_listing_notice", _("登记告知书送达"), M, listing_notice.serve_listing_notice,
           ServiceForm, "notify", basis=O45_6, tone="go"),
    Action("object_to_listing", _("提出异议"), M, listing_notice.object_to_listing,
           forms.HandedInForm, permission=by_employer_or(), states=(S.NOTIFIED, S.OBJECTED),
           desk=False, basis=O45_6),
    Action("close_objection_time", _("异议期届满"), M, listing_notice.close_objection_time,
           EmptyForm, permission=by_timer(), states=(S.NOTIFIED,), basis=O45_6, at_counter=False),
    Action("answer_objection", _("告知异议核实结果"), M, listing_notice.answer_objection,
           forms.ObjectionAnswerForm, transitions=("dismiss", "uphold"), basis=O45_6, tone="go"),
    Action("promise_correction", _("提交信用承诺"), M, listing_notice.promise_correction,
           forms.HandedInForm, permission=by_employer_or(),
           states=(*UNDECIDED_STATES, *LISTED_STATES), desk=False, basis=O45_7),
    Action("warn_notice_late", _("告知将来不及保障异议期"), M, listing_notice.warn_notice_late,
           EmptyForm, permission=by_timer(), states=(S.CANDIDATE,), desk=False, basis=O45_6, at_counter=False),
    Action("decide_listing", _("决定列入"), M, listing_decision.decide_listing,
           forms.DecisionForm, "put_on_list", basis=O45_8, tone="go"),
    Action("decide_not_listing", _("决定不予列入"), M, listing_decision.decide_not_listing,
           ReasonForm, "spare", desk=False, basis=O45_7, tone="back"),
    Action("extend_listing", _("延长列入决定期限"), M, listing_decision.extend_listing,
           ReasonForm, permission=DH, states=UNDECIDED_STATES, desk=False, basis=O45_8),
    Action("publish_listing", _("公布并共享"), M, listing_decision.publish_listing,
           forms.PublishForm, "publish", basis=O45_9, tone="go"),
    Action("serve_listing_paper", _("登记决定送达"), M, listing_decision.serve_listing_paper,
           forms.PaperServiceForm, permission=by_handlers(), desk=False, basis=O45_8,
           states=tuple(s for s in S if s != S.CANDIDATE)),
    Action("apply_for_removal", _("申请提前移出"), M, listing_removal.apply_for_removal,
           forms.RemovalForm, "request_removal", desk=False, basis=O45_14),
    Action("grant_removal", _("准予提前移出"), M, listing_removal.grant_removal,
           ReasonForm, "remove_early", basis=O45_14, tone="go"),
    Action("refuse_removal", _("不予提前移出"), M, listing_removal.refuse_removal,
           forms.RefusalForm, "refuse_removal", basis=O45_14, tone="back"),
    Action("restore_listing", _("恢复列入"), M, listing_removal.restore_listing, ReasonForm,
           transitions=("restore", "restore_cleared"), desk=False, basis=O45_15, tone="back"),
    Action("record_removal_bar", _("登记不得提前移出的情形"), M,
           listing_removal.record_removal_bar, forms.BarForm, permission=by_handlers(),
           states=LISTED_STATES, desk=False, basis=O45_13),
    Action("lift_removal_bar", _("消除不得提前移出的情形"), M,
           listing_removal.lift_removal_bar, forms.LiftForm, permission=DH,
           states=LISTED_STATES, desk=False, basis=O45_13),
    Action("revoke_listing", _("撤销列入"), M, listing_end.revoke_listing, forms.AnnulmentForm,
           transitions=("revoke", "fall_away"), desk=False, basis=O45_16, tone="back"),
    Action("expire_listing", _("列入期满"), M, listing_end.expire_listing, EmptyForm,
           "expire", desk=False, basis=O45_11, at_counter=False),
    Action("clear_site", _("登记网站停止公布"), M, listing_end.clear_site, forms.SiteForm,
           permission=by(Role.CREDIT), states=REMOVED_STATES, basis=O45_17, tone="go"),
    Action("close_without_site", _("没有网站公布，移出完成"), M, listing_end.close_without_site,
           EmptyForm, "clear", basis=O45_17),
    Action("report_still_shown", _("报告仍在公布"), M, listing_end.report_still_shown,
           forms.SeenForm, permission=by_handlers(Role.CREDIT, Role.DEPARTMENT_HEAD),
           states=GONE, desk=False, basis=O45_17, tone="back"),
    Action("alarm_still_shown", _("移出后仍在公布"), M, listing_end.alarm_still_shown, EmptyForm,
           permission=by_timer(), states=REMOVED_STATES, desk=False, basis=O45_17, at_counter=False),
]  # fmt: skip
