"""Summon the employer's responsible person, prove it arrived, find an evasion (逃匿)."""

from __future__ import annotations

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from casework import clock
from casework.journal import record
from casework.models import Evidence, Summons
from casework.models.actor import Actor
from casework.records.evidence import store_upload
from casework.vocabulary import EventKind, EvidenceKind, SummonsReceipt
from workflows.actions.days import check_day
from workflows.actions.done import Done
from workflows.machines.case import CaseMachine
from workflows.machines.step import Refused


def record_summons(
    case: CaseMachine,
    *,
    actor: Actor,
    channel: str,
    sent_on: date,
    appear_by: date,
    receipt: str,
    proof: UploadedFile | None = None,
) -> Done:
    """Take down that the responsible person was told to come by a day, and how far that is proved."""
    check_day(sent_on, after=case.filed_on)
    if appear_by <= sent_on:
        raise Refused(_("要求到场的日期须在通知日期以后。"))
    if receipt != SummonsReceipt.SENT and proof is None:
        raise Refused(_("写明已送达或者有回应的，须上传凭证。"))
    summons = Summons.objects.create(
        case=case, channel=channel, sent_on=sent_on, appear_by=appear_by, receipt=receipt,
        proof=_store(case, actor, proof), recorded_at=clock.now(), recorded_by=actor.staff,
    )  # fmt: skip
    _note(case, summons, actor)
    return Done()


def prove_summons(
    case: CaseMachine,
    *,
    actor: Actor,
    summons: Summons,
    receipt: str,
    came: bool = False,
    refuses: bool = False,
    proof: UploadedFile | None = None,
) -> Done:
    """Add the proof that it arrived (已送达回执、通话录音), or that the person came after all."""
    if receipt != SummonsReceipt.SENT and proof is None and summons.proof_id is None:
        raise Refused(_("写明已送达或者有回应的，须上传凭证。"))
    summons.receipt, summons.came, summons.refuses = receipt, came, refuses
    summons.proof = _store(case, actor, proof) or summons.proof
    summons.save()
    _note(case, summons, actor)
    return Done()


def find_evasion(
    case: CaseMachine, *, actor: Actor, summons: Summons, facts: str, no_force_majeure: bool
) -> Done:
    """Find that the responsible person evades (逃匿): told by a provable channel and did not come.

    Raises Refused while the arrival is not proved, the day has not passed, the person came, or force
    majeure is not excluded. Law: 人社部发〔2014〕100号, 法释〔2013〕3号 art. 2.
    """
    if not summons.is_proved:
        raise Refused(_("通知只有发出记录，没有送达凭证，不能认定逃匿（人社部发〔2014〕100号）。"))
    if summons.came:
        raise Refused(_("对方已经到场，不能认定逃匿。"))
    if clock.today() <= summons.appear_by and not summons.refuses:
        raise Refused(_("要求到场的日期（%(day)s）还没有过。") % {"day": summons.appear_by})
    if not no_force_majeure:
        raise Refused(_("须先排除不可抗力等正当理由。"))
    case.evaded_on = clock.today()
    record(case, EventKind.EVASION_FOUND, actor=actor, reason=facts, save=False,
           facts={"summons": summons.pk, "channel": summons.channel, "sent_on": summons.sent_on,
                  "appear_by": summons.appear_by, "refuses": summons.refuses})  # fmt: skip
    return Done()


def _store(case: CaseMachine, actor: Actor, proof: UploadedFile | None) -> Evidence | None:
    if proof is None:
        return None
    complaint = case.complaints.order_by("id").first()
    assert complaint is not None
    return store_upload(complaint, proof, added_by=actor.user, kind=EvidenceKind.SERVICE_PROOF)


def _note(case: CaseMachine, summons: Summons, actor: Actor) -> None:
    record(
        case, EventKind.SUMMONS_SENT, actor=actor, save=False,
        facts={"summons": summons.pk, "channel": summons.channel, "sent_on": summons.sent_on,
               "appear_by": summons.appear_by, "receipt": summons.receipt, "came": summons.came},
    )  # fmt: skip
