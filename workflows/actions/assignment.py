"""Assign two inspectors, one of them lead (主办、协办); reassign within the office."""

from __future__ import annotations

from django.utils.translation import gettext as _

from casework.journal import record
from casework.models import Case, User
from casework.models.actor import Actor
from casework.vocabulary import ComplaintState, DocumentKind, EventKind, Role
from workflows import documents
from workflows.actions.done import Done
from workflows.machines.case import CaseMachine
from workflows.machines.complaint import ComplaintMachine
from workflows.machines.step import Refused, require
from workflows.permissions import by


def assign_inspectors(
    complaint: ComplaintMachine, *, actor: Actor, lead: User, second: User, reason: str = ""
) -> Done:
    """Give the complaint to `lead` and `second`, who propose whether to accept it.

    The registration form (登记表) is numbered here, at the office that examines the complaint.
    """
    _appoint(complaint, actor, lead, second, reason)
    if not complaint.documents.filter(kind=DocumentKind.REGISTRATION).exists():
        documents.write(complaint, DocumentKind.REGISTRATION, actor, {"opinion": reason})
    return Done(outcome="assigned")


def reassign_inspectors(
    case: CaseMachine, *, actor: Actor, lead: User, second: User, reason: str
) -> Done:
    """Replace the inspectors of a running case; earlier acts stay listed under their names.

    Its complaints follow: whoever no longer leads the case may no longer read who reported.
    """
    _appoint(case, actor, lead, second, reason)
    case.complaints.filter(state=ComplaintState.ACCEPTED).update(lead=lead, second=second)
    return Done(outcome="")


def appoint(dossier: ComplaintMachine | CaseMachine | Case, lead: User, second: User) -> None:
    """Put two different inspectors in, neither of them recused (Order 423 art. 16)."""
    if lead.pk == second.pk:
        raise Refused(_("主办和协办不能是同一人。"))
    for person in (lead, second):
        if person.pk in dossier.recused:
            raise Refused(_("%(who)s已经回避，不能办理。") % {"who": person})
    dossier.lead, dossier.second = lead, second


def _appoint(
    dossier: ComplaintMachine | CaseMachine, actor: Actor, lead: User, second: User, reason: str
) -> None:
    require(by(Role.BODY_HEAD).explain(dossier, actor))
    appoint(dossier, lead, second)
    record(
        dossier,
        EventKind.COMPLAINT_ASSIGNED,
        actor=actor,
        facts={
            "lead": str(lead),
            "second": str(second),
            "lead_id": lead.pk,
            "second_id": second.pk,
        },
        reason=reason,
        save=False,
    )
