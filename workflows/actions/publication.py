"""Publication under Order 29: select, approve, publish; object; keep, correct or withdraw."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from casework import clock
from casework.journal import record
from casework.law.batches import batch_of
from casework.law.identity import normalise_firm
from casework.models import Publication
from casework.models.actor import Actor
from casework.records.branches import open_branch
from casework.vocabulary import (
    DivisionLevel,
    DocumentKind,
    EventKind,
    Role,
)
from workflows import deadlines
from workflows.actions.branch_papers import (
    keep_file,
    without_personal_data,
    write,
)
from workflows.actions.days import check_day
from workflows.actions.done import Done
from workflows.machines.case import CaseMachine
from workflows.machines.listing_guards import decision_served
from workflows.machines.publication import PublicationMachine
from workflows.machines.step import Refused, require, take
from workflows.permissions import by, by_handlers


def select_publication(
    case: CaseMachine, *, actor: Actor, ground: str, facts: str, result: str,
    is_penalty: bool = False, at_once: bool = False, police_filed_on: date | None = None,
) -> Done:  # fmt: skip
    """— -> SELECTED: facts and outcome for the next quarter or half-year, or at once (D-39)."""
    require(by_handlers().explain(case, actor))
    without_personal_data(case, facts, result)
    if case.employer is None:
        raise Refused(_("没有明确的用人单位，不能向社会公布。"))
    today = clock.today()
    batch = batch_of(today, of_province=case.office.division.level == DivisionLevel.PROVINCE)
    publication = open_branch(
        Publication, case, actor, ground=ground, facts=facts, result=result,
        is_penalty=is_penalty, police_filed_on=police_filed_on,
        batch="" if at_once else batch.name, **_who(case),
    )  # fmt: skip
    publication.__class__ = PublicationMachine
    require(decision_served.explain(publication))
    last = today if at_once else batch.last
    deadlines.start(publication, "D-39", on=today, length=(last - today).days)
    deadlines.refresh_next_due(publication)
    publication.save_step()
    _note(publication, EventKind.PUBLICATION_SELECTED, actor, batch=publication.batch)
    return Done(branches=[publication])


def return_publication(publication: PublicationMachine, *, actor: Actor, reason: str) -> Done:
    """The department head sends the text back with a reason."""
    require(by(Role.DEPARTMENT_HEAD).explain(publication, actor))
    _note(publication, EventKind.PUBLICATION_RETURNED, actor, reason)
    return Done(outcome="returned")


def revise_publication(
    publication: PublicationMachine, *, actor: Actor, facts: str, result: str
) -> Done:
    """Write the text anew after it was returned."""
    require(by_handlers().explain(publication, actor))
    without_personal_data(publication.case, facts, result)
    publication.facts, publication.result = facts, result
    _note(publication, EventKind.PUBLICATION_REVISED, actor)
    return Done(outcome="revised")


def approve_publication(
    publication: PublicationMachine, *, actor: Actor, privacy: str, opinion: str = ""
) -> Done:
    """SELECTED -> APPROVED: secrets and privacy checked, in writing (`privacy`: what was checked)."""
    take(publication, "approve", actor)
    without_personal_data(publication.case, publication.facts, publication.result)
    for name, value in _who(publication.case).items():
        setattr(publication, name, value)
    paper = write(publication, DocumentKind.PUBLICATION_APPROVAL, actor,
                  {"facts": publication.facts, "outcome": publication.result, "privacy": privacy,
                   "opinion": opinion})  # fmt: skip
    _note(publication, EventKind.PUBLICATION_APPROVED, actor, opinion, document=paper.number)
    return Done(outcome="approved")


def publish_publication(
    publication: PublicationMachine, *, actor: Actor, outlets: str = ""
) -> Done:
    """APPROVED -> PUBLISHED on the portal and in the press named."""
    take(publication, "publish", actor, on=clock.today())
    paper = write(publication, DocumentKind.PUBLICATION_TEXT, actor,
                  {"facts": publication.facts, "outcome": publication.result,
                   "outlets": outlets})  # fmt: skip
    deadlines.meet(publication, "D-39")
    _note(publication, EventKind.PUBLICATION_PUBLISHED, actor, outlets, document=paper.number)
    return Done(outcome="published")


def object_to_publication(
    publication: PublicationMachine, *, actor: Actor, text: str, received_on: date | None = None,
    proof: UploadedFile | None = None,
) -> Done:  # fmt: skip
    """-> OBJECTED: to be handled within 15 working days of its receipt (D-40)."""
    day = clock.today() if actor.is_employer or received_on is None else received_on
    check_day(day, after=publication.published_on)
    take(publication, "raise_objection", actor)
    keep_file(publication.case, proof, actor)
    publication.objection, publication.objected_on, publication.answer = text, day, ""
    due = deadlines.start(publication, "D-40", on=day).due_on
    _note(publication, EventKind.PUBLICATION_OBJECTED, actor, received_on=day, due=due)
    return Done(onward=[(publication, "objected")])


def answer_publication_objection(
    publication: PublicationMachine, *, actor: Actor, upheld: bool, result: str
) -> Done:
    """OBJECTED -> KEPT; or upheld: to be corrected or withdrawn in ten working days (D-40b)."""
    require(by(Role.DEPARTMENT_HEAD).explain(publication, actor))
    publication.answer = result
    deadlines.meet(publication, "D-40")
    if not upheld:
        take(publication, "keep", actor)
        _note(publication, EventKind.PUBLICATION_KEPT, actor, result)
        return Done(outcome="kept")
    due = deadlines.start(publication, "D-40b").due_on
    _note(publication, EventKind.PUBLICATION_OBJECTION_UPHELD, actor, result, due=due)
    return Done(outcome="upheld")


def note_changed_decision(
    publication: PublicationMachine, *, actor: Actor, changed_on: date, reason: str
) -> Done:
    """The decision it tells of was changed or annulled elsewhere: the clock to correct begins."""
    require(by_handlers(Role.DEPARTMENT_HEAD).explain(publication, actor))
    check_day(changed_on, after=publication.published_on)
    if deadlines.running(publication, "D-40b", "D-40c").exists():
        raise Refused(_("已经在更正、撤回期限内。"))
    ground_changed(publication, actor, changed_on, reason)
    return Done(onward=[(publication, "changed")])


def correct_publication(publication: PublicationMachine, *, actor: Actor, text: str) -> Done:
    """-> CORRECTED: the correction is shown with the notice."""
    without_personal_data(publication.case, text)
    take(publication, "correct", actor, on=clock.today(), text=text)
    deadlines.meet(publication, "D-40", "D-40b", "D-40c")
    _note(publication, EventKind.PUBLICATION_CORRECTED, actor, text)
    return Done(outcome="corrected")


def withdraw_publication(publication: PublicationMachine, *, actor: Actor, reason: str) -> Done:
    """-> WITHDRAWN, and why is said in public (行政处罚法 art. 48)."""
    without_personal_data(publication.case, reason)
    take(publication, "withdraw", actor, on=clock.today(), text=reason)
    deadlines.meet(publication, "D-40", "D-40b", "D-40c")
    _note(publication, EventKind.PUBLICATION_WITHDRAWN, actor, reason)
    return Done(outcome="withdrawn")


def give_up_publication(publication: PublicationMachine, *, actor: Actor, reason: str) -> Done:
    """-> WITHDRAWN before it was shown: its ground fell away."""
    take(publication, "give_up", actor, on=clock.today())
    deadlines.cancel(publication)
    _note(publication, EventKind.PUBLICATION_WITHDRAWN, actor, reason)
    return Done(onward=[(publication, "ended")])


def ground_changed(publication: PublicationMachine, actor: Actor, on: date, ground: str) -> None:
    """Start the ten working days to correct, or the three to withdraw a penalty (D-40b, D-40c)."""
    rule = "D-40c" if publication.is_penalty else "D-40b"
    due = deadlines.start(publication, rule, on=on).due_on
    publication.ended_at = None
    _note(publication, EventKind.PUBLICATION_DECISION_CHANGED, actor, ground, due=due,
          annulled_on=on)  # fmt: skip


def _who(case: Any) -> dict[str, Any]:
    """The employer's items that Order 29 asks for, as they are known now."""
    employer = case.employer
    return {
        "name": employer.name, "name_key": normalise_firm(employer.name), "uscc": employer.uscc,
        "address": employer.address, "legal_representative": employer.legal_representative,
    }  # fmt: skip


def _note(
    publication: Publication, kind: str, actor: Actor, reason: str = "", **facts: Any
) -> None:
    record(publication.case, kind, actor=actor, reason=reason, save=False,
           facts={"branch": publication.pk, "ground": publication.ground, **facts})  # fmt: skip
