"""Risk scores: plain points that add up, made only of what was known by the day, tried by hold-out."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from casework import clock
from casework.law import holdout
from casework.law.identity import make_uscc
from casework.law.risk import RULES, Line, back, band, total, winter_began
from casework.law.risk import TOP as MOST
from casework.models import (
    Employer,
    LawChange,
    RiskDismissal,
    RiskEvaluation,
    RiskPlace,
    RiskScore,
    Visit,
)
from casework.queries.risk import evaluation, scoring
from casework.records.lawbook import Ground, change_threshold
from casework.vocabulary import Role
from tests import cast, factories
from workflows.actions.merging import merge_employers
from workflows.sweeps.risk import make_scores

pytest_plugins = ("tests.cast",)
SHANGHAI = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 3, 2, 10, tzinfo=SHANGHAI)
OTHER = make_uscc("410105", 77)
COUNTS = st.dictionaries(st.sampled_from(sorted(RULES)), st.integers(0, 10**7), max_size=8)


def at(days: int):
    return clock.at(START + timedelta(days=days))


def client_of(user) -> Client:
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


# --- the arithmetic


@given(COUNTS, st.integers(0, 50))
def test_a_score_is_the_sum_of_its_lines_each_capped(counts, weight):
    lines = [Line(RULES[k], Decimal(n), RULES[k].points(Decimal(n), Decimal(weight)))
             for k, n in counts.items()]  # fmt: skip
    assert all(0 <= line.points <= line.rule.most for line in lines)
    assert total(lines) == min(sum(line.points for line in lines), MOST)
    more = [Line(one.rule, one.count + one.rule.step, one.rule.points(one.count + one.rule.step,
                 Decimal(weight))) for one in lines]  # fmt: skip
    assert total(more) >= total(lines), "more of a fact never lowers the score"


def test_bands_months_and_winters():
    assert [band(n, 25, 50) for n in (0, 24, 25, 49, 50, 100)] == [
        "low", "low", "middle", "middle", "high", "high"]  # fmt: skip
    assert back(date(2026, 3, 31), 1) == date(2026, 2, 28)
    assert back(date(2026, 1, 15), 12) == date(2025, 1, 15)
    assert winter_began(date(2026, 2, 28)) == date(2025, 11, 1)
    assert winter_began(date(2026, 11, 1)) == date(2026, 11, 1)
    assert winter_began(date(2026, 3, 1)) is None


# --- the hold-out measures, beside a computation by hand that shares nothing with them

ROWS = st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=1, max_size=40)


@given(ROWS, st.integers(1, 40))
def test_hold_out_measures_equal_a_computation_by_pairs_and_by_shuffling(rows, k):
    pairs = [(a, b) for a, hit in rows if hit for b, miss in rows if not miss]
    expected = sum(1.0 if a > b else 0.5 if a == b else 0.0 for a, b in pairs)
    found = holdout.auc(rows)
    assert found is None if not pairs else found == pytest.approx(expected / len(pairs))
    top = holdout.top(rows, k)
    k = min(k, len(rows))
    cut = sorted((score for score, _hit in rows), reverse=True)[k - 1]
    sure = [hit for score, hit in rows if score > cut]
    tied = [hit for score, hit in rows if score == cut]
    hits = sum(sure) + (k - len(sure)) * sum(tied) / len(tied)
    assert (top.k, top.hits) == (k, pytest.approx(hits))
    every = sum(hit for _score, hit in rows)
    assert top.precision == pytest.approx(hits / k)
    assert top.recall == pytest.approx(hits / every if every else 0)
    assert top.lift == pytest.approx((hits / k) / (every / len(rows)) if every else 0)


def test_ties_are_shared_out_as_chance_would():
    rows, rng = [(3, True), (2, True), (2, False), (2, False), (1, True)], Random(1)
    seen = []
    for _ in range(4000):
        order = sorted(rows, key=lambda row: (-row[0], rng.random()))
        seen.append(sum(hit for _s, hit in order[:2]))
    assert holdout.top(rows, 2).hits == pytest.approx(sum(seen) / len(seen), abs=0.05)


def test_rates_of_bands_with_their_interval():
    rows = [(80, True)] * 8 + [(80, False)] * 2 + [(0, False)] * 10
    high, low = holdout.by_band(rows, lambda score: "high" if score else "low", ("high", "low"))
    assert (high.n, high.hits, high.rate) == (10, 8, 0.8)
    assert (round(high.low, 3), round(high.high, 3)) == (0.49, 0.943)
    assert (low.hits, round(low.high, 3)) == (0, 0.278)


# --- from the history


@pytest.fixture
def history(province):
    """One employer with an order not obeyed, complained about again in another county; a second firm."""
    with at(0):
        first = factories.file_at(workers=["30000.00"] * 11)
    with at(1):
        factories.advance(first, "served", term_days=7)
    with at(20):
        from workflows.tasks import sweep_deadlines  # noqa: PLC0415

        sweep_deadlines()
        again = factories.file_at(None, cast.GUSHI)
        small = factories.file_at(uscc="", employer_name="河南小店有限公司（虚构）")
    return factories.fresh(first), again, small


def lines(kind, pk, day):
    return {one.rule.key: (int(one.count), one.points) for one in scoring.working(kind, pk, day).lines}  # fmt: skip


def test_each_line_says_what_was_counted_and_the_points_add_up(history):
    first, _again, small = history
    with at(21):
        today = clock.today()
        found = lines("employer", first.employer_id, today)
        assert found == {
            "risk_e_complaints": (2, 16), "risk_e_workers": (12, 4), "risk_e_unpaid": (330000, 15),
            "risk_e_refused": (1, 12), "risk_e_counties": (2, 6),
        }  # fmt: skip
        rows = {pk: (value, kept) for pk, value, kept in scoring.scores_as_of("employer", today)}
        value, kept = rows[first.employer_id]
        assert value == 53 == sum(points for _n, points in found.values())
        assert {key: (int(n), points) for key, n, points in kept} == found
        assert rows[small.employer_id][0] == 8
        made = scoring.working("employer", first.employer_id, today)
        assert {one.pk for one in made.sources["risk_e_refused"]} == {first.case_id}


def test_as_of_a_day_nothing_later_is_seen(history, he, administrator):
    first, again, small = history
    days = [(START + timedelta(days=n)).date() for n in (-1, 0, 5, 19, 20, 21)]
    with at(22):
        before = [scoring.scores_as_of("employer", day) for day in days]
        assert before[0] == []
        assert [len(rows) for rows in before] == [0, 1, 1, 1, 2, 2]
        one = [lines("employer", first.employer_id, day) for day in days]
    with at(40):  # later facts of every kind: paid, closed, complained again, corrected, merged
        factories.do("record_payments", first.case, first.lead, factories.payments_for(first.case))
        third = factories.file_at(uscc="", employer_name="河南小店有限公司（虚构）")
        factories.advance(third, "accepted")
        factories.do("correct_complaint", again, factories.head_of(again), {
            "reason": "工人写错了单位", "employer_name": "河南另一家劳务有限公司（虚构）",
            "uscc": OTHER, "industry": again.industry})  # fmt: skip
        kept = Employer.objects.get(pk=first.employer_id)
        dropped = Employer.objects.get(pk=small.employer_id)
        merge_employers(
            kept=kept, dropped=dropped, actor=cast.actor(administrator), reason="同一家"
        )
    with at(60):
        assert [scoring.scores_as_of("employer", day) for day in days] == before
        assert [lines("employer", first.employer_id, day) for day in days] == one
        now = lines("employer", first.employer_id, clock.today())
        assert now["risk_e_twins"] == (1, 3)
        assert now["risk_e_complaints"] == (3, 24), "the merged file's complaints are its own now"
        assert "risk_e_unpaid" not in now
        assert "risk_e_refused" in now, "that it did not obey in time stays true"


def test_projects_are_scored_by_what_is_on_record(history, he):
    first, _again, _small = history
    with at(21):
        factories.do("record_project", first.case, first.lead, {
            "name": "宏远花园三期", "developer": "河南置业（虚构）", "unsettled": "500000",
            "general_contractor": "河南总包（虚构）", "address": "东风路", "is_government": ""})  # fmt: skip
        pk = factories.fresh(first.case).project_id
        found = lines("project", pk, clock.today())
        assert found == {
            "risk_p_complaints": (1, 8), "risk_p_workers": (11, 4), "risk_p_unpaid": (330000, 15),
            "risk_p_refused": (1, 12), "risk_p_no_account": (1, 8), "risk_p_no_deposit": (1, 8),
            "risk_p_no_roster": (1, 6), "risk_p_unsettled": (1, 10),
        }  # fmt: skip
        assert {pk: v for pk, v, _l in scoring.scores_as_of("project", clock.today())} == {pk: 71}
    with at(22):
        factories.do("record_project_account", factories.fresh(first.case), first.lead, {
            "kind": "special_account", "bank": "中国银行（示例）", "account_no": "6222000011112222",
            "lodged": "100000", "since": "2026-03-20"})  # fmt: skip
        assert "risk_p_no_account" not in lines("project", pk, clock.today())
    with at(30):
        day = (START + timedelta(days=21)).date()
        assert lines("project", pk, day) == found


def test_hold_out_on_history_equals_a_count_by_hand(history):
    _first, _again, small = history
    split = (START + timedelta(days=25)).date()
    with at(40):
        new = factories.file_at(uscc="", employer_name="河南小店有限公司（虚构）")
        factories.advance(new, "accepted")
        factories.file_at()  # only filed, not accepted: does not count
    with at(50):
        today = clock.today()
        assert evaluation.happened("employer", split, today) == {small.employer_id}
        found = evaluation.evaluate("employer", split, today)
        assert (found["subjects"], found["hits"], found["base"]) == (2, 1, 0.5)
        assert found["score"]["auc"] == 0.0, "the higher score had nothing new"
        assert [one["n"] for one in found["bands"]] == [1, 0, 1]
        evaluation.store(split, today)
        evaluation.store(split, today)
        assert RiskEvaluation.objects.count() == 2, "one per kind, however often"
        with pytest.raises(ValueError, match="as_of"):
            evaluation.evaluate("employer", today, today)


# --- pages


def test_list_working_and_suggested_visit(history, he, li_jing, sun, django_assert_max_num_queries):
    first, again, _small = history
    with at(21):
        assert make_scores() == 2
        assert make_scores() == 0, "once a day"
        assert RiskPlace.objects.count() == 2 * 3 + 2, "county, city and province each"
        head, province = client_of(he), client_of(sun)
        with django_assert_max_num_queries(10):
            page = head.get(reverse("risk"))
        text = page.content.decode()
        assert text.index("宏远") < text.index("小店")
        assert "（15 分）" in text
        assert "小店" not in head.get(reverse("risk"), {"band": "high"}).content.decode()
        assert head.get(reverse("risk"), {"area": again.site_division.code}).status_code == 404
        listed = province.get(reverse("risk"), {"area": again.site_division.code}).content.decode()
        assert "宏远" in listed
        assert "小店" not in listed
        with django_assert_max_num_queries(14):
            working = head.get(reverse("risk_working", args=["employer", first.employer_id]))
        text = working.content.decode()
        assert first.case.number in text
        assert again.tracking_no not in text
        assert "1 件不在您的管辖范围内" in text
        assert again.tracking_no in province.get(working.request["PATH_INFO"]).content.decode()

        suggested = head.get(reverse("risk_visits")).content.decode()
        assert reverse("risk_plan", args=[first.case_id]) in suggested
        assert "小店" not in suggested, "below the middle band nothing is suggested"
        done = head.post(reverse("risk_plan", args=[first.case_id]), {"reason": "53"})
        assert done.url == reverse("risk_visits")
        visit = Visit.objects.get()
        assert (visit.case_id, visit.day, visit.starts.hour) == (
            first.case_id,
            date(2026, 3, 24),
            9,
        )
        assert "宏远" not in head.get(reverse("risk_visits")).content.decode()
    with at(23):
        head.post(reverse("risk_plan", args=[first.case_id]), {"reason": "53"})
        second = Visit.objects.latest("pk")
        assert (second.day, second.starts.hour) == (date(2026, 3, 26), 9)


def test_a_suggestion_is_put_aside_with_a_reason_until_a_day(history, he, sun):
    first, _again, _small = history
    with at(21):
        make_scores()
        head, url = client_of(he), reverse("risk_dismiss", args=["employer", first.employer_id])
        refused = head.post(url, {"until": "2026-03-23", "reason": "不去"})
        assert refused.status_code == 422
        assert head.post(url, {"until": "2026-04-01", "reason": "昨天刚去过"}).status_code == 302
        assert RiskDismissal.objects.get().office == he.memberships.get().office
        assert "宏远" not in head.get(reverse("risk_visits")).content.decode()
        assert "昨天刚去过" in head.get(url.removesuffix("dismiss/")).content.decode()
        assert "宏远" in client_of(sun).get(reverse("risk_visits")).content.decode()
        assert client_of(sun).post(url, {"until": "2026-04-01", "reason": "x"}).status_code == 403
    with at(31):
        assert "宏远" in head.get(reverse("risk_visits")).content.decode()


def test_who_may_enter(province, jinshui_clerk, administrator, auditor, he):
    for name in ("risk", "risk_visits", "risk_evaluation", "risk_rules", "clusters"):
        assert Client().get(reverse(name)).status_code == 302
        assert client_of(jinshui_clerk).get(reverse(name)).status_code == 403
        assert client_of(he).get(reverse(name)).status_code == 200
        assert client_of(auditor).get(reverse(name)).status_code == 200
    assert client_of(administrator).get(reverse("risk")).status_code == 403
    assert client_of(administrator).get(reverse("risk_rules")).status_code == 200


def test_points_are_changed_from_a_day_on_and_the_change_is_kept(history, administrator):
    first, _again, _small = history
    with at(21):
        before = scoring.digest("employer", clock.today())
        ground = Ground(reason="多看重拒不改正", valid_from=clock.today())
        change_threshold("risk_e_refused", by=administrator, ground=ground, value=Decimal(20))
        assert lines("employer", first.employer_id, clock.today())["risk_e_refused"] == (1, 20)
        scoring.rebuild("employer")
        assert RiskScore.objects.get(employer=first.employer_id).value == 61
        assert scoring.digest("employer", clock.today()) != before
        assert LawChange.objects.get().subject == "risk_e_refused"
        page = client_of(administrator).get(reverse("limit_threshold", args=["risk_e_refused"]))
        assert page.status_code == 200


def test_pages_by_keyset(province, he):
    area = he.memberships.get().office.division
    for number in range(65):
        firm = Employer.objects.create(name=f"第{number}家", name_key=f"第{number}家")
        score = RiskScore.objects.create(
            kind="employer", employer=firm, on=clock.today(), value=10 + number % 7, lines=[]
        )
        RiskPlace.objects.create(score=score, division=area, kind="employer", value=score.value)
    client, seen, url = client_of(he), [], reverse("risk")
    while url:
        context = client.get(url).context
        seen += [(row.value, row.place.score_id) for row, *_rest in context["rows"]]
        url = context["older_url"]
    assert len(seen) == len(set(seen)) == 65
    assert seen == sorted(seen, key=lambda row: (-row[0], row[1]))


def test_roles_of_the_area_alone(history, zhao_min):
    with at(21):
        make_scores()
        assert client_of(zhao_min).get(reverse("risk")).context["rows"] == []
        assert Role.INSPECTOR in {m.role for m in zhao_min.memberships.all()}
