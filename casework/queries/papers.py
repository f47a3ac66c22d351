"""A document ready to be printed: its blocks from the registry, the facts and the records."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from casework.law.codes import grouped
from casework.law.identity import mask_name
from casework.models import Case, Complaint, Document, ServiceRecord
from casework.papers import How, PaperType, To, paper_type
from casework.papers import facts as fact
from casework.queries.annexes import Annex, annex_of
from casework.queries.listings import party_of
from casework.queries.persons import complainant_lines, is_secret
from casework.queries.unsure_days import note_on, unsure_days_of
from casework.queries.wordings import HEADING, foot_of, paper_words
from casework.vocabulary import ComplaintKind, DocumentKind, DocumentState

BRACES = re.compile(r"\{(\w+)\}")
WITHHELD = "（依法保密）"


@dataclass(frozen=True)
class Block:
    """One part of the text: a paragraph, or lines of cells (a list, questions and answers)."""

    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Paper:
    """A document ready to be printed: plain text and numbers, whatever it is printed by."""

    title: str
    authority: str
    number: str
    mark: str
    addressee: str
    facts: list[tuple[str, str]]
    blocks: list[Block]
    annexes: list[Annex]
    receipt_line: str
    signatures: list[str]
    is_sealed: bool
    is_issued: bool
    is_letter: bool
    day: str
    page_line: str = ""
    note: str = ""
    """Set small under the signature: which of its days may still move."""
    document: Document | None = None
    kind: str = ""
    state: str = ""
    heading: str = ""
    """The mark of the authority at the head, where it is another than its name."""
    foot: tuple[str, ...] = ()
    """How to reach the office and its remark, as the office words them."""
    drawn: tuple[tuple[str, bytes], ...] = ()
    """Names written on the screen: (whose, PNG); of an inspector only once they signed."""

    @property
    def paragraphs(self) -> list[str]:
        return [block.text for block in self.blocks if block.text]


def paper_of(document: Document, *, names: bool, way_in: bool | None = None) -> Paper:
    """Return the printable document. `names`: may the reader see workers' full names? `way_in`:
    shall the employer's unused code stand on it (as `names` when not given)?

    Call it under `override("zh-hans")`: what is printed is Chinese, whoever reads it.
    """
    kind = paper_type(document.kind)
    # What stays in the office bears neither.
    letter = kind.to is not To.INTERNAL
    words = paper_words(document.office_id, document.issued_at) if letter else {}
    local = timezone.localtime(document.issued_at or document.drafted_at)
    return Paper(
        title=kind.label,
        authority=document.office.name,
        number=document.number or "",
        mark=_mark(document),
        addressee=_addressee(document, kind, names=names),
        facts=_table(document, kind, names=names),
        blocks=_blocks(document, kind, way_in=names if way_in is None else way_in),
        annexes=annex_of(document, kind, names=names),
        receipt_line=kind.receipt_line,
        signatures=_signatures(document, kind),
        is_sealed=kind.is_sealed,
        is_issued=document.state == DocumentState.ISSUED,
        is_letter=letter,
        day=fact.chinese_day(local.date()),
        page_line=f"{kind.page_signer}签名：＿＿＿＿＿＿" if kind.page_signer else "",
        note=note_on(unsure_days_of(document, kind)),
        document=document,
        kind=document.kind,
        state=document.state,
        heading=words.get(HEADING, ""),
        foot=foot_of(words),
        drawn=_drawn(document, kind),
    )


def receipt_of(service: ServiceRecord) -> Paper:
    """Return the record of service (送达回证) of one document as a paper of its own."""
    document = service.document
    record = fact.subject(document)
    to_employer = paper_type(document.kind).to is To.EMPLOYER
    rows = [
        ("送达文书名称及文号", f"{document.get_kind_display()}　{document.number or ''}"),
        ("受送达人", record.employer_name if to_employer and record else service.receiver),
        ("送达方式", str(service.get_mode_display())),
        ("送达地点", service.place),
        ("签收人", service.receiver),
        ("与受送达人关系", service.relation),
        ("送达时间", fact.chinese_day(service.served_on)),
        ("见证人", service.witnesses),
        ("送达人", fact.inspectors(document) or str(service.recorded_by)),
    ]
    return Paper(
        title="送达回证", authority=document.office.name, number="", mark="", addressee="",
        facts=[(label, value) for label, value in rows], blocks=[], annexes=[],
        receipt_line="受送达人签名（盖章）：", signatures=[], is_sealed=True, is_issued=True,
        is_letter=False, day=fact.chinese_day(timezone.localdate(service.recorded_at)),
        kind=DocumentKind.SERVICE_RECEIPT, state=DocumentState.ISSUED,
    )  # fmt: skip


def _mark(document: Document) -> str:
    if document.state == DocumentState.DRAFT:
        return "草稿"
    return "已作废" if document.state == DocumentState.VOID else ""


def _addressee(document: Document, kind: PaperType, *, names: bool) -> str:
    """Whom it is for. The employer never learns who reported (举报人保密)."""
    record = fact.subject(document)
    if kind.to in (To.INTERNAL, To.PUBLIC) or record is None:
        return ""
    named = party_of(document, full=names) or str(document.facts.get("addressee", ""))
    if kind.to is To.EMPLOYER:
        party = kind.value(document, "party") if "party" in kind.by_name else ""
        return named or party or record.employer_name
    if kind.to is To.OUTSIDE:
        return named
    complaint = document.complaint
    if complaint is None:
        return ""
    if complaint.kind == ComplaintKind.REPORT:
        return "举报人"
    contact = complaint.contact_name
    return (contact if names else mask_name(contact)) or "投诉人"


def printed(document: Document, kind: PaperType, name: str) -> str:
    """Return a fact as it is printed: days and moments in Chinese, a yes as 是."""
    text = kind.value(document, name)
    how = kind.by_name[name].how
    if how is How.YES:
        return "是" if text in ("True", "true", "1") else ""
    if how is How.DATE and text:
        return _day(text)
    if how is How.MOMENT and text:
        return _moment(text)
    return text


def _day(text: str) -> str:
    try:
        return fact.chinese_day(date.fromisoformat(text[:10]))
    except ValueError:
        return text


def _moment(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    return f"{fact.chinese_day(local.date())}{local:%H时%M分}"


def _table(document: Document, kind: PaperType, *, names: bool) -> list[tuple[str, str]]:
    rows = [(str(kind.by_name[name].label), _answer(document, kind, name)) for name in kind.table]
    if kind.kind == DocumentKind.REGISTRATION and document.complaint is not None:
        rows[3:3] = _complainant(document, document.complaint, names=names)
    if kind.table and kind.issuers and "opinion" not in kind.table and document.issued_by:
        rows.append(("审批人", _approval(document)))
    return rows


def _answer(document: Document, kind: PaperType, name: str) -> str:
    """A row of a form; under an approval stand who gave it and when."""
    text = printed(document, kind, name)
    return f"{text}\n{_approval(document)}".strip() if name == "opinion" else text


def _approval(document: Document) -> str:
    if document.issued_by is None or document.issued_at is None:
        return ""
    return f"{document.issued_by}　{fact.chinese_day(timezone.localdate(document.issued_at))}"


def _complainant(document: Document, complaint: Complaint, *, names: bool) -> list[tuple[str, str]]:
    """Who complains; of a report (举报) nothing: that is kept apart (Order 423 art. 9)."""
    if is_secret(complaint):
        return [("举报人", WITHHELD)]
    contact = complaint.contact_name
    return [
        ("投诉人", contact if names else mask_name(contact)),
        *complainant_lines(document, complaint, names=names),
        ("项目及用工地址", f"{complaint.project_name} {complaint.site_address}".strip()),
        ("欠薪期间", complaint.period_text or _months(complaint)),
        ("情况说明", complaint.description if names else WITHHELD),
        ("诉求", complaint.requests),
    ]


def _months(complaint: Complaint) -> str:
    days = (complaint.period_start, complaint.period_end)
    return "至".join(dict.fromkeys(f"{d.year}年{d.month}月" for d in days if d is not None))


def _blocks(document: Document, kind: PaperType, *, way_in: bool) -> list[Block]:
    """The text. `way_in`: with the employer's unused code, which the owner office alone prints."""
    blocks: list[Block] = []
    for sentence in kind.body:
        blocks += _sentence(document, kind, sentence)
    for spec in kind.fields:
        if spec.how is How.QUESTIONS:
            blocks += _questions(kind.value(document, spec.name))
    if kind.has_remedies:
        blocks.append(Block(fact.REMEDIES))
    if way_in and kind.to is To.EMPLOYER and document.pk:
        blocks += [Block(fact.way_in(code)) for code in _codes(document)]
    return blocks


