"""Take down what police, procuratorate or court answered: the one shape all those acts share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile

from casework.models.actor import Actor
from casework.vocabulary import EventKind, ExternalParty, ReplyKind
from workflows import deadlines
from workflows.actions.days import check_day
from workflows.actions.done import Done
from workflows.actions.referral_steps import answered, last_step, midday, note
from workflows.machines.referral import ReferralMachine
from workflows.machines.step import take


@dataclass(frozen=True)
class Answer:
    """One kind of answer: which step it takes, which clocks it stops and which it starts.

    `meets` ends clocks as of its receipt; `cancels` lets clocks fall away, all of them when empty;
    `starts` runs from its receipt, `then` begins another and returns its last day.
    """

    step: str
    reply: ReplyKind
    event: EventKind
    outcome: str = ""
    meets: tuple[str, ...] = ()
    cancels: tuple[str, ...] | None = None
    starts: str = ""
    then: Callable[[ReferralMachine], date | None] | None = None
    party: ExternalParty = ExternalParty.POLICE


def take_down(
    answer: Answer, referral: ReferralMachine, actor: Actor, *, received_on: date,
    proof: UploadedFile, organ: str = "", number: str = "", text: str = "",
) -> Done:  # fmt: skip
    """Record an answer with its proof: state, reply, clocks, journal, in this order.

    `organ`: who answered, the police of the referral when empty. Raises Refused for a day that has not
    come, or before the answer or sending that it follows.
    """
    check_day(received_on, after=last_step(referral))
    take(referral, answer.step, actor)
    answered(referral, actor, answer.reply, at=midday(received_on), proof=proof,
             party=answer.party, organ=organ, number=number, text=text)  # fmt: skip
    if answer.meets:
        deadlines.meet(referral, *answer.meets, on=received_on)
    if answer.cancels is not None:
        deadlines.cancel(referral, *answer.cancels)
    by_police = answer.party == ExternalParty.POLICE
    facts: dict[str, object] = {"police": referral.police} if by_police else {"organ": organ}
    if answer.starts:
        facts["due"] = deadlines.start(referral, answer.starts, on=received_on).due_on
    if answer.then is not None:
        facts["due"] = answer.then(referral)
    note(referral, answer.event, actor, text, received_on=received_on, **facts)
    return Done(outcome=answer.outcome)
