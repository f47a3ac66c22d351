"""What each act leads to, in one sentence for the person about to do it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflows.deadlines import RULES

_TERMS = {rule.id.replace("-", ""): rule.length for rule in RULES.values()}
_TERMS["D06x"] = RULES["D-06"].extension
_TERMS["D07x"] = RULES["D-07"].extension
_TERMS["D22x"] = RULES["D-22"].extension

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
    "give_employer_code": _("得到一个一次性的查阅码，单位凭它查看送达的文书、提交材料。"),
    "close_employer_access": _("原来登记的手机号不能再进入，需要时另发查阅码。"),
    "let_continue": _("案件可以结案，这些程序继续进行到终结。"),
    "request_query": _("先由本级行政机关负责人同意，再报设区的市级批准。"),
    "endorse_query": _("任务转到市级行政机关负责人桌上。"),
    "approve_query": _("由监察员送出协助查询通知书。"),
    "refuse_query": _("查询程序就此终结，理由记入办理记录。"),
    "send_query": _("等待协助机构答复。"),
    "record_query_answer": _("查询程序就此终结，答复内容只有办案人员能看到。"),
    "open_listing": _("在最先立案的机构启动列入程序，%(D22)s 个工作日内决定；当事人分别告知。"),
    "flag_incident": _("转给行政机关负责人认定，认定之前不能告知当事人。"),
    "add_listing_party": _("这名当事人单独告知、单独计算异议期，决定期限与其他当事人相同。"),
    "propose_listing_notice": _("告知书草稿转给行政机关负责人签发。"),
    "issue_listing_notice": _(
        "告知书取得文号，由监察员送达；按事件情形列入的，同时认定社会影响恶劣。"
    ),
    "return_listing_notice": _("退回主办监察员修改。"),
    "serve_listing_notice": _("这名当事人有 %(D23)s 个工作日提出异议，此前不能决定列入。"),
    "object_to_listing": _(
        "异议期内收到的，%(D24)s 个工作日内核实告知；逾期的作为意见保存，程序继续。"
    ),
    "answer_objection": _("不成立的，转入列入决定；成立的，不再列入这名当事人。"),
    "promise_correction": _("连同全部支付的凭证，可以在决定前不予列入，也是申请提前移出的条件。"),
    "decide_listing": _("期限三年，自今天起算；%(D25)s 个工作日内公布并共享。"),
    "decide_not_listing": _("这名当事人的程序终结，理由写入决定书。"),
    "extend_listing": _("同一事项所有当事人的决定期限一次性延长 %(D22x)s 个工作日。"),
    "publish_listing": _("在公示页上公布，并登记共享平台的回执。"),
    "serve_listing_paper": _("登记送达回证，复议、诉讼期限自送达之日起算。"),
    "apply_for_removal": _("%(D28)s 个工作日内核实决定；期间继续公布。"),
    "grant_removal": _("同一事项的其他当事人一并移出；%(D29)s 个工作日内各网站停止公布。"),
    "refuse_removal": _("继续公布，可以再次申请；理由写入决定书。"),
    "restore_listing": _("重新公布，三年期限重新计算；以前的日期保留。"),
    "record_removal_bar": _("在消除之前不能申请、也不能准予提前移出。"),
    "lift_removal_bar": _("可以再次申请提前移出。"),
    "revoke_listing": _(
        "同一事项的所有当事人一并撤销；自撤销之日起 %(D29)s 个工作日内各网站停止公布。"
    ),
    "clear_site": _("最后一个网站停止公布后，移出完成。"),
    "close_without_site": _("移出完成，程序终结。"),
    "report_still_shown": _("立即告知信用管理员、行政机关负责人和上级。"),
    "select_publication": _("转给行政机关负责人审批，随本批次公布或者立即公布。"),
    "approve_publication": _("由信用管理员向社会公布。"),
    "return_publication": _("退回主办监察员修改。"),
    "revise_publication": _("重新转给行政机关负责人审批。"),
    "publish_publication": _("在公示页上公布；单位可以提出异议。"),
    "object_to_publication": _("%(D40)s 个工作日内处理，期间继续公布。"),
    "answer_publication_objection": _(
        "不成立的，维持公布；成立的，%(D40b)s 个工作日内更正或者撤回。"
    ),
    "note_changed_decision": _(
        "%(D40b)s 个工作日内更正或者撤回；属于行政处罚的，%(D40c)s 个工作日内撤回。"
    ),
    "correct_publication": _("更正说明与公布内容一并显示。"),
    "withdraw_publication": _("公示页不再显示公布内容，只说明撤回理由。"),
    "give_up_publication": _("公布程序就此终结，理由记入办理记录。"),
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
