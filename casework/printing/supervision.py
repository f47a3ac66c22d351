"""The supervision order (督办单、交办清单) and its reply as official papers: letters from office to office.

Internal between authorities: workers are not named, an informant least of all.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from casework import clock
from casework.law.money import total
from casework.models import SupervisionItem, SupervisionOrder
from casework.papers.facts import chinese_day
from casework.printing.pdf import pdf_of
from casework.queries.annexes import Annex
from casework.queries.papers import Block, Paper
from casework.queries.wordings import HEADING, foot_of, paper_words
from casework.records.supervision import DUE, NUMBER, OWED, TITLE
from casework.templatetags.casework_format import yuan


def order_pdf(order: SupervisionOrder, items: Sequence[SupervisionItem]) -> bytes:
    """Return the order as PDF with its matters as annex; call under `override("zh-hans")`."""
    said = [order.text]
    if order.campaign is not None:
        said.insert(0, f"根据{order.campaign.name}的部署，现将有关事项督办如下：")
    if items:
        said.append(f"督办事项共{len(items)}件，见附件。")
    due = chinese_day(order.due_on)
    said.append(f"请查清事实、依法办理，并于{due}前书面回复办理情况。")
    office = order.from_office
    words = paper_words(office.pk, order.issued_at)
    return pdf_of([
        Paper(
            title=str(order.get_kind_display()), authority=office.name, number=order.number,
            mark="", addressee=order.to_office.name, facts=[],
            blocks=[Block(line) for text in said for line in text.splitlines() if line.strip()],
            annexes=_annexes(items), receipt_line=f"经办人：{order.issued_by}", signatures=[],
            is_sealed=True, is_issued=True, is_letter=True,
            day=chinese_day(clock.day_of(order.issued_at)), heading=words.get(HEADING, ""),
            foot=foot_of(words),
        )
    ])  # fmt: skip


def reply_pdf(order: SupervisionOrder) -> bytes:
    """Return the reply to the order as PDF; call under `override("zh-hans")`."""
    assert order.replied_at is not None
    office = order.to_office
    words = paper_words(office.pk, order.replied_at)
    opening = f"贵单位《{order.get_kind_display()}》（{order.number}）收悉。现将办理情况回复如下："
    said = [opening, *(line for line in order.reply.splitlines() if line.strip())]
    return pdf_of([
        Paper(
            title=f"关于{order.get_kind_display()}办理情况的回复", authority=office.name,
            number=order.reply_number, mark="", addressee=order.from_office.name, facts=[],
            blocks=[Block(line) for line in said], annexes=[],
            receipt_line=f"负责人：{order.replied_by}", signatures=[],
            is_sealed=True, is_issued=True, is_letter=True,
            day=chinese_day(clock.day_of(order.replied_at)), heading=words.get(HEADING, ""),
            foot=foot_of(words),
        )
    ])  # fmt: skip


def _annexes(items: Sequence[SupervisionItem]) -> list[Annex]:
    if not items:
        return []
    rows = [
        [str(place), item.printed.get(NUMBER) or str(item), item.printed.get(TITLE, ""),
         item.printed.get(DUE) or "—", item.printed.get(OWED, "")]
        for place, item in enumerate(items, start=1)
    ]  # fmt: skip
    owed = total(Decimal(item.printed.get(OWED) or 0) for item in items)
    return [
        Annex(
            "附件：督办事项", ["序号", "案号或查询号", "单位", "最近期限", "尚欠（元）"],
            [[*row[:4], yuan(row[4]) if row[4] else "—"] for row in rows],
            ["合计", "", "", "", yuan(owed)], numeric=(4,),
        )
    ]  # fmt: skip
