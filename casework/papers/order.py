"""Documents of the order and its limits (law.md section 8, groups 9, 10, 11 and 17)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.papers import facts as fact
from casework.papers.base import Field, How, PaperType, To
from casework.vocabulary import DocumentKind, Role

INSPECTORS = Field("inspectors", _("监察员"), fact.inspectors, required=False)

ORDERED = (
    "依据{basis}，责令{payer}自收到本指令书之日起 {term} 日内，按附表向 {workers} 名劳动者支付工资共计 {sum}，"
    "并将支付凭证报送本机关。"
)

ENDS = (
    "截止日期为送达回证记载的送达之日起第 {term} 日，最后一日是法定休假日、休息日的，"
    "顺延至其后的第一个工作日。"
)

PAPERS = (
    PaperType(
        DocumentKind.PAY_ORDER, 9, To.EMPLOYER,
        (
            Field("party", _("被指令单位"), fact.party, required=False),
            Field("facts", _("认定的事实"), how=How.LONG), Field("basis", _("指令依据")),
            Field("payer", _("支付主体"), fact.payer), Field("term", _("改正期限（日）"), fact.term),
            Field("workers", _("支付人数"), fact.annex_count, required=False, is_live=True),
            Field("sum", _("支付金额"), fact.annex_sum, required=False, is_live=True), INSPECTORS,
            Field("filing", _("立案依据"), fact.filing_basis),
        ),
        _("《劳动保障监察条例》第十八条、第二十六条"),
        issuers=(Role.BODY_HEAD, Role.DEPARTMENT_HEAD), names_inspectors=True, is_served=True, has_annex=True,
        body=(
            "{filing}", "{facts}", ORDERED, ENDS,
            "按期改正的，本机关核实支付凭证后依法结案。逾期不改正的，本机关将依据《劳动保障监察条例》第二十六条、第三十条，"
            "事先告知后作出行政处理或者行政处罚决定；经责令支付仍不支付、涉嫌犯罪的，依法移送公安机关。",
            "对本指令书有异议的，可以在上述期限内向本机关陈述、申辩。",
        ),
    ),
    PaperType(
        DocumentKind.EXTENSION_APPROVAL, 10, To.INTERNAL,
        (
            Field("party", _("当事人"), fact.party, required=False), Field("case", _("案号"), fact.case_number),
            Field("old", _("原期限届满日"), how=How.DATE), Field("new", _("延长后届满日"), how=How.DATE),
            Field("reason", _("延长理由"), how=How.LONG), INSPECTORS,
            Field("opinion", _("审批意见"), required=False, how=How.LONG),
        ),
        _("《劳动保障监察条例》第十七条"), table=("party", "case", "old", "new", "reason", "inspectors", "opinion"),
        issuers=(Role.DEPARTMENT_HEAD,), names_inspectors=True,
    ),
    PaperType(
        DocumentKind.DISPOSAL_REPORT, 11, To.INTERNAL,
        (
            Field("party", _("当事人"), fact.party), Field("cause", _("案由"), initial="涉嫌拖欠工资"),
            Field("case", _("案号"), fact.case_number), Field("filed_on", _("立案日期"), fact.filed_on),
            Field("facts", _("调查认定的事实和证据"), how=How.LONG),
            Field("statement", _("单位陈述申辩情况"), how=How.LONG, initial="单位未提出陈述、申辩。"),
            Field("basis", _("法律依据"), how=How.LONG), Field("proposal", _("处理建议"), how=How.LONG),
            Field("inspectors", _("承办监察员"), fact.inspectors),
            Field("opinion", _("审批意见"), required=False, how=How.LONG),
        ),
        _("《关于实施〈劳动保障监察条例〉若干规定》第三十三条"),
        table=("party", "cause", "case", "filed_on", "facts", "statement", "basis", "proposal", "inspectors", "opinion"),
        issuers=(Role.BODY_HEAD, Role.DEPARTMENT_HEAD), names_inspectors=True,
    ),
    PaperType(
        DocumentKind.SERVICE_RECEIPT, 17, To.INTERNAL,
        (
            Field("served_number", _("送达文书名称及文号")), Field("addressee", _("受送达人")),
            Field("mode", _("送达方式")), Field("place", _("送达地点")), Field("receiver", _("签收人")),
            Field("relation", _("与受送达人关系"), required=False), Field("served_on", _("送达时间"), how=How.DATE),
            Field("witnesses", _("见证人"), required=False), Field("inspectors", _("送达人"), fact.inspectors, required=False),
        ),
        _("《行政处罚法》第六十一条"),
        table=("served_number", "addressee", "mode", "place", "receiver", "relation", "served_on", "witnesses", "inspectors"),
        names_inspectors=True,
    ),
    PaperType(
        DocumentKind.ADDRESS_CONFIRMATION, 17, To.INTERNAL,
        (
            Field("party", _("受送达人"), fact.party), Field("address", _("送达地址")),
            Field("receiver", _("代收人"), required=False), Field("electronic", _("电子送达方式和账号"), required=False),
            Field("confirmed_on", _("确认日期"), how=How.DATE),
        ),
        _("《行政处罚法》第六十一条"), table=("party", "address", "receiver", "electronic", "confirmed_on"),
        is_sealed=False, is_served=False,
        body=("本人（单位）确认上述送达地址、送达方式准确有效，同意以电子方式接收的，电子送达信息到达上述账号之日为送达日期。地址变更的，及时书面告知。",),
        receipt_line="受送达人签名（盖章）：",
    ),
)  # fmt: skip
