"""What follows when the police do not file: reconsideration, supervision, own decision (arts. 9, 10)."""

from __future__ import annotations

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from casework import clock
from casework.models.actor import Actor
from casework.vocabulary import (
    CaseState,
    DocumentKind,
    EventKind,
    ExternalParty,
    ReferralState,
    ReplyKind,
)
from workflows import deadlines
from workflows.actions.done import Done
from workflows.actions.referral_answers import Answer, take_down
from workflows.actions.referral_steps import note, paper
from workflows.machines.referral import ReferralMachine
from workflows.machines.referral_guards import last_term
from workflows.machines.step import Refused, take

STILL_TO_DECIDE = (
    CaseState.INVESTIGATED, CaseState.OVERDUE, CaseState.NOTICE_GIVEN, CaseState.HEARING,
    CaseState.REVIEWED,
)  # fmt: skip


def _resume_decision(referral: ReferralMachine) -> date | None:
    """Return until when the administrative decision is due; its term begins where none runs.

    The referral never stopped that term: the case stays open beside it (Order 310 art. 10).
    """
    case = referral.case
    if case.state not in STILL_TO_DECIDE:
        return None
    term = deadlines.running(case, "D-12").first() or deadlines.start(case, "D-12")
    return term.due_on


DENIAL = Answer(
    "reconsideration_denied",
    ReplyKind.RECONSIDERATION,
    EventKind.REFERRAL_RECONSIDERATION_DENIED,
    "denied",
    meets=("D-35",),
    starts="D-36",
)
EXPLANATION = Answer(
    "explain", ReplyKind.EXPLANATION, EventKind.REFERRAL_EXPLAINED, meets=("D-38",)
)
FILING_ORDER = Answer(
    "filing_ordered",
    ReplyKind.FILING_ORDER,
    EventKind.REFERRAL_FILING_ORDERED,
    meets=("D-38",),
    starts="D-38b",
    party=ExternalParty.PROCURATORATE,
)
SUPERVISION_RESULT = Answer(
    "close_supervision",
    ReplyKind.SUPERVISION_RESULT,
    EventKind.REFERRAL_SUPERVISION_CLOSED,
    "closed",
    cancels=(),
    party=ExternalParty.PROCURATORATE,
)
RETURN = Answer("police_return", ReplyKind.RETURN, EventKind.REFERRAL_RETURNED_BY_POLICE,
                "returned", cancels=(), then=_resume_decision)  # fmt: skip


def request_reconsideration(referral: ReferralMachine, *, actor: Actor, reason: str) -> Done:
    """Ask the same police to decide again, within three days of their refusal (art. 9)."""
    take(referral, "reconsider", actor)
    issued = paper(referral, DocumentKind.POLICE_RECONSIDER, actor, addressee=referral.police,
                   reason=reason, **_refusal(referral))  # fmt: skip
    deadlines.meet(referral, "D-34")
    due = deadlines.start(referral, "D-35").due_on
    note(referral, EventKind.REFERRAL_RECONSIDERATION_ASKED, actor, reason, due=due,
         document=issued.number, police=referral.police)  # fmt: skip
    return Done(outcome="reconsidering")


def record_reconsideration_denied(
    referral: ReferralMachine, *, actor: Actor, received_on: date, text: str,
    proof: UploadedFile, number: str = "",
) -> Done:  # fmt: skip
    """The police keep to their refusal: three days to ask the procuratorate (art. 9)."""
    return take_down(DENIAL, referral, actor, received_on=received_on, proof=proof,
                     number=number, text=text)  # fmt: skip


