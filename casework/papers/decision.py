"""Prior notices, hearing, review and decisions (law.md section 8, groups 12 to 16)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.papers import facts as fact
from casework.papers.base import Field, How, PaperType, To
from casework.vocabulary import DocumentKind, Role

PARTY = Field("party", _("当事人"), fact.party)
USCC = Field("uscc", _("统一社会信用代码"), fact.uscc, required=False)
ADDRESS = Field("address", _("地址"), fact.employer_address, required=False)
REPRESENTATIVE = Field(
    "legal_representative", _("法定代表人"), fact.legal_representative, required=False
)
FACTS = Field("facts", _("违法事实和证据"), how=How.LONG)
BASIS = Field("basis", _("法律依据"), how=How.LONG)
REASON = Field("reason", _("理由"), required=False, how=How.LONG)
DISCRETION = Field("discretion", _("裁量"), required=False, how=How.LONG)
CONTENT = Field("content", _("拟作出决定的内容"), how=How.LONG)
INSPECTORS = Field("inspectors", _("监察员"), fact.inspectors)
CONTACT = Field("contact", _("联系方式"), fact.office_contact)
WHO = (
    "当事人：{party}",
    "统一社会信用代码：{uscc}",
    "地址：{address}",
    "法定代表人：{legal_representative}",
)
HEADS = (Role.BODY_HEAD, Role.DEPARTMENT_HEAD)

PAPERS = (
    PaperType(
        DocumentKind.PENALTY_NOTICE, 12, To.EMPLOYER,
        (PARTY, USCC, ADDRESS, REPRESENTATIVE, FACTS, REASON, BASIS, DISCRETION, CONTENT,
         Field("hearing", _("听证权利"), required=False, how=How.LONG),
         Field("until", _("陈述申辩截止日"), required=False, how=How.DATE), INSPECTORS, CONTACT),
        _("《行政处罚法》第四十四条、第四十五条、第六十三条"), issuers=HEADS, names_inspectors=True, is_served=True,
        body=("经查，{facts}", "{reason}", "{discretion}", "以上行为违反了{basis}，拟对你单位作出如下行政处罚：", "{content}",
              "依据《中华人民共和国行政处罚法》第四十四条、第四十五条，你单位有权进行陈述和申辩，请自收到本告知书之日起五个工作日内提出；逾期未提出的，视为放弃。本机关不会因陈述、申辩而给予更重的处罚。",
              "{hearing}", "联系地址：{contact}。"),
    ),
    PaperType(
        DocumentKind.HANDLING_NOTICE, 12, To.EMPLOYER,
        (PARTY, USCC, ADDRESS, REPRESENTATIVE, FACTS, REASON, BASIS, CONTENT,
         Field("until", _("陈述申辩截止日"), required=False, how=How.DATE), INSPECTORS, CONTACT),
        _("《劳动保障监察条例》第十九条"), issuers=HEADS, names_inspectors=True, is_served=True, has_annex=True,
        body=("经查，{facts}", "{reason}", "依据{basis}，拟对你单位作出如下行政处理：", "{content}",
              "依据《劳动保障监察条例》第十九条，你单位有权进行陈述和申辩，请自收到本告知书之日起五个工作日内提出；逾期未提出的，视为放弃。",
              "联系地址：{contact}。"),
    ),
    PaperType(
        DocumentKind.HEARING_NOTICE, 13, To.EMPLOYER,
        (PARTY, Field("when", _("听证时间"), how=How.MOMENT), Field("where", _("听证地点")),
         Field("chair", _("听证主持人")), Field("recorder", _("记录员"), required=False),
         Field("open", _("是否公开"), required=False), CONTACT),
        _("《行政处罚法》第六十四条"), issuers=HEADS, is_served=True,
        body=("应你单位的申请，本机关定于{when}在{where}举行听证，听证主持人为{chair}，记录员为{recorder}。{open}",
              "你单位可以亲自参加，也可以委托一至二人代理。认为主持人与本案有直接利害关系的，有权申请回避。无正当理由拒不出席或者未经许可中途退出听证的，视为放弃听证权利。",
              "联系地址：{contact}。"),
    ),
    PaperType(
        DocumentKind.HEARING_RECORD, 13, To.INTERNAL,
        (PARTY, Field("when", _("听证时间"), how=How.MOMENT), Field("where", _("听证地点")),
         Field("chair", _("主持人")), Field("present", _("参加人员")),
         Field("text", _("听证过程"), how=How.LONG)),
        _("《行政处罚法》第六十四条"), table=("party", "when", "where", "chair", "present"),
        issuers=(*HEADS, Role.INSPECTOR), is_sealed=False, body=("{text}",),
        receipt_line="以上笔录经核对无误。参加人签名：",
    ),
    PaperType(
        DocumentKind.HEARING_REPORT, 13, To.INTERNAL,
        (PARTY, Field("chair", _("主持人")), Field("text", _("听证情况"), how=How.LONG),
         Field("opinion", _("处理意见"), how=How.LONG)),
        _("《行政处罚法》第六十五条"), table=("party", "chair"), issuers=(*HEADS, Role.INSPECTOR), is_sealed=False,
        body=("听证情况：", "{text}", "处理意见：", "{opinion}"),
    ),
    PaperType(
        DocumentKind.LEGAL_REVIEW, 14, To.INTERNAL,
        (PARTY, Field("case", _("案号"), fact.case_number), Field("reviewer", _("审核人")),
         Field("qualification", _("法律职业资格"), required=False),
         Field("opinion", _("审核意见"), how=How.LONG)),
        _("《行政处罚法》第五十八条"), table=("party", "case", "reviewer", "qualification"),
        issuers=tuple(Role), body=("审核意见：", "{opinion}"), is_sealed=False,
    ),
    PaperType(
        DocumentKind.PANEL_RECORD, 14, To.INTERNAL,
        (PARTY, Field("case", _("案号"), fact.case_number), Field("when", _("讨论时间"), how=How.MOMENT),
         Field("attendees", _("出席人员"), how=How.LONG), Field("votes", _("表决情况"), how=How.LONG),
         Field("text", _("讨论意见"), required=False, how=How.LONG)),
        _("《行政处罚法》第五十七条"), table=("party", "case", "when", "attendees", "votes"), issuers=HEADS,
        body=("{text}",), is_sealed=False, receipt_line="出席人员签名：",
    ),
    PaperType(
        DocumentKind.HANDLING_DECISION, 15, To.EMPLOYER,
        (PARTY, USCC, ADDRESS, REPRESENTATIVE, FACTS, REASON, BASIS,
         Field("content", _("决定内容"), how=How.LONG),
         Field("compensation", _("加付赔偿金"), required=False, how=How.LONG), INSPECTORS),
        _("《劳动保障监察条例》第十八条、第二十六条"), issuers=(Role.DEPARTMENT_HEAD, Role.BODY_HEAD),
        names_inspectors=True, is_served=True, has_remedies=True, has_annex=True,
        body=(*WHO, "经查，{facts}", "{reason}", "依据{basis}，决定如下：", "{content}", "{compensation}",
              "逾期不履行的，本机关将依法申请人民法院强制执行。"),
    ),
    PaperType(
        DocumentKind.PENALTY_DECISION, 16, To.EMPLOYER,
        # 行政处罚法 art. 59 (1): name and address.
        (PARTY, USCC, Field("address", _("地址"), fact.employer_address), REPRESENTATIVE, FACTS,
         REASON, BASIS, DISCRETION, Field("content", _("处罚的种类和内容"), how=How.LONG),
         Field("performance", _("履行方式和期限"), required=False, how=How.LONG), INSPECTORS),
        _("《行政处罚法》第五十九条"), issuers=(Role.DEPARTMENT_HEAD,),
        names_inspectors=True, is_served=True, has_remedies=True,
        body=(*WHO, "经查，{facts}", "{reason}", "{discretion}", "依据{basis}，决定给予如下行政处罚：", "{content}", "{performance}",
              "到期不缴纳罚款的，依据《中华人民共和国行政处罚法》第七十二条，每日按罚款数额的百分之三加处罚款，加处罚款的数额不超出罚款的数额；逾期不申请行政复议、不提起行政诉讼又不履行的，本机关将依法申请人民法院强制执行。"),
    ),
)  # fmt: skip
