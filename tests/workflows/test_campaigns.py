"""Campaigns: their page, order of counties, files; scenario 48 of law.md B3."""

from __future__ import annotations

import csv
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from casework import clock
from casework.models import Campaign, Case
from casework.queries.figures.account import NONE, Line, ranked
from casework.queries.figures.book import values
from casework.queries.figures.sheet import NOTHING
from casework.vocabulary import Role
from tests import cast, factories
from tests.cast import signed_in
from tests.factories import SHANGHAI, advance, do, file_at, fresh, head_of

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.django_db


def campaign(year: int, previous: Campaign | None = None, **over: Any) -> Campaign:
    """A winter campaign from 1 November to the Spring Festival, founded by the province."""
    founder = cast.person("sun")
    values: dict[str, Any] = {
        "name": f"{year} 年治理欠薪冬季行动", "begins": date(year, 11, 1),
        "ends": date(year + 1, 2, 16), "arrears_zero_on": date(year + 1, 1, 1),
        "clues_zero_on": date(year + 1, 2, 16), "goals": "两个清零、三个不发生",
        "tags": ["construction", "new_forms", "government"], "previous": previous,
        "office": cast.office(cast.HENAN), "created_by": founder, "created_at": clock.now(),
    }  # fmt: skip
    return Campaign.objects.create(**{**values, **over})


def on(year: int, month: int, day: int) -> None:
    clock._fixed.set(datetime(year, month, day, 10, tzinfo=SHANGHAI))


def hand_over(complaint: Any, place: str) -> None:
    """The case of the complaint goes to another city and is filed there anew."""
    office = cast.office(place)
    case = fresh(complaint).case
    do("transfer_case", case, head_of(case), {"office": office.pk, "reason": "用工所在地在该地。"})
    lead, second = (cast.someone(office, Role.INSPECTOR, n) for n in (0, 1))
    do("accept_case_transfer", case, cast.someone(office, Role.BODY_HEAD),
       {"lead": lead.pk, "second": second.pk})  # fmt: skip


@pytest.fixture
def winter(province: None, media: Any) -> Campaign:
    """Last winter 2 of 3 cases closed by 31 December; this winter 3 of 4, one handed to 济源."""
    on(2025, 11, 10)
    last = campaign(2025)
    old = [file_at(workers=[factories.worker(n)]) for n in range(3)]
    for complaint in old[:2]:
        advance(complaint, "told")
    advance(old[2], "investigating")
    on(2026, 11, 10)
    this = campaign(2026, previous=last)
    new = [file_at(workers=[factories.worker(10 + n)]) for n in range(4)]
    for complaint in new[:2]:
        advance(complaint, "told")
    advance(new[2], "investigating")
    advance(new[3], "investigating")
    other = file_at(industry="catering", workers=[factories.worker(20)])  # not of its scope
    advance(other, "investigating")
    on(2026, 12, 3)
    hand_over(new[3], cast.JIYUAN)
    on(2026, 12, 21)
    advance(new[3], "told")
    on(2026, 12, 31)
    return this


