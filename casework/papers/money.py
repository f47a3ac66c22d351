"""Documents about money beside the first order: to other liable parties, report of art. 59."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.papers import facts as fact
from casework.papers.base import Field, How, PaperType, To
from casework.papers.order import ENDS, INSPECTORS, ORDERED
from casework.vocabulary import DocumentKind, Role

HEADS = (Role.BODY_HEAD, Role.DEPARTMENT_HEAD)

PAPERS = (
    PaperType(
        # To a firm that is not the employer of the case: it gets no code to the employer's page.
        DocumentKind.PAYER_ORDER, 9, To.OUTSIDE,
        (
            Field("addressee", _("被指令单位")), Field("party", _("用人单位"), fact.party, required=False),
            Field("facts", _("认定的事实"), how=How.LONG), Field("basis", _("指令依据")),
            Field("payer", _("支付主体"), fact.payer), Field("term", _("改正期限（日）"), fact.term),
            Field("workers", _("支付人数"), fact.annex_count, required=False),
            Field("sum", _("支付金额"), fact.annex_sum, required=False), INSPECTORS,
        ),
        _("《劳动保障监察条例》第十八条、《保障农民工工资支付条例》第三十条"),
        issuers=HEADS, names_inspectors=True, is_served=True, has_annex=True,
        body=(
            "{facts}", ORDERED, ENDS,
            "同一笔工资责令几家单位支付的，任何一家支付后，其他单位的支付义务相应减少；先行清偿的，可以依法追偿。",
            "逾期不改正的，本机关将依法作出行政处理或者行政处罚决定。",
            "对本指令书有异议的，可以在上述期限内向本机关陈述、申辩。",
        ),
    ),
    PaperType(
        DocumentKind.GOVERNMENT_REPORT, 24, To.OUTSIDE,
        (
            Field("addressee", _("报告的政府")), Field("party", _("当事人"), fact.party, required=False),
            Field("text", _("报告内容"), how=How.LONG), Field("unpaid", _("尚欠金额"), fact.unpaid),
            Field("term", _("责令拨付期限（日）"), fact.term),
        ),
        _("《保障农民工工资支付条例》第五十九条"), issuers=(Role.DEPARTMENT_HEAD,),
        body=(
            "{text}", "经核实，{party}尚欠工资{unpaid}。",
            "依据《保障农民工工资支付条例》第五十九条，建议责令有关单位在 {term} 日内足额拨付所拖欠的资金。",
        ),
    ),
)  # fmt: skip
