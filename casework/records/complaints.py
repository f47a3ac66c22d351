"""Write the complaint record and its worker rows as told at filing; no state is changed here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from casework import clock
from casework.models import (
    Complaint,
    ConstructionProject,
    Division,
    Employer,
    Office,
    User,
    WageClaim,
    Worker,
)
from casework.numbering import new_query_code, new_tracking_no, query_code_hash
from casework.records import search_index
from casework.records.parties import (
    WorkerFacts,
    find_or_create_employer,
    find_or_create_workers,
    phone_key,
)
from casework.vocabulary import Channel, ComplaintKind, Industry


@dataclass
class Filing:
    """Everything a door (web, window, import) hands in, already cleaned. Amounts in yuan."""

    workers: Sequence[WorkerFacts]
    employer_name: str = ""
    uscc: str = ""
    uscc_verified: bool = False
    employer_address: str = ""
    site_division: Division | None = None
    site_address: str = ""
    project_name: str = ""
    project: ConstructionProject | None = None
    industry: str = Industry.OTHER
    kind: str = ComplaintKind.COMPLAINT
    channel: str = Channel.WEB
    is_anonymous: bool = False
    employer_role: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    period_text: str = ""
    period_start: date | None = None
    period_end: date | None = None
    description: str = ""
    requests: str = ""
    worker_count: int | None = None
    claimed_yuan: Decimal | None = None
    external_clue_no: str | None = None
    external_source: str = ""
    language: str = "zh-hans"
    received_at: datetime | None = None
    imported_facts: dict[str, Any] = field(default_factory=dict)


@dataclass
class Created:
    """A new complaint with its claims and the query code, which is shown once and then forgotten."""

    complaint: Complaint
    claims: list[WageClaim]
    query_code: str


def create_complaint(
    filing: Filing, *, first_office: Office, first_officer: User | None, tracking_no: str = ""
) -> Created:
    """Write worker, employer, complaint and claim rows of `filing`; owner is `first_office`."""
    employer = find_or_create_employer(
        filing.employer_name,
        uscc=filing.uscc,
        uscc_verified=filing.uscc_verified,
        industry=filing.industry,
        address=filing.employer_address,
    )
    workers = find_or_create_workers(filing.workers) if filing.workers else []
    number = tracking_no or new_tracking_no()
    code = new_query_code()
    complaint = _row(filing, employer, number, code, first_office, first_officer)
    complaint.save(force_insert=True)
    claims = create_claims(complaint, filing.workers, workers)
    search_index.add_complaint(complaint, [worker.name for worker in workers])
    return Created(complaint, claims, code)


def create_claims(
    complaint: Complaint, rows: Sequence[WorkerFacts], workers: Sequence[Worker], *, after: int = 0
) -> list[WageClaim]:
    """Write one claim per row for its worker, numbered on from `after`, by one statement.

    A row without months of its own takes those of the complaint; the claims join its case.
    """
    claims = [
        WageClaim(
            complaint=complaint,
            case_id=complaint.case_id,
            worker=worker,
            position=position,
            is_representative=row.is_representative,
            phone=row.phone,
            phone_index=phone_key(row.phone),
            bank_card=row.bank_card,
            post=row.post,
            period_start=row.period_start or complaint.period_start,
            period_end=row.period_end or complaint.period_end,
            days=row.days,
            day_rate_yuan=row.day_rate_yuan,
            claimed_yuan=row.claimed_yuan,
        )
        for position, (row, worker) in enumerate(zip(rows, workers, strict=True), after + 1)
    ]
    return WageClaim.objects.bulk_create(claims)


def _row(
    filing: Filing,
    employer: Employer | None,
    tracking_no: str,
    code: str,
    office: Office,
    officer: User | None,
) -> Complaint:
    total = sum((row.claimed_yuan for row in filing.workers), Decimal("0.00"))
    return Complaint(
        tracking_no=tracking_no,
        query_code_hash=query_code_hash(tracking_no, code),
        office=office,
        first_office=office,
        first_officer=officer,
        employer=employer,
        employer_name=filing.employer_name.strip(),
        project=filing.project,
        project_name=filing.project_name.strip(),
        industry=filing.industry,
        kind=filing.kind,
        channel=filing.channel,
        is_anonymous=filing.is_anonymous,
        employer_role=filing.employer_role,
        is_group=len(filing.workers) > 1 or (filing.worker_count or 0) > 1,
        received_at=filing.received_at or clock.now(),
        contact_name=filing.contact_name,
        contact_phone=filing.contact_phone,
        phone_index=phone_key(filing.contact_phone),
        site_division=filing.site_division,
        site_address=filing.site_address,
        period_text=filing.period_text,
        period_start=filing.period_start,
        period_end=filing.period_end,
        description=filing.description,
        requests=filing.requests,
        external_clue_no=filing.external_clue_no,
        external_source=filing.external_source,
        language=filing.language,
        worker_count=max(len(filing.workers), filing.worker_count or 0),
        claimed_yuan=filing.claimed_yuan if filing.claimed_yuan is not None else total,
        imported_facts=filing.imported_facts,
    )
