"""The process view over many cases: every figure against plain SQL on the journal, every number opens its cases."""

from __future__ import annotations

import re
from collections.abc import Callable
from statistics import median
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from casework import clock
from casework.models import Case, CasePath, PathEdge, PathStep
from tests import cast, factories
from workflows.audit import paths, process
from workflows.audit.process import Filters
from workflows.tasks import refresh_paths

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.django_db
URL = "/audit/process/"


@pytest.fixture
def some(province: None) -> list[Case]:
    """Five cases of two counties: three closed, one returned once, one only begun."""
    found = [factories.advance(factories.file_at(cast.JINSHUI), "told") for _n in range(2)]
    found.append(factories.advance(factories.file_at(cast.SHANGSHUI, cast.SHANGSHUI), "told"))
    returned = factories.advance(factories.file_at(cast.JINSHUI), "drafted")
    head = factories.holder(returned.case, "body_head")
    factories.do("return_order", returned.case, head, {"reason": "数额有误"})
    found.append(factories.advance(factories.fresh(returned), "ordered"))
    found.append(factories.advance(factories.file_at(cast.JINSHUI), "investigating"))
    paths.rebuild()
    return [factories.fresh(one.case) for one in found]


def page(user: Any, url: str = URL, **query: str) -> Any:
    client = Client()
    client.force_login(user)
    return client.get(url, query)


