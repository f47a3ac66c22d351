"""Board, report, campaign and interface against plain SQL on a province of many matters.

Real acts make a dozen matters, SQL copies them over all counties and a year and a half
(`bench/province.py`). FIGURES_MATTERS says how many there are: some thousands in the usual run,
`make figures` asks for 100,000.
"""

from __future__ import annotations

import os
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bench import province as copies
from casework import clock
from casework.models import (
    Campaign,
    CaseEvent,
    Complaint,
    FigureMark,
    FigureReport,
    Office,
    WageClaim,
)
from casework.queries import figures
from casework.vocabulary import Industry
from tests import cast, factories
from tests.factories import SHANGHAI, advance, do, file_at, fresh
from tests.figures_helpers import counted
from tests.workflows.test_campaigns import campaign, signed_in
from workflows.sweeps import campaign_reports

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.django_db
MATTERS = int(os.environ.get("FIGURES_MATTERS", "6000"))
NOW = datetime(2026, 12, 1, 10, tzinfo=SHANGHAI)
TODAY, YEAR = NOW.date(), date(2026, 1, 1)


def later(days: int) -> None:
    clock._fixed.set(clock.now() + timedelta(days=days))


def play() -> None:
    """Matters that went every way there is, over three weeks of November."""
    clock._fixed.set(NOW - timedelta(days=21))
    told = advance(file_at(workers=["12500.00", "8000.01"], is_group=True), "served")
    waiting = file_at(industry=Industry.CATERING)
    transit = file_at(cast.SHANGSHUI, cast.JINSHUI)
    advance(file_at(), "rejected")
    later(3)
    claims = list(WageClaim.objects.filter(case=fresh(told).case).order_by("position"))
    do("record_payments", fresh(told).case, fresh(told).lead,
       factories.payments_for(fresh(told).case, {claims[0].pk: "4000.00"}))  # fmt: skip
    payment = claims[0].payments.get()
    do("answer_payment", told, cast.Actor.complainant(),
       {"payment": payment.pk, "answer": "confirmed"})  # fmt: skip
    do("accept_transfer", transit, cast.someone(cast.office(cast.JINSHUI), "body_head"))
    wrong = advance(file_at(None, cast.JIYUAN, workers=[factories.worker(7)]), "assigned")
    advance(file_at(workers=[factories.worker(8)]), "withdrawn")
    later(9)
    do("correct_complaint", fresh(wrong), fresh(wrong).lead,
       {"industry": "new_forms", "reason": "外卖骑手。"})  # fmt: skip
    advance(told, "told")
    advance(file_at(workers=[factories.worker(9, "300.05")]), "paid")
    advance(file_at(workers=[factories.worker(10)]), "revoked")
    advance(waiting, "investigating")
    later(6)
    advance(file_at(workers=[factories.worker(11)]), "supplement")
    clock._fixed.set(NOW)


@pytest.fixture
def large(province: None, media: Any) -> Campaign:
    play()
    copies.multiply(MATTERS // Complaint.objects.count())
    figures.rebuild()
    # As once all this is committed: a test is one transaction, in which nothing ever grows old.
    last = CaseEvent.objects.order_by("-xid", "-id")[0]
    FigureMark.objects.update(xid=last.xid, event_id=last.pk)
    campaign_reports.keep_days()
    for key in ("sun", "chen"):
        cast.person(key)
    return campaign(2026, campaign(2025))


def board(client: Client, **query: Any) -> dict[str, str]:
    page = client.get(reverse("board"), query)
    return {row["code"]: row["value"] for row in page.context["figures"]}


def shown(found: dict[str, Any]) -> dict[str, str]:
    return {code: figures.BY_CODE[code].shown(value) for code, value in found.items()}


def plain(found: dict[str, Any]) -> dict[str, Any]:
    return {code: figures.plain(value) for code, value in found.items()}


def said(content: dict[str, Any], codes: Any) -> dict[str, Any]:
    values = {row["code"]: row["value"] for row in content["figures"]}
    return {code: values[code] for code in codes}


def test_every_page_says_what_plain_sql_counts(large: Campaign) -> None:
    client = signed_in(cast.person("sun"))
    api = lambda **query: client.get(reverse("api_figures"), query).json()  # noqa: E731
    assert Complaint.objects.count() > 0.9 * MATTERS

    whole = counted(YEAR, TODAY)
    assert all(whole[code] for code in ("clues", "overdue", "recovered"))
    assert board(client).items() >= shown(whole).items()
    assert said(api(), whole) == plain(whole)
    last_year = counted(date(2025, 1, 1), date(2025, 12, 1))
    assert {r["code"]: r["last_year"] for r in api()["figures"]}.items() >= plain(last_year).items()

    city = [o.pk for o in Office.objects.filter(division__path__contains="/410100")]
    for query, within in (
        ({"city": "410100"}, {"offices": city}),
        ({"trade": "catering"}, {"trade": "catering"}),
        ({"channel": "window"}, {"channel": "window"}),
        ({"city": "410100", "trade": "construction", "channel": "window"},
         {"offices": city, "trade": "construction", "channel": "window"}),
    ):  # fmt: skip
        expected = counted(YEAR, TODAY, **within)
        assert expected["clues"]
        assert board(client, **query).items() >= shown(expected).items(), query
    supervisor = signed_in(cast.person("chen"))
    assert board(supervisor).items() >= shown(counted(YEAR, TODAY, offices=city)).items()

    # A past day: no balance is kept for it, only for the end of the month before.
    for day in (date(2026, 6, 17), date(2026, 6, 30)):
        expected = counted(YEAR, day)
        assert board(client, on=day.isoformat()).items() >= shown(expected).items()
        assert said(api(on=day.isoformat()), expected) == plain(expected)
    begins, on = date(2026, 3, 9), date(2026, 5, 20)
    expected = counted(begins, on)
    assert said(api(begins=begins.isoformat(), on=on.isoformat()), expected) == plain(expected)

    # The report of the campaign, its page and the interface.
    day = date(2026, 11, 20)
    expected = counted(large.begins, day, tags=tuple(large.tags))
    client.post(reverse("report_make", args=[large.pk]), {"kind": "daily", "on": day.isoformat()})
    report = FigureReport.objects.get()
    assert said(report.content, expected) == plain(expected)
    assert said(api(campaign=large.pk, on=day.isoformat()), expected) == plain(expected)
    page = client.get(reverse("campaign", args=[large.pk]), {"on": day.isoformat()})
    assert {r["code"]: r["value"] for r in page.context["figures"]}.items() >= shown(
        expected
    ).items()
    assert figures.digest(report.content) == report.sha256
