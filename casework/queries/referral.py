"""What goes with a referral and what is there of it: the checklist of Order 310 art. 6."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from casework.models import Branch, Document, Referral, ReferralMaterial
from casework.papers.facts import chinese_day
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


class Pack:
    """What goes with one referral, read by three queries: papers, how they were served, materials."""

    def __init__(self, referral: Referral) -> None:
        self.referral = referral

    @cached_property
    def papers(self) -> dict[str, Document]:
        """The issued papers of the branch, and of its case the order to pay; the latest of each."""
        rows = Document.objects.filter(
            case=self.referral.case_id, kind__in=PAPER_OF.values(), state=DocumentState.ISSUED
        ).prefetch_related("services").order_by("id")  # fmt: skip
        return {
            row.kind: row
            for row in rows
            if row.kind == DocumentKind.PAY_ORDER or row.branch_id == self.referral.pk
        }

    @cached_property
    def materials(self) -> list[ReferralMaterial]:
        return list(self.referral.materials.select_related("evidence", "added_by"))

    @property
    def services(self) -> list[str]:
        """How and when the order to pay was served."""
        order = self.papers.get(DocumentKind.PAY_ORDER)
        served = order.services.all() if order is not None else []
        return [
            _("%(day)s%(mode)s")
            % {"day": date_format(one.served_on), "mode": one.get_mode_display()}
            for one in served
        ]

    def checklist(self) -> list[Item]:
        """Return every kind of material in the order of the law."""
        return [self._item(kind) for kind in MaterialKind]

    def missing(self) -> list[str]:
        """Return what is still needed before the report can be made."""
        return [item.label for item in self.checklist() if item.needed and not item.there]

    def lines(self) -> list[str]:
        """Return the list of materials as it is sent with the letter: title and copies."""
        own = [kind.label for kind in PAPER_OF if PAPER_OF[kind] in self.papers]
        own += [MaterialKind.SERVICE.label] if self.services else []
        more = [f"{row.title} | {row.copies}" for row in self.materials if not row.is_absent]
        return [*(f"{label} | 1" for label in own), *more]

    def order_and_service(self) -> str:
        """Say which order to pay was served how and when its term ended."""
        order = self.papers.get(DocumentKind.PAY_ORDER)
        if order is None:
            return ""
        return _("%(number)s，%(served)s，期限至 %(due)s") % {
            "number": order.number, "served": "；".join(self.services),
            "due": chinese_day(self.referral.case.order_due_on),
        }  # fmt: skip

    def _item(self, kind: MaterialKind) -> Item:
        paper = self.papers.get(PAPER_OF[kind]) if kind in PAPER_OF else None
        says = [str(paper)] if paper is not None else []
        if kind == MaterialKind.SERVICE:
            says = self.services
        says += [
            _("本案没有此项") if row.is_absent else row.title
            for row in self.materials
            if row.kind == kind
        ]
        return Item(kind, bool(says), "；".join(says), kind in NEEDED_FOR_REPORT)


def pack_of(referral: Referral) -> Pack:
    """Return what goes with the referral, read once for the length of one act or page."""
    found: Pack | None = referral.__dict__.get("_pack")
    if found is None:
        found = referral.__dict__["_pack"] = Pack(referral)
    return found


def facts_of(branch: Branch) -> list[tuple[str, str]]:
    """Return what a referral is about, in lines (label, value), for whoever decides on it."""
    assert isinstance(branch, Referral)
    team = "、".join(map(str, branch.members))
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
