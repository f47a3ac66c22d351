"""What each guard asks for, said once in general; its refusal says what is missing in one matter."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workflows import decision_guards as deciding
from workflows import guards
from workflows.guards import Guard
from workflows.machines import listing_guards as listing
from workflows.machines import referral_guards as referral

GUARD_WORDS: dict[Guard, str | Promise] = {
    # Complaint and case
    guards.two_inspectors: _("已指派两名监察员（一名主办），都没有回避（《劳动保障监察条例》第十六条）"),
    guards.no_recusal_pending: _("没有等待决定的回避申请"),
    guards.definite_employer: _("有明确的用人单位或者工程项目（《关于实施〈劳动保障监察条例〉若干规定》第十八条）"),
    guards.work_on_a_platform_proven: _("新就业形态没有劳动合同的，有接单、结算等证据"),
    guards.supplement_term_over: _("补正期限已经届满，没有收到材料"),
    guards.no_open_withdrawal: _("没有等待确认的撤回申请"),
    guards.hops_left: _("移送不足两次（第三次须报共同的上一级指定管辖）"),
    guards.every_worker_found: _("每一名工人都已认定"),
    guards.no_worker_pending: _("没有等待认定的工人"),
    guards.something_owed: _("核实后还有尚欠的工资"),
    guards.nothing_owed: _("没有尚欠的工资"),
    guards.order_drafted: _("已拟定限期改正指令书"),
    guards.order_served: _("指令书已经送达"),
    guards.order_term_over: _("改正期限已经届满"),
    guards.all_paid: _("全部工人的工资都已登记付清"),
    guards.payments_proven: _("每笔支付都有凭证，或者工人已确认收到"),
    guards.investigation_clock_open: _("调查期限还没有届满，也没有延长过（《劳动保障监察条例》第十七条）"),
    guards.case_not_ended: _("案件还没有办结"),
    guards.case_is_finished: _("案件已经结案"),
    guards.branches_settled: _("旁支程序都已终结，或者写明结案后继续；没有正在进行的移送"),
    guards.no_open_transfer: _("没有正在进行的移送"),
    # Notice, decision, enforcement
    deciding.notice_issued: _("事先告知书已签发，尚未送达"),
    deciding.hearing_term_open: _("在告知后五个工作日内（《行政处罚法》第六十四条）"),
    deciding.statement_term_over: _("陈述申辩、要求听证的期限已过，或者当事人书面放弃（《行政处罚法》第四十四条、第六十四条）"),
    deciding.hearing_reported: _("要求听证的，听证已举行并提出报告（《行政处罚法》第六十五条）"),
    deciding.statements_answered: _("陈述申辩都已复核答复（《行政处罚法》第四十五条）"),
    deciding.reviewed_by_law: _("法制审核已通过（《行政处罚法》第五十八条）"),
    deciding.no_appeal_pending: _("没有正在进行的行政复议或者诉讼（《行政强制法》第五十三条）"),
    deciding.urging_issued: _("催告书已签发，尚未送达"),
    deciding.urging_waited: _("催告书送达已满十个工作日（《行政强制法》第五十四条）"),
    deciding.enforcement_window_open: _("在起诉期限届满之日起三个月内（《行政强制法》第五十三条）"),
    deciding.not_performed: _("决定还没有履行完毕"),
    deciding.decision_performed: _("有效决定确定的工资、加付赔偿金和罚款都已付清"),
    deciding.paid_or_lost: _("工资都已付清，或者撤销立案前的决定已被撤销"),
    deciding.enforcement_ended: _("法院强制执行已经终结，或者错过申请期限并已记录"),
    # Referral to the police
    referral.team_of_two: _("至少两名人员专门核实（《行政执法机关移送涉嫌犯罪案件的规定》第五条）"),
    referral.materials_complete: _("移送材料齐全，没有的已注明（《行政执法机关移送涉嫌犯罪案件的规定》第六条）"),
    referral.police_term_over: _("公安机关三日的审查期限已过，没有决定"),
    referral.reconsideration_in_time: _("在收到不予立案通知后三日内（《行政执法机关移送涉嫌犯罪案件的规定》第九条）"),
    referral.reconsideration_unanswered: _("公安机关三日的复议期限已过，没有答复"),
    referral.referral_settled: _("达到涉嫌犯罪数额的，已决定是否移送（《行政执法机关移送涉嫌犯罪案件的规定》第十一条）"),
    # The list of dishonest employers, publication
    listing.notice_issued: _("列入前告知书已签发（《拖欠农民工工资失信联合惩戒对象名单管理暂行办法》第六条）"),
    listing.ground_stands: _("列入情形仍然成立：责令没有被撤销；属于事件的，有证据并经行政机关负责人认定"),
    listing.objection_settled: _("当事人五日异议期已过，或者异议已核实答复（《拖欠农民工工资失信联合惩戒对象名单管理暂行办法》第六条）"),
    listing.corrected_and_promised: _("决定前已足额支付并作出书面信用承诺（《拖欠农民工工资失信联合惩戒对象名单管理暂行办法》第七条）"),
    listing.six_months_over: _("已经改正，列入并改正后满六个月（《拖欠农民工工资失信联合惩戒对象名单管理暂行办法》第十二条）"),
    listing.still_corrected: _("到今天仍没有尚欠的工资（《拖欠农民工工资失信联合惩戒对象名单管理暂行办法》第十二条）"),
    listing.no_standing_bar: _("没有正在进行的刑事程序和其他不得提前移出的情形（《拖欠农民工工资失信联合惩戒对象名单管理暂行办法》第十三条）"),
    listing.no_new_violation: _("列入期间没有再次拖欠工资（《拖欠农民工工资失信联合惩戒对象名单管理暂行办法》第十三条）"),
    listing.term_over: _("三年列入期已满（《拖欠农民工工资失信联合惩戒对象名单管理暂行办法》第十一条）"),
    listing.was_removed_early: _("当事人是提前移出的（《拖欠农民工工资失信联合惩戒对象名单管理暂行办法》第十五条）"),
    listing.every_site_clear: _("每个网站都已停止公布并有凭证（《拖欠农民工工资失信联合惩戒对象名单管理暂行办法》第十七条）"),
    listing.decision_served: _("处理、处罚决定已经送达"),
}  # fmt: skip
"""Guard -> the fact it asks for. `law_book.faults()` names a guard that is missing here."""
