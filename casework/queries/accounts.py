"""Wage deposits and special accounts of a project, and what the ledger has taken from them (yuan)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from casework.law.money import ZERO, total
from casework.models import Payment, ProjectAccount
from casework.vocabulary import AccountKind


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
    """Return the balance of each kind of account the project has, special account first."""
    accounts = list(ProjectAccount.objects.filter(project=project_id).defer("account_no"))
    if not accounts:
        return []
    used = dict(
        Payment.objects.filter(claim__case__project=project_id, payer__in=AccountKind.values)
        .order_by()
        .values_list("payer")
        .annotate(sum=Sum("amount_yuan"))
    )
    return [
        Balance(kind, own, used.get(kind, ZERO))
        for kind in AccountKind.values
        if (own := [account for account in accounts if account.kind == kind])
    ]


def balance_of(project_id: int, kind: str) -> Balance | None:
    """Return the balance of one kind, None when the project has no such account on record."""
    return next((b for b in balances_of(project_id) if b.kind == kind), None)
