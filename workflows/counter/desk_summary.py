"""A matter on one page (案情摘要): facts, clocks and papers, names masked as in every list."""

from __future__ import annotations

from collections.abc import Sequence

from casework import clock
from casework.access import scope_of
from casework.models import Case, Complaint, Document, User
from casework.papers import facts as fact
from casework.queries.cases import CaseFile
from casework.queries.complaints import ComplaintFile
from casework.queries.papers import Block, Paper
from workflows.counter.actors import open_desks
from workflows.counter.record_head import RecordHead
from workflows.counter.terms import term_of
from workflows.deadlines import RULES, running

MOST_PAPERS = 30


def summaries(user: User, records: Sequence[Case | Complaint]) -> list[Paper]:
    """Return one paper for each matter, in Chinese whoever prints it."""
    return [_summary(user, record) for record in records]


def _summary(user: User, record: Case | Complaint) -> Paper:
    head = RecordHead(record)
    steps = "、".join(str(task.flow_task.task_title) for task in open_desks(record))
    facts = [
        ("编号", head.number), ("用人单位", record.title), ("状态", str(record.get_state_display())),
        *[(label, value) for label, value, _link in head.facts()], ("下一步", steps or "无"),
    ]  # fmt: skip
    return Paper(
        title="案情摘要", authority=record.office.name, number=head.number, mark="", addressee="",
        facts=facts, blocks=[*_clocks(record), *_papers(user, record)], annexes=[], receipt_line="",
        signatures=[], is_sealed=False, is_issued=True, is_letter=False,
        day=fact.chinese_day(clock.today()),
    )  # fmt: skip


def _clocks(record: Case | Complaint) -> list[Block]:
    rows = [
        (str(RULES[row.rule].label), row.due_on.isoformat(), term_of(row).text)
        for row in running(record).order_by("due_on", "id")
    ]
    return (
        [Block(text="正在计算的期限："), Block(rows=(("事项", "届满日", "剩余"), *rows))]
        if rows
        else []
    )


def _papers(user: User, record: Case | Complaint) -> list[Block]:
    if record.office_id not in scope_of(user).office_ids:
        return []
    file = (
        CaseFile(user, record, {}) if isinstance(record, Case) else ComplaintFile(user, record, {})
    )
    papers = [paper for paper in file.documents if paper.number][:MOST_PAPERS]
    rows = [
        (str(paper.get_kind_display()), paper.number or "", _day(paper))
        for paper in reversed(papers)
    ]
    return [Block(text="文书："), Block(rows=(("文书", "文号", "日期"), *rows))] if rows else []


def _day(paper: Document) -> str:
    return clock.day_of(paper.issued_at).isoformat() if paper.issued_at else ""
