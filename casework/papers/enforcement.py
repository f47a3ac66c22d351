"""Urging and court enforcement (law.md section 8, group 18)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.papers import facts as fact
from casework.papers.base import Field, How, PaperType, To
from casework.vocabulary import DocumentKind, Role

PARTY = Field("party", _("被执行人"), fact.party)
DECISION = Field("decision", _("行政决定文号"))

PAPERS = (
    PaperType(
        DocumentKind.URGING_LETTER, 18, To.EMPLOYER,
        (PARTY, DECISION, Field("obligation", _("应当履行的义务"), how=How.LONG)),
        _("《行政强制法》第五十四条"), issuers=(Role.BODY_HEAD, Role.DEPARTMENT_HEAD), is_served=True,
        body=("本机关作出的{decision}已发生法律效力，你单位至今没有履行下列义务：", "{obligation}",
              "依据《中华人民共和国行政强制法》第五十四条，现催告你单位自收到本催告书之日起十个工作日内履行。你单位有权进行陈述和申辩。逾期仍不履行的，本机关将依法申请人民法院强制执行。"),
    ),
    PaperType(
        DocumentKind.ENFORCEMENT_REQUEST, 18, To.OUTSIDE,
        (Field("addressee", _("管辖法院")), PARTY,
         Field("address", _("地址"), fact.employer_address, required=False),
         Field("legal_representative", _("法定代表人"), fact.legal_representative, required=False), DECISION,
         Field("facts", _("事实、理由和依据"), how=How.LONG),
         Field("opinion", _("当事人的意见及催告情况"), how=How.LONG),
         Field("subject_matter", _("申请强制执行标的情况"), how=How.LONG),
         Field("head", _("行政机关负责人"))),
        _("《行政强制法》第五十三条、第五十五条"), issuers=(Role.DEPARTMENT_HEAD,),
        body=("申请执行人：本机关。被执行人：{party}。", "被执行人地址：{address}", "被执行人法定代表人：{legal_representative}",
              "一、申请事项：强制执行{decision}。", "二、事实、理由和依据：{facts}", "三、当事人的意见及催告情况：{opinion}",
              "四、申请强制执行标的情况：{subject_matter}", "五、依据《中华人民共和国行政强制法》第五十三条、第五十五条，请予强制执行。行政机关负责人（签名）：{head}"),
    ),
)  # fmt: skip