def test_scenario_48_campaign_report(winter: Campaign) -> None:
    """Closing rate on 2026-12-31 equal from board, CSV and API; a case transferred between cities
    counts once, for the owner; last year's column."""
    on(2027, 1, 20)  # asked later: what was true on 31 December
    client = signed_in(cast.person("sun"))
    asked = {"on": "2026-12-31"}

    page = client.get(reverse("campaign", args=[winter.pk]), asked)
    board = client.get(reverse("board"), {"campaign": winter.pk, **asked})
    text = client.get(reverse("campaign_file", args=[winter.pk, "csv"]), asked)
    api = client.get(reverse("api_figures"), {"campaign": winter.pk, **asked}).json()

    rates = [
        {row["code"]: (row["value"], row["last_year"]) for row in page.context["figures"]},
        {row["code"]: (row["value"], row["last_year"]) for row in board.context["figures"]},
        {row["code"]: (row["value"], row["last_year"]) for row in api["figures"]},
        {row[0]: (row[3], row[4]) for row in rows_of(text.content) if len(row) == 7},
    ]
    assert {rate["closing_rate"] for rate in rates} == {("75.0", "66.7")}
    assert {(str(r["filed"][0]), str(r["filed"][1])) for r in rates} == {("4", "3")}
    assert {(str(r["closed"][0]), str(r["closed"][1])) for r in rates} == {("3", "2")}

    # Five rows of cases were filed this winter within the scope; the one handed over counts once.
    assert Case.objects.filter(filed_on__year=2026, industry="construction").count() == 5
    counted = {line["name"]: line["values"] for line in api["offices"]}
    assert counted[cast.JIYUAN]["filed"] == counted[cast.JIYUAN]["closed"] == 1
    assert counted["郑州市金水区"]["filed"] == 3
    cities = {line["name"]: line["values"]["filed"] for line in api["cities"]}
    assert (cities[cast.ZHENGZHOU], cities[cast.JIYUAN]) == (3, 1)
    assert api["last_on"] == "2025-12-31"
    assert rates[0]["closing_rate"][0] == by_hand(date(2026, 11, 1), date(2026, 12, 31))


def by_hand(begins: date, day: date) -> str:
    """The closing rate counted from the tables alone: chains by their first case."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT count(*), count(*) FILTER (WHERE EXISTS (
                   SELECT 1 FROM casework_case l WHERE l.closed_on <= %s AND l.state = 'closed'
                   AND (l.id = c.id OR l.predecessor_id = c.id)))
               FROM casework_case c WHERE c.predecessor_id IS NULL AND c.industry IN
               ('construction', 'new_forms') AND c.filed_on BETWEEN %s AND %s""",
            [day, begins, day],
        )
        filed, closed = cursor.fetchone()
    return str((Decimal(closed) * 100 / filed).quantize(Decimal("0.1")))


def rows_of(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(content.decode("utf-8-sig"))))


def test_the_owner_of_a_past_day_is_the_one_of_that_day(winter: Campaign) -> None:
    api = signed_in(cast.person("sun")).get(
        reverse("api_figures"), {"campaign": winter.pk, "on": "2026-12-02"}
    ).json()  # fmt: skip

    counted = {line["name"]: line["values"]["filed"] for line in api["offices"]}
    assert (counted["郑州市金水区"], counted[cast.JIYUAN]) == (4, 0)


def test_the_workbook_and_the_pdf_hold_the_same_numbers(winter: Campaign) -> None:
    client = signed_in(cast.person("sun"))
    api = client.get(reverse("api_figures"), {"campaign": winter.pk}).json()

    book = load_workbook(
        BytesIO(client.get(reverse("campaign_file", args=[winter.pk, "xlsx"])).content)
    )
    pdf = client.get(reverse("campaign_file", args=[winter.pk, "pdf"]))

    said = {row["code"]: row for row in api["figures"]}
    for row in book["总表"].iter_rows(min_row=4, values_only=True):
        if row[0] in said:
            for cell, value in zip(
                row[3:5], (said[row[0]]["value"], said[row[0]]["last_year"]), strict=True
            ):
                assert cell is value is None or Decimal(str(cell)) == Decimal(str(value))
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF")


def test_the_two_zeros_are_counted_down(winter: Campaign) -> None:
    page = signed_in(cast.person("sun")).get(reverse("campaign", args=[winter.pk]))

    arrears, clues = page.context["zeros"]
    assert (arrears["value"], arrears["days"]) == ("12,500", 1)
    assert (clues["value"], clues["days"]) == ("1", 47)
    assert "还有 1 天" in page.content.decode()


def test_a_city_sees_its_own_figures_only(winter: Campaign) -> None:
    page = signed_in(cast.person("chen")).get(reverse("campaign", args=[winter.pk]))

    shown = {row["code"]: row["value"] for row in page.context["figures"]}
    assert shown["filed"] == "3"
    assert "济源" not in page.content.decode()


