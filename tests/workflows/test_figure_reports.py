"""Stored reports: made when their day is over, frozen, sent to supervisors, the same in every file."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from openpyxl import load_workbook

from casework.models import Campaign, FigureReport, Job
from casework.queries import figures
from tests import cast, factories
from tests.factories import advance, file_at
from tests.workflows.test_campaigns import campaign, on, rows_of, signed_in
from workflows import jobs, works
from workflows.sweeps import campaign_reports

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.django_db


@pytest.fixture
def winter(province: None, media: Any) -> Campaign:
    on(2026, 11, 2)
    for key in ("sun", "chen"):
        cast.person(key)
    made = campaign(2026)
    advance(file_at(), "told")
    advance(file_at(workers=[factories.worker(3)]), "investigating")
    return made


def test_a_finished_day_closes_its_reports() -> None:
    kinds = lambda *day: [str(kind) for kind in campaign_reports.kinds_of(date(*day))]  # noqa: E731
    assert kinds(2026, 11, 2) == ["daily"]
    assert kinds(2026, 11, 29) == ["daily", "weekly"]
    assert kinds(2026, 11, 30) == ["daily", "monthly"]
    assert kinds(2026, 12, 31) == ["daily", "monthly", "quarterly"]


def test_it_is_made_once_and_sent_to_each_supervisor(winter: Campaign) -> None:
    on(2026, 11, 3)
    assert campaign_reports.make_due() == 2  # the province's and the city's
    assert campaign_reports.make_due() == 0
    assert works.__all__
    for job in Job.objects.all():
        jobs.run_job(job.pk)

    for key, place in (("sun", cast.HENAN), ("chen", cast.ZHENGZHOU)):
        job = Job.objects.get(owner=cast.person(key))
        report = FigureReport.objects.get(office=cast.office(place))
        assert (job.state, job.has_ended, job.seen_at) == ("done", True, None)
        with job.result.open("rb") as file:
            book = load_workbook(BytesIO(file.read()))
        row = next(r for r in book["总表"].iter_rows(values_only=True) if r[0] == "closing_rate")
        said = next(r for r in report.content["figures"] if r["code"] == "closing_rate")
        assert float(row[3]) == float(said["value"]) == 50.0


def test_what_was_made_stays_and_can_be_made_again_from_the_journal(winter: Campaign) -> None:
    on(2026, 11, 3)
    campaign_reports.make_due()
    report = FigureReport.objects.get(office=cast.office(cast.HENAN))
    on(2026, 12, 20)
    advance(file_at(workers=[factories.worker(5)]), "told")
    client = signed_in(cast.person("sun"))

    api = client.get(reverse("api_figures"), {"campaign": winter.pk, "on": "2026-11-02"}).json()
    page = client.get(reverse("report", args=[report.pk]))
    rows = rows_of(client.get(reverse("report_file", args=[report.pk, "csv"])).content)

    assert api.pop("sha256") == report.sha256 == figures.digest(report.content)
    assert api == report.content
    shown = {row["code"]: row["value"] for row in page.context["figures"]}
    assert {row[0]: row[3] for row in rows if len(row) == 7}["filed"] == shown["filed"] == "2"
    assert page.context["whole"]
    assert client.get(reverse("report_file", args=[report.pk, "pdf"])).content[:4] == b"%PDF"


def test_a_report_cannot_be_changed(winter: Campaign) -> None:
    on(2026, 11, 3)
    campaign_reports.make_due()
    with pytest.raises(DatabaseError), transaction.atomic():
        FigureReport.objects.update(sha256="0" * 64)


def test_a_missed_day_is_made_up_by_hand_once(winter: Campaign) -> None:
    on(2026, 12, 1)
    client = signed_in(cast.person("sun"))
    data = {"kind": "daily", "on": "2026-11-10"}

    first = client.post(reverse("report_make", args=[winter.pk]), data)
    second = client.post(reverse("report_make", args=[winter.pk]), data)

    assert first["Location"] == second["Location"]
    assert FigureReport.objects.get().made_by == cast.person("sun")
    assert signed_in(cast.person("he")).post(
        reverse("report_make", args=[winter.pk]), data
    ).status_code == 403  # fmt: skip
    wrong = client.post(reverse("report_make", args=[winter.pk]), {"kind": "x", "on": "2026-11-10"})
    assert wrong.status_code == 404


def test_a_city_does_not_read_the_province_s_report(winter: Campaign) -> None:
    on(2026, 11, 3)
    campaign_reports.make_due()
    report = FigureReport.objects.get(office=cast.office(cast.HENAN))
    assert (
        signed_in(cast.person("chen")).get(reverse("report", args=[report.pk])).status_code == 404
    )
    assert (
        signed_in(cast.person("li_jing")).get(reverse("report", args=[report.pk])).status_code
        == 403
    )
