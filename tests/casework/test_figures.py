"""The figures: each as counted by hand from the rows, whole after a rebuild, true for a past day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Sum

from casework import clock
from casework.models import (
    Case,
    Complaint,
    FigureMove,
    FigurePeriod,
    WageClaim,
)
from casework.queries import figures
from casework.queries.figures import Scope, today_of
from casework.queries.figures.measures import MEASURES
from casework.vocabulary import Industry
from tests import cast, factories
from tests.factories import SHANGHAI, advance, do, file_at, fresh, head_of, pair

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.django_db
YEAR = date(2026, 1, 1)


@pytest.fixture(autouse=True)
def _in_december(province: None, media: Any) -> Any:
    with clock.at(datetime(2026, 12, 1, 10, tzinfo=SHANGHAI)):
        yield


def later(days: int) -> None:
    clock._fixed.set(clock.now() + timedelta(days=days))


def now(**within: Any) -> dict[str, Any]:
    return figures.read([today_of(YEAR, date(2027, 6, 30), **within)])[0].total()


def as_of(day: date, **within: Any) -> dict[str, Any]:
    return figures.read([Scope(YEAR, day, day, **within)])[0].total()


def snapshot() -> list[tuple[Any, ...]]:
    names = [f.name for f in FigureMove._meta.fields if f.name != "id"]
    return sorted(FigureMove.objects.values_list(*names), key=str)


def test_a_matter_is_counted_at_each_step() -> None:
    complaint = file_at(workers=["12500.00", "8000.00"])
    assert now()["clues"] == 1
    assert now()["filed"] == 0
    advance(complaint, "investigating")
    found = now()
    assert (found["accepted"], found["filed"], found["open"], found["workers"]) == (1, 1, 1, 2)
    assert found["amount"] == Decimal("20500.00")
    claims = list(WageClaim.objects.order_by("position"))
    advance(complaint, "served", owed={claims[0].pk: "10000.00", claims[1].pk: "8000.00"})
    found = now()
    assert found["amount"] == Decimal("18000.00")
    assert found["ordered"] == 1
    case = fresh(complaint).case
    do("record_payments", case, fresh(complaint).lead,
       factories.payments_for(case, {claims[0].pk: "4000.00"}))  # fmt: skip
    found = now()
    assert (found["paid"], found["owed"]) == (Decimal("4000.00"), Decimal("14000.00"))
    assert found["recovery_rate"] == Decimal("22.2")
    advance(complaint, "told")
    found = now()
    assert (found["closed"], found["told"], found["open"]) == (1, 1, 0)
    assert (found["owed"], found["closing_rate"]) == (Decimal("0.00"), Decimal("100.0"))
    assert (found["acceptance_in_time"], found["clues_left"]) == (Decimal("100.0"), 0)


def test_the_sums_are_those_of_the_rows() -> None:
    """Counted a second way, from the tables themselves."""
    for stage in ("filed", "supplement", "rejected", "withdrawn", "investigating", "served",
                  "complied", "told", "paid", "transferred"):  # fmt: skip
        advance(file_at(workers=["12500.00", "8000.00"]), stage)
    found = now()
    assert found["clues"] == Complaint.objects.count() == 10
    assert found["accepted"] == Complaint.objects.filter(case__isnull=False).count()
    assert found["filed"] == Case.objects.count()
    assert found["closed"] == Case.objects.filter(closed_on__isnull=False, state="closed").count()
    assert found["workers"] == sum(c.worker_count for c in Case.objects.all())
    assert found["owed"] == sum(
        (c.verified_yuan or c.claimed_yuan) - c.paid_yuan for c in Case.objects.all()
    )
    assert found["paid"] == sum(c.paid_yuan for c in Case.objects.all())
    by_office = figures.read([today_of(YEAR, date(2027, 1, 1))])[0].by_office()
    for office in cast.Office.objects.filter(pk__in=by_office):
        mine = Complaint.objects.filter(office=office).count()
        assert by_office[office.pk]["clues"] == mine


def test_a_past_day_gives_what_was_true_then() -> None:
    complaint = advance(file_at(), "investigating")
    before = now()
    later(20)
    advance(complaint, "told")
    other = file_at()
    assert as_of(date(2026, 12, 1)) == before
    assert now()["clues"] == 2
    later(12)
    do("transfer_complaint", other, head_of(other),
       {"office": cast.office(cast.SHANGSHUI).pk, "reason": "用工所在地在商水县。"})  # fmt: skip
    assert as_of(date(2026, 12, 1)) == before


def test_a_rebuild_changes_nothing() -> None:
    for stage in ("served", "told", "transferred", "paid", "withdrawn"):
        advance(file_at(workers=2), stage)
    later(9)
    advance(file_at(cast.SHANGSHUI, cast.JINSHUI), "investigating")
    figures.refresh()
    kept = snapshot()
    assert kept
    assert figures.rebuild() == len(kept)
    assert snapshot() == kept


def test_a_transferred_complaint_counts_for_its_owner_of_the_day() -> None:
    complaint = file_at(cast.SHANGSHUI, cast.JINSHUI)
    here, there = cast.office(cast.SHANGSHUI).pk, cast.office(cast.JINSHUI).pk
    assert now(offices=(here,))["clues"] == 1
    assert now(offices=(there,))["clues"] == 0
    later(1)
    do("accept_transfer", complaint, cast.someone(cast.office(cast.JINSHUI), "body_head"))
    assert (now(offices=(here,))["clues"], now(offices=(there,))["clues"]) == (0, 1)
    assert as_of(date(2026, 12, 1), offices=(here,))["clues"] == 1
    assert now()["clues"] == 1


def test_late_is_late_from_the_day_after_until_it_is_done() -> None:
    complaint = file_at()
    assert now()["overdue"] == 0
    later(8)  # the fifth working day after 1 December is the 8th
    assert as_of(date(2026, 12, 8))["overdue"] == 0
    assert now()["overdue"] == 1
    assert now()["acceptance_in_time"] == Decimal("0.0")
    later(1)
    advance(complaint, "investigating")
    assert now()["overdue"] == 0
    assert as_of(date(2026, 12, 9))["overdue"] == 1
    assert now()["acceptance_in_time"] == Decimal("0.0")


def test_a_corrected_trade_counts_from_that_day() -> None:
    complaint = advance(file_at(), "assigned")
    later(3)
    do("correct_complaint", complaint, complaint.lead,
       {"industry": "new_forms", "reason": "外卖骑手。"})  # fmt: skip
    assert now(tags=("new_forms",))["clues"] == 1
    assert now(tags=("construction",))["clues"] == 0
    day = date(2026, 12, 1)
    assert as_of(day, tags=("construction",))["clues"] == 1
    assert as_of(day, trade="new_forms")["clues"] == 0


def test_recovered_is_proven_or_confirmed() -> None:
    complaint = advance(file_at(), "served")
    do("record_payments", complaint.case, complaint.lead, factories.payments_for(complaint.case))
    assert (now()["paid"], now()["recovered"]) == (Decimal("12500.00"), Decimal("0.00"))
    payment = WageClaim.objects.get().payments.get()
    do("answer_payment", complaint, cast.Actor.complainant(),
       {"payment": payment.pk, "answer": "confirmed"})  # fmt: skip
    assert now()["recovered"] == Decimal("12500.00")


def test_first_response_is_the_first_act_after_filing() -> None:
    complaint = file_at()
    clock._fixed.set(clock.now() + timedelta(hours=3))
    do("assign_inspectors", complaint, head_of(complaint), pair(complaint))
    assert now()["first_response"] == Decimal("3.0")


def test_tags_widen_and_trade_narrows() -> None:
    file_at()
    file_at(industry=Industry.CATERING)
    file_at(industry=Industry.NEW_FORMS)
    assert now()["clues"] == 3
    assert now(tags=("construction", "new_forms"))["clues"] == 2
    assert now(trade="catering")["clues"] == 1
    assert now(channel="web")["clues"] == 3


def test_what_one_case_learns_of_a_project_counts_for_all_of_it() -> None:
    first, second = (
        advance(file_at(workers=[factories.worker(n)]), "investigating").case for n in (1, 2)
    )
    project = {"name": "宏远花园三期", "developer": "", "general_contractor": "", "address": ""}
    for case in (first, second):
        do("record_project", case, case.lead, {**project, "is_government": False})
    assert now(tags=("government",))["filed"] == 0
    do("record_project", first, first.lead, {**project, "is_government": True})
    assert now(tags=("government",))["filed"] == 2
    kept = snapshot()
    figures.rebuild()
    assert snapshot() == kept


def test_it_asks_few_questions(django_assert_max_num_queries: Callable[..., Any]) -> None:
    for _n in range(3):
        advance(file_at(), "investigating")
    with django_assert_max_num_queries(2):
        figures.read(
            [today_of(YEAR, date(2027, 1, 1)), today_of(YEAR, date(2027, 1, 1)).last_year()]
        )


def test_a_kept_period_is_the_sum_of_its_moves_at_any_time() -> None:
    complaint = advance(file_at(workers=2), "investigating")
    later(10)
    advance(complaint, "told")
    periods = [(YEAR, date(2026, 12, 1)), (YEAR, date(2026, 12, 11)), (YEAR, date(2026, 12, 31))]
    first, second = as_of(date(2026, 12, 1)), now()

    assert figures.keep(periods) == FigurePeriod.objects.count() == 3
    assert figures.keep(periods) == 0
    assert (as_of(date(2026, 12, 1)), now()) == (first, second)

    later(1)
    other = file_at(cast.SHANGSHUI, cast.JINSHUI)
    assert now()["clues"] == second["clues"] + 1
    assert {**now(), "clues": 0, "clues_left": 0} == {**second, "clues": 0, "clues_left": 0}
    assert now(trade="catering")["clues"] == 0
    do("accept_transfer", other, cast.someone(cast.office(cast.JINSHUI), "body_head"))
    advance(other, "investigating")
    assert_balances_are_their_moves()
    assert as_of(date(2026, 12, 1)) == first
    # No period kept between: the balance before and the moves since.
    assert as_of(date(2026, 12, 11))["clues"] == 1
    assert as_of(date(2026, 12, 12)) == now()

    figures.rebuild()
    assert_balances_are_their_moves()
    assert figures.keep(periods[:1]) == 0
    assert FigurePeriod.objects.count() == 1
    assert as_of(date(2026, 12, 1)) == first


def test_what_is_told_late_of_a_kept_day_is_booked_into_it() -> None:
    file_at()
    figures.keep([(YEAR, date(2026, 12, 1))])
    file_at()  # on the same day, after it was kept

    assert as_of(date(2026, 12, 1))["clues"] == 2
    assert_balances_are_their_moves()


def assert_balances_are_their_moves() -> None:
    """Summed a second way, by the ORM, for each kept period."""
    figures.refresh()
    dimensions = ("office", "industry", "channel", "government")
    total = {name: Sum(name) for name in MEASURES}
    assert FigurePeriod.objects.exists()
    for period in FigurePeriod.objects.all():
        moves = FigureMove.objects.filter(cohort_on__gte=period.begins, day__lte=period.on)
        expected = {tuple(row.values()) for row in moves.values(*dimensions).annotate(**total)}
        found = set(period.balances.values_list(*dimensions, *MEASURES))
        assert {row for row in found if any(row[4:])} == {r for r in expected if any(r[4:])}
