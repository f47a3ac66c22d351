"""Wage deposits, special accounts and the unsettled price of a project, and what was taken of them (yuan)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, Sum

from casework.law.money import ZERO, total
from casework.models import ConstructionProject, Payment, ProjectAccount
from casework.vocabulary import AccountKind, PayerKind, PaymentMethod


@dataclass(frozen=True)
class Balance:
    """What was lodged of one kind over all accounts of a project, what was used and what is left."""

    kind: str
    accounts: list[ProjectAccount]
    used: Decimal

    @property
    def lodged(self) -> Decimal:
        return total(account.lodged_yuan for account in self.accounts)

    @property
    def left(self) -> Decimal:
        return self.lodged - self.used

    @property
    def label(self) -> str:
        return str(AccountKind(self.kind).label)


def balances_of(project_id: int) -> list[Balance]:
    """Return the balance of each kind of account the project has, special account first.

    Of the special account is taken what it pays (代发), whoever's debt that is; of the deposit only
    what the deposit itself pays.
    """
    accounts = list(ProjectAccount.objects.filter(project=project_id).defer("account_no"))
    if not accounts:
        return []
    from_account = Q(method=PaymentMethod.SPECIAL_ACCOUNT) | Q(payer=AccountKind.SPECIAL_ACCOUNT)
    from_deposit = Q(payer=AccountKind.DEPOSIT)
    used = Payment.objects.filter(claim__case__project=project_id).aggregate(
        special_account=Sum("amount_yuan", filter=from_account & ~from_deposit),
        deposit=Sum("amount_yuan", filter=from_deposit),
    )
    return [
        Balance(kind, own, used[kind] or ZERO)
        for kind in AccountKind.values
        if (own := [account for account in accounts if account.kind == kind])
    ]


def balance_of(project_id: int, kind: str) -> Balance | None:
    """Return the balance of one kind, None when the project has no such account on record."""
    return next((b for b in balances_of(project_id) if b.kind == kind), None)


def unsettled_price(project: ConstructionProject) -> tuple[Decimal, Decimal] | None:
    """Return what the developer had not settled on the recorded day, and what it advanced since.

    None when the price is not on record. Law: Order 724 art. 29: it advances within that price.
    """
    if project.unsettled_yuan is None:
        return None
    rows = Payment.objects.filter(claim__case__project=project.pk, payer=PayerKind.DEVELOPER)
    if project.unsettled_on is not None:
        rows = rows.filter(paid_on__gte=project.unsettled_on)
    advanced: Decimal | None = rows.aggregate(sum=Sum("amount_yuan"))["sum"]
    return project.unsettled_yuan, advanced or ZERO
