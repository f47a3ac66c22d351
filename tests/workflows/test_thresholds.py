"""The crime and listing amount over all counties: scenarios 14 and 16 to 19 of law.md B3."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from casework.models import CaseEvent, Deadline, ThresholdCrossing
from casework.queries.thresholds import open_crossing, reckoning
from casework.vocabulary import EventKind, Role
from notifications.recipients import Audience
from tests import cast, factories
from tests.listing_helpers import at, expired, pay, served, sweep
from workflows.actions.merging import merge_employers, undo_merge

pytest_plugins = ("tests.cast",)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province")]

ONE_MONTH = {"period_start": date(2026, 4, 1), "period_end": date(2026, 4, 30)}
JINSHUI, ERQI = cast.JINSHUI, "二七区"


def crossed(case):
    rows = CaseEvent.objects.filter(case=case.pk, kind=EventKind.THRESHOLD_CROSSED)
    return list(rows.order_by("seq"))


def people(first: int, amounts: list[str]):
    return [factories.worker(first + n, amount) for n, amount in enumerate(amounts)]


def test_scenario_14_paid_before_the_term_leaves_seven_workers_below_both_limbs():
    amounts = ["12666.67"] * 29 + ["12666.57"] + ["4657.14"] * 6 + ["4657.16"]
    case = served("2026-06-01", workers=people(1, amounts), **ONE_MONTH)
    assert case.unpaid_yuan == Decimal("412600.00")
    paid = list(case.claims.order_by("position").values_list("pk", "verified_yuan"))[:30]
    assert sum(sum_ for _, sum_ in paid) == Decimal("380000.00")
    pay(case, "2026-06-05", dict(paid))
    sweep("2026-06-09")

    case = factories.fresh(case)
    found = reckoning(case.employer_id).standing
    assert case.state == "overdue"
    assert (found.workers, found.unpaid, found.reached) == (7, Decimal("32600.00"), False)
    assert open_crossing(case.employer_id) is None
    assert crossed(case) == []


@pytest.mark.parametrize(
    ("yuan", "end", "reached"),
    [("8000.00", date(2026, 5, 31), True), ("7999.99", date(2026, 5, 31), False),
     ("20000.00", date(2026, 4, 30), False)],
)  # fmt: skip
def test_scenario_16_limb_a(yuan, end, reached):
    case = expired("2026-06-01", "2026-06-09", workers=[yuan], period_end=end)
    assert bool(crossed(case)) is reached
    crossing = open_crossing(case.employer_id)
    assert (crossing is not None and crossing.by_one and not crossing.by_many) is reached


@pytest.mark.parametrize(
    ("amounts", "reached"), [(["22222.22"] * 9, False), (["4000.00"] * 10, True)]
)
def test_scenario_17_limb_b(amounts, reached):
    case = expired("2026-06-01", "2026-06-09", workers=people(1, amounts), **ONE_MONTH)
    assert bool(crossed(case)) is reached


def two_counties(workers_b, expires_b: str = "2026-06-03"):
    a = served("2026-06-01", JINSHUI, workers=people(1, ["4166.67"] * 5 + ["4166.65"]), **ONE_MONTH)
    b = served(expires_b, ERQI, workers=workers_b, **ONE_MONTH)
    return a, b


def test_scenario_18_orders_of_two_counties_are_added_up():
    a, b = two_counties(people(20, ["3600.00"] * 5))
    sweep("2026-06-09")
    assert open_crossing(a.employer_id) is None

    sweep("2026-06-11")

    crossing = ThresholdCrossing.objects.get()
    assert (crossing.workers, crossing.unpaid_yuan) == (11, Decimal("43000.00"))
    assert crossing.lead_case_id == a.pk
    assert crossing.superior.division.name == cast.ZHENGZHOU
    assert crossing.expired_on == date(2026, 6, 10)
    assert {line["case"] for line in crossing.lines} == {a.pk, b.pk}
    for case in (a, b):
        (event,) = crossed(case)
        assert event.facts["workers"] == 11
        assert (crossing.superior_id in event.offices) is (case == a)


def test_scenario_18_not_before_the_other_order_has_expired():
    a, _b = two_counties(people(20, ["3600.00"] * 5), expires_b="2026-06-20")
    sweep("2026-06-11")
    assert open_crossing(a.employer_id) is None


def test_scenario_18_the_counties_and_their_superior_are_told_at_once():
    chen, he = cast.person("chen"), cast.person("he")
    other = cast.someone(cast.office(ERQI), Role.BODY_HEAD)
    a, b = two_counties(people(20, ["3600.00"] * 5))
    sweep("2026-06-11")
    events = crossed(a) + crossed(b)
    audience = Audience(events)
    told = {event.case_id: {r.user_id for r in audience.of(event) if r.user_id} for event in events}
    assert {he.pk, chen.pk} <= told[a.pk]
    assert other.pk in told[b.pk]
    assert chen.pk not in told[b.pk]  # the superior hears of it once, from the case that leads
    assert he.pk not in told[b.pk]


def test_scenario_18_counties_of_two_cities_have_the_province_above_them():
    a = served("2026-06-01", JINSHUI, workers=people(1, ["4166.67"] * 6), **ONE_MONTH)
    served("2026-06-03", cast.SHANGSHUI, workers=people(20, ["3600.00"] * 5), **ONE_MONTH)
    sweep("2026-06-11")
    crossing = open_crossing(a.employer_id)
    assert crossing is not None
    assert crossing.superior.division.name == cast.HENAN


def test_scenario_19_a_worker_of_both_counties_is_one_worker():
    """Ten workers and 40 000 yuan, to the fen at the edge: still reached."""
    a, _b = two_counties([factories.worker(1, "3600.00"), *people(20, ["3750.00"] * 4)])
    sweep("2026-06-11")
    found = reckoning(a.employer_id)
    # What the worker told twice for the same months was set aside when the second county accepted.
    assert found.standing.workers == 10
    assert len(found.lines) == 10
    assert open_crossing(a.employer_id) is not None


def test_scenario_19_nine_workers_named_eleven_times_stay_below():
    both = [factories.worker(1, "3600.00"), factories.worker(2, "3600.00")]
    a, _b = two_counties([*both, *people(20, ["3600.00"] * 3)])
    sweep("2026-06-11")
    assert reckoning(a.employer_id).standing.workers == 9
    assert open_crossing(a.employer_id) is None


def test_a_payment_that_lowers_the_sum_is_journaled_and_a_reversal_crosses_again():
    case = expired("2026-06-01", "2026-06-09", workers=["9000.00"])
    (claim,) = case.claims.all()
    pay(case, "2026-06-10", {claim.pk: "1000.01"})
    kinds = [e.kind for e in CaseEvent.objects.filter(case=case.pk).order_by("seq")]
    assert kinds[-1] == EventKind.THRESHOLD_LEFT
    assert open_crossing(case.employer_id) is None

    with at("2026-06-11"):
        factories.do("reverse_payment", case, case.lead,
                     {"payment": claim.payments.get().pk, "reason": "凭证是假的。"})  # fmt: skip
    assert len(crossed(case)) == 2
    assert ThresholdCrossing.objects.count() == 2


def test_a_case_that_joins_later_is_told_and_the_first_is_not_told_again():
    a = expired("2026-06-01", "2026-06-09", workers=["9000.00"])
    b = served("2026-06-20", ERQI, workers=people(20, ["3600.00"]), **ONE_MONTH)
    sweep("2026-06-30")
    assert (len(crossed(a)), len(crossed(b))) == (1, 1)


def test_an_order_without_force_leaves_no_line():
    case = expired("2026-06-01", "2026-06-09", workers=["9000.00"])
    case.documents.filter(kind="pay_order").update(state="void")
    assert reckoning(case.employer_id).lines == []


def test_the_sheet_shows_each_line_with_masked_names_to_staff_in_scope_only():
    a, b = two_counties(people(20, ["3600.00"] * 5))
    sweep("2026-06-11")
    client = Client()
    client.force_login(a.lead, "django.contrib.auth.backends.ModelBackend")
    with at("2026-06-12"):
        page = client.get(reverse("threshold", args=[a.employer_id]))
    text = page.content.decode()
    assert page.status_code == 200
    assert a.number in text
    assert b.number in text
    assert text.count("data-row") == 11
    assert "43,000.00" in text
    for claim in [*a.claims.all(), *b.claims.all()]:
        assert claim.worker.name not in text
    assert reverse("case", args=[b.pk]) not in text  # another county's case is named, not opened

    client.force_login(cast.person("liu"), "django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("threshold", args=[a.employer_id])).status_code == 404


def test_the_sheet_of_a_report_names_nobody():
    case = expired("2026-06-01", "2026-06-09", workers=["9000.00"], kind="report")
    (line,) = reckoning(case.employer_id).lines
    assert line.worker == "＊＊"


def test_a_whole_group_costs_no_more_statements_than_one(django_assert_max_num_queries):
    case = expired("2026-06-01", "2026-06-09", workers=people(1, ["4000.00"] * 12), **ONE_MONTH)
    assert Deadline.objects.filter(case=case.pk).exists()
    with django_assert_max_num_queries(2), at("2026-06-10"):
        found = reckoning(case.employer_id)
        assert [line.worker for line in found.lines]
        assert found.cases[0].office.division.name == JINSHUI


def test_merging_two_files_of_one_employer_adds_up_what_they_owe_and_undoing_takes_it_apart():
    a = expired("2026-06-01", "2026-06-09", workers=people(1, ["4166.67"] * 6), **ONE_MONTH)
    b = expired("2026-06-03", "2026-06-11", ERQI, workers=people(20, ["3600.00"] * 5),
                employer_name="宏远劳务（虚构）", uscc="", **ONE_MONTH)  # fmt: skip
    assert a.employer_id != b.employer_id
    assert not ThresholdCrossing.objects.exists()
    sun = cast.actor(cast.person("sun"))
    with at("2026-06-12"):
        merge = merge_employers(kept=a.employer, dropped=b.employer, actor=sun, reason="同一家。")
    assert (len(crossed(a)), len(crossed(b))) == (1, 1)
    with at("2026-06-13"):
        undo_merge(merge, actor=sun, reason="查明是两家。")
    assert open_crossing(a.employer_id) is None
