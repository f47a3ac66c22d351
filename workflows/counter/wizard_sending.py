"""What becomes of a finished draft of the wizard: a filing with its files, once."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import override

from casework.journal import record
from casework.language import language_chosen
from casework.law.identity import normalise_name
from casework.models import Complaint, DraftFile, IntakeDraft
from casework.models.actor import Actor
from casework.records import drafts
from casework.records.complaints import Filing
from casework.records.evidence import adopt_draft_file
from casework.records.parties import WorkerFacts
from casework.records.seals import project_of_site
from casework.vocabulary import Channel, ComplaintKind, EventKind, EvidenceKind
from workflows.counter import wizard_steps as steps
from workflows.dispatch import file_complaint


def filing_of(answers: steps.Answers) -> Filing:
    """Turn the answers into what the core files; a report carries no name of anybody."""
    who, wage, person = answers.who, answers.wage, answers.person
    told, site = wage["told"], project_of_site(who["site"])
    place = steps.division_of(answers)
    filing = Filing(
        workers=[],
        employer_name=who["employer_name"],
        uscc=who["uscc"],
        industry=who["trade"],
        project_name=who["project_name"],
        site_division=place,
        site_address=wage["place"],
        channel=Channel.WEB,
        language=language_chosen(),
        project=site if site and site.name == who["project_name"] else None,
        employer_role=who["role"],
        period_text=told.text,
        period_start=told.start,
        period_end=told.end,
        description=_description(wage),
        requests="要求支付拖欠的工资",
        worker_count=answers.count,
        claimed_yuan=answers.amount,
    )
    if answers.is_anonymous:
        filing.kind, filing.is_anonymous = ComplaintKind.REPORT, True
        return filing
    filing.contact_name, filing.contact_phone = person["name"], person["phone"]
    filing.workers = _group(answers) if answers.is_group else [_alone(answers)]
    return filing


def _description(wage: dict[str, Any]) -> str:
    """What was said, with the working of the amount under it; stored, so in one language."""
    with override("zh-hans"):
        working = f"怎么算的：{wage['working'].text()}" if wage["working"] else ""
    return "\n".join(part for part in (wage["description"], working) if part)


def submit(draft: IntakeDraft, answers: steps.Answers) -> Complaint:
    """File the complaint of the draft with its files; a second call returns the same complaint."""
    stored: list[Any] = []
    try:
        with transaction.atomic():
            locked = IntakeDraft.objects.select_for_update().get(pk=draft.pk)
            if locked.complaint_id:
                return Complaint.objects.get(pk=locked.complaint_id)
            actor = Actor.complainant()
            complaint, code = file_complaint(filing_of(answers), actor, key=draft.token_hash)
            files = locked.files.order_by("id")
            if answers.is_anonymous:
                files = files.exclude(kind=EvidenceKind.ROSTER)
            for number, file in enumerate(files, start=1):
                stored.append(_adopt(complaint, file, number if answers.is_anonymous else 0))
            if stored:
                record(
                    complaint, EventKind.EVIDENCE_ADDED, actor=actor,
                    facts={"files": [{"id": e.pk, "kind": e.kind, "sha256": e.sha256}
                                     for e in stored]},
                )  # fmt: skip
            drafts.finish(locked, complaint, code)
    except BaseException:
        # The rows are rolled back, the files are not.
        for evidence in stored:
            evidence.file.delete(save=False)
        raise
    return complaint


def _adopt(complaint: Complaint, file: DraftFile, number: int) -> Any:
    if number:  # the name of a file may name its owner
        file.original_name = f"{number}.{file.original_name.rpartition('.')[2][:5]}"
    return adopt_draft_file(complaint, file)


def _alone(answers: steps.Answers) -> WorkerFacts:
    person, wage = answers.person, answers.wage
    return WorkerFacts(
        name=person["name"], claimed_yuan=answers.amount, id_number=person["id_number"],
        phone=person["phone"], days=wage["days"], day_rate_yuan=wage["day_rate"],
        is_representative=True,
    )  # fmt: skip


def _group(answers: steps.Answers) -> list[WorkerFacts]:
    person = answers.person
    own_name = normalise_name(person["name"])
    workers = []
    for row in answers.rows:
        own = person["phone"] == row.phone if row.phone else normalise_name(row.name) == own_name
        workers.append(
            WorkerFacts(
                name=row.name, claimed_yuan=row.amount,
                id_number=row.id_number or (person["id_number"] if own else ""),
                phone=row.phone, bank_card=row.bank_card, post=row.trade,
                period_start=row.period.start, period_end=row.period.end, days=row.days,
                day_rate_yuan=row.daily_wage, is_representative=own,
            )
        )  # fmt: skip
    return workers