def _codes(document: Document) -> list[str]:
    """The code by which the employer may read and answer, while it has not been used."""
    return [grouped(access.code) for access in document.accesses.all() if access.code]


def _sentence(document: Document, kind: PaperType, sentence: str) -> list[Block]:
    """Fill the braces; a sentence whose facts are all unknown falls away."""
    names = BRACES.findall(sentence)
    values = {name: printed(document, kind, name) for name in names}
    if names and not any(values.values()):
        return []
    listed = [name for name in names if kind.by_name[name].how is How.ITEMS]
    if listed:
        head = BRACES.sub(lambda m: "" if m[1] in listed else values[m[1]], sentence)
        rows = [_cells(line) for name in listed for line in values[name].splitlines() if line]
        return [Block(head), Block(rows=tuple(rows))] if head else [Block(rows=tuple(rows))]
    text = BRACES.sub(lambda m: values[m[1]], sentence)
    return [Block(line.strip()) for line in text.splitlines() if line.strip()]


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in re.split(r"[|｜]", line))


def _questions(text: str) -> list[Block]:
    """One block per question or answer, as it was written."""
    return [Block(line.strip()) for line in text.splitlines() if line.strip()]


def _signatures(document: Document, kind: PaperType) -> list[str]:
    """Who signs as inspector: those who did, else the two whose names it bears."""
    if kind.signers and document.pk:
        return [
            f"{row.user}（监察证号 {row.user.badge_no}）" if row.user.badge_no else str(row.user)
            for row in document.signatures.select_related("user")
        ]
    if "inspectors" in kind.table:
        return []
    if "inspectors" in kind.by_name:
        return [name for name in kind.value(document, "inspectors").split("、") if name]
    record: Case | Complaint | None = fact.subject(document)
    if record is None or record.lead is None:
        return []
    return [str(person) for person in (record.lead, record.second) if person is not None]


def _drawn(document: Document, kind: PaperType) -> tuple[tuple[str, bytes], ...]:
    if not kind.signers or not document.pk:
        return ()
    signed = set(document.signatures.values_list("user", flat=True))
    found = []
    for row in document.drawn.all():
        if row.user_id is None or row.user_id in signed:
            with row.image.open("rb") as image:
                found.append((f"{row.name}：", image.read()))
    return tuple(found)
