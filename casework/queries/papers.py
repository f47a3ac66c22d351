"""The text of an issued document, paragraph by paragraph, from its facts and the records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from casework.law.identity import mask_name
from casework.law.money import in_capitals, total
from casework.models import Case, Complaint, Document, OrderLine
from casework.vocabulary import ComplaintKind, DocumentKind


@dataclass(frozen=True)
class Line:
    """One worker of the annex; the number is that of the list."""

    number: int
    name: str
    post: str
    amount: Decimal


@dataclass(frozen=True)
class Paper:
    """A document ready to be printed; `facts` are label and text, `paragraphs` plain text."""

    document: Document
    addressee: str
    paragraphs: list[str]
    facts: list[tuple[str, str]]
    annex: list[Line]
    sum: Decimal
    capitals: str
    inspectors: str
    day: str


def paper_of(document: Document, *, names: bool) -> Paper:
    """Return the printable document. `names`: may the reader see workers' full names?"""
    record: Complaint | Case | None = document.case or document.complaint
    lines = annex_of(document, names=names)
    amount = total(line.amount for line in lines)
    moment = document.issued_at or document.drafted_at
    local = timezone.localtime(moment)
    build = _BODIES.get(DocumentKind(document.kind), _from_facts)
    return Paper(
        document=document,
        addressee=_addressee(document, record, names=names),
        paragraphs=[text for text in build(document, record, amount) if text],
        facts=_table(document, record),
        annex=lines,
        sum=amount,
        capitals=in_capitals(amount),
        inspectors=f"{record.lead}、{record.second}" if record is not None and record.lead else "",
        day=f"{local.year}年{local.month}月{local.day}日",
    )


def annex_of(document: Document, *, names: bool) -> list[Line]:
    """Return the per-worker lines. The employer never learns who reported (举报人保密)."""
    rows = document.lines.select_related("claim__worker", "claim__complaint").defer(
        "claim__worker__id_number", "claim__phone", "claim__bank_card",
        "claim__complaint__contact_name", "claim__complaint__contact_phone",
        "claim__complaint__imported_facts",
    )  # fmt: skip
    ordered = rows.order_by("claim__complaint", "claim__position", "claim_id")
    return [
        Line(number, _name(row, names=names), row.claim.post, row.amount_yuan)
        for number, row in enumerate(ordered, 1)
    ]


def _name(row: OrderLine, *, names: bool) -> str:
    complaint = row.claim.complaint
    if complaint.kind == ComplaintKind.REPORT or complaint.is_anonymous:
        return _("（依法保密）")
    return row.claim.worker.name if names else mask_name(row.claim.worker.name)


TO_EMPLOYER = (DocumentKind.PAY_ORDER, DocumentKind.SURCHARGE_DECISION)
INTERNAL = (
    DocumentKind.FILING_APPROVAL, DocumentKind.EXTENSION_APPROVAL, DocumentKind.REVOCATION,
    DocumentKind.CLOSING_APPROVAL, DocumentKind.REGISTRATION,
)  # fmt: skip


def _addressee(document: Document, record: Complaint | Case | None, *, names: bool) -> str:
    kind = DocumentKind(document.kind)
    if record is None or kind in INTERNAL:
        return ""
    if document.facts.get("addressee"):
        return str(document.facts["addressee"])
    if kind in TO_EMPLOYER:
        return record.employer_name
    complaint = document.complaint
    if complaint is None:
        return ""
    if complaint.kind == ComplaintKind.REPORT:
        return _("举报人")
    contact = complaint.contact_name
    return (contact if names else mask_name(contact)) or _("投诉人")


Body = list[str]


def _pay_order(document: Document, record: Complaint | Case | None, amount: Decimal) -> Body:
    facts = document.facts
    return [
        str(facts.get("facts", "")),
        _("依据%(basis)s，责令%(payer)s自收到本指令书之日起 %(days)s 日内，按附表向 %(n)s 名劳动者支付工资共计 %(sum)s 元（%(capitals)s），并将支付凭证报送本机关。")
        % {"basis": facts.get("basis", ""), "payer": document.get_payer_display(),
           "days": document.term_days, "n": document.lines.count(), "sum": f"{amount:,.2f}",
           "capitals": in_capitals(amount)},
        _("逾期不改正的，本机关将依法作出行政处理或者行政处罚决定；经责令支付仍不支付、涉嫌犯罪的，依法移送公安机关。"),
        _("对本指令书有异议的，可以在上述期限内向本机关陈述、申辩。"),
    ]  # fmt: skip


def _rejection(document: Document, record: Complaint | Case | None, amount: Decimal) -> Body:
    return [
        _("您投诉%(firm)s拖欠工资一事，经审查，决定不按劳动保障监察投诉受理。理由如下：")
        % {"firm": record.title if record else ""},
        str(document.facts.get("reason", "")),
        _(
            "如对本决定不服，可以自收到之日起六十日内依法申请行政复议，或者在六个月内依法提起行政诉讼。"
        ),
    ]


def _supplement(document: Document, record: Complaint | Case | None, amount: Decimal) -> Body:
    return [
        _("您投诉%(firm)s拖欠工资一事，还需要补充以下材料：")
        % {"firm": record.title if record else ""},
        str(document.facts.get("missing", "")),
        _(
            "请在收到本通知书之日起十五日内补正。补正材料收到之日起五个工作日内，我们会决定是否受理。"
        ),
    ]


def _result(document: Document, record: Complaint | Case | None, amount: Decimal) -> Body:
    return [
        _("您投诉%(firm)s拖欠工资一事，现将处理结果告知如下：")
        % {"firm": record.title if record else ""},
        str(document.facts.get("text", "")),
    ]


def _from_facts(document: Document, record: Complaint | Case | None, amount: Decimal) -> Body:
    """The free text of the document; its table tells the rest."""
    return [str(document.facts.get(key, "")) for key in ("opinion", "text", "reason")]


def _table(document: Document, record: Complaint | Case | None) -> list[tuple[str, str]]:
    """Facts of internal approvals as a form has them (law.md section 8, no. 3 and 25)."""
    if record is None or DocumentKind(document.kind) not in INTERNAL:
        return []
    rows = [
        (_("当事人"), record.employer_name),
        (_("案由"), _("涉嫌拖欠工资")),
        (_("涉及人数"), str(record.worker_count)),
        (_("申报金额"), _("%(sum)s 元") % {"sum": f"{record.claimed_yuan:,.2f}"}),
    ]
    if isinstance(record, Case) and document.kind != DocumentKind.FILING_APPROVAL:
        rows += [
            (_("核实金额"), _("%(sum)s 元") % {"sum": f"{record.verified_yuan:,.2f}"}),
            (_("已支付"), _("%(sum)s 元") % {"sum": f"{record.paid_yuan:,.2f}"}),
        ]
    return rows


_BODIES: dict[DocumentKind, Callable[[Document, Complaint | Case | None, Decimal], Body]] = {
    DocumentKind.PAY_ORDER: _pay_order,
    DocumentKind.PAYER_ORDER: _pay_order,
    DocumentKind.REJECTION: _rejection,
    DocumentKind.SUPPLEMENT_NOTICE: _supplement,
    DocumentKind.RESULT_NOTICE: _result,
}
