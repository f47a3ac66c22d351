"""Hold a payment against the fund it is said to come from, where the record knows what lies there."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from casework.law.money import grouped
from casework.models import Case, ConstructionProject, Liability
from casework.queries.accounts import balance_of, unsettled_price
from casework.vocabulary import AccountKind, PayerKind, PaymentMethod
from workflows.machines.step import Refused

ADVANCES_WITHIN_THE_PRICE = "第二十九条"


def check_funds(
    case: Case, *, payer: str, method: str, liability: Liability | None, amount: Decimal
) -> None:
    """Refuse `amount` (yuan) beyond what special account, deposit or unsettled price still hold.

    Where no account and no price is on record nobody knows, and nothing is refused. The project's
    row is locked, so that two cases of one site do not spend the same yuan. Law: Order 724 arts.
    29, 31, 32.
    """
    kind = _account_of(payer, method)
    if case.project_id is None or amount <= 0 or (kind is None and payer != PayerKind.DEVELOPER):
        return
    project = ConstructionProject.objects.select_for_update().get(pk=case.project_id)
    if kind is not None:
        _check_account(project, kind, amount)
    if payer == PayerKind.DEVELOPER:
        _check_price(case, project, liability, amount)


def _account_of(payer: str, method: str) -> AccountKind | None:
    if payer == PayerKind.DEPOSIT:
        return AccountKind.DEPOSIT
    if payer == PayerKind.SPECIAL_ACCOUNT or method == PaymentMethod.SPECIAL_ACCOUNT:
        return AccountKind.SPECIAL_ACCOUNT
    return None


def _check_account(project: ConstructionProject, kind: AccountKind, amount: Decimal) -> None:
    balance = balance_of(project.pk, kind)
    if balance is None or amount <= balance.left:
        return
    words = {"what": balance.label, "lodged": grouped(balance.lodged), "used": grouped(balance.used),
             "left": grouped(balance.left), "amount": grouped(amount)}  # fmt: skip
    raise Refused(
        _(
            "%(what)s登记存入 %(lodged)s 元，已用 %(used)s 元，余额 %(left)s 元，"
            "不够支付本次的 %(amount)s 元。后来又有存入的，请先登记。"
        )
        % words
    )


def _check_price(
    case: Case, project: ConstructionProject, liability: Liability | None, amount: Decimal
) -> None:
    """A developer who let the work unlawfully (art. 36) owes all of it: only art. 29 has a limit."""
    price = unsettled_price(project)
    if price is None:
        return
    found = liability or case.liabilities.filter(
        kind=PayerKind.DEVELOPER, ended_at__isnull=True
    ).first()  # fmt: skip
    if found is not None and ADVANCES_WITHIN_THE_PRICE not in found.article:
        return
    unsettled, advanced = price
    if amount > unsettled - advanced:
        words = {"price": grouped(unsettled), "used": grouped(advanced),
                 "left": grouped(unsettled - advanced), "amount": grouped(amount)}  # fmt: skip
        raise Refused(
            _(
                "建设单位以未结清的工程款为限先行垫付（《保障农民工工资支付条例》第二十九条）："
                "未结清 %(price)s 元，已垫付 %(used)s 元，还可垫付 %(left)s 元，少于本次的 %(amount)s 元。"
            )
            % words
        )
