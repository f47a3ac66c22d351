"""Jurisdiction between offices and their help to one another (law.md section 8, group 24)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.papers import facts as fact
from casework.papers.base import Field, How, PaperType, To
from casework.vocabulary import DocumentKind, Role

PARTY = Field("party", _("被投诉单位"), fact.party, required=False)
REASON = Field("reason", _("理由"), how=How.LONG)
R25_29 = _("《关于实施〈劳动保障监察条例〉若干规定》第二十九条")
ADDRESSEE = Field("addressee", _("受文单位"))

PAPERS = (
    PaperType(
        DocumentKind.JURISDICTION_REPORT, 24, To.OUTSIDE,
        (ADDRESSEE, PARTY, Field("parties", _("争议各方")), REASON),
        _("《劳动保障监察条例》第十三条"), issuers=(Role.BODY_HEAD, Role.DEPARTMENT_HEAD),
        body=("{party}涉嫌拖欠工资一事，{parties}对管辖权发生争议，经协商未达成一致。情况和理由如下：", "{reason}",
              "依据《劳动保障监察条例》第十三条、《中华人民共和国行政处罚法》第二十五条，报请指定管辖。"),
    ),
    PaperType(
        DocumentKind.DESIGNATION_NOTICE, 24, To.OUTSIDE,
        (ADDRESSEE, PARTY, Field("designated", _("指定的管辖机构")), REASON),
        _("《劳动保障监察条例》第十三条"), issuers=(Role.SUPERVISOR, Role.DEPARTMENT_HEAD, Role.BODY_HEAD), is_served=True,
        body=("{party}涉嫌拖欠工资一事，依据《劳动保障监察条例》第十三条，指定由{designated}管辖。理由如下：", "{reason}",
              "原承办机构应当将案件材料全部移交，被指定的机构应当及时接收，不得再行移送。"),
    ),
    PaperType(
        DocumentKind.HANDOVER_LIST, 24, To.OUTSIDE, (ADDRESSEE, PARTY, Field("materials", _("移交材料"), how=How.ITEMS)),
        _("《劳动保障监察条例》第十三条"), issuers=(Role.BODY_HEAD, Role.INSPECTOR),
        body=("{party}涉嫌拖欠工资一事，移交下列材料：", "{materials}"),
        receipt_line="移交人：　　　　　　接收人：　　　　　　日期：",
    ),
    PaperType(
        DocumentKind.ASSISTANCE_LETTER, 24, To.OUTSIDE,
        (ADDRESSEE, PARTY, Field("matter", _("委托调查的事项"), how=How.LONG),
         Field("answer_by", _("请在此日前回复"), how=How.DATE)),
        R25_29, issuers=(Role.BODY_HEAD, Role.INSPECTOR), names_inspectors=True,
        body=("本机关正在办理{party}涉嫌拖欠工资一案，依据《关于实施〈劳动保障监察条例〉若干规定》第二十九条，委托你单位协助调查下列事项：",
              "{matter}", "请于{answer_by}前函复，并随附取得的证据。"),
    ),
    PaperType(
        DocumentKind.ASSISTANCE_REPLY, 24, To.OUTSIDE,
        (ADDRESSEE, PARTY, Field("letter", _("来函文号")), Field("text", _("协助调查结果"), how=How.LONG),
         Field("evidence", _("随附证据"), required=False, how=How.ITEMS)),
        R25_29, issuers=(Role.BODY_HEAD, Role.INSPECTOR),
        body=("你单位{letter}收悉。关于{party}涉嫌拖欠工资一案的协助调查事项，现函复如下：", "{text}", "随附证据：{evidence}"),
    ),
)  # fmt: skip
