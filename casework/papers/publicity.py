"""Publication under MOHRSS Order 29 and the account query (law.md section 8, groups 22, 23)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.papers import facts as fact
from casework.papers.base import Field, How, PaperType, To
from casework.vocabulary import DocumentKind, Role

NAME = Field("party", _("单位全称"), fact.party)
USCC = Field("uscc", _("统一社会信用代码"), fact.uscc)
ADDRESS = Field("address", _("单位地址"), fact.employer_address)
HEAD = Field("legal_representative", _("法定代表人或者负责人"), fact.legal_representative)
FACTS = Field("facts", _("主要违法事实"), how=How.LONG)
OUTCOME = Field("outcome", _("处理情况"), how=How.LONG)
SCOPE = Field("scope", _("查询范围"), how=How.LONG)
R724_40 = _("《保障农民工工资支付条例》第四十条")
R724_58 = _("《保障农民工工资支付条例》第五十八条")

PAPERS = (
    PaperType(
        DocumentKind.PUBLICATION_APPROVAL, 22, To.INTERNAL,
        (NAME, USCC, ADDRESS, HEAD, FACTS, OUTCOME,
         Field("privacy", _("国家秘密、商业秘密和个人隐私审查"), how=How.LONG), Field("opinion", _("审批意见"), required=False, how=How.LONG)),
        _("《重大劳动保障违法行为社会公布办法》"),
        table=("party", "uscc", "address", "legal_representative", "facts", "outcome", "privacy", "opinion"),
        issuers=(Role.DEPARTMENT_HEAD,),
    ),
    PaperType(
        DocumentKind.PUBLICATION_TEXT, 22, To.PUBLIC, (NAME, USCC, ADDRESS, HEAD, FACTS, OUTCOME),
        _("《重大劳动保障违法行为社会公布办法》"), issuers=(Role.DEPARTMENT_HEAD,),
        body=("依据《重大劳动保障违法行为社会公布办法》，现将下列重大劳动保障违法行为向社会公布：",
              "单位名称：{party}；统一社会信用代码：{uscc}；地址：{address}；法定代表人（负责人）：{legal_representative}。",
              "主要违法事实：{facts}", "处理情况：{outcome}"),
    ),
    PaperType(
        DocumentKind.ACCOUNT_APPROVAL, 23, To.INTERNAL,
        (NAME, Field("case", _("案号"), fact.case_number), Field("reason", _("查询理由"), how=How.LONG), SCOPE,
         Field("approver", _("设区的市级以上批准人"))),
        R724_40, table=("party", "case", "reason", "scope", "approver"), issuers=(Role.DEPARTMENT_HEAD,),
    ),
    PaperType(
        DocumentKind.ACCOUNT_QUERY_NOTICE, 23, To.OUTSIDE,
        (Field("addressee", _("协助查询单位")), NAME, Field("approval", _("批准文号")), SCOPE,
         Field("inspectors", _("监察员"), fact.inspectors)),
        R724_40, issuers=(Role.DEPARTMENT_HEAD,), names_inspectors=True, is_served=True,
        body=("因调查{party}涉嫌拖欠农民工工资一案，依据《保障农民工工资支付条例》第四十条，经{approval}批准，请你单位协助查询：", "{scope}",
              "请将查询结果书面告知本机关，并对查询事项保密。拒绝协助的，依据《保障农民工工资支付条例》第五十八条处理。"),
    ),
    PaperType(
        DocumentKind.REGULATOR_LETTER, 23, To.OUTSIDE,
        (Field("addressee", _("金融监管部门")), NAME, Field("institution", _("拒绝协助的机构")),
         Field("approval", _("批准文号")), Field("text", _("拒绝协助的情况"), how=How.LONG)),
        R724_58, issuers=(Role.DEPARTMENT_HEAD,), is_served=True,
        body=("因调查{party}涉嫌拖欠农民工工资一案，经{approval}批准，本机关请{institution}协助查询，该机构拒绝协助：", "{text}",
              "依据《保障农民工工资支付条例》第五十八条，现将有关情况告知你部门，请依法处理。"),
    ),
)  # fmt: skip
