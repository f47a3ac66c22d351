"""Acts of administration on accounts and offices, each with its row in the log, in one transaction."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from axes.utils import reset
from django.db import transaction

from casework import clock
from casework.administering import Reach, open_memberships
from casework.law.errors import SentenceError, gettext_noop
from casework.models import AdminEntry, GrantRequest, Membership, Office, User
from casework.vocabulary import AdminKind, Role

ONE_TIME_FOR = timedelta(days=3)
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that are mistaken for each other on paper
GROUPS, GROUP = 4, 4
PERSON = ("full_name", "badge_no", "work_phone")
OFFICE = ("name", "short_name", "hotline", "window", "address", "hours")


class NotAllowedError(SentenceError):
    """This administrator may not do this; the sentence says why."""


def note(
    kind: str, by: User, *, user: User | None = None, office: Office | None = None, **facts: Any
) -> AdminEntry:
    """Write one row of the administration log."""
    return AdminEntry.objects.create(kind=kind, actor=by, user=user, office=office, facts=facts)


@transaction.atomic
def create_user(
    reach: Reach, *, username: str, person: Mapping[str, str], office: Office, role: str,
    valid_from: date, valid_to: date | None, is_principal: bool = False,
) -> tuple[User, str]:  # fmt: skip
    """Create an account with its first role; return it with the one-time password, shown once."""
    user = User(username=username, **person)
    password = _one_time(user)
    user.save()
    note(AdminKind.USER_CREATED, reach.user, user=user, office=office)
    grant(reach, user, office=office, role=role, valid_from=valid_from, valid_to=valid_to,
          is_principal=is_principal)  # fmt: skip
    return user, password


@transaction.atomic
def change_person(reach: Reach, user: User, person: Mapping[str, str]) -> None:
    """Change name, badge and telephone; the log names the fields, not what stood there."""
    _require(reach, user)
    changed = [name for name in PERSON if getattr(user, name) != person[name]]
    if changed:
        for name in changed:
            setattr(user, name, person[name])
        user.save(update_fields=changed)
        note(AdminKind.USER_CHANGED, reach.user, user=user, fields=changed)


@transaction.atomic
def grant(
    reach: Reach, user: User, *, office: Office, role: str, valid_from: date,
    valid_to: date | None, is_principal: bool = False,
) -> Membership | GrantRequest:  # fmt: skip
    """Give a role for a span of time; that of an administrator waits for a second administrator."""
    verdict = reach.may_grant(user, office, role)
    if not verdict.ok:
        raise NotAllowedError(verdict.reason)
    User.objects.select_for_update().get(pk=user.pk)
    if any(m.office_id == office.pk and m.role == role for m in open_memberships(user)):
        raise NotAllowedError(gettext_noop("此人在这个机构已有这个角色。"))
    span = {"valid_from": valid_from, "valid_to": valid_to}
    facts = {"role": role, **{name: day.isoformat() for name, day in span.items() if day}}
    if role == Role.ADMINISTRATOR:
        if GrantRequest.objects.filter(user=user, office=office, decided_at__isnull=True).exists():
            raise NotAllowedError(gettext_noop("已经提请，等待另一名系统管理员同意。"))
        note(AdminKind.GRANT_ASKED, reach.user, user=user, office=office, **facts)
        return GrantRequest.objects.create(
            user=user, office=office, asked_by=reach.user, valid_from=valid_from, valid_to=valid_to
        )
    principal = is_principal and role == Role.DEPARTMENT_HEAD
    note(AdminKind.ROLE_GRANTED, reach.user, user=user, office=office,
         **facts, principal=principal)  # fmt: skip
    return Membership.objects.create(
        user=user, office=office, role=role, is_principal=principal, **span
    )


@transaction.atomic
def decide(reach: Reach, request: GrantRequest, *, granted: bool) -> None:
    """Confirm or refuse a new administrator: another administrator than the one who asked."""
    request = GrantRequest.objects.select_for_update(of=("self",)).select_related(
        "user", "office"
    ).get(pk=request.pk)  # fmt: skip
    if request.decided_at is not None:
        raise NotAllowedError(gettext_noop("这项任命已经办理。"))
    if reach.user.pk == request.asked_by_id:
        raise NotAllowedError(gettext_noop("任命系统管理员须由另一名系统管理员同意。"))
    if Role.ADMINISTRATOR not in reach.roles:
        raise NotAllowedError(gettext_noop("任命系统管理员须由另一名系统管理员同意。"))
    if granted:
        verdict = reach.may_grant(request.user, request.office, Role.ADMINISTRATOR)
        if not verdict.ok:
            raise NotAllowedError(verdict.reason)
        Membership.objects.create(
            user=request.user, office=request.office, role=Role.ADMINISTRATOR,
            valid_from=request.valid_from, valid_to=request.valid_to,
        )  # fmt: skip
    request.decided_by, request.decided_at, request.granted = reach.user, clock.now(), granted
    request.save(update_fields=["decided_by", "decided_at", "granted"])
    kind = AdminKind.GRANT_CONFIRMED if granted else AdminKind.GRANT_REFUSED
    note(kind, reach.user, user=request.user, office=request.office, role=Role.ADMINISTRATOR)


@transaction.atomic
def end_membership(reach: Reach, membership: Membership, *, last_day: date) -> None:
    """End a role with `last_day`; never deleted, so that old acts keep their ground."""
    _require(reach, membership.user)
    # A role that has not begun ends on the day before it begins: it was never held.
    membership.valid_to = max(last_day, membership.valid_from - timedelta(days=1))
    membership.save(update_fields=["valid_to"])
    note(AdminKind.ROLE_ENDED, reach.user, user=membership.user, office=membership.office,
         role=membership.role, valid_to=membership.valid_to.isoformat())  # fmt: skip


@transaction.atomic
def set_active(reach: Reach, user: User, *, active: bool) -> None:
    """Close an account, whose open sessions end with it, or open it again."""
    _require(reach, user)
    if user.is_active == active:
        return
    user.is_active = active
    user.save(update_fields=["is_active"])
    note(AdminKind.USER_ACTIVATED if active else AdminKind.USER_DEACTIVATED, reach.user, user=user)


@transaction.atomic
def reset_password(reach: Reach, user: User) -> str:
    """Set a one-time password and return it, shown once; every open session of the account ends."""
    _require(reach, user)
    password = _one_time(user)
    user.save(update_fields=["password", "one_time_until"])
    reset(username=user.username)
    note(AdminKind.PASSWORD_RESET, reach.user, user=user)
    return password


@transaction.atomic
def lift_lock(reach: Reach, user: User) -> None:
    """Forget the failed sign-ins of an account."""
    _require(reach, user)
    reset(username=user.username)
    note(AdminKind.LOCK_LIFTED, reach.user, user=user)


@transaction.atomic
def change_office(reach: Reach, office: Office, values: Mapping[str, str]) -> None:
    """Change what is published of an office; the log keeps what stood there before."""
    if not reach.offices().filter(pk=office.pk).exists():
        raise NotAllowedError(gettext_noop("这个机构不在您的管理范围内。"))
    before = {
        name: getattr(office, name) for name in OFFICE if getattr(office, name) != values[name]
    }
    if before:
        for name in before:
            setattr(office, name, values[name])
        office.save(update_fields=list(before))
        note(AdminKind.OFFICE_CHANGED, reach.user, office=office, before=before)


def password_was_changed(user: User) -> None:
    """Note that somebody chose a password of the own; the one-time one is over."""
    with transaction.atomic():
        user.one_time_until = None
        user.save(update_fields=["one_time_until"])
        note(AdminKind.PASSWORD_CHANGED, user, user=user)


def _require(reach: Reach, user: User) -> None:
    verdict = reach.may_change(user)
    if not verdict.ok:
        raise NotAllowedError(verdict.reason)


def _one_time(user: User) -> str:
    password = "-".join(
        "".join(secrets.choice(LETTERS) for _letter in range(GROUP)) for _group in range(GROUPS)
    )
    user.set_password(password)
    user.one_time_until = clock.now() + ONE_TIME_FOR
    return password
