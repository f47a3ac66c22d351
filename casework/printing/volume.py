"""The file of a case as one PDF (卷宗): cover, catalogue, documents, exhibits, ledger, manifest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils import timezone

from casework import clock
from casework.law.money import total
from casework.models import Case, Document, Payment, User
from casework.papers.facts import chinese_day
from casework.printing.exhibits import exhibit_part
from casework.printing.pages import Part, join, joined, part
from casework.printing.pdf import compose, pdf_of
from casework.queries.annexes import money, name_of
from casework.queries.history import Entry
from casework.queries.papers import Paper, paper_of, receipt_of
from casework.queries.unsure_days import note_on, unsure_days
from casework.queries.volumes import Contents, chain_heads, contents_of, leaves_the_office
from casework.vocabulary import VolumePack

Progress = Callable[[int], object]
TITLES = {
    VolumePack.WHOLE: "案卷",
    VolumePack.POLICE: "移送案卷",
    VolumePack.COURT: "强制执行案卷",
}
DONE, WHOLE = 90, 100


@dataclass(frozen=True)
class Made:
    """A finished volume: the PDF, its numbered pages, and its own SHA-256 (hex)."""

    content: bytes
    pages: int
    sha256: str


def make_volume(case: Case, pack: str, reader: User, progress: Progress) -> Made:
    """Set and join every part of the volume; `progress` is told percents on the way.

    Names are written out: it is for the owner office, or for the police and court it hands over to.
    """
    contents = contents_of(case, pack, reader)
    parts = _parts(case, pack, contents, progress)
    parts.append(_manifest(case, pack, parts))
    front = joined(_cover(case, pack, parts), _catalogue(case, parts))
    content, pages = join(front, parts, title=f"{case.number} {TITLES[VolumePack(pack)]}",
                          author=case.office.name)  # fmt: skip
    progress(WHOLE)
    return Made(content, pages, hashlib.sha256(content).hexdigest())


def _parts(case: Case, pack: str, contents: Contents, progress: Progress) -> list[Part]:
    steps = len(contents.documents) + len(contents.evidence) + 1
    parts: list[Part] = []
    for done, document in enumerate(contents.documents):
        parts += _document_parts(document)
        progress(DONE * done // steps)
    for done, item in enumerate(contents.evidence):
        parts.append(exhibit_part(done + 1, item))
        progress(DONE * (len(contents.documents) + done) // steps)
    parts.append(_ledger(contents.payments))
    if not leaves_the_office(pack):
        parts.append(_timeline(case, contents.timeline))
    progress(DONE)
    return parts


def _document_parts(document: Document) -> list[Part]:
    """The document and after it each record of its service."""
    day = document.issued_at or document.drafted_at
    found = [
        _printed(
            paper_of(document, names=True, way_in=False), f"{timezone.localtime(day):%Y-%m-%d}"
        )
    ]
    for service in document.services.select_related("recorded_by"):
        service.document = document
        found.append(_printed(receipt_of(service), service.served_on.isoformat()))
    return found


def _printed(paper: Paper, day: str) -> Part:
    mark = f"（{paper.mark}）" if paper.mark else ""
    return part(paper.title + mark, pdf_of([paper], numbered=False), digest=digest_of(paper),
                number=paper.number, day=day)  # fmt: skip


def digest_of(paper: Paper) -> str:
    """Return the SHA-256 (hex) of what a paper says: title, number, text, tables, names, day."""
    said = asdict(paper)
    del said["document"]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _cover(case: Case, pack: str, parts: Sequence[Part]) -> bytes:
    facts = [
        ["案号", case.number],
        ["当事人", case.employer_name or case.title],
        ["案由", "涉嫌拖欠工资"],
        ["立案日期", chinese_day(case.filed_on)],
        ["结案日期", chinese_day(case.closed_on) or "未结案"],
        ["处理结果", case.outcome or "—"],
        ["承办监察员", f"{case.lead}、{case.second}"],
        ["涉及人数、金额", f"{case.worker_count} 人，核实 {money(case.verified_yuan)} 元，已付 {money(case.paid_yuan)} 元"],
        ["本卷", f"{len(parts)} 件，共 {sum(each.pages for each in parts)} 页"],
        ["制作日期", chinese_day(clock.today())],
    ]  # fmt: skip
    return compose("volume.typ", {
        "kind": "cover", "title": TITLES[VolumePack(pack)], "office": case.office.name,
        "pack": str(VolumePack(pack).label), "facts": facts,
    })  # fmt: skip


def _table(title: str, lines: list[str], **spec: Any) -> bytes:
    return compose(
        "volume.typ", {"kind": "table", "title": title, "lines": lines, "table": {"numeric": [], **spec}}
    )  # fmt: skip


def _catalogue(case: Case, parts: Sequence[Part]) -> bytes:
    rows, page = [], 1
    for number, each in enumerate(parts, 1):
        last = page + each.pages - 1
        span = str(page) if last == page else f"{page}–{last}"
        rows.append([str(number), each.number, each.title, each.day, span])
        page = last + 1
    return _table("卷内目录", [f"案号：{case.number}"], heads=["序号", "文号", "名称", "日期", "页次"],
                  columns=[0, 3, 4, 0, 0], rows=rows)  # fmt: skip


def _ledger(payments: Sequence[Payment]) -> Part:
    rows = [
        [str(number), f"{p.paid_on:%Y-%m-%d}", name_of(p.claim, names=True), str(p.get_payer_display()),
         str(p.get_method_display()), money(p.amount_yuan), "冲正" if p.reversal_of_id else "", str(p.recorded_by)]
        for number, p in enumerate(payments, 1)
    ]  # fmt: skip
    amount = total(p.amount_yuan for p in payments)
    rows.append(["合计", "", "", "", "", money(amount), "", ""])
    heads = ["序号", "支付日期", "劳动者", "支付主体", "方式", "金额（元）", "备注", "登记人"]
    content = _table("支付台账", [], heads=heads, rows=rows, columns=[0, 0, 1, 1, 1, 0, 0, 0], numeric=[5], size=9.5)  # fmt: skip
    return part("支付台账", content, digest=hashlib.sha256(repr(rows).encode()).hexdigest())


def _timeline(case: Case, entries: Sequence[Entry]) -> Part:
    rows = [
        [f"{timezone.localtime(e.at):%Y-%m-%d %H:%M}", e.text + (f"：{e.note}" if e.note else ""), e.by]
        for e in entries
    ]  # fmt: skip
    note = note_on(unsure_days(case, (row[1] for row in rows), after=clock.today()))
    lines = ["摘自防篡改的办理记录，按时间先后。", *filter(None, [note])]
    content = _table("办理过程记录", lines, heads=["时间", "办理事项", "办理人"],
                     rows=rows, columns=[0, 3, 1], size=9.5)  # fmt: skip
    return part("办理过程记录", content, digest=hashlib.sha256(repr(rows).encode()).hexdigest())


def _manifest(case: Case, pack: str, parts: Sequence[Part]) -> Part:
    """Each part with its SHA-256: of an exhibit the original file's, of a paper its content's."""
    rows, page = [], 1
    for number, each in enumerate(parts, 1):
        rows.append([str(number), f"{each.title} {each.number}".strip(), str(page), each.digest])
        page += each.pages
    heads = [f"{whose}：第 {seq} 条，{digest}" for whose, seq, digest in chain_heads(case, pack)]
    lines = [
        "证据的校验值取自原始文件；文书、台账和记录的校验值取自其内容。",
        "办理记录链的末条校验值（其中一条改动，此值即不符）：", *heads,
    ]  # fmt: skip
    content = _table("SHA-256 校验清单", lines, heads=["序号", "名称", "起页", "SHA-256"], rows=rows,
                     columns=[0, 3, 0, 5], loose=[3], size=8)  # fmt: skip
    return part("SHA-256 校验清单", content, digest=hashlib.sha256(content).hexdigest())
