"""Referral of a suspected crime and supervision of its filing (law.md section 8, groups 19, 20)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.papers import facts as fact
from casework.papers.base import Field, How, PaperType, To
from casework.vocabulary import DocumentKind, Role

PARTY = Field("party", _("涉嫌犯罪单位或者个人"), fact.party)
POLICE = Field("addressee", _("受移送公安机关"))
TEAM = Field("team", _("专案组成员"))
AMOUNT = Field("amount", _("数额及所达标准"), how=How.LONG)
ORDER = Field("order", _("责令支付文书及送达情况"), how=How.LONG)
EVASION = Field("evasion", _("逃匿、转移财产或者有能力支付而不支付的事实"), how=How.LONG)
FACTS = Field("facts", _("涉嫌犯罪事实"), how=How.LONG)
R310_5 = _("《行政执法机关移送涉嫌犯罪案件的规定》第五条")
R310_6 = _("《行政执法机关移送涉嫌犯罪案件的规定》第六条")
R310_9 = _("《行政执法机关移送涉嫌犯罪案件的规定》第九条")
REFUSAL = (
    Field("police_number", _("公安机关决定文号")), Field("received_on", _("收到决定日期"), how=How.DATE),
    Field("reason", _("理由"), how=How.LONG),
)  # fmt: skip

PAPERS = (
    PaperType(
        DocumentKind.REFERRAL_APPROVAL, 19, To.INTERNAL,
        (PARTY, TEAM, FACTS, AMOUNT, ORDER, EVASION, Field("opinion", _("审批意见"), how=How.LONG)),
        R310_5, table=("party", "team", "facts", "amount", "order", "evasion", "opinion"),
        issuers=(Role.DEPARTMENT_HEAD,), names_inspectors=True,
    ),
    PaperType(
        DocumentKind.REFERRAL_LETTER, 19, To.OUTSIDE,
        (POLICE, PARTY, FACTS, AMOUNT, ORDER, Field("materials", _("移送材料"), required=False, how=How.ITEMS),
         Field("copy", _("抄送"), required=False)),
        R310_5, issuers=(Role.DEPARTMENT_HEAD,), is_served=True,
        body=("{party}涉嫌拒不支付劳动报酬一案，经本机关调查，{facts}", "{amount}", "{order}",
              "上述行为涉嫌构成《中华人民共和国刑法》第二百七十六条之一规定的犯罪。依据《行政执法机关移送涉嫌犯罪案件的规定》第五条，现将本案移送你机关，请依法处理并在回执上签字。",
              "附送材料：{materials}", "抄送：{copy}。"),
    ),
    PaperType(
        DocumentKind.REFERRAL_REPORT, 19, To.INTERNAL,
        (PARTY, TEAM, FACTS, AMOUNT, ORDER, EVASION, Field("proposal", _("处理建议"), how=How.LONG)),
        R310_6, names_inspectors=True,
        body=("一、案件来源和当事人：{party}。专案组：{team}。", "二、涉嫌犯罪事实：{facts}", "三、数额：{amount}",
              "四、责令支付及送达：{order}", "五、逃避支付的事实：{evasion}", "六、处理建议：{proposal}"),
    ),
    PaperType(
        DocumentKind.REFERRAL_LIST, 19, To.OUTSIDE,
        (POLICE, PARTY, Field("materials", _("材料清单"), how=How.ITEMS)), R310_6, is_served=True,
        body=("{party}涉嫌拒不支付劳动报酬一案移送下列材料：", "{materials}"),
        receipt_line="移送人：　　　　　　接收人：　　　　　　日期：",
    ),
    PaperType(
        DocumentKind.REFERRAL_RECEIPT, 19, To.INTERNAL,
        (PARTY, POLICE, Field("receiver", _("签收人")), Field("received_at", _("签收时间"), how=How.MOMENT)),
        _("《行政执法机关移送涉嫌犯罪案件的规定》第七条"), table=("party", "addressee", "receiver", "received_at"),
        is_sealed=False,
    ),
    PaperType(
        DocumentKind.POLICE_RECONSIDER, 20, To.OUTSIDE, (POLICE, PARTY, *REFUSAL), R310_9,
        issuers=(Role.DEPARTMENT_HEAD,), is_served=True,
        body=("本机关移送的{party}涉嫌拒不支付劳动报酬一案，于{received_on}收到你机关{police_number}。本机关对该决定有异议，理由如下：",
              "{reason}", "依据《行政执法机关移送涉嫌犯罪案件的规定》第九条，提请复议。"),
    ),
    PaperType(
        DocumentKind.SUPERVISION_REQUEST, 20, To.OUTSIDE,
        (Field("addressee", _("人民检察院")), PARTY, *REFUSAL), R310_9, issuers=(Role.DEPARTMENT_HEAD,), is_served=True,
        body=("本机关移送的{party}涉嫌拒不支付劳动报酬一案，于{received_on}收到公安机关{police_number}。本机关认为应当立案，理由如下：",
              "{reason}", "依据《行政执法机关移送涉嫌犯罪案件的规定》第九条，建议依法进行立案监督。"),
    ),
)  # fmt: skip
