"""Staff of every office of the demonstration, and the demo accounts among them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from random import Random

from django.contrib.auth.hashers import make_password

from casework.demo_accounts import ACCOUNTS, PASSWORD, Account
from casework.models import Membership, Office, User
from casework.models.actor import Actor
from casework.vocabulary import DivisionLevel, Role
from workflows.demo import names

SINCE = date(2024, 1, 1)
SHOWN = "金水区"
"""The county of the demo accounts; it has a deputy too."""
OVERSIGHT = (DivisionLevel.CITY, DivisionLevel.PROVINCE)


class Staff:
    """Who works where: `actor(office, role)` answers from memory."""

    def __init__(self) -> None:
        self._held: dict[tuple[int, str], list[Actor]] = defaultdict(list)
        rows = Membership.objects.filter(valid_to__isnull=True, user__is_active=True)
        for row in rows.select_related("user", "office__division").order_by("id"):
            actor = Actor(row.role, row.user, row.office, is_principal=row.is_principal)
            self._held[row.office_id, row.role].append(actor)

    def actors(self, office: Office, role: str) -> list[Actor]:
        """Return everybody of `role` at `office`, the demo account first, a deputy last."""
        return self._held[office.pk, role]

    def actor(self, office: Office, role: str, index: int = 0) -> Actor:
        """Return one of them; `index` counts around."""
        held = self.actors(office, role)
        return held[index % len(held)]


def hire_all(seed: int) -> Staff:
    """Create the staff that is missing at every office and return them all."""
    have = set(Membership.objects.values_list("office_id", "role"))
    accounts = {(a.place, a.role): a for a in ACCOUNTS}
    no_login, login = make_password(None), make_password(PASSWORD)
    known = set(User.objects.values_list("username", flat=True))
    users: list[User] = []
    posts: list[Membership] = []
    offices = Office.objects.filter(closed_on__isnull=True).select_related("division")
    for office in offices.order_by("division__code", "id"):
        rng = Random(f"{seed}:staff:{office.division.code}")  # noqa: S311  names, not secrets
        account_place = office.division.name
        for role, count in establishment(office, rng):
            account = accounts.get((account_place, role))
            if account is not None and account.username not in known:
                users.append(account_user(account, login))
                posts.append(_post(users[-1], office, role, first=True))
            if (office.pk, role) in have:
                continue
            for number in range(count - (account is not None)):
                users.append(colleague(office, role, number, rng, no_login))
                first = number == 0 and account is None
                posts.append(_post(users[-1], office, role, first=first))
    User.objects.bulk_create(users)
    Membership.objects.bulk_create(posts)
    return Staff()


def _post(user: User, office: Office, role: str, *, first: bool) -> Membership:
    """Return an unsaved post; the first department head is the principal (正职), others deputies."""
    principal = first and role == Role.DEPARTMENT_HEAD
    return Membership(
        user=user, office=office, role=role, is_principal=principal, valid_from=SINCE
    )  # fmt: skip


def establishment(office: Office, rng: Random) -> list[tuple[str, int]]:
    """Return how many people of which role an office of this level has."""
    shown = office.division.name == SHOWN
    plan = [
        (Role.BODY_HEAD, 1),
        (Role.DEPARTMENT_HEAD, 2 if shown else 1),
        (Role.INSPECTOR, rng.randint(3, 5)),  # one can be recused
        (Role.CLERK, rng.randint(1, 2)),
        (Role.LEGAL, 1),
        (Role.CREDIT, 1),
    ]
    if office.division.level in OVERSIGHT:
        plan.append((Role.SUPERVISOR, 2))
    if office.division.level == DivisionLevel.PROVINCE:
        plan += [(Role.AUDITOR, 1), (Role.ADMINISTRATOR, 1)]
    return [(role.value, count) for role, count in plan]


def account_user(account: Account, password: str) -> User:
    """Return the unsaved user of a demo account."""
    return User(
        username=account.username, full_name=account.full_name, password=password, is_demo=True,
        is_staff=account.is_superuser, is_superuser=account.is_superuser,
        badge_no=f"豫监演示-{account.username[:20]}",
    )  # fmt: skip


def colleague(office: Office, role: str, number: int, rng: Random, password: str) -> User:
    """Return an unsaved member of staff who cannot sign in."""
    code = office.division.code
    return User(
        username=f"{code}-{role.replace('_', '-')}-{number + 1}",
        full_name=names.person(rng),
        password=password,
        badge_no=f"豫监{code}{role[:3].upper()}{number + 1:02d}",
        work_phone=office.hotline,
        is_demo=True,
    )
