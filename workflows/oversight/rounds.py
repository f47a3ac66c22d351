"""Acts of a file review: draw a round, submit a sheet once, reply for the office, answer an objection."""

from __future__ import annotations

import logging
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q

from casework import clock
from casework.law.checklist import FULL, ITEMS, grade_of
from casework.law.errors import SentenceError, gettext_noop
from casework.models import Case, Membership, Office, ReviewFile, ReviewRound, ReviewScore
from casework.models.actor import Actor
from casework.vocabulary import JobKind, ReplyStance, ReviewState, Role
from workflows import deadlines, jobs
from workflows.oversight.drawing import Apart, by_lot, closed_between, draw, reasons_of

logger = logging.getLogger(__name__)
REVIEWERS = (Role.SUPERVISOR, Role.AUDITOR, Role.LEGAL, Role.BODY_HEAD, Role.INSPECTOR)
"""Who of the reviewing office may be a reviewer."""
HEADS = (Role.BODY_HEAD, Role.DEPARTMENT_HEAD)


class ReviewError(SentenceError):
    """The act on a review is closed, with a sentence why."""


@dataclass(frozen=True)
class Plan:
    """What a supervisor fixes of a round before the machine draws."""

    name: str
    offices: Sequence[int]
    closed_from: date
    closed_to: date
    size: int
    risk_percent: int
    large_yuan: Decimal
    reply_days: int
    reviewers: Sequence[int]


def may_review(office: Office) -> list[Membership]:
    """Return the posts of this office whose holders may be reviewers, by name."""
    return _posts([office.pk], REVIEWERS)


@transaction.atomic
def open_round(plan: Plan, *, actor: Actor) -> ReviewRound:
    """Make the seed, draw the cases, appoint the reviewers and tell them.

    Raises ReviewError when there is nothing to draw.
    """
    assert actor.office is not None
    found = closed_between(plan.offices, plan.closed_from, plan.closed_to, but=actor.office.pk)
    apart = Apart(found, plan.reviewers)
    pool = [pk for pk in found if apart.of(pk)]
    if not pool:
        raise ReviewError(
            gettext_noop("这些单位在这段时间没有可以评查的结案案件，或者评查人都参与过办理。")
        )
    row = ReviewRound.objects.create(
        name=plan.name, office=actor.office, offices=sorted(plan.offices),
        closed_from=plan.closed_from, closed_to=plan.closed_to, size=plan.size,
        risk_percent=plan.risk_percent, large_yuan=plan.large_yuan, reply_days=plan.reply_days,
        seed=secrets.token_hex(16), pool=pool, pool_size=len(pool),
        reviewers=sorted(plan.reviewers), created_by=actor.staff, created_at=clock.now(),
    )  # fmt: skip
    drawn = draw(
        row.seed, pool, size=plan.size, risk_percent=plan.risk_percent,
        reasons=reasons_of(pool, plan.large_yuan), apart=apart,
    )  # fmt: skip
    cases = Case.objects.in_bulk([one.case_id for one in drawn])
    ReviewFile.objects.bulk_create(
        ReviewFile(
            round=row, case_id=one.case_id, office_id=cases[one.case_id].office_id,
            lead_id=cases[one.case_id].lead_id, drawn_by=one.drawn_by, reasons=list(one.reasons),
            risk_points=one.points, reviewer_id=one.reviewer_id,
        )
        for one in drawn
    )  # fmt: skip
    count = Counter(one.reviewer_id for one in drawn)
    posts = {post.user_id: post for post in may_review(actor.office)}
    for user_id, n in count.items():
        _tell([posts[user_id]], "drawn", f"{row.pk}", round=row.name, n=n)
    return row


def lot_is_fair(row: ReviewRound, files: Iterable[ReviewFile]) -> bool:
    """Draw the lot of a round anew from its seed and pool: is it what was drawn?"""
    by_chance = {one.case_id for one in files if one.drawn_by == "random"}
    wanted = min(row.size - round(row.size * row.risk_percent / 100), row.pool_size)
    lot = by_lot(row.seed, row.pool)
    # What the reasons could not fill was drawn on by the lot, so there may be more, never others.
    return set(lot[:wanted]) <= by_chance


