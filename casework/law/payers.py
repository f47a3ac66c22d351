"""Who is liable for wages beside the employer, and who is owed recourse after an advance.

Law: Order 724 (保障农民工工资支付条例), law.md section 1. Pure: kinds are the stored strings of
`casework.vocabulary.PayerKind`.
"""

from collections.abc import Iterable
from types import MappingProxyType
from typing import NamedTuple

from casework.law.errors import gettext_noop

LAW = gettext_noop("《保障农民工工资支付条例》%(article)s")

# Kind of liable party -> the article it answers by.
ARTICLE_OF = MappingProxyType(
    {
        "employer": "第十六条",
        "user_unit": "第十八条",
        "licence_lender": "第十九条",
        "investor": "第二十条",
        "successor": "第二十一条",
        "developer": "第二十九条",
        "subcontractor": "第三十条",
        "general_contractor": "第三十条",
    }
)
"""What the form proposes; 第三十六条 (违法发包、分包) and others are typed over it with their reason."""


class Advance(NamedTuple):
    """Money paid in another's place: the article, the debtors in order, and the way it comes back."""

    article: str
    debtors: tuple[str, ...]
    way: str


ADVANCES = MappingProxyType(
    {
        "general_contractor": Advance(
            "第三十条", ("subcontractor", "employer"), gettext_noop("依法追偿")
        ),
        "developer": Advance(
            "第二十九条", ("general_contractor", "subcontractor", "employer"),
            gettext_noop("以未结清的工程款为限抵扣"),
        ),
        "special_account": Advance(
            "第三十一条", ("subcontractor", "general_contractor", "employer"),
            gettext_noop("从工程款中抵扣"),
        ),
        "deposit": Advance(
            "第三十二条", ("general_contractor", "subcontractor", "employer"),
            gettext_noop("限期补足保证金"),
        ),
        "emergency_fund": Advance(
            "第六十三条", ("employer", "subcontractor", "general_contractor"),
            gettext_noop("依法追偿"),
        ),
    }
)  # fmt: skip


def debtor_of(payer: str, liable: Iterable[str]) -> str:
    """Return the kind of party that owes `payer` its advance; the employer when nobody nearer is named.

    Empty when `payer` pays its own debt and has recourse against nobody.
    """
    advance = ADVANCES.get(payer)
    if advance is None:
        return ""
    known = set(liable) - {payer}
    return next((kind for kind in advance.debtors if kind in known), "employer")
