"""The list of dishonest employers, MOHRSS Order 45 (law.md section 8, group 21)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.papers import facts as fact
from casework.papers.base import Field, How, PaperType, To
from casework.vocabulary import DocumentKind, Role

PARTY = Field("addressee", _("当事人"))
"""A listing has several parties: who this copy is for is written by the act."""
EMPLOYER = Field("party", _("用人单位"), fact.party)
CAUSE = Field("facts", _("事由"), how=How.LONG)
BASIS = Field(
    "basis", _("依据"), initial="《拖欠农民工工资失信联合惩戒对象名单管理暂行办法》第五条"
)
REASON = Field("reason", _("理由"), how=How.LONG)
DECISION = Field("decision", _("原决定文号"))
DH = (Role.DEPARTMENT_HEAD,)


def _o45(*articles: str) -> str:
    return "《拖欠农民工工资失信联合惩戒对象名单管理暂行办法》" + "、".join(
        f"第{a}条" for a in articles
    )


PAPERS = (
    PaperType(
        DocumentKind.LISTING_NOTICE, 21, To.EMPLOYER, (PARTY, EMPLOYER, CAUSE, BASIS), _o45("六", "七"),
        issuers=(Role.DEPARTMENT_HEAD, Role.BODY_HEAD), is_served=True,
        body=("{party}{facts}", "依据{basis}，本机关拟将你（单位）列入拖欠农民工工资失信联合惩戒对象名单。",
              "你（单位）有权自收到本告知书之日起五个工作日内提出书面异议，本机关将在收到异议之日起五个工作日内核实并告知结果。",
              "在列入决定作出前，已经改正违法行为、足额支付拖欠工资并作出书面信用承诺的，可以不予列入。"),
    ),
    PaperType(
        DocumentKind.OBJECTION_RESULT, 21, To.EMPLOYER,
        (PARTY, Field("objection", _("异议内容"), required=False, how=How.LONG), Field("result", _("核实结果"), how=How.LONG)),
        _o45("六"), issuers=DH, is_served=True,
        body=("你（单位）提出的异议：{objection}", "经核实，结果如下：", "{result}"),
    ),
    PaperType(
        DocumentKind.LISTING_DECISION, 21, To.EMPLOYER, (PARTY, EMPLOYER, CAUSE, BASIS), _o45("八", "十一", "十二"),
        issuers=DH, is_served=True, has_remedies=True,
        body=("{party}{facts}", "依据{basis}，决定将你（单位）列入拖欠农民工工资失信联合惩戒对象名单，期限三年，自本决定作出之日起计算。",
              "列入期间，有关部门依法在政府资金支持、政府采购、招投标、融资贷款、市场准入、税收优惠、评优评先、交通出行等方面予以限制。",
              "改正违法行为、自改正之日起满六个月并作出书面信用承诺的，可以申请提前移出；列入期间再次拖欠工资，或者因涉嫌犯罪正在刑事诉讼期间或者已经被追究刑事责任的，不得提前移出。"),
    ),
    PaperType(
        DocumentKind.NOT_LISTED, 21, To.EMPLOYER, (PARTY, REASON), _o45("七"), issuers=DH, is_served=True,
        body=("经审查，决定不将你（单位）列入拖欠农民工工资失信联合惩戒对象名单。理由如下：", "{reason}"),
    ),
    PaperType(
        DocumentKind.REMOVAL_APPLICATION, 21, To.INTERNAL,
        (PARTY, DECISION, Field("received_on", _("收到申请日期"), how=How.DATE), REASON,
         Field("materials", _("提交的材料"), how=How.ITEMS)),
        _o45("十四"), table=("addressee", "decision", "received_on"), body=("{reason}", "提交的材料：{materials}"), is_sealed=False,
    ),
    PaperType(
        DocumentKind.REMOVAL_DECISION, 21, To.EMPLOYER, (PARTY, DECISION, REASON), _o45("十二", "十四"), issuers=DH,
        is_served=True,
        body=("你（单位）申请提前移出拖欠农民工工资失信联合惩戒对象名单（{decision}）。经核实，{reason}",
              "决定准予提前移出，同案列入的其他当事人一并移出。"),
    ),
    PaperType(
        DocumentKind.REMOVAL_REFUSAL, 21, To.EMPLOYER, (PARTY, DECISION, REASON), _o45("十三", "十四"), issuers=DH,
        is_served=True, has_remedies=True,
        body=("你（单位）申请提前移出拖欠农民工工资失信联合惩戒对象名单（{decision}）。经核实，决定不予提前移出。理由如下：", "{reason}"),
    ),
    PaperType(
        DocumentKind.LISTING_RESTORATION, 21, To.EMPLOYER, (PARTY, DECISION, REASON), _o45("十五"), issuers=DH,
        is_served=True, has_remedies=True,
        body=("本机关作出的提前移出决定（{decision}），经查，{reason}", "决定撤销提前移出决定，恢复列入，期限自本决定作出之日起重新计算。"),
    ),
    PaperType(
        DocumentKind.LISTING_REVOCATION, 21, To.EMPLOYER, (PARTY, DECISION, REASON), _o45("十六"), issuers=DH, is_served=True,
        body=("本机关作出的列入决定（{decision}），因{reason}", "决定予以撤销，并在十个工作日内停止公布、告知有关单位。"),
    ),
    PaperType(
        DocumentKind.REMOVAL_NOTICE, 21, To.EMPLOYER,
        (PARTY, DECISION, REASON, Field("removed_on", _("移出日期"), how=How.DATE)), _o45("十七"),
        issuers=(*DH, Role.CREDIT), is_served=True,
        body=("因{reason}，你（单位）已于{removed_on}移出拖欠农民工工资失信联合惩戒对象名单（{decision}），联合惩戒措施同时终止。",),
    ),
)  # fmt: skip
