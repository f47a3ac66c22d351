"""How it works and the public figures: days of the law in force, nothing that tells of a few."""

from __future__ import annotations

import gzip
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from casework import clock, lawbook
from casework.models import Division, LimitVersion, PublicFigures
from casework.queries.public_figures import published
from tests import cast, factories
from tests.factories import SHANGHAI, advance, do, file_at, payments_for
from workflows.sweeps import figures

pytest_plugins = ("tests.cast",)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province")]
MOST_BYTES = 60 * 1024


def get(path: str, **asked: Any) -> str:
    answer = Client().get(path, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def row(code: str, **figures: Any) -> PublicFigures:
    division = Division.objects.get(code=code, valid_to__isnull=True)
    return PublicFigures.objects.create(
        year=2026, division=division, made_at=clock.now(), **figures
    )


def many(**over: Any) -> dict[str, Any]:
    return {"received": 40, "accepted": 30, "finished": 20, "workers": 90, "recovered_cases": 20,
            "recovered_yuan": Decimal("50000.00"), "median_days": 33, **over}  # fmt: skip


def test_how_it_works_names_the_days_of_the_law_in_force():
    text = get("/how/")
    for part in (
        "最多 5 个工作日",
        "最多 60 个工作日",
        "再加 30 个工作日",
        "一般 7 天",
        "50% 到 100%",
    ):
        assert part in text
    LimitVersion.objects.create(
        rule="D-21", valid_from=date(2020, 1, 1), length=3, changed_by=cast.person("administrator"),
        changed_at=clock.now(),
    )  # fmt: skip
    lawbook.forget()
    try:
        assert "结案后 3 个工作日内" in get("/how/")
    finally:
        lawbook.forget()
    assert len(gzip.compress(text.encode())) < MOST_BYTES


def test_the_first_page_leads_to_everything_public():
    text = get("/")
    for path in ("/how/", "/statistics/", "/blacklist/", "/notices/", "/hotlines/", "/track/"):
        assert f'href="{path}"' in text


def test_the_figures_are_those_of_real_matters():
    with clock.at(datetime(2026, 9, 1, 10, tzinfo=SHANGHAI)):
        told = file_at()
        file_at(None, "二七区", workers=[factories.worker(3)], contact_phone="19900010003")
    with clock.at(datetime(2026, 9, 11, 10, tzinfo=SHANGHAI)):
        told = advance(told, "served")
        assert told.case is not None
        do("record_payments", told.case, told.lead, payments_for(told.case))
        payment = told.claims.get().payments.get()
        do("answer_payment", told, factories.Actor.complainant(),
           {"payment": payment.pk, "answer": "confirmed"})  # fmt: skip
        told = advance(told, "told")
        do("rate", told, factories.Actor.complainant(), {"score": "4"})
        figures.refresh([2026])
    city = PublicFigures.objects.get(division__code="410100")
    whole = PublicFigures.objects.get(division__level="province")
    for found in (city, whole):
        assert (found.received, found.accepted, found.finished) == (2, 1, 1)
        assert (found.recovered_yuan, found.median_days) == (Decimal("12500.00"), 10)
        assert (found.workers, found.ratings, found.score) == (2, 1, Decimal("4.00"))
    elsewhere = PublicFigures.objects.get(division__code="410200")
    assert (elsewhere.received, elsewhere.median_days) == (0, None)
    figures.refresh([2026])
    assert PublicFigures.objects.filter(division=city.division).count() == 1


def test_a_payment_nobody_has_shown_is_not_recovered():
    complaint = advance(file_at(), "served")
    assert complaint.case is not None
    do("record_payments", complaint.case, complaint.lead, payments_for(complaint.case))
    figures.refresh()
    assert set(PublicFigures.objects.values_list("recovered_yuan", flat=True)) == {Decimal("0.00")}


def test_nothing_that_rests_on_fewer_than_five_is_shown():
    row("410100", **many())
    row("410200", **many(received=4, accepted=4, finished=3, workers=7, recovered_cases=2))
    row("410300", **many(received=3, accepted=2, finished=1, workers=5, recovered_cases=1))
    row("410000", **many(received=47, workers=102))
    found = published(2026)
    assert found is not None
    shown = {line.name: line.cells for line in found.lines}
    for name in ("开封市", "洛阳市"):
        cells = shown[name]
        assert {cells[k] for k in ("received", "accepted", "finished", "workers",
                                   "recovered_yuan", "median_days")} == {None}  # fmt: skip
    assert shown["郑州市"]["received"] == 40
    assert shown["郑州市"]["median_days"] == 33


def test_one_city_hidden_alone_hides_a_second_or_the_sum_would_tell_it():
    row("410100", **many(received=90))
    row("410200", **many(received=50))
    row("410300", **many(received=3, accepted=30))
    row("410000", **many(received=143))
    found = published(2026)
    assert found is not None
    received = {line.name: line.cells["received"] for line in found.lines}
    assert received == {"郑州市": 90, "开封市": None, "洛阳市": None}


def test_none_at_all_is_no_secret():
    row("410100", **many(received=0, accepted=0, finished=0, workers=0, recovered_cases=0,
                         recovered_yuan=0, median_days=None))  # fmt: skip
    found = published(2026)
    assert found is not None
    assert found.lines[0].cells["received"] == 0


def test_the_page_reads_a_few_rows_and_reckons_nothing():
    row("410100", **many())
    row("410000", **many())
    with CaptureQueriesContext(
        connection,
    ) as seen:
        text = get("/statistics/")
    assert len(seen) <= 3
    assert "郑州市" in text
    assert "50,000" in text
    assert len(gzip.compress(text.encode())) < MOST_BYTES
    for asked in ("1999", "x", "99999999999"):
        assert "郑州市" in get("/statistics/", year=asked)


def test_without_figures_the_page_says_so():
    assert "还没有统计" in get("/statistics/")


def test_a_whole_code_is_answered_with_yes_or_no():
    code = factories.USCC
    assert f"{code} 现在不在名单上" in get("/blacklist/", q=code)
    assert "现在不在名单上" not in get("/blacklist/", q="宏远")
