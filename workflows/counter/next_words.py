"""What each act leads to, in one sentence for the person about to do it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflows.deadlines import RULES

_TERMS = {rule.id.replace("-", ""): rule.length for rule in RULES.values()}
_TERMS["D06x"] = RULES["D-06"].extension
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
    "suspend_clock": _("今天起不计入期限；恢复时届满日按中止的天数顺延，逐日说明。"),
    "resume_clock": _("今天起继续计算，届满日按中止的天数顺延。"),
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
    "give_employer_code": _("得到一个一次性的查阅码，单位凭它查看送达的文书、提交材料。"),
    "close_employer_access": _("原来登记的手机号不能再进入，需要时另发查阅码。"),
    "let_continue": _("案件可以结案，这些程序继续进行到终结。"),
    "request_query": _("先由本级行政机关负责人同意，再报设区的市级批准。"),
    "endorse_query": _("任务转到市级行政机关负责人桌上。"),
    "approve_query": _("由监察员送出协助查询通知书。"),
    "refuse_query": _("查询程序就此终结，理由记入办理记录。"),
    "send_query": _("等待协助机构答复。"),
    "record_query_answer": _("查询程序就此终结，答复内容只有办案人员能看到。"),
    "merge_complaint": _("本件并入，不再单独立案；两个机构都能看到，投诉人会得到告知。"),
    "redirect_claims": _("选中的工人退出办理并得到书面告知，其他工人继续。"),
    "split_complaint": _("分出的投诉另立一案，已经用掉的调查天数照样计算。"),
    "reopen_complaint": _("登记为新的投诉，与原投诉相连，重新审查。"),
    "choose_representatives": _("代表人可以代表集体与本机构联系，其他工人照样能查看自己的部分。"),
    "flag_incident": _("%(D42)s 小时内上报本级政府和上级机构。"),
    "report_incident": _("上报期限就此完成。"),
    "send_to_department": _(
        "对方办理，本机构继续跟踪并把结果告诉投诉人；%(J04)s 个工作日后提醒催问。"
    ),
    "record_department_acceptance": _("等待对方的办理结果。"),
    "record_department_return": _("重新计算受理期限，由负责人重新确定。"),
    "record_department_result": _("须在 %(D21)s 个工作日内告知投诉人。"),
    "tell_department_result": _("向投诉人发出结果告知书，投诉办结。"),
    "negotiate_transfer": _("对方可以看到投诉，%(J01)s 个工作日内协商；协商期间仍由本单位负责。"),
    "keep_complaint": _("由本单位承办，随后由负责人指派两名监察员。"),
    "request_designation": _("报共同的上一级，%(D06)s 个工作日内指定；指定之前仍由本单位负责。"),
    "designate_transfer": _("被指定的机构须在 %(J02)s 个工作日内接收，不得退回。"),
    "extend_designation": _("指定管辖期限一次性延长 %(D06x)s 个工作日。"),
    "take_up_complaint": _("投诉从现在起由上级机构负责，原单位可以继续查看。"),
    "transfer_case": _("对方须在 %(D05)s 个工作日内答复；答复之前仍由本单位调查。"),
    "dispute_case": _("报共同的上一级，%(D06)s 个工作日内指定；指定之前仍由本单位调查。"),
    "accept_case_transfer": _(
        "当日由本单位另行立案，重新计算 %(D07)s 个工作日；自首次立案起的总期限一并显示。"
    ),
    "refuse_case_transfer": _(
        "案件留在移送单位，本单位不再看到；第二次移送被退回的，自动报请指定管辖。"
    ),
    "keep_case": _("案件继续由本单位办理。"),
    "negotiate_case": _("对方可以看到案件，%(J01)s 个工作日内协商；协商期间仍由本单位调查。"),
    "request_case_designation": _(
        "报共同的上一级，%(D06)s 个工作日内指定；指定之前仍由本单位调查。"
    ),
    "designate_case": _("被指定的机构须在 %(J02)s 个工作日内接收，不得退回。"),
    "extend_case_designation": _("指定管辖期限一次性延长 %(D06x)s 个工作日。"),
    "take_up_case": _("原案件终止，由上级机构当日另行立案。"),
    "record_bank_refusal": _("查询程序就此终结，应将情况告知金融监管部门。"),
    "draft_inquiry_notice": _("保存草稿；签发并送达后，单位有 %(D11)s 日时间答复。"),
    "draft_interview_record": _("保存草稿；两名监察员签名后才能定稿。"),
    "draft_inspection_record": _("保存草稿；两名监察员签名后才能定稿。"),
    "draft_preservation_list": _("保存草稿；负责人批准后，须在 %(D10)s 个工作日内作出处理。"),
    "sign_paper": _("您的姓名写在笔录上；修改文稿后须重新签名。"),
    "issue_paper": _("检查必填内容，取得文号；签发后不能再改，只能作废。"),
    "void_paper": _("文书和文号保留，注明已作废；不会删除。"),
    "serve_paper": _("写入送达回证；从送达之日起计算的期限随之开始。"),
    "export_file": _("在后台制作，可以离开本页；制作和下载都记入办理记录。"),
    "record_inquiry_answer": _("答复期限停止，材料存为证据。"),
    "draft_notice": _("草稿转给法制审核员签发，签发时才有文号。"),
    "return_notice": _("退回主办监察员修改。"),
    "issue_notice": _("事先告知书取得文号，由监察员送达。"),
    "serve_notice": _("当事人有 %(D14)s 个工作日陈述申辩、要求听证；期满前不能作出决定。"),
    "record_statement": _("须在作出决定前复核并答复。"),
    "answer_statement": _("复核意见记入卷宗，作出决定时一并考虑。"),
    "ask_hearing": _("案件转入听证，须在举行的 %(D15)s 个工作日前通知当事人。"),
    "call_hearing": _("听证举行后由主持人提交听证报告。"),
    "hold_hearing": _("任务回到主办监察员桌上，由其提交法制审核。"),
    "submit_for_review": _("任务转到法制审核员桌上。"),
    "pass_review": _("任务转到行政机关负责人桌上，由其作出决定。"),
    "return_review": _("退回主办监察员完善拟处理意见。"),
    "extend_decision": _("处理期限按所填的工作日延长。"),
    "decide_case": _(
        "决定书取得文号；处罚决定须在 %(D17)s 个工作日内、处理决定须在 %(D17b)s 日内送达。"
    ),
    "return_decision": _("案件回到事先告知阶段，由主办监察员修改。"),
    "serve_decision": _("履行期限、复议期限（%(D18)s 日）和起诉期限（%(D18b)s 个月）开始计算。"),
    "record_decision_payment": _("工资以外的缴付记在决定名下；工资仍在支付台账登记。"),
    "confirm_performed": _("转给负责人审批结案，强制执行程序同时终结。"),
    "record_appeal": _("不停止执行，但终结前不能催告或者申请强制执行。"),
    "suspend_execution": _("停止或者恢复执行记入办理记录。"),
    "record_appeal_result": _(
        "维持的，从结果送达起重新计算可以申请强制执行的日期；撤销的，案件按撤销处理。"
    ),
    "annul_order": _("指令书作废，案件回到提出处理意见；以它为依据的失信惩戒须撤销。"),
    "annul_decision": _("决定书作废；责令重新作出的，案件回到提出处理意见，否则转入结案审批。"),
    "issue_urging": _("催告书取得文号，由监察员送达。"),
    "serve_urging": _("等待 %(D20)s 个工作日，仍不履行且起诉期限届满的，可以申请强制执行。"),
    "apply_enforcement": _("等待法院裁定和执行，结果由主办监察员登记。"),
    "record_court_result": _("执行完毕的转入结案审批；裁定准予执行的继续等待执行结果。"),
    "record_lapse": _("理由记入办理记录，案件转入结案审批。"),
    "ask_recusal": _("由负责人在 %(D09)s 个工作日内决定；决定前照常办理，但不能开始调查。"),
    "grant_recusal": _(
        "回避的人员不能再办理本案，由新的监察员接手；以前的办理仍记在原来的人名下。"
    ),
    "refuse_recusal": _("继续由原来的人员办理，理由记入办理记录。"),
    "replace_inspectors": _("任务转给新的主办监察员；回避的人员不能再办理这件投诉。"),
    "request_assistance": _("任务转到协助单位负责人桌上；协助单位可以查看本案。"),
    "accept_assistance": _("协助单位的监察员可以添加证据，并在商定的日期前回复。"),
    "refuse_assistance": _("委托就此终结，理由记入办理记录。"),
    "add_assistance_evidence": _("保存原件并计算校验值，之后不能替换或删除。"),
    "answer_assistance": _("委托就此终结，结果交本案主办监察员使用。"),
    "record_summons": _("到期没有到场的，凭送达凭证可以认定逃匿。"),
    "find_evasion": _("认定记入案件，移送涉嫌犯罪时作为事实依据。"),
}


def after(code: str) -> str:
    """Return what will happen next, with the lengths of the limits filled in; may be empty."""
    sentence = AFTER.get(code)
    return str(sentence) % _TERMS if sentence else ""