@pytest.mark.parametrize("key", ["li_jing", "qin", "administrator"])
def test_others_cannot_read_it(winter: Campaign, key: str) -> None:
    client = signed_in(cast.person(key))
    assert client.get(reverse("campaign", args=[winter.pk])).status_code == 403
    assert client.get(reverse("campaigns")).status_code == 403
    assert client.get(reverse("campaign_file", args=[winter.pk, "csv"])).status_code == 403
    assert client.get(reverse("api_figures")).status_code == 403


def test_the_interface_asks_to_sign_in_and_refuses_nonsense(winter: Campaign) -> None:
    assert Client().get(reverse("api_figures")).status_code == 401
    client = signed_in(cast.person("sun"))
    for query in ({"on": "2030-01-01"}, {"on": "x"}, {"campaign": "99999"}, {"campaign": "1e3"}):
        assert client.get(reverse("api_figures"), query).status_code == 404


def test_a_supervisor_founds_a_campaign(province: None) -> None:
    client = signed_in(cast.person("sun"))
    data = {"name": "2026 冬季行动", "begins": "2026-11-01", "ends": "2027-02-16",
            "arrears_zero_on": "2027-01-01", "clues_zero_on": "2027-02-16", "goals": "清零",
            "tags": ["construction"], "previous": ""}  # fmt: skip

    wrong = client.post(reverse("campaign_new"), {**data, "ends": "2026-10-01"})
    right = client.post(reverse("campaign_new"), data)

    made = Campaign.objects.get()
    assert "结束日期不能早于开始日期" in wrong.content.decode()
    assert right["Location"] == reverse("campaign", args=[made.pk])
    assert (made.office, made.created_by) == (cast.office(cast.HENAN), cast.person("sun"))
    assert signed_in(cast.person("he")).get(reverse("campaign_new")).status_code == 403


def line(code: str, filed: int, closed: int, *, paid: int = 0) -> Line:
    sums = {**NOTHING, "filed": filed, "closed": closed, "paid_yuan": Decimal(paid),
            "amount_yuan": Decimal(100)}  # fmt: skip
    return Line(code, code, values(sums), NONE)


def test_counties_are_put_in_order_by_the_rules() -> None:
    lines = [line("a", 10, 5), line("b", 10, 9), line("c", 4, 4), line("d", 10, 5, paid=50),
             line("e", 10, 5)]  # fmt: skip

    order = [(one.code, one.rank) for one in ranked(lines)]

    assert order == [("b", 1), ("d", 2), ("a", 3), ("e", 3), ("c", 0)]


def test_no_cell_of_a_file_becomes_a_formula(winter: Campaign) -> None:
    winter.name = "=cmd|' /C calc'!A0"
    winter.save()
    client = signed_in(cast.person("sun"))
    cast.office(cast.HENAN).division.__class__.objects.filter(name=cast.HENAN).update(name="=1+1")

    rows = rows_of(client.get(reverse("campaign_file", args=[winter.pk, "csv"])).content)
    book = load_workbook(
        BytesIO(client.get(reverse("campaign_file", args=[winter.pk, "xlsx"])).content)
    )

    assert not [cell for row in rows for cell in row if cell.startswith(("=", "@", "+"))]
    assert all(cell.data_type != "f" for sheet in book for row in sheet for cell in row)


def test_it_is_made_by_few_questions(winter: Campaign, django_assert_max_num_queries: Any) -> None:
    client = signed_in(cast.person("sun"))
    client.get(reverse("campaign", args=[winter.pk]))
    with django_assert_max_num_queries(10):
        client.get(reverse("campaign", args=[winter.pk]))


def test_before_it_begins_there_are_no_figures(province: None) -> None:
    on(2026, 10, 1)
    page = signed_in(cast.person("sun")).get(reverse("campaign", args=[campaign(2026).pk]))
    assert "2026-11-01" in page.content.decode()
