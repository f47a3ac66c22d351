"""Who may see which record: one queryset per record and `may_*() -> Verdict(ok, reason)`.

Jurisdiction: an office sees what it owns and what it takes part in; a city its counties, the
province all. What one may *do* is asked of `workflows.permissions`, never of this module.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from casework import clock
from casework.models import (
    Absence,
    Case,
    Complaint,
    Membership,
    Office,
    Participation,
    User,
)
from casework.models.actor import Actor
from casework.vocabulary import ComplaintKind, DivisionLevel, Role


@dataclass(frozen=True)
class Verdict:
    """An answer with its reason; the reason is a sentence for the page, empty when ok."""

    ok: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.ok


YES = Verdict(True)

# Roles that never read case content: accounts and settings are another duty (三员分立).
_CONTENT_ROLES = [role for role in Role if role != Role.ADMINISTRATOR]


class Scope:
    """The memberships of one user today, loaded once per request by one query."""

    def __init__(self, user: User) -> None:
        self.user = user

    @cached_property
    def memberships(self) -> list[Membership]:
        if not self.user.is_authenticated or not self.user.is_active:
            return []
        today = clock.today()
        rows = (
            Membership.objects.filter(user=self.user, valid_from__lte=today)
            .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today))
            .select_related("office__division")
            .order_by("id")
        )
        return list(rows)

    @cached_property
    def absent(self) -> dict[int, User]:
        """The colleagues for whom this user stands in today (代办), by id."""
        if not self.memberships:
            return {}
        rows = Absence.on(clock.today()).filter(substitute=self.user).select_related("user")
        return {row.user_id: row.user for row in rows}

    @cached_property
    def offices(self) -> list[Office]:
        """The user's own offices where case content may be read, first one first."""
        found = {m.office_id: m.office for m in self.memberships if m.role in _CONTENT_ROLES}
        return list(found.values())

    @cached_property
    def office_ids(self) -> list[int]:
        return [office.pk for office in self.offices]

    @cached_property
    def sees_province(self) -> bool:
        return any(o.division.level == DivisionLevel.PROVINCE for o in self.offices)

    @cached_property
    def region_paths(self) -> list[str]:
        """Division paths whose every office this user oversees (city level)."""
        return [o.division.path for o in self.offices if o.division.level == DivisionLevel.CITY]

    @cached_property
    def visible_office_ids(self) -> list[int] | None:
        """Ids of offices whose matters are visible; None means every office."""
        if self.sees_province:
            return None
        ids = set(self.office_ids)
        if self.region_paths:
            inside = Q()
            for path in self.region_paths:
                inside |= Q(division__path__startswith=path)
            ids.update(Office.objects.filter(inside).values_list("pk", flat=True))
        return sorted(ids)

    def roles_at(self, office_id: int) -> set[str]:
        return {m.role for m in self.memberships if m.office_id == office_id}

    def actor_at(self, office: Office, role: str) -> Actor:
        """Return this user acting in `role` at `office`, a role held there."""
        principal = any(
            m.is_principal for m in self.memberships if m.office_id == office.pk and m.role == role
        )
        return Actor(role=role, user=self.user, office=office, is_principal=principal)

    def has(self, *roles: str) -> bool:
        return any(m.role in roles for m in self.memberships)

    def oversees(self, office: Office) -> bool:
        """Is `office` inside a region this user supervises (its own city, or the province)?"""
        if self.sees_province:
            return True
        return any(office.division.path.startswith(path) for path in self.region_paths)


def scope_of(user: User) -> Scope:
    """Return the user's scope, remembered on the user object for the length of the request."""
    scope = getattr(user, "_scope", None)
    if scope is None:
        scope = Scope(user)
        user._scope = scope  # type: ignore[attr-defined]
    return scope


def actor_for(user: User, office: Office, *roles: str) -> Actor:
    """Return the actor `user` is at `office`: the first of `roles` held there, else any role."""
    held = scope_of(user).roles_at(office.pk)
    for role in roles:
        if role in held:
            return scope_of(user).actor_at(office, role)
    own = next((m for m in scope_of(user).memberships), None)
    if held:
        return scope_of(user).actor_at(office, sorted(held)[0])
    return Actor(role=own.role if own else "", user=user, office=own.office if own else None)


def standing_in(actor: Actor, record: Case | Complaint) -> Actor:
    """Return the actor as who stands in for an absent inspector of `record`, if that is so here.

    Two inspectors stay two: whoever is one of them stands in for nobody, and an inspector of
    another office for nobody here. Law: Order 423 art. 16.
    """
    pair = (record.lead_id, record.second_id)
    if actor.user is None or actor.role != Role.INSPECTOR or actor.user.pk in pair:
        return actor
    if actor.office is None or actor.office.pk != record.office_id:
        return actor
    absent = scope_of(actor.user).absent
    whom = next((absent[pk] for pk in pair if pk in absent), None)
    return replace(actor, stands_for=whom) if whom is not None else actor


def visible_complaints(user: User) -> QuerySet[Complaint]:
    """Complaints `user` may open. Index-backed by (office, state) and the participation table."""
    ids = scope_of(user).visible_office_ids
    if ids is None:
        return Complaint.objects.all()
    takes_part = Participation.objects.filter(complaint=OuterRef("pk"), office__in=ids)
    return Complaint.objects.filter(Q(office__in=ids) | Exists(takes_part))


def visible_cases(user: User) -> QuerySet[Case]:
    """Cases `user` may open: of a visible office, or grown from a complaint it took part in."""
    ids = scope_of(user).visible_office_ids
    if ids is None:
        return Case.objects.all()
    takes_part = Participation.objects.filter(complaint__case=OuterRef("pk"), office__in=ids)
    return Case.objects.filter(Q(office__in=ids) | Exists(takes_part))


def may_see(user: User, record: Complaint | Case) -> Verdict:
    """May `user` open this record?"""
    visible = visible_cases(user) if isinstance(record, Case) else visible_complaints(user)
    if visible.filter(pk=record.pk).exists():
        return YES
    return Verdict(False, _("这件事不在您单位的管辖范围内。"))


def informants_known(user: User) -> Q:
    """Complaints of which `user` may learn who told: of a report (举报) the head and the lead only.

    Law: Order 423 art. 9. A search by a person's number goes through this, or it would answer.
    """
    scope = scope_of(user)
    headed = [m.office_id for m in scope.memberships if m.role == Role.BODY_HEAD]
    leads = Q(office__in=scope.office_ids) & (Q(lead=user.pk) | Q(case__lead=user.pk))
    return ~Q(kind=ComplaintKind.REPORT) | Q(office__in=headed) | leads


def may_reveal_identity(user: User, record: Complaint | Case) -> Verdict:
    """May `user` read full ID-card, phone and bank-card numbers here (each reveal is logged)?

    The owner office's own people who handle cases: before a transfer is accepted that is the first
    office, so its officer too. A supervisor or an office that only watches may not.
    """
    scope = scope_of(user)
    needed = {Role.CLERK, Role.INSPECTOR, Role.BODY_HEAD}
    if scope.roles_at(record.office_id) & needed:
        return YES
    return Verdict(False, _("只有承办单位的经办人员可以查看完整身份信息。"))
