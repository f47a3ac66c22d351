"""What the police answer to a referral, and what the authority owes them (Order 310 arts. 7-13)."""

from __future__ import annotations

from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile

from casework import clock
from casework.models.actor import Actor
from casework.vocabulary import DocumentKind, EventKind, ExternalParty, ReplyKind
from workflows import deadlines
from workflows.actions.days import check_day
from workflows.actions.done import Done
from workflows.actions.referral_answers import Answer, take_down
from workflows.actions.referral_steps import (
    answered,
    check_moment,
    last_step,
    midday,
    note,
    paper,
)
from workflows.machines.referral import ReferralMachine
from workflows.machines.step import take

SUPPLEMENT_ASKED = Answer(
    "ask_supplement",
    ReplyKind.SUPPLEMENT,
    EventKind.REFERRAL_SUPPLEMENT_ASKED,
    "asked",
    cancels=("D-33",),
)
FILING = Answer(
    "police_files",
    ReplyKind.FILING,
    EventKind.REFERRAL_FILED,
    "filed",
    meets=("D-33", "D-35", "D-38", "D-38b"),
    starts="D-37",
)
REFUSAL = Answer(
    "decline",
    ReplyKind.REFUSAL,
    EventKind.REFERRAL_DECLINED,
    "declined",
    meets=("D-33",),
    starts="D-34",
)
PROSECUTION = Answer(
    "prosecute",
    ReplyKind.PROSECUTION,
    EventKind.REFERRAL_PROSECUTED,
    "prosecuted",
    cancels=(),
    party=ExternalParty.PROCURATORATE,
)
JUDGMENT = Answer("judge", ReplyKind.JUDGMENT, EventKind.REFERRAL_JUDGED, "judged", cancels=(),
                  party=ExternalParty.COURT)  # fmt: skip


def record_police_receipt(
    referral: ReferralMachine, *, actor: Actor, received_at: datetime, signer: str,
    proof: UploadedFile, number: str = "",
) -> Done:  # fmt: skip
    """The police signed the receipt: person, time and scan; their three days run (arts. 7, 8)."""
    check_moment(received_at, referral.sent_at)
    take(referral, "receive", actor, at=received_at)
    answered(referral, actor, ReplyKind.RECEIPT, at=received_at, proof=proof, signer=signer,
             number=number)  # fmt: skip
    receipt = paper(referral, DocumentKind.REFERRAL_RECEIPT, actor, addressee=referral.police,
                    receiver=signer, received_at=received_at)  # fmt: skip
    deadlines.meet(referral, "D-32", at=received_at)
    due = deadlines.start(referral, "D-33", on=clock.day_of(received_at)).due_on
    note(referral, EventKind.REFERRAL_RECEIVED, actor, police=referral.police, due=due,
         document=receipt.number, received_at=received_at)  # fmt: skip
    return Done(outcome="received")


def record_forwarding(
    referral: ReferralMachine, *, actor: Actor, police: str, received_on: date,
    proof: UploadedFile, number: str = "", text: str = "",
) -> Done:  # fmt: skip
    """Other police are competent: the receipt is now owed by them (art. 7)."""
    check_day(received_on, after=last_step(referral))
    before = referral.police
    take(referral, "forward", actor, police=police)
    answered(referral, actor, ReplyKind.FORWARDING, at=midday(received_on), proof=proof,
             organ=before, number=number, text=text)  # fmt: skip
    deadlines.cancel(referral, "D-32", "D-33")
    deadlines.start(referral, "D-32")
    note(referral, EventKind.REFERRAL_FORWARDED, actor, police=police, before=before)
    return Done(outcome="forwarded")


def record_supplement_request(
    referral: ReferralMachine, *, actor: Actor, received_on: date, text: str,
    proof: UploadedFile, number: str = "",
) -> Done:  # fmt: skip
    """The police ask for further materials; their term stands still until they have them."""
    return take_down(SUPPLEMENT_ASKED, referral, actor, received_on=received_on, proof=proof,
                     number=number, text=text)  # fmt: skip


def supplement_referral(
    referral: ReferralMachine, *, actor: Actor, sent_on: date, text: str
) -> Done:
    """Deliver the further materials: the police's three days run anew."""
    check_day(sent_on, after=last_step(referral))
    take(referral, "supplement", actor)
    due = deadlines.start(referral, "D-33", on=sent_on).due_on
    note(referral, EventKind.REFERRAL_SUPPLEMENTED, actor, text, police=referral.police, due=due)
    return Done(outcome="supplemented")


def record_police_filing(
    referral: ReferralMachine, *, actor: Actor, received_on: date, proof: UploadedFile,
    number: str = "", text: str = "",
) -> Done:  # fmt: skip
    """The police opened a criminal case: everything is handed over within three days (art. 12)."""
    return take_down(FILING, referral, actor, received_on=received_on, proof=proof,
                     number=number, text=text)  # fmt: skip


def record_police_refusal(
    referral: ReferralMachine, *, actor: Actor, received_on: date, text: str,
    proof: UploadedFile, number: str = "",
) -> Done:  # fmt: skip
    """The police do not open a case: three days to ask them again or the procuratorate (art. 9)."""
    return take_down(REFUSAL, referral, actor, received_on=received_on, proof=proof,
                     number=number, text=text)  # fmt: skip


def mark_police_overdue(referral: ReferralMachine, *, actor: Actor) -> Done:
    """Day four without a decision: the procuratorate may be asked to supervise."""
    take(referral, "police_become_overdue", actor)
    deadlines.meet(referral, "D-33")
    note(referral, EventKind.REFERRAL_POLICE_OVERDUE, actor, police=referral.police)
    return Done(outcome="overdue")


def hand_over_materials(
    referral: ReferralMachine, *, actor: Actor, handed_on: date, signer: str,
    proof: UploadedFile, text: str = "",
) -> Done:  # fmt: skip
    """Hand items and materials over against signature (art. 12)."""
    check_day(handed_on, after=last_step(referral))
    take(referral, "hand_over", actor)
    answered(referral, actor, ReplyKind.HANDOVER, at=midday(handed_on), proof=proof,
             signer=signer, text=text)  # fmt: skip
    deadlines.meet(referral, "D-37", on=handed_on)
    note(referral, EventKind.REFERRAL_HANDED_OVER, actor, text, police=referral.police,
         handed_on=handed_on)  # fmt: skip
    return Done(outcome="handed_over")


def record_prosecution(
    referral: ReferralMachine, *, actor: Actor, received_on: date, organ: str,
    proof: UploadedFile, number: str = "", text: str = "",
) -> Done:  # fmt: skip
    """The procuratorate prosecutes."""
    return take_down(PROSECUTION, referral, actor, received_on=received_on, proof=proof, organ=organ,
                     number=number, text=text)  # fmt: skip


def record_judgment(
    referral: ReferralMachine, *, actor: Actor, received_on: date, organ: str,
    proof: UploadedFile, number: str = "", text: str = "",
) -> Done:  # fmt: skip
    """The court gave judgment: the referral ends."""
    return take_down(JUDGMENT, referral, actor, received_on=received_on, proof=proof, organ=organ,
                     number=number, text=text)  # fmt: skip
