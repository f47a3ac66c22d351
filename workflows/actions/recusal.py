"""Recusal (回避): asked, decided in three working days, the work handed to others (Order 25 20-25)."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from casework.journal import record
from casework.models import Membership, Recusal, User
from casework.models.actor import Actor
from casework.records.branches import open_branch
from casework.vocabulary import ComplaintState, EventKind, RecusalAsker, Role
from workflows import deadlines
from workflows.actions.assignment import appoint
from workflows.actions.done import Done
from workflows.machines.case import CaseMachine
from workflows.machines.complaint import ComplaintMachine
from workflows.machines.handlers import RecusalMachine
from workflows.machines.step import Refused, take


def ask_recusal(
    case: CaseMachine, *, actor: Actor, person: User, reason: str, asker: str = ""
) -> Done:
    """Ask that `person` keep away from the case; until it is decided the work goes on (D-09).

    Who asks is known of complainant and employer by themselves; staff say on whose word.
    """
    if person.pk in case.recused:
        raise Refused(_("%(who)s已经回避本案。") % {"who": person})
    if Recusal.objects.filter(case=case.pk, person=person, ended_at__isnull=True).exists():
        raise Refused(_("%(who)s的回避申请正在等待决定。") % {"who": person})
    handles = person.pk in (case.lead_id, case.second_id)
    heads = Membership.objects.filter(
        user=person, office=case.office_id, role=Role.BODY_HEAD, valid_to__isnull=True
    )
    recusal = open_branch(
        Recusal, case, actor, person=person, of_head=not handles and heads.exists(),
        asker=_asker(actor, asker), reason=reason[:300],
    )  # fmt: skip
    recusal.next_due_on = deadlines.start(recusal, "D-09").due_on
    recusal.save(update_fields=["next_due_on"])
    record(case, EventKind.RECUSAL_ASKED, actor=actor, save=False,
           facts={"branch": recusal.pk, "asker": recusal.asker, "who": str(person)})  # fmt: skip
    return Done(branches=[recusal])


def grant_recusal(
    recusal: RecusalMachine,
    *,
    actor: Actor,
    opinion: str,
    lead: User | None = None,
    second: User | None = None,
) -> Done:
    """Decide that the person keeps away; a handler is replaced in the same act.

    Earlier acts stay listed under the person's name.
    """
    take(recusal, "grant", actor, decision=opinion)
    deadlines.meet(recusal, "D-09")
    case = recusal.case
    case.recused = [*case.recused, recusal.person_id]
    facts = {"branch": recusal.pk, "who": str(recusal.person), "person": recusal.person_id}
    if recusal.person_id in (case.lead_id, case.second_id):
        if lead is None or second is None:
            raise Refused(_("须同时指定接手的主办和协办监察员。"))
        appoint(case, lead, second)
        facts |= {"lead": str(lead), "second": str(second)}
    # Whoever no longer leads the case may no longer read who reported.
    case.complaints.update(recused=case.recused)
    going_on = case.complaints.filter(state=ComplaintState.ACCEPTED)
    going_on.update(lead=case.lead_id, second=case.second_id)
    record(case, EventKind.RECUSAL_GRANTED, actor=actor, reason=opinion, facts=facts, save=False)
    return Done(outcome="decided", leaving=recusal.person_id)


def refuse_recusal(recusal: RecusalMachine, *, actor: Actor, reason: str) -> Done:
    """Decide that the person goes on, with the reason."""
    take(recusal, "refuse", actor, decision=reason)
    deadlines.meet(recusal, "D-09")
    record(recusal.case, EventKind.RECUSAL_REFUSED, actor=actor, reason=reason, save=False,
           facts={"branch": recusal.pk, "who": str(recusal.person)})  # fmt: skip
    return Done(outcome="decided")


def replace_inspectors(
    complaint: ComplaintMachine,
    *,
    actor: Actor,
    lead: User,
    second: User,
    reason: str,
    recused: Iterable[User] = (),
) -> Done:
    """Before a case is filed: put others in, and name who of the two has to keep away and why."""
    away = [person.pk for person in recused]
    complaint.recused = sorted({*complaint.recused, *away})
    appoint(complaint, lead, second)
    record(
        complaint, EventKind.COMPLAINT_ASSIGNED, actor=actor, reason=reason, save=False,
        facts={"lead": str(lead), "second": str(second), "lead_id": lead.pk,
               "second_id": second.pk, "recused": away},
    )  # fmt: skip
    return Done()


def _asker(actor: Actor, told: str) -> str:
    if actor.is_complainant:
        return RecusalAsker.COMPLAINANT
    return RecusalAsker.EMPLOYER if actor.is_employer else told or RecusalAsker.OFFICER
