"""Scenario 41: reports. Anonymous ones carry a query code and no identity; named ones leave no trace.

The employer's page and the printed file are tested with them (test_employer_page, papers/test_volume).
"""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from casework.journal import first_break
from casework.models import CaseEvent, Complaint
from casework.vocabulary import ComplaintKind, ComplaintState, EventKind
from config.logs import LineFormatter
from notifications import feed
from notifications.recipients import Audience
from notifications.texts import short_message
from tests import cast
from tests.factories import advance, do, file_at, file_with_code, fresh, head_of
from workflows.machines.step import Refused

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.usefixtures("province", "media")
INFORMANT, PHONE, SECRET = "欧阳告", "19900004141", "我是三号楼的木工"
TRACES = (INFORMANT, "欧阳", PHONE, PHONE[-4:], SECRET)


def named_report() -> Complaint:
    """A named report walked to the order, with a transfer on its way."""
    report = file_at(
        cast.SHANGSHUI, cast.JINSHUI, kind=ComplaintKind.REPORT, workers=0,
        contact_name=INFORMANT, contact_phone=PHONE, description=SECRET,
    )  # fmt: skip
    return advance(report, "found")


def none_in(text: str, what: str) -> None:
    found = [trace for trace in TRACES if trace in text]
    assert found == [], (what, found)


def test_scenario_41_the_journal_of_a_named_report_holds_no_trace() -> None:
    report = named_report()
    rows = CaseEvent.objects.filter(complaint=report.pk) | CaseEvent.objects.filter(
        case=report.case_id
    )
    assert rows.count() > 5
    for row in rows:
        none_in(json.dumps(row.facts, ensure_ascii=False) + row.reason, row.kind)
    assert first_break(fresh(report)) is None


def test_scenario_41_what_is_pushed_live_and_sent_out_holds_no_trace() -> None:
    report = named_report()
    position = feed.Position(0, 0)
    none_in(json.dumps(feed.since(position, 500).events), "live")
    for event in CaseEvent.objects.filter(complaint=report.pk):
        for one in Audience([event]).of(event):
            none_in(str(one), "recipient")
        if event.kind == EventKind.COMPLAINT_ACCEPTED:
            none_in(
                short_message(event.kind, tracking_no="123456789012", place="金水区"), event.kind
            )


def test_scenario_41_the_logs_hold_no_trace(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        report = named_report()
        with pytest.raises(Refused):
            do("transfer_complaint", report, head_of(report), {
                "office": cast.office(cast.GUSHI).pk, "reason": "送。",
            })  # fmt: skip
    lines = [
        LineFormatter("%(message)s").format(record)
        for record in caplog.records
        if record.name.split(".")[0]
        in ("casework", "workflows", "notifications", "django", "celery")
        and record.name != "django.db.backends"
    ]
    none_in("\n".join(lines), "log")


def test_scenario_41_the_columns_at_rest_hold_no_plain_identity() -> None:
    report = named_report()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT contact_name || contact_phone FROM casework_complaint WHERE id = %s",
            [report.pk],
        )
        none_in(cursor.fetchone()[0].replace(SECRET, ""), "column")


def test_scenario_41_a_search_of_another_office_and_its_pages_hold_no_trace(liu: Any) -> None:
    report = named_report()
    client = Client()
    for user in (liu, cast.person("qin"), cast.person("chen")):
        client.force_login(user, "django.contrib.auth.backends.ModelBackend")
        for path in (reverse("complaint", args=[report.pk]), reverse("cases"), reverse("board")):
            none_in(client.get(path).content.decode(), f"{user} {path}")


def test_scenario_41_an_anonymous_report_has_a_code_and_no_identity_anywhere() -> None:
    report, code = file_with_code(
        None, cast.JINSHUI, kind=ComplaintKind.REPORT, workers=0, is_anonymous=True,
        contact_name="", contact_phone="",
    )  # fmt: skip
    assert len(code) == 6
    assert (report.contact_name, report.contact_phone, report.phone_index) == ("", "", "")
    advance(report, "accepted")
    kinds = set(report.documents.values_list("kind", flat=True))
    assert "acceptance_notice" not in kinds  # nobody to tell
    for event in CaseEvent.objects.filter(complaint=report.pk):
        assert not [one for one in Audience([event]).of(event) if one.complaint_id]
    client = Client()
    client.post("/track/", {"do": "code", "number": report.tracking_no, "code": code})
    page = client.get(f"/track/view/{report.pk}/").content.decode()
    assert report.tracking_no[-4:] in page
    assert fresh(report).state == ComplaintState.ACCEPTED
