"""Documents of intake and acceptance (law.md section 8, groups 1 to 3)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.papers import facts as fact
from casework.papers.base import Field, How, PaperType, To
from casework.vocabulary import DocumentKind, Role

R25 = _("《关于实施〈劳动保障监察条例〉若干规定》第十八条")
PARTY = Field("party", _("当事人"), fact.party)
REASON = Field("reason", _("理由"), how=How.LONG)

PAPERS = (
    PaperType(
        DocumentKind.REGISTRATION, 1, To.INTERNAL,
        (
            Field("source", _("投诉渠道"), fact.source),
            Field("received_at", _("接收时间"), fact.received_at),
            Field("first_officer", _("首问责任人"), fact.first_officer),
            Field("party", _("被投诉单位"), fact.title),
            Field("project", _("工程项目"), fact.project, required=False),
            Field("contractor", _("施工总承包单位"), fact.contractor, required=False),
            Field("uscc", _("统一社会信用代码"), fact.uscc, required=False),
            Field("address", _("单位地址"), fact.employer_address, required=False),
            Field("legal_representative", _("法定代表人"), fact.legal_representative, required=False),
            Field("workers", _("涉及人数"), fact.workers),
            Field("claimed", _("申报金额"), fact.claimed),
            Field("evidence", _("证据"), fact.handed_in, required=False, is_live=True),
            Field("opinion", _("拟办意见"), required=False, how=How.LONG),
        ),
        _("《关于实施〈劳动保障监察条例〉若干规定》第十三条、第十四条"),
        table=("source", "received_at", "first_officer", "party", "project", "contractor", "uscc", "address",
               "legal_representative", "workers", "claimed", "evidence", "opinion"),
        issuers=(Role.CLERK, Role.INSPECTOR, Role.BODY_HEAD), is_sealed=False,
        receipt_line="是否已就同一事项申请仲裁或者提起诉讼：□ 是　□ 否　　投诉人（举报人）签名：",
    ),
    PaperType(
        DocumentKind.ACCEPTANCE_NOTICE, 2, To.COMPLAINANT,
        (PARTY, Field("case", _("案号")), Field("filed_on", _("立案日期"), how=How.DATE),
         Field("contact", _("联系方式"), fact.office_contact)),
        R25, issuers=(Role.BODY_HEAD,), is_served=True,
        body=("您投诉{party}拖欠工资一事，经审查，符合《关于实施〈劳动保障监察条例〉若干规定》第十八条规定的条件，本机关决定受理，并于{filed_on}立案调查，案号{case}。",
              "本机关将自立案之日起六十个工作日内完成调查；情况复杂的，经批准可以延长三十个工作日。处理结果将书面告知您。",
              "联系地址：{contact}。"),
    ),
    PaperType(
        DocumentKind.REJECTION, 2, To.COMPLAINANT, (PARTY, REASON), R25,
        issuers=(Role.BODY_HEAD,), is_served=True, has_remedies=True,
        body=("您投诉{party}拖欠工资一事，经审查，决定不按劳动保障监察投诉受理。理由如下：", "{reason}"),
    ),
    PaperType(
        DocumentKind.SUPPLEMENT_NOTICE, 2, To.COMPLAINANT,
        (Field("title", _("投诉事项"), fact.party, required=False), Field("missing", _("需要补正的材料"), how=How.LONG)),
        R25, issuers=(Role.INSPECTOR, Role.BODY_HEAD), is_served=True,
        body=("您投诉{title}拖欠工资一事，还需要补充以下材料：", "{missing}",
              "请在收到本通知书之日起十五日内补正。补正材料收到之日起五个工作日内，本机关会决定是否受理。"),
    ),
    PaperType(
        DocumentKind.INCOMPLETE_NOTICE, 2, To.COMPLAINANT,
        (Field("title", _("投诉事项"), fact.party, required=False), REASON),
        R25, issuers=(Role.BODY_HEAD,), is_served=True,
        body=("您投诉{title}拖欠工资一事，本机关要求补正材料后，期限内没有收到。情况如下：", "{reason}",
              "本机关现将该投诉办结。材料备齐后，您可以重新投诉。"),
    ),
    PaperType(
        DocumentKind.TRANSFER_LETTER, 2, To.OUTSIDE,
        (Field("addressee", _("接收单位")), PARTY, REASON, Field("materials", _("移送材料"), required=False, how=How.ITEMS)),
        _("《保障农民工工资支付条例》第十条"), issuers=(Role.BODY_HEAD,), is_served=True,
        body=("关于{party}涉嫌拖欠工资一事，现移送你单位处理。理由如下：", "{reason}", "随函移送材料：{materials}",
              "请依法办理，并将处理结果告知本机关和投诉人。"),
    ),
    PaperType(
        DocumentKind.REDIRECT_NOTICE, 2, To.COMPLAINANT, (PARTY, REASON),
        _("《劳动保障监察条例》第二十一条"), issuers=(Role.BODY_HEAD,), is_served=True, has_remedies=True,
        body=("您投诉{party}拖欠工资一事，经审查，应当按照劳动争议调解、仲裁或者诉讼等程序办理。理由和途径如下：", "{reason}"),
    ),
    PaperType(
        DocumentKind.FILING_APPROVAL, 3, To.INTERNAL,
        (
            Field("source", _("案件来源"), fact.source), PARTY,
            Field("address", _("地址"), fact.employer_address, required=False),
            Field("legal_representative", _("法定代表人或者负责人"), fact.legal_representative, required=False),
            Field("phone", _("联系电话"), fact.employer_phone, required=False),
            Field("uscc", _("证件类型及号码"), fact.uscc, required=False),
            Field("workers", _("涉及人数"), fact.workers), Field("claimed", _("申报金额"), fact.claimed),
            Field("summary", _("基本情况及涉嫌违反的法规"), fact.suspicion, how=How.LONG),
            Field("inspectors", _("承办监察员"), fact.inspectors),
            Field("proposal", _("承办意见"), required=False, how=How.LONG),
            Field("opinion", _("审批意见"), required=False, how=How.LONG),
        ),
        _("《劳动保障监察条例》第十四条"),
        table=("source", "party", "address", "legal_representative", "phone", "uscc", "workers",
               "claimed", "summary", "inspectors", "proposal", "opinion"),
        issuers=(Role.BODY_HEAD,), names_inspectors=True,
    ),
)  # fmt: skip
