"""Facts a document takes from the records; each returns text, empty when it is not known.

They read what stands on the case or complaint and its employer. No getter returns who reported:
a name or number of a complainant is put on paper by `casework.queries.papers` alone, masked there.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.utils import timezone

from casework.law.money import ZERO, in_capitals, total
from casework.models import Case, Complaint, Document, Employer

WITH_THE_FILING = timedelta(hours=1)
"""Photos follow a filing from the phone within this time."""
SUSPECTED = "涉嫌违反《中华人民共和国劳动法》第五十条、《保障农民工工资支付条例》第三条。"
REMEDIES = (
    "如不服本决定，可以自收到本决定书之日起六十日内依法申请行政复议，"
    "也可以自收到本决定书之日起六个月内依法向人民法院提起行政诉讼。"
)


def way_in(code: str) -> str:
    """Return the sentence that lets the employer in to its own page."""
    url = f"{settings.QINGQIAN['public_url']}/employer-page/"
    return (
        f"你单位可以凭查阅码 {code} 在 {url} 查看送达的文书、答复和提交材料。"
        "查阅码只能启用一次，启用时登记经办人和手机号，请妥善保管。"
    )


def subject(document: Document) -> Case | Complaint | None:
    """Return the case of the document, or its complaint."""
    return document.case or document.complaint


def chinese_day(day: date | None) -> str:
    """Return 2026年3月5日."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def yuan_text(amount: Decimal) -> str:
    """Return 12,500.00元."""
    return f"{amount:,.2f}元"


def employer_of(document: Document) -> Employer | None:
    record = subject(document)
    return record.employer if record is not None else None


def party(document: Document) -> str:
    """The employer, else the project it is about."""
    record = subject(document)
    if record is None:
        return ""
    return record.employer_name or (record.title if record.project_id else "")


def title(document: Document) -> str:
    """The employer or project, or that it is still to be found out."""
    record = subject(document)
    return str(record.title) if record is not None else ""


def project(document: Document) -> str:
    record = subject(document)
    return record.project.name if record is not None and record.project else ""


def contractor(document: Document) -> str:
    record = subject(document)
    found = record.project.general_contractor if record is not None and record.project else None
    return found.name if found else ""


def uscc(document: Document) -> str:
    found = employer_of(document)
    return found.uscc if found else ""


def employer_address(document: Document) -> str:
    found = employer_of(document)
    return found.address if found else ""


def legal_representative(document: Document) -> str:
    found = employer_of(document)
    return found.legal_representative if found else ""


def employer_phone(document: Document) -> str:
    found = employer_of(document)
    return found.phone if found else ""


def case_number(document: Document) -> str:
    return document.case.number if document.case else ""


def filed_on(document: Document) -> str:
    return chinese_day(document.case.filed_on) if document.case else ""


def workers(document: Document) -> str:
    record = subject(document)
    return str(record.worker_count) if record is not None else ""


def claimed(document: Document) -> str:
    record = subject(document)
    return yuan_text(record.claimed_yuan) if record is not None else ""


def verified(document: Document) -> str:
    return yuan_text(document.case.verified_yuan) if document.case else ""


def paid(document: Document) -> str:
    return yuan_text(document.case.paid_yuan) if document.case else ""


def unpaid(document: Document) -> str:
    return yuan_text(document.case.unpaid_yuan) if document.case else ""


def inspectors(document: Document) -> str:
    """The two inspectors, 主办 first; empty unless there are two (Order 423 art. 16)."""
    record = subject(document)
    if record is None or record.lead is None or record.second is None:
        return ""
    return f"{record.lead}、{record.second}"


def badges(document: Document) -> str:
    """Certificate numbers of the two inspectors as far as they are entered."""
    record = subject(document)
    pair = (record.lead, record.second) if record is not None else ()
    return "、".join(person.badge_no for person in pair if person and person.badge_no)


def office_contact(document: Document) -> str:
    office = document.office
    return f"{office.address}，电话 {office.hotline}"


def filing_basis(document: Document) -> str:
    """On what ground the matter was filed (立案依据), with its number and day."""
    case = document.case
    if case is None:
        return ""
    day = chinese_day(case.filed_on)
    return f"你单位涉嫌拖欠工资一案，本机关已于{day}依据《劳动保障监察条例》第十四条立案（{case.number}）。"


def suspicion(document: Document) -> str:
    """What is told and which law it would break (基本情况及涉嫌违反的法规); no name of whoever told."""
    record = subject(document)
    if record is None:
        return ""
    told = document.complaint
    months = told and "至".join(
        dict.fromkeys(
            f"{day.year}年{day.month}月" for day in (told.period_start, told.period_end) if day
        )
    )
    people = f"{record.worker_count} 名劳动者" if record.worker_count else "劳动者"
    sum_ = f"，申报金额 {yuan_text(record.claimed_yuan)}" if record.claimed_yuan else ""
    return f"反映{party(document) or '用人单位'}拖欠{people}{months or ''}工资{sum_}。{SUSPECTED}"


def handed_in(document: Document) -> str:
    """The evidence that came with the filing, piece by piece."""
    told, moment = document.complaint, document.issued_at
    if told is None:
        return ""
    rows = told.evidence.filter(from_employer=False, case__isnull=True).order_by("id")
    if moment is not None:
        rows = rows.filter(added_at__lte=moment + WITH_THE_FILING)
    return "；".join(
        f"{row.get_kind_display()}“{row.caption or row.original_name}”" for row in rows
    )


def order_number(document: Document) -> str:
    return str(document.facts.get("order_number", ""))


def source(document: Document) -> str:
    """Through which door it came (案件来源): for a transferred case the case it was before."""
    if document.case is not None and document.case.predecessor is not None:
        return f"{document.case.predecessor.office}移送（{document.case.predecessor}）"
    record = document.complaint
    return str(record.get_channel_display()) if record is not None else ""


def received_at(document: Document) -> str:
    record = document.complaint
    if record is None:
        return ""
    local = timezone.localtime(record.received_at)
    return f"{chinese_day(local.date())}{local:%H时%M分}"


def first_officer(document: Document) -> str:
    """首问责任人: the officer at the window, else the office that took it in."""
    record = document.complaint
    if record is None:
        return ""
    return str(record.first_officer or record.first_office)


def term(document: Document) -> str:
    return str(document.term_days) if document.term_days else ""


def payer(document: Document) -> str:
    return str(document.get_payer_display()) if document.payer else ""


def annex_count(document: Document) -> str:
    return str(document.lines.count()) if document.pk else ""


def annex_sum(document: Document) -> str:
    """The sum of the annex: 12,500.00 元（人民币壹万贰仟伍佰元整）."""
    amount = total(document.lines.values_list("amount_yuan", flat=True)) if document.pk else ZERO
    return f"{amount:,.2f} 元（{in_capitals(amount)}）"
