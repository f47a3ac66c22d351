"""Revoking, closing, telling, archiving (law.md section 8, group 25)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.papers import facts as fact
from casework.papers.base import Field, How, PaperType, To
from casework.vocabulary import DocumentKind, Role

SUMMARY = (
    Field("party", _("当事人"), fact.party, required=False), Field("case", _("案号"), fact.case_number),
    Field("filed_on", _("立案日期"), fact.filed_on), Field("workers", _("涉及人数"), fact.workers),
    Field("claimed", _("申报金额"), fact.claimed), Field("verified", _("核实金额"), fact.verified),
    Field("paid", _("已支付"), fact.paid), Field("inspectors", _("承办监察员"), fact.inspectors),
)  # fmt: skip
ROWS = ("party", "case", "filed_on", "workers", "claimed", "verified", "paid", "inspectors")

PAPERS = (
    PaperType(
        DocumentKind.REVOCATION, 25, To.INTERNAL, (*SUMMARY, Field("text", _("撤销立案的理由"), how=How.LONG)),
        _("《劳动保障监察条例》第十八条"), table=(*ROWS, "text"), issuers=(Role.BODY_HEAD,), names_inspectors=True,
    ),
    PaperType(
        DocumentKind.CLOSING_APPROVAL, 25, To.INTERNAL, (*SUMMARY, Field("text", _("处理结果"), how=How.LONG)),
        _("《劳动保障监察条例》第十八条"), table=(*ROWS, "text"), issuers=(Role.BODY_HEAD,), names_inspectors=True,
        has_annex=True,
    ),
    PaperType(
        DocumentKind.RESULT_NOTICE, 25, To.COMPLAINANT,
        (Field("title", _("投诉事项"), fact.party, required=False), Field("text", _("处理结果"), how=How.LONG)),
        _("《保障农民工工资支付条例》第十条"), is_served=True,
        body=("您投诉{title}拖欠工资一事，现将处理结果告知如下：", "{text}"),
    ),
    PaperType(
        DocumentKind.FILE_CATALOGUE, 25, To.INTERNAL,
        (Field("case", _("案号"), fact.case_number), Field("archive_no", _("档案号")),
         Field("documents", _("文书目录"), how=How.ITEMS)),
        _("《关于实施〈劳动保障监察条例〉若干规定》第四十条"), table=("case", "archive_no"), body=("{documents}",), is_sealed=False,
    ),
)  # fmt: skip
