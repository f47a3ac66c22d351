"""What goes with a referral and what is there of it: the checklist of Order 310 art. 6."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from casework.models import Branch, Document, Referral
from casework.vocabulary import DocumentKind, DocumentState, MaterialKind

PAPER_OF = {
    MaterialKind.LETTER: DocumentKind.REFERRAL_LETTER,
    MaterialKind.REPORT: DocumentKind.REFERRAL_REPORT,
    MaterialKind.APPROVAL: DocumentKind.REFERRAL_APPROVAL,
    MaterialKind.ORDER: DocumentKind.PAY_ORDER,
}
NEEDED_FOR_REPORT = (
    MaterialKind.ORDER, MaterialKind.SERVICE, MaterialKind.STATEMENTS, MaterialKind.IDENTITY,
    MaterialKind.ITEMS,
)  # fmt: skip
"""What must be there, or be said not to exist, before the report; the rest comes with its act."""
BY_HAND = tuple(
    kind for kind in MaterialKind if kind not in PAPER_OF and kind != MaterialKind.SERVICE
)
MAY_BE_ABSENT = (MaterialKind.ITEMS, MaterialKind.EXPERTISE, MaterialKind.OTHER)


@dataclass(frozen=True)
class Item:
    """One kind of material: is it there, which ones, and must it be there before the report."""

    kind: MaterialKind
    there: bool
    says: str
    needed: bool

    @property
    def label(self) -> str:
        return str(self.kind.label)

    @property
    def word(self) -> str:
        return _("已有") if self.there else _("缺少") if self.needed else _("尚无")

    @property
    def tone(self) -> str:
        return "ok" if self.there else "bad" if self.needed else ""


def checklist(referral: Referral) -> list[Item]:
    """Return every kind of material in the order of the law; two queries."""
    papers = _papers(referral)
    rows: dict[str, list[str]] = {}
    for material in referral.materials.all():
        says = _("本案没有此项") if material.is_absent else material.title
        rows.setdefault(material.kind, []).append(says)
    return [_item(kind, papers, rows.get(kind, [])) for kind in MaterialKind]


def missing(referral: Referral) -> list[str]:
    """Return what is still needed before the report can be made."""
    return [item.label for item in checklist(referral) if item.needed and not item.there]


def material_lines(referral: Referral) -> list[str]:
    """Return the list of materials as it is sent with the letter: one line per item."""
    papers = _papers(referral)
    lines = [f"{kind.label} | 1" for kind in PAPER_OF if PAPER_OF[kind] in papers]
    if _served(papers):
        lines.append(f"{MaterialKind.SERVICE.label} | 1")
    lines += [
        f"{row.title} | {row.copies}" for row in referral.materials.all() if not row.is_absent
    ]
    return lines


def _papers(referral: Referral) -> dict[str, Document]:
    """The issued papers of the branch, and of its case the order to pay; the latest of each."""
    rows = Document.objects.filter(
        case=referral.case_id, kind__in=PAPER_OF.values(), state=DocumentState.ISSUED
    ).prefetch_related("services").order_by("id")  # fmt: skip
    return {
        row.kind: row
        for row in rows
        if row.kind == DocumentKind.PAY_ORDER or row.branch_id == referral.pk
    }


def _served(papers: Mapping[str, Document]) -> bool:
    order = papers.get(DocumentKind.PAY_ORDER)
    return order is not None and bool(order.services.all())


def _item(kind: MaterialKind, papers: Mapping[str, Document], rows: list[str]) -> Item:
    paper = papers.get(PAPER_OF[kind]) if kind in PAPER_OF else None
    says = [str(paper)] if paper is not None else []
    if kind == MaterialKind.SERVICE and _served(papers):
        services = papers[DocumentKind.PAY_ORDER].services.all()
        says = [f"{one.get_mode_display()} {one.served_on}" for one in services]
    says += rows
    return Item(kind, bool(says), "；".join(says), kind in NEEDED_FOR_REPORT)


def facts_of(branch: Branch) -> list[tuple[str, str]]:
    """Return what a referral is about, in lines (label, value), for whoever decides on it."""
    assert isinstance(branch, Referral)
    team = "、".join(str(member.user) for member in branch.team.select_related("user"))
    rows = [
        (_("责令支付情形"), branch.get_ground_display()),
        (_("专案组"), team),
        (_("数额"), branch.amount_basis),
        (_("涉嫌犯罪事实"), branch.crime_facts),
        (_("逃避支付的事实"), branch.evasion),
        (_("处理建议"), branch.proposal),
        (_("不批准的理由") if branch.state == "not_approved" else _("审批意见"),
         branch.decision_reason),
        (_("公安机关"), branch.police),
        (_("抄送"), branch.procuratorate),
    ]  # fmt: skip
    return [(label, value) for label, value in rows if value]
