"""What each act leads to, in one sentence for the person about to do it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflows.deadlines import RULES

_TERMS = {rule.id.replace("-", ""): rule.length for rule in RULES.values()}
_TERMS["D07x"] = RULES["D-07"].extension

AFTER = {
    "transfer_complaint": _("对方须在 %(D05)s 个工作日内答复；答复之前仍由本单位负责。"),
    "accept_transfer": _("投诉从现在起由本单位负责，随后由负责人指派两名监察员。"),
    "refuse_transfer": _("投诉留在移送单位，由其重新确定管辖机构（%(D04)s 个工作日内）。"),
    "assign_inspectors": _("任务转到主办监察员桌上，由其审查是否符合受理条件。"),
    "propose_decision": _("意见转给负责人审批。"),
    "require_supplement": _("发出补正通知书，受理期限停止计算；投诉人有 %(S01)s 日时间补正。"),
    "receive_supplement": _("重新开始计算 %(D01)s 个工作日的受理期限，由主办监察员继续审查。"),
    "close_incomplete": _("投诉就此办结；投诉人以后可以重新投诉。"),
    "accept_complaint": _(
        "当日立案，开始计算 %(D07)s 个工作日的调查期限，案件转到主办监察员桌上。"
    ),
    "return_proposal": _("退回主办监察员重新审查，受理期限继续计算。"),
    "reject_complaint": _("向投诉人发出不予受理决定书并告知救济途径，投诉就此办结。"),
    "redirect_complaint": _("书面告知投诉人应走的途径，投诉就此办结。"),
    "tell_result": _("向投诉人发出结果告知书，投诉办结。"),
    "confirm_withdrawal": _("投诉撤回，期限停止；案件中其他工人不受影响。"),
    "decline_withdrawal": _("投诉继续办理，投诉人会看到理由。"),
    "request_withdrawal": _("转给负责人确认是否自愿；确认之前照常办理。"),
    "begin_investigation": _("案件进入调查阶段，由主办监察员调查取证、逐人认定。"),
    "extend_investigation": _("调查期限一次性延长 %(D07x)s 个工作日，自原期限连续计算。"),
    "record_findings": _("更新核实金额。所有工人都认定后才能终结调查，终结前可以再改。"),
    "finish_investigation": _("开始计算 %(D12)s 个工作日的处理期限，由主办监察员提出处理意见。"),
    "draft_order": _("指令书草稿转给负责人签发，签发时才有文号。"),
    "return_order": _("退回主办监察员修改。"),
    "issue_order": _("指令书取得文号并生效，由监察员送达；改正期限自送达之日起算。"),
    "serve_order": _("改正期限开始计算，届满未付清的，案件自动转为逾期未改正。"),
    "record_payments": _("写入支付台账，只能冲正、不能修改；工人会收到确认收款的请求。"),
    "reverse_payment": _("台账中增加一笔相反的记录，两笔都保留。"),
    "confirm_complied": _("转给负责人审批结案。"),
    "revoke_case": _("案件转入结案审批，双方会得到告知。"),
    "close_case": _("案件归档，须在 %(D21)s 个工作日内告知每位投诉人处理结果。"),
    "reassign_inspectors": _("任务转给新的主办监察员；以前的办理仍记在原来的人名下。"),
    "add_evidence": _("保存原件并计算校验值，之后不能替换或删除。"),
    "add_photo": _("保存原件并计算校验值，之后不能替换或删除。"),
    "reply": _("投诉人在查询页面可以看到。"),
    "correct_complaint": _("更正前后的内容都记入办理记录；改了用工所在地的，不自动移送。"),
    "add_workers": _("新增的工人并入本案，须同样逐人认定。"),
    "note_complaint": _("只有管辖范围内的工作人员能看到。"),
    "note_case": _("只有管辖范围内的工作人员能看到。"),
    "add_liability": _("可以向这家单位另发指令书；谁支付都从同一笔欠薪中扣减。"),
    "draft_payer_order": _("草稿转给负责人签发；案件仍以第一份指令书为准，不改变状态。"),
    "issue_payer_order": _("指令书取得文号，由监察员送达。"),
    "serve_payer_order": _("开始计算这家单位自己的支付期限。"),
    "receive_recourse": _("只记追偿到账，不再计入工人已付工资。"),
    "record_extra_payment": _("单独登记，不冲抵任何工人的欠薪。"),
    "propose_surcharge": _("转给行政机关负责人决定；只按届满时未付的金额计算，与工资分开。"),
    "decide_surcharge": _("决定书取得文号，逐人列明金额，由监察员送达。"),
    "return_surcharge": _("退回监察机构负责人，可以重新提出。"),
    "record_surcharge_payments": _("记入赔偿金自己的台账，不计入已付工资。"),
    "record_project": _("案件与项目相连，可以登记分包、账户和名册。"),
    "record_project_account": _("账号加密保存，只显示尾号；余额由支付台账算出。"),
    "import_site_roster": _("名册与各案工人逐一比对，见项目档案。"),
    "report_to_government": _("报告取得文号，开始计算拨付期限；届满未足额拨付的，由上级约谈。"),
    "record_government_answer": _("只记拨付情况；工人收到多少，另行登记支付。"),
    "store_computation": _("计算过程保存在案内，逐人认定时显示；勾选认定的，写入认定说明。"),
    "record_bank_file": _("对得上的行写入支付台账，银行文件存为凭证。"),
    "record_plan": _("不中止指令书的期限；到期未付的，系统提醒主办监察员。"),
    "request_worker_withdrawal": _("转给负责人确认是否自愿；确认之前照常办理，其他工人不受影响。"),
    "decide_worker_withdrawals": _("确认的工人退出，金额重新合计；其余工人照常办理。"),
    "continue_ex_officio": _("案件继续办理，可以增补工人；不继续的，请撤销立案。"),
}


def after(code: str) -> str:
    """Return what will happen next, with the lengths of the limits filled in; may be empty."""
    sentence = AFTER.get(code)
    return str(sentence) % _TERMS if sentence else ""
