"""Who sees which file review: the reviewing office's supervisors, the reviewer, the reviewed office's head."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet

from casework.access import scope_of
from casework.models import Office, ReviewFile, ReviewRound, User
from casework.models.actor import Actor
from casework.vocabulary import ReviewState, Role
from workflows.counter.audit_rights import OVERSEEING, headed_offices, overseen_offices


def visible_files(user: User) -> QuerySet[ReviewFile]:
    """Files of the rounds `user` supervises, those to review, and the results of the own offices.

    Of a review that is not submitted the reviewed office learns nothing: not that there is one, and
    not who does it.
    """
    region = overseen_offices(user)
    if region is None:
        return ReviewFile.objects.all()
    scored = ~Q(state=ReviewState.WAITING)
    of_own = Q(office__in=[*region, *headed_offices(user)])
    return ReviewFile.objects.filter(
        Q(round__office__in=region) | Q(reviewer=user.pk) | (scored & of_own)
    )


def visible_rounds(user: User) -> QuerySet[ReviewRound]:
    """Rounds `user` supervises or of which some file is visible.

    Raises PermissionDenied for whoever is neither head, legal reviewer nor reviewer of any file.
    """
    region = overseen_offices(user)
    rows = ReviewRound.objects.defer("pool")
    if region is None:
        return rows
    concerned = region or headed_offices(user) or scope_of(user).has(Role.LEGAL)
    if not concerned and not user.reviews.exists():
        raise PermissionDenied
    seen = visible_files(user).filter(round=OuterRef("pk"))
    return rows.filter(Q(office__in=region) | Exists(seen))


def supervises(user: User, row: ReviewRound) -> bool:
    """Does `user` see the whole round: who reviews what, and what is not scored yet?"""
    region = overseen_offices(user)
    return region is None or row.office_id in region


def opener(user: User) -> Actor | None:
    """Return `user` as the supervisor of a city or of the province who may open a round."""
    scope = scope_of(user)
    for row in scope.memberships:
        if row.role == Role.SUPERVISOR and row.office.division.level in OVERSEEING:
            return scope.actor_at(row.office, Role.SUPERVISOR)
    return None


def head_at(user: User, office: Office) -> Actor | None:
    """Return `user` as a head of this office, who replies for it."""
    scope = scope_of(user)
    held = scope.roles_at(office.pk)
    for role in (Role.BODY_HEAD, Role.DEPARTMENT_HEAD):
        if role in held:
            return scope.actor_at(office, role)
    return None


def judge_of(user: User, row: ReviewFile) -> Actor | None:
    """Return `user` as a supervisor of the reviewing office who answers an objection, not the reviewer."""
    scope = scope_of(user)
    if user.pk == row.reviewer_id or Role.SUPERVISOR not in scope.roles_at(row.round.office_id):
        return None
    return scope.actor_at(row.round.office, Role.SUPERVISOR)