@transaction.atomic
def submit(
    file: ReviewFile, *, actor: Actor, points: Mapping[str, int], notes: Mapping[str, str],
    opinion: str,
) -> ReviewFile:  # fmt: skip
    """Write the sheet, once and for good, and ask the head of the office for a reply.

    Raises ReviewError for anybody but the reviewer and for a sheet that was submitted before.
    """
    row = _locked(file)
    if row.reviewer_id != actor.staff.pk:
        raise ReviewError(gettext_noop("只有这件案卷的评查人可以评分。"))
    if row.state != ReviewState.WAITING:
        raise ReviewError(gettext_noop("这份评分表已经提交，不能再改。"))
    ReviewScore.objects.bulk_create(
        ReviewScore(file=row, item=code, points=points[code], full=item.full, note=notes.get(code, ""))
        for code, item in ITEMS.items()
    )  # fmt: skip
    row.points = sum(points[code] for code in ITEMS)
    row.is_vetoed = any(item.veto and not points[code] for code, item in ITEMS.items())
    row.grade = grade_of(row.points, vetoed=row.is_vetoed)
    row.opinion, row.state, row.submitted_at = opinion, ReviewState.SUBMITTED, clock.now()
    days = row.round.reply_days
    row.reply_due_on = deadlines.calendar().add_working_days(clock.today(), days).date
    row.save()
    _tell(_posts([row.office_id], HEADS), "scored", f"{row.pk}",
          case=str(row.case), due=row.reply_due_on.isoformat())  # fmt: skip
    return row


@transaction.atomic
def reply(file: ReviewFile, *, actor: Actor, stance: str, text: str) -> ReviewFile:
    """Say for the reviewed office that it puts things right, or objects; once.

    An objection within the term alone; what was put right may be told later, and is shown as late.
    """
    row = _locked(file)
    if row.state != ReviewState.SUBMITTED:
        raise ReviewError(gettext_noop("这件案卷已经回复过，或者还没有评查结果。"))
    assert row.reply_due_on is not None
    if stance == ReplyStance.OBJECTED and clock.today() > row.reply_due_on:
        raise ReviewError(
            gettext_noop("提出异议的期限已在 %(day)s 届满，可以回复整改情况。"),
            day=row.reply_due_on,
        )
    row.stance, row.reply, row.state = stance, text, ReviewState.REPLIED
    row.replied_at, row.replied_by = clock.now(), actor.staff
    row.save()
    if stance == ReplyStance.OBJECTED:
        judges = [
            post for post in _posts([row.round.office_id], [Role.SUPERVISOR])
            if post.user_id != row.reviewer_id
        ]  # fmt: skip
        _tell(judges, "objected", f"{row.pk}", case=str(row.case))
    return row


@transaction.atomic
def settle(
    file: ReviewFile, *, actor: Actor, upheld: bool, text: str, points: int | None
) -> ReviewFile:
    """Answer an objection, by somebody else than the reviewer; upheld, with the points that count.

    The sheet stays as it was submitted.
    """
    row = _locked(file)
    if row.state != ReviewState.REPLIED or row.stance != ReplyStance.OBJECTED:
        raise ReviewError(gettext_noop("没有等待答复的异议。"))
    if row.reviewer_id == actor.staff.pk:
        raise ReviewError(gettext_noop("异议由评查人以外的人员答复。"))
    if upheld and (points is None or not 0 <= points <= FULL):
        raise ReviewError(gettext_noop("异议成立的，请写明复核后的得分。"))
    row.is_upheld, row.answer, row.state = upheld, text, ReviewState.SETTLED
    if upheld and points is not None:
        row.final_points, row.grade = points, grade_of(points, vetoed=False)
    row.answered_at, row.answered_by = clock.now(), actor.staff
    row.save()
    _tell(_posts([row.office_id], HEADS), "settled", f"{row.pk}", case=str(row.case))
    return row


def _locked(file: ReviewFile) -> ReviewFile:
    rows = ReviewFile.objects.select_for_update(of=("self",)).select_related("round", "case")
    return rows.get(pk=file.pk)


def _posts(offices: Sequence[int], roles: Iterable[str]) -> list[Membership]:
    today = clock.today()
    held = Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    rows = Membership.objects.filter(
        held, office__in=offices, role__in=list(roles), valid_from__lte=today, user__is_active=True
    )
    return list(rows.select_related("user", "office__division").order_by("user__full_name", "id"))


def _tell(posts: Iterable[Membership], what: str, key: str, **values: Any) -> None:
    for post in posts:
        actor = Actor(role=post.role, user=post.user, office=post.office)
        params = {"what": what, "values": values}
        try:
            jobs.start(JobKind.REVIEW, actor, params, key=f"review-{what}-{key}")
        except jobs.TooManyError:
            # It stands on the page all the same.
            logger.warning("review %s %s: user %s has too many works", what, key, post.user_id)
