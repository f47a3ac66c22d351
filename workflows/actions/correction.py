"""Correct what was told at filing, and add workers found later; the old values stay in the journal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from casework.journal import record
from casework.models import Case
from casework.models.actor import Actor
from casework.records import search_index
from casework.records.cases import refresh_totals
from casework.records.complaints import create_claims
from casework.records.parties import (
    WorkerFacts,
    find_or_create_employer,
    find_or_create_workers,
)
from casework.vocabulary import CaseState, EventKind
from workflows.actions.done import Done
from workflows.machines.case import CaseMachine
from workflows.machines.complaint import ComplaintMachine
from workflows.machines.step import Refused

# Once an order names the employer, another employer is another matter.
OPEN_TO_CORRECTION = (CaseState.OPEN, CaseState.INVESTIGATING, CaseState.INVESTIGATED)
CORRECTABLE = ("employer_name", "project_name", "site_address", "period_text", "industry",
               "employer_role")  # fmt: skip


def correct_complaint(
    complaint: ComplaintMachine, *, actor: Actor, reason: str, uscc: str = "", **values: str
) -> Done:
    """Set employer, project, address, period or trade anew; the case of the complaint follows."""
    if complaint.case is not None and complaint.case.state not in OPEN_TO_CORRECTION:
        raise Refused(_("指令书已经签发或者案件已经办结，不能再更正投诉信息。"))
    changes: dict[str, list[Any]] = {}
    for name in CORRECTABLE:
        old, new = getattr(complaint, name), values.get(name, "").strip()
        if new and new != old:
            changes[name] = [old, new]
            setattr(complaint, name, new)
    employer = find_or_create_employer(
        complaint.employer_name, uscc=uscc, uscc_verified=bool(uscc), industry=complaint.industry
    )
    if employer is not None and employer.pk != complaint.employer_id:
        changes["employer"] = [complaint.employer_id, employer.pk]
        complaint.employer = employer
    if not changes:
        raise Refused(_("没有改动任何内容。"))
    record(
        complaint,
        EventKind.COMPLAINT_CORRECTED,
        actor=actor,
        facts={"changes": changes},
        reason=reason,
        save=False,
    )
    _follow(complaint, actor, reason, changes)
    complaint.save_step()  # the words it is found by are read from its row
    search_index.keep([complaint, *([complaint.case] if complaint.case else [])])
    return Done()


def _follow(
    complaint: ComplaintMachine, actor: Actor, reason: str, changes: dict[str, list[Any]]
) -> None:
    """Let the running case name the corrected employer too."""
    shared = {"employer", "employer_name", "industry"} & changes.keys()
    if complaint.case_id is None or not shared:
        return
    case = Case.objects.select_for_update(of=("self",)).select_related("office").get(
        pk=complaint.case_id
    )  # fmt: skip
    case.employer, case.employer_name = complaint.employer, complaint.employer_name
    case.industry = complaint.industry
    record(
        case,
        EventKind.COMPLAINT_CORRECTED,
        actor=actor,
        facts={"changes": {name: changes[name] for name in shared}},
        reason=reason,
        save=False,
    )
    case.save(update_fields=["employer", "employer_name", "industry", "last_seq", "last_hash"])


def add_workers(case: CaseMachine, *, actor: Actor, workers: Sequence[WorkerFacts]) -> Done:
    """Add workers found during the investigation (a report, or a group without a full roster).

    Raises Refused, naming the row, for a worker who is in the case already.
    """
    complaint = case.complaints.order_by("id").first()
    if complaint is None:
        raise Refused(_("本案没有投诉，不能添加工人。"))
    people = find_or_create_workers(workers)
    known = set(case.claims.values_list("worker_id", flat=True))
    for number, worker in enumerate(people, 1):
        if worker.pk in known:
            raise Refused(_("第 %(n)s 名工人已在本案名单内。") % {"n": number})
        known.add(worker.pk)
    last = complaint.claims.aggregate(last=Max("position"))["last"] or 0
    claims = create_claims(complaint, workers, people, after=last)
    search_index.keep([complaint])
    refresh_totals(case)
    record(
        case,
        EventKind.CASE_WORKERS_ADDED,
        actor=actor,
        facts={"workers": len(claims), "claims": [claim.pk for claim in claims]},
        save=False,
    )
    return Done()
