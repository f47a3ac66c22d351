"""The tables behind a document: the lines of an order, the wage sheet, the workers who complain."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from casework.law.identity import mask_id, mask_name
from casework.law.money import in_capitals, total
from casework.models import Document, OrderLine, SurchargeLine, WageClaim
from casework.papers import PaperType
from casework.queries.persons import is_secret, printed_on, sex_and_age_of
from casework.vocabulary import DocumentKind


@dataclass(frozen=True)
class Annex:
    """A table with heads, rows of text and a sum below; `numeric` are the columns of amounts."""

    title: str
    heads: list[str]
    rows: list[list[str]]
    foot: list[str]
    numeric: tuple[int, ...]
    capitals: str = ""


BY_WORKER = (DocumentKind.WAGE_SHEET, DocumentKind.CLOSING_APPROVAL)
"""Papers that say what every worker was owed and got."""


def annex_of(document: Document, kind: PaperType, *, names: bool) -> list[Annex]:
    """Return the annexes of a document; none where it has no lines of its own."""
    if document.pk is None:
        return []
    if kind.kind in BY_WORKER and document.case_id:
        return _wage_sheet(document, names=names)
    if kind.kind == DocumentKind.REGISTRATION and document.complaint_id:
        return _complainants(document, names=names)
    return _lines(document, names=names)


def name_of(claim: WageClaim, *, names: bool) -> str:
    """The worker's name for this reader; of a report never (举报人保密, Order 423 art. 9)."""
    if is_secret(claim.complaint):
        return "（依法保密）"
    return claim.worker.name if names else mask_name(claim.worker.name)


def _lines(document: Document, *, names: bool) -> list[Annex]:
    rows = document.lines.select_related("claim__worker", "claim__complaint").defer(
        "claim__worker__id_number", "claim__phone", "claim__bank_card",
        "claim__complaint__contact_name", "claim__complaint__contact_phone",
        "claim__complaint__imported_facts",
    )  # fmt: skip
    ordered = list(rows.order_by("claim__complaint", "claim__position", "claim_id"))
    return [*_orders(ordered, names=names), *_surcharges(document, names=names)]


def _orders(ordered: list[OrderLine], *, names: bool) -> list[Annex]:
    if not ordered:
        return []
    amount = total(row.amount_yuan for row in ordered)
    return [
        Annex(
            "附表：劳动者工资支付明细",
            ["序号", "姓名", "工种", "应付金额（元）"],
            [
                [str(number), name_of(row.claim, names=names), row.claim.post, money(row.amount_yuan)]
                for number, row in enumerate(ordered, 1)
            ],
            ["合计", "", "", money(amount)], (3,), in_capitals(amount),
        )
    ]  # fmt: skip


def _surcharges(document: Document, *, names: bool) -> list[Annex]:
    """The 加付赔偿金 of a handling decision, worker by worker (劳动合同法 art. 85)."""
    if document.kind != DocumentKind.HANDLING_DECISION:
        return []
    rows = SurchargeLine.objects.filter(surcharge__decision__document=document.pk).select_related(
        "surcharge", "claim__worker", "claim__complaint"
    )
    lines = list(rows.order_by("claim__complaint", "claim__position", "claim_id"))
    if not lines:
        return []
    base, amount = (
        total(values) for values in ((r.base_yuan for r in lines), (r.amount_yuan for r in lines))
    )
    return [
        Annex(
            "附表：加付赔偿金明细",
            ["序号", "姓名", "工种", "届满时未付（元）", "比例", "加付赔偿金（元）"],
            [
                [str(number), name_of(row.claim, names=names), row.claim.post, money(row.base_yuan),
                 f"{row.surcharge.rate * 100:.0f}%", money(row.amount_yuan)]
                for number, row in enumerate(lines, 1)
            ],
            ["合计", "", "", money(base), "", money(amount)], (3, 5), in_capitals(amount),
        )
    ]  # fmt: skip


def _claims(rows: QuerySet[WageClaim]) -> list[WageClaim]:
    kept = rows.filter(withdrawn_at__isnull=True).select_related("worker", "complaint")
    return list(kept.order_by("complaint_id", "position", "id"))


def _wage_sheet(document: Document, *, names: bool) -> list[Annex]:
    claims = _claims(WageClaim.objects.filter(case=document.case_id))
    zero = Decimal("0.00")
    sums = [
        money(total(values))
        for values in (
            (c.verified_yuan or zero for c in claims),
            (c.paid_yuan for c in claims),
            (c.unpaid_yuan for c in claims),
        )
    ]
    rows = [
        [str(number), name_of(c, names=names), _id_of(c, names=names), c.post, period(c),
         money(c.verified_yuan or zero), money(c.paid_yuan), money(c.unpaid_yuan)]
        for number, c in enumerate(claims, 1)
    ]  # fmt: skip
    heads = ["序号", "姓名", "证件号码", "工种", "欠薪期间", "应付（元）",
             "已付（元）", "尚欠（元）"]  # fmt: skip
    return [Annex("附表：逐人核算", heads, rows, ["合计", "", "", "", "", *sums], (5, 6, 7))]


def _complainants(document: Document, *, names: bool) -> list[Annex]:
    claims = _claims(WageClaim.objects.filter(complaint=document.complaint_id))
    if not claims:
        return []
    day = printed_on(document)
    rows = [
        [str(number), name_of(c, names=names), *sex_and_age_of(c, day, names=names),
         _id_of(c, names=names), c.post, period(c), money(c.claimed_yuan)]
        for number, c in enumerate(claims, 1)
    ]  # fmt: skip
    heads = ["序号", "姓名", "性别", "年龄", "证件号码", "工种", "欠薪期间", "申报金额（元）"]
    amount = money(total(c.claimed_yuan for c in claims))
    return [Annex("附表：投诉人名单", heads, rows, ["合计", *[""] * 6, amount], (7,))]


def _id_of(claim: WageClaim, *, names: bool) -> str:
    """The masked number (first 3, last 4) for the owner office; nothing for other readers."""
    if not names or is_secret(claim.complaint):
        return ""
    return mask_id(claim.worker.id_number)


def period(claim: WageClaim) -> str:
    """Return 2026.03–2026.05, or what is known of it."""
    days: Iterable[str] = (
        f"{day:%Y.%m}" for day in (claim.period_start, claim.period_end) if day is not None
    )
    return "–".join(dict.fromkeys(days))


def money(amount: Decimal) -> str:
    """Return 12,500.00."""
    return f"{amount:,.2f}"
