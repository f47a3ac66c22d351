"""Refer a suspected crime: team, materials, report, decision of the principal head, transfer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from casework import clock
from casework.models import Referral, ReferralMaterial, TeamMember, User
from casework.models.actor import Actor
from casework.queries.referral import pack_of
from casework.records.branches import open_branch
from casework.vocabulary import DocumentKind, EventKind, MaterialKind, ReferralState, Role
from workflows import deadlines
from workflows.actions.days import check_day
from workflows.actions.done import Done
from workflows.actions.referral_steps import (
    check_moment,
    matter,
    measure,
    note,
    paper,
    papers_together,
    stored,
    team_of,
)
from workflows.machines.case import CaseMachine
from workflows.machines.referral import ReferralMachine
from workflows.machines.referral_guards import (
    TEAM_OF,
    by_head_who_may_team,
    by_team,
    by_team_once_paid,
    paid_in_full,
)
from workflows.machines.step import Refused, require, take
from workflows.permissions import by, by_timer

WITH_POLICE_OR_LATER = tuple(
    state for state in ReferralState
    if state not in (ReferralState.TEAMED, ReferralState.REPORTED, ReferralState.APPROVED,
                     ReferralState.NOT_APPROVED)
)  # fmt: skip


def open_referral(
    case: CaseMachine, *, actor: Actor, members: Iterable[User], ground: str, reason: str
) -> Done:
    """Form the team (专案组) of two or more that verifies the suspicion (Order 310 art. 5)."""
    require(by_head_who_may_team().explain(case, actor))
    team = list(members)
    _check_team(team, case.recused)
    referral = open_branch(Referral, case, actor, ground=ground)
    now = clock.now()
    TeamMember.objects.bulk_create(
        [TeamMember(referral=referral, user=user, joined_at=now) for user in team]
    )
    measure(referral)
    referral.next_due_on = deadlines.start(referral, "S-30").due_on
    referral.save()
    note(referral, EventKind.REFERRAL_TEAMED, actor, reason,
         team=[str(user) for user in team], amount=referral.amount_yuan)  # fmt: skip
    return Done(branches=[referral])


def change_referral_team(
    referral: ReferralMachine, *, actor: Actor, members: Iterable[User], reason: str
) -> Done:
    """Put other officers into the team, two or more; who leaves stays on record (Order 310 art. 5)."""
    require(by(Role.BODY_HEAD).explain(referral, actor))
    if referral.ended_at is not None:
        raise Refused(_("移送已经终结，专案组不再调整。"))
    team, before = list(members), referral.members
    _check_team(team, referral.recused)
    joined = [user for user in team if user not in before]
    left = [user for user in before if user not in team]
    if not joined and not left:
        raise Refused(_("专案组没有变化。"))
    now = clock.now()
    referral.team.filter(user__in=left, left_at__isnull=True).update(left_at=now)
    TeamMember.objects.bulk_create(
        [TeamMember(referral=referral, user=user, joined_at=now) for user in joined]
    )
    note(referral, EventKind.REFERRAL_TEAM_CHANGED, actor, reason,
         team=[str(user) for user in team], joined=[user.pk for user in joined],
         left=[user.pk for user in left])  # fmt: skip
    return Done()


def _check_team(team: list[User], recused: list[int]) -> None:
    if len(team) < TEAM_OF:
        raise Refused(_("专案组不得少于二人，见移送规定第五条。"))
    if any(user.pk in recused for user in team):
        raise Refused(_("已回避本案的人员不能进入专案组。"))


def add_material(
    referral: ReferralMachine, *, actor: Actor, kind: str, title: str, copies: int = 1,
    is_absent: bool = False, proof: UploadedFile | None = None,
) -> Done:  # fmt: skip
    """Put an item into the list of art. 6, or state that the case has none of its kind."""
    require(by_team().explain(referral, actor))
    label = str(MaterialKind(kind).label)
    ReferralMaterial.objects.create(
        referral=referral, kind=kind, title=title or label, copies=copies, is_absent=is_absent,
        evidence=stored(referral, proof, actor), added_at=clock.now(), added_by=actor.staff,
    )  # fmt: skip
    note(referral, EventKind.REFERRAL_MATERIAL_ADDED, actor, material=kind, absent=is_absent)
    return Done()


def report_referral(
    referral: ReferralMachine, *, actor: Actor, crime_facts: str, evasion: str, proposal: str
) -> Done:
    """Hand the written report to the principal head: D-30 runs from now (art. 5)."""
    take(referral, "report", actor)
    referral.crime_facts, referral.evasion, referral.proposal = crime_facts, evasion, proposal
    issued = paper(referral, DocumentKind.REFERRAL_REPORT, actor, proposal=proposal,
                   team=team_of(referral), **matter(referral))  # fmt: skip
    deadlines.meet(referral, "S-30")
    due = deadlines.start(referral, "D-30").due_on
    note(referral, EventKind.REFERRAL_REPORTED, actor, document=issued.number, due=due,
         amount=referral.amount_yuan, workers=referral.worker_count)  # fmt: skip
    return Done(outcome="reported")


def approve_referral(referral: ReferralMachine, *, actor: Actor, reason: str) -> Done:
    """Approve: the file is with the police within 24 hours, nights and days off included."""
    take(referral, "approve", actor, reason=reason)
    referral.decided_by = actor.user
    issued = paper(referral, DocumentKind.REFERRAL_APPROVAL, actor, opinion=reason,
                   team=team_of(referral), **matter(referral))  # fmt: skip
    deadlines.meet(referral, "D-30")
    term = deadlines.start(referral, "D-31")
    note(referral, EventKind.REFERRAL_APPROVED, actor, reason, document=issued.number,
         due=term.due_on, due_at=term.due_at)  # fmt: skip
    return Done(outcome="approved")


def refuse_referral(referral: ReferralMachine, *, actor: Actor, reason: str) -> Done:
    """Do not approve: the reason stands and is told to supervisors and auditors (art. 5)."""
    take(referral, "refuse", actor, reason=reason)
    referral.decided_by = actor.user
    opinion = f"不批准移送。理由：{reason}"  # part of the document, so always Chinese
    issued = paper(referral, DocumentKind.REFERRAL_APPROVAL, actor, opinion=opinion,
                   team=team_of(referral), **matter(referral))  # fmt: skip
    deadlines.meet(referral, "D-30")
    deadlines.cancel(referral)
    note(referral, EventKind.REFERRAL_NOT_APPROVED, actor, reason, document=issued.number,
         amount=referral.amount_yuan, workers=referral.worker_count)  # fmt: skip
    return Done(outcome="refused")


def send_referral(
    referral: ReferralMachine, *, actor: Actor, police: str, procuratorate: str, sent_at: datetime
) -> Done:
    """Send letter and list to the police of the same level, a copy to the procuratorate."""
    check_moment(sent_at, referral.decided_at)
    take(referral, "send", actor, at=sent_at, police=police, procuratorate=procuratorate)
    materials = "\n".join(pack_of(referral).lines())
    said = {"addressee": police, "copy": procuratorate, "materials": materials}
    letter, listed = papers_together(referral, actor, {
        DocumentKind.REFERRAL_LETTER: {**said, **matter(referral)},
        DocumentKind.REFERRAL_LIST: said,
    })  # fmt: skip
    deadlines.meet(referral, "D-31", at=sent_at)
    deadlines.start(referral, "D-32", at=sent_at)
    note(referral, EventKind.REFERRAL_SENT, actor, document=letter, list=listed,
         police=police, procuratorate=procuratorate, sent_at=sent_at)  # fmt: skip
    return Done(outcome="sent")


def note_referral_paid(referral: ReferralMachine, *, actor: Actor) -> Done:
    """All is paid while the referral runs: it goes on; paying may spare punishment (art. 6)."""
    require(by_timer().explain(referral, actor))
    require(paid_in_full.explain(referral))
    if referral.paid_noted_at is not None:
        raise Refused(_("已经登记过付清。"))
    referral.paid_noted_at = clock.now()
    note(referral, EventKind.REFERRAL_PAID, actor, paid=referral.case.paid_yuan,
         state=referral.state)  # fmt: skip
    return Done()


def tell_police_of_payment(
    referral: ReferralMachine, *, actor: Actor, told_on: date, text: str = ""
) -> Done:
    """Record that the police were told in writing of the payment in full."""
    require(by_team_once_paid().explain(referral, actor))
    check_day(told_on, after=clock.day_of(referral.sent_at) if referral.sent_at else None)
    referral.police_told_on = told_on
    note(referral, EventKind.REFERRAL_POLICE_TOLD, actor, text, police=referral.police,
         told_on=told_on)  # fmt: skip
    return Done()