def request_supervision(
    referral: ReferralMachine, *, actor: Actor, procuratorate: str, reason: str,
    late_reason: str = "",
) -> Done:  # fmt: skip
    """Ask the procuratorate to supervise the filing; late only with the reason why (art. 9)."""
    late = supervision_is_late(referral)
    if late and not late_reason:
        raise Refused(_("已超过三日期限，须写明逾期的原因。"))
    silent = referral.state == ReferralState.RECONSIDERING
    take(referral, "ask_supervision_of_silence" if silent else "ask_supervision", actor)
    referral.procuratorate = procuratorate
    issued = paper(referral, DocumentKind.SUPERVISION_REQUEST, actor, addressee=procuratorate,
                   reason=reason, **_refusal(referral))  # fmt: skip
    deadlines.meet(referral, "D-34", "D-35", "D-36")
    due = deadlines.start(referral, "D-38").due_on
    why = "；".join(text for text in (reason, late_reason) if text)
    note(referral, EventKind.REFERRAL_SUPERVISION_ASKED, actor, why, due=due, late=late,
         document=issued.number, organ=procuratorate)  # fmt: skip
    return Done(outcome="supervision")


def record_explanation(
    referral: ReferralMachine, *, actor: Actor, received_on: date, text: str,
    proof: UploadedFile, number: str = "",
) -> Done:  # fmt: skip
    """The police explained to the procuratorate why they do not file."""
    return take_down(EXPLANATION, referral, actor, received_on=received_on, proof=proof,
                     number=number, text=text)  # fmt: skip


def record_filing_order(
    referral: ReferralMachine, *, actor: Actor, received_on: date, proof: UploadedFile,
    number: str = "", text: str = "",
) -> Done:  # fmt: skip
    """The procuratorate told the police to file (通知立案书): they do within fifteen days."""
    return take_down(FILING_ORDER, referral, actor, received_on=received_on, proof=proof,
                     organ=referral.procuratorate, number=number, text=text)  # fmt: skip


def record_supervision_closed(
    referral: ReferralMachine, *, actor: Actor, received_on: date, text: str,
    proof: UploadedFile, number: str = "",
) -> Done:  # fmt: skip
    """The procuratorate finds that the police need not file."""
    return take_down(SUPERVISION_RESULT, referral, actor, received_on=received_on, proof=proof,
                     organ=referral.procuratorate, number=number, text=text)  # fmt: skip


def return_to_decision(referral: ReferralMachine, *, actor: Actor, reason: str) -> Done:
    """Not filed: the authority decides the matter itself, its clock runs again (art. 10)."""
    take(referral, "take_back", actor)
    deadlines.cancel(referral)
    due = _resume_decision(referral)
    note(referral, EventKind.REFERRAL_TAKEN_BACK, actor, reason, due=due)
    return Done(outcome="returned")


def record_police_return(
    referral: ReferralMachine, *, actor: Actor, received_on: date, text: str,
    proof: UploadedFile, number: str = "",
) -> Done:  # fmt: skip
    """The police sent the case back for administrative liability (art. 13)."""
    return take_down(RETURN, referral, actor, received_on=received_on, proof=proof,
                     number=number, text=text)  # fmt: skip


def supervision_is_late(referral: ReferralMachine) -> bool:
    """Have the three days to ask the procuratorate passed?"""
    rules = {ReferralState.DECLINED: "D-34", ReferralState.RECON_DENIED: "D-36"}
    rule = rules.get(ReferralState(referral.state))
    term = last_term(referral, rule) if rule is not None else None
    return term is not None and clock.today() > term.due_on


def _refusal(referral: ReferralMachine) -> dict[str, object]:
    """What the letter says of the decision it turns against: number and day of receipt."""
    against = (ReplyKind.REFUSAL, ReplyKind.RECONSIDERATION)
    last = referral.replies.filter(kind__in=against).order_by("-id").first()
    if last is not None:
        number = last.number or str(ReplyKind(last.kind).label)
        return {"police_number": number, "received_on": clock.day_of(last.received_at)}
    assert referral.received_at is not None
    # Part of the letter, so always Chinese.
    silence = "签收后逾期未作出决定"
    return {"police_number": silence, "received_on": clock.day_of(referral.received_at)}
