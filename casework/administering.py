"""Who administers whom: accounts and offices within one's own part of the tree, and nothing else.

An administrator (系统管理员) reaches the office and, from a city or the province, every office
below it. The head of a body (监察机构负责人) reaches the own office, and grants the roles of those
who handle cases. Nobody changes the own roles. Accounts and case work are kept apart (三员分立): an
administrator or auditor holds no other role.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from casework import clock
from casework.access import YES, Verdict, scope_of
from casework.models import Membership, Office, User
from casework.vocabulary import DivisionLevel, Role

HEAD_GRANTS = (Role.CLERK, Role.INSPECTOR, Role.LEGAL, Role.CREDIT)
APART = (Role.ADMINISTRATOR, Role.AUDITOR)
"""Roles that go with no other: who keeps the keys, who looks on, who handles cases."""


@dataclass(frozen=True)
class Reach:
    """What one user administers. `whole`: every office; `paths`: every office below; `own`: these."""

    user: User
    whole: bool
    paths: tuple[str, ...]
    own: frozenset[int]
    roles: tuple[str, ...]

    def offices(self) -> QuerySet[Office]:
        """Offices within reach, in the order of the divisions."""
        rows = Office.objects.select_related("division").order_by("division__code", "id")
        if self.whole:
            return rows
        inside = Q(pk__in=self.own)
        for path in self.paths:
            inside |= Q(division__path__startswith=path)
        return rows.filter(inside)

    def users(self) -> QuerySet[User]:
        """People who work, or last worked, at an office within reach."""
        if self.whole:
            return User.objects.all()
        there = Membership.objects.filter(user=OuterRef("pk"), office__in=self.offices())
        return User.objects.filter(Exists(there))

    def may_change(self, other: User) -> Verdict:
        """May the account of `other` be changed: every role held lies within reach, not one's own."""
        if other.pk == self.user.pk:
            return Verdict(False, _("自己的账号由其他管理员办理。"))
        if other.is_superuser and not self.user.is_superuser:
            return Verdict(False, _("系统最高权限账号由同级管理员办理。"))
        held = open_memberships(other)
        ids = set(self.offices().values_list("pk", flat=True)) if not self.whole else None
        if ids is not None and any(m.office_id not in ids for m in held):
            return Verdict(False, _("此人在您管理范围以外任职，由上级管理员办理。"))
        if any(m.role not in self.roles for m in held):
            return Verdict(False, _("此人的角色由系统管理员办理。"))
        return YES

    def may_grant(self, other: User, office: Office, role: str) -> Verdict:
        """May `other` be given `role` at `office`?"""
        changed = self.may_change(other)
        if not changed.ok:
            return changed
        if role not in self.roles or not self.offices().filter(pk=office.pk).exists():
            return Verdict(False, _("您不能在这个机构授予这个角色。"))
        others = {m.role for m in open_memberships(other)} - {role}
        if others and (role in APART or others & set(APART)):
            return Verdict(False, _("系统管理员、审计员不能兼任其他角色。"))
        return YES


def reach_of(user: User) -> Reach | None:
    """Return what `user` administers, or None: nothing (then no page of administration opens)."""
    if not user.is_authenticated or not user.is_active:
        return None
    admin = [m.office for m in scope_of(user).memberships if m.role == Role.ADMINISTRATOR]
    headed = [m.office for m in scope_of(user).memberships if m.role == Role.BODY_HEAD]
    if not (user.is_superuser or admin or headed):
        return None
    levels = {office.pk: office.division.level for office in admin}
    return Reach(
        user=user,
        whole=user.is_superuser or DivisionLevel.PROVINCE in levels.values(),
        paths=tuple(o.division.path for o in admin if levels[o.pk] == DivisionLevel.CITY),
        own=frozenset(office.pk for office in admin or headed),
        roles=tuple(Role) if admin or user.is_superuser else HEAD_GRANTS,
    )


def open_memberships(user: User) -> list[Membership]:
    """Roles that are held or will be: not yet ended."""
    ending = Q(valid_to__isnull=True) | Q(valid_to__gte=clock.today())
    return list(
        Membership.objects.filter(ending, user=user).select_related("office").order_by("id")
    )