def test_variants_equal_those_counted_on_the_journal(some: list[Case], sun: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT count(*), kinds FROM (
                SELECT subject_id, string_agg(kind, '>' ORDER BY seq) AS kinds
                FROM casework_caseevent WHERE stream = 'case'
                AND kind LIKE ANY(ARRAY['case.%', 'order.%']) GROUP BY subject_id) v GROUP BY kinds"""
        )
        expected = sorted(row[0] for row in cursor.fetchall())
    found = page(sun).context
    assert sorted(one["cases"] for one in found["variants"]) == expected
    assert found["sums"].cases == len(some)


def test_a_steps_median_and_p90_equal_percentile_disc_of_the_journal(
    some: list[Case], sun: Any
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """WITH s AS (SELECT kind, at, lead(kind) OVER w AS next_kind, lead(at) OVER w AS next_at
                FROM casework_caseevent WHERE stream = 'case' AND (kind LIKE 'case.%' OR kind LIKE 'order.%')
                WINDOW w AS (PARTITION BY subject_id ORDER BY seq))
            SELECT kind, next_kind, count(*),
                percentile_disc(0.5) WITHIN GROUP (ORDER BY round(extract(epoch FROM next_at - at) / 3600)),
                percentile_disc(0.9) WITHIN GROUP (ORDER BY round(extract(epoch FROM next_at - at) / 3600))
            FROM s WHERE next_kind IS NOT NULL GROUP BY kind, next_kind"""
        )
        expected = {(a, b): (n, int(m), int(p)) for a, b, n, m, p in cursor.fetchall()}
    found = {(s.kind, s.next_kind): s for s in process.steps(Filters())}
    assert expected
    for pair, (n, middle, p90) in expected.items():
        step = found[pair]
        assert (step.cases, step.median_hours, step.p90_hours) == (n, middle, p90)


def test_percentiles_of_the_histogram_are_exact(some: list[Case]) -> None:
    edge = PathEdge.objects.order_by("id").first()
    assert edge is not None
    PathStep.objects.filter(edge=edge).delete()
    values = [1, 1, 2, 3, 5, 8, 13, 21, 34, 90]
    PathStep.objects.bulk_create(
        PathStep(case_id=10_000 + n, place=99, edge=edge, working_days=value, hours=value * 24,
                 wait_hours=value * 12)
        for n, value in enumerate(values)
    )  # fmt: skip
    step = next(s for s in process.steps(Filters()) if s.edge == edge.pk)
    assert (step.cases, step.median_days, step.p90_days) == (10, 5, 34)
    assert (step.median_hours, step.p90_hours, step.wait_share) == (120, 816, 50)
    assert step.median_days <= median(values)


def test_every_number_opens_as_many_cases(some: list[Case], sun: Any) -> None:
    client = Client()
    client.force_login(sun)
    found = client.get(URL)
    opened = 0
    for href, told in re.findall(r'href="(/audit/process/cases/[^"]*)"[^>]*>([\d,]+)<',
                                 found.content.decode()):  # fmt: skip
        rows = client.get(href.replace("&amp;", "&")).context["rows"]
        if "outlier" in href:
            continue
        limit = len(rows) if "edge=" in href else int(told.replace(",", ""))
        assert len(rows) == limit, href
        opened += 1
    assert opened > 12


def test_rework_is_counted_and_listed(some: list[Case], sun: Any) -> None:
    assert page(sun).context["sums"].rework["returned"] == 1
    rows = page(sun, "/audit/process/cases/", rework="returned").context["rows"]
    assert [row["path"].case_id for row in rows] == [some[3].pk]


def test_filters_choose_by_county_trade_channel_inspector_and_period(
    some: list[Case], sun: Any
) -> None:
    count: Callable[..., int] = lambda **query: page(sun, **query).context["sums"].cases  # noqa: E731
    shangshui = some[2].office.division.code
    assert count(place=shangshui) == 1
    assert count(place="411600") == 1
    assert count(place="410000") == 5
    assert count(channel="window") == 5
    assert count(channel="web") == count(industry="catering") == 0
    assert count(lead=str(some[2].lead_id)) == 1
    today = clock.today().isoformat()
    assert (count(since=today), count(until="2020-01-01")) == (5, 0)
    assert count(since="nonsense", lead="x", place="<>") == 5


def test_a_reader_sees_the_region_audited_and_nothing_else(
    some: list[Case], he: Any, shangshui_head: Any, chen: Any, li_jing: Any, administrator: Any
) -> None:
    assert page(he).context["sums"].cases == 4
    assert page(shangshui_head).context["sums"].cases == 1
    assert page(chen).context["sums"].cases == 4
    assert page(chen, place="411600").context["sums"].cases == 0
    assert len(page(shangshui_head, "/audit/process/cases/").context["rows"]) == 1
    for user in (li_jing, administrator):
        assert page(user).status_code == 403
        assert page(user, "/audit/process/cases/").status_code == 403


def test_deviations_are_counted_and_open_their_cases(some: list[Case], sun: Any) -> None:
    assert page(sun).context["sums"].deviating == 0
    Case.objects.filter(pk=some[0].pk).update(state="open")
    paths.derive([some[0].pk])
    found = page(sun)
    assert found.context["sums"].codes == {"state_differs": 1}
    assert "记载的状态与办理经过不符" in found.content.decode()
    rows = page(sun, "/audit/process/cases/", deviation="state_differs").context["rows"]
    assert [row["path"].case_id for row in rows] == [some[0].pk]


def test_the_sweep_follows_the_journal_and_the_command_makes_the_same(some: list[Case]) -> None:
    assert refresh_paths() == 0
    factories.advance(factories.fresh(some[4].complaints.get()), "investigated")
    assert refresh_paths() == 1
    columns = ("case", "seq", "variant", "working_days", "returned", "deviations")
    before = list(CasePath.objects.order_by("pk").values_list(*columns))
    steps = list(PathStep.objects.order_by("case", "place").values_list("case", "edge", "hours"))
    call_command("rebuild_paths", verbosity=0)
    assert list(CasePath.objects.order_by("pk").values_list(*columns)) == before
    assert list(
        PathStep.objects.order_by("case", "place").values_list("case", "edge", "hours")
    ) == steps  # fmt: skip


def test_the_page_asks_at_most_ten_questions_however_many_cases(
    some: list[Case], sun: Any, django_assert_max_num_queries: Any
) -> None:
    client = Client()
    client.force_login(sun)
    client.get("/desk/")  # the first page after signing in writes the session
    with django_assert_max_num_queries(10):
        client.get(URL, {"place": "410105"})
    with django_assert_max_num_queries(10):
        client.get("/audit/process/cases/", {"outlier": "1"})
