"""What every act on a referral shares: its journal row, its papers, what came from outside."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from casework import clock
from casework.journal import record
from casework.models import Document, Evidence, Referral, ReferralReply
from casework.models.actor import Actor
from casework.numbering import next_numbers
from casework.queries.limbs import amount_of
from casework.queries.referral import pack_of
from casework.records.evidence import store_upload
from casework.vocabulary import DOCUMENT_NUMBER_WORD, DocumentKind, ExternalParty
from workflows import documents
from workflows.machines.step import Refused


def note(referral: Referral, kind: str, actor: Actor, reason: str = "", **facts: Any) -> None:
    """Tell an act in the journal of the case; no name of a person of the other side."""
    record(
        referral.case, kind, actor=actor, reason=reason, save=False,
        facts={"branch": referral.pk, **facts},
    )  # fmt: skip


def paper(referral: Referral, kind: str, actor: Actor, **facts: Any) -> Document:
    """Issue a document of the referral."""
    return documents.write(referral, kind, actor, facts)


def papers_together(
    referral: Referral, actor: Actor, papers: Mapping[DocumentKind, Mapping[str, Any]]
) -> list[str]:
    """Issue several documents of the referral by one INSERT and return their numbers in order."""
    words = {kind: DOCUMENT_NUMBER_WORD[kind] for kind in papers}
    numbers = next_numbers(referral.office, *words.values())
    drafts = {
        numbers[words[kind]]: documents.draft(referral, kind, actor, facts, save=False)
        for kind, facts in papers.items()
    }
    documents.issue_together(drafts, actor)
    return list(drafts)


def matter(referral: Referral) -> dict[str, Any]:
    """What report, approval and letter say of the matter, in Chinese as documents are."""
    with override("zh-hans"):
        return {
            "facts": referral.crime_facts,
            "amount": referral.amount_basis,
            "order": pack_of(referral).order_and_service(),
            "evasion": referral.evasion,
        }


def team_of(referral: Referral) -> str:
    """Name the team, as report and approval do."""
    return "、".join(map(str, referral.members))


def measure(referral: Referral) -> None:
    """Keep with the referral what was owed and which limb that reaches."""
    with override("zh-hans"):
        amount = amount_of(referral.case)
        referral.worker_count, referral.amount_yuan = amount.workers, amount.yuan
        referral.amount_basis = amount.words[:200]


def answered(
    referral: Referral,
    actor: Actor,
    kind: str,
    *,
    at: datetime,
    proof: UploadedFile | None,
    party: str = ExternalParty.POLICE,
    organ: str = "",
    number: str = "",
    signer: str = "",
    text: str = "",
) -> ReferralReply:
    """Keep what an outside authority answered, with its proof."""
    return ReferralReply.objects.create(
        referral=referral, party=party, kind=kind, organ=organ or referral.police, number=number,
        signer=signer, received_at=at, text=text, proof=stored(referral, proof, actor),
        recorded_at=clock.now(), recorded_by=actor.staff,
    )  # fmt: skip


def stored(referral: Referral, proof: UploadedFile | None, actor: Actor) -> Evidence | None:
    """Store a file with the case; None without one."""
    if proof is None:
        return None
    complaint = referral.case.complaints.order_by("id").first()
    assert complaint is not None
    return store_upload(complaint, proof, added_by=actor.user)


def last_step(referral: Referral) -> date | None:
    """Return the day of what the next answer follows: the answer before it, or the sending."""
    last = referral.replies.aggregate(day=Max("received_at"))["day"] or referral.sent_at
    return clock.day_of(last) if last is not None else None


def check_moment(moment: datetime, after: datetime | None) -> None:
    """Refuse a moment in the future, or before what it follows."""
    if moment > clock.now():
        raise Refused(_("时间不能晚于现在。"))
    if after is not None and moment < after.replace(second=0, microsecond=0):
        raise Refused(_("时间不能早于上一步。"))


def midday(day: date) -> datetime:
    """Return a moment of a day of which only the day is known."""
    return timezone.make_aware(datetime.combine(day, time(12)))
