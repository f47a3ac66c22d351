"""Properties of the money: rows add up to the case, paid never above due, a reversal restores."""

from __future__ import annotations

import re
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.journal import first_break
from casework.models import ExtraPayment, Payment, WageClaim
from casework.models.actor import Actor
from casework.queries.payers import orders_of, recourses_of
from tests import cast
from tests.factories import do, fresh, payments_for
from tests.workflows.test_payer_chain import two_orders
from workflows.dispatch import Incomplete
from workflows.machines.step import Refused

pytest_plugins = ("tests.cast",)
ROOT = Path(__file__).resolve().parents[2]
ZERO = Decimal("0.00")
FEN = st.integers(1, 120_000).map(lambda n: Decimal(n) / 100)
PAYERS = st.sampled_from(["employer", "subcontractor", "general_contractor", "emergency_fund"])
STEP = st.one_of(
    st.tuples(st.just("pay"), st.integers(0, 3), FEN, PAYERS, st.booleans()),
    st.tuples(st.just("reverse"), st.integers(0, 20)),
    st.tuples(st.just("leave"), st.integers(0, 3)),
    st.tuples(st.just("extra"), FEN),
)
RUNS = settings(
    max_examples=12, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


class Undone(Exception):  # noqa: N818  takes one example back
    pass


@pytest.fixture
def case(province):
    return two_orders(["300.00", "120.50", "0.01", "999.99"])


def take(case, step) -> None:
    """Try one step; a refusal leaves everything as it was, which `check` sees."""
    kind, *args = step
    claims = list(WageClaim.objects.filter(case=case.pk).order_by("position"))
    if kind == "pay":
        number, amount, payer, explained = args
        data = payments_for(case, {claims[number].pk: amount}) | {"payer": payer}
        data |= {"excess_reason": "凑整。"} if explained else {}
        do("record_payments", case, case.lead, data)
    elif kind == "reverse":
        rows = list(Payment.objects.filter(claim__case=case.pk).order_by("id"))
        chosen = rows[args[0] % len(rows)].pk if rows else 0
        do("reverse_payment", case, case.lead, {"payment": chosen, "reason": "记错。"})
    elif kind == "leave":
        complaint, one = case.complaints.get(), claims[args[0]].pk
        do("request_worker_withdrawal", complaint, Actor.complainant(),
           {"claims": [one], "reason": "结清。"})  # fmt: skip
        do("decide_worker_withdrawals", complaint, cast.person("he"),
           {f"answer_{one}": "confirm", f"note_{one}": "自愿。"})  # fmt: skip
    else:
        do("record_extra_payment", case, case.lead,
           {"payee": "外人", "amount": args[0], "paid_on": "2026-01-01", "payer": "employer",
            "method": "cash", "reason": "一并发放。"})  # fmt: skip


def check(case) -> None:
    """Rows, ledger, orders and recourse agree with the sums of the case, to the fen."""
    case = fresh(case)
    staying = list(WageClaim.objects.filter(case=case.pk, withdrawn_at__isnull=True))
    assert case.worker_count == len(staying)
    assert case.verified_yuan == sum((c.verified_yuan for c in staying), ZERO)
    assert case.paid_yuan == sum((c.paid_yuan for c in staying), ZERO)
    for claim in WageClaim.objects.filter(case=case.pk):
        booked = sum(claim.payments.values_list("amount_yuan", flat=True), ZERO)
        assert ZERO <= claim.paid_yuan == booked <= claim.verified_yuan
    assert all(row.reason for row in ExtraPayment.objects.filter(case=case.pk))
    assert [row.outstanding for row in orders_of(case)] == [case.unpaid_yuan] * 2
    for row in recourses_of([case]):
        kind = row.recourse.creditor_kind
        mine = Payment.objects.filter(claim__case=case.pk, payer=kind)
        assert row.advanced == sum(mine.values_list("amount_yuan", flat=True), ZERO)
    assert first_break(case) is None


@RUNS
@given(steps=st.lists(STEP, min_size=1, max_size=8))
def test_whatever_is_done_the_sums_stay_true(case, steps):
    try:
        with transaction.atomic():
            for step in steps:
                with suppress(Refused, Incomplete):
                    take(case, step)
                check(case)
            raise Undone
    except Undone:
        pass


@RUNS
@given(amount=FEN, number=st.integers(0, 3), payer=PAYERS)
def test_a_reversal_restores_what_was(case, amount, number, payer):
    try:
        with transaction.atomic():
            before = standing(case)
            take(case, ("pay", number, amount, payer, True))
            paid = Payment.objects.filter(claim__case=case.pk).latest("id")
            assert standing(case) != before
            do("reverse_payment", case, case.lead, {"payment": paid.pk, "reason": "退票。"})
            assert standing(case) == before
            check(case)
            raise Undone
    except Undone:
        pass


def standing(case):
    """What is owed and paid, of the case and of each worker."""
    case = fresh(case)
    rows = WageClaim.objects.filter(case=case.pk).order_by("pk")
    return (case.verified_yuan, case.paid_yuan, case.unpaid_yuan,
            list(rows.values_list("pk", "paid_yuan", "verified_yuan")))  # fmt: skip


def test_only_one_function_writes_the_sums_of_a_case():
    """`refresh_totals` derives them from the rows; an assignment elsewhere would be a second truth."""
    write = re.compile(r"\b(?:case|record|dossier)\.(?:verified_yuan|paid_yuan) *[-+]?= ")
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for package in ("casework", "workflows", "notifications")
        for path in sorted((ROOT / package).rglob("*.py"))
        if "migrations" not in path.parts and path != ROOT / "casework" / "records" / "cases.py"
        for line in path.read_text(encoding="utf-8").splitlines()
        if write.search(line)
    ]
    assert found == []
