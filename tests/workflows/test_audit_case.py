"""The audit of one case through its page: lanes, clocks, chain, files, who may open it."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from openpyxl import load_workbook
from pypdf import PdfReader

from casework.models import Case, CaseEvent, Deadline
from casework.vocabulary import DeadlineState
from tests import cast, factories
from workflows.audit.case_file import AuditFile
from workflows.models import DeskTask

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(province: None) -> Case:
    """A case that was paid, complied with and closed."""
    complaint = factories.advance(factories.file_at(cast.JINSHUI), "told")
    return factories.fresh(complaint.case)


def page(user: Any, case: Case, **query: str) -> Any:
    client = Client()
    client.force_login(user)
    return client.get(f"/audit/case/{case.pk}/", query)


def test_it_shows_every_desk_as_a_bar_that_opens_its_entries(closed: Case, chen: Any) -> None:
    found = page(chen, closed)
    text = found.content.decode()
    names = [lane.name for lane in found.context["lanes"]]
    assert names == ["窗口", "负责人", "监察员", "企业期限"]
    for bar, _lines in found.context["bars"]:
        assert f'href="#bar-{bar.number}"' in text
        assert f'id="bar-{bar.number}"' in text
    for line in found.context["lines"]:
        assert f'id="e{line.pk}"' in text
    with_entries = [bar for bar, lines in found.context["bars"] if lines]
    assert len(with_entries) == len(found.context["bars"])


def test_its_sums_equal_those_of_plain_sql(closed: Case, chen: Any) -> None:
    file = page(chen, closed).context["file"]
    head = next(lane for lane in file.lanes if lane.code == "head")
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT coalesce(sum(extract(epoch FROM least(coalesce(assigned, finished), finished)
                     - created)), 0) FROM workflows_desktask WHERE role = 'body_head'
               AND (case_id = %s OR complaint_id IN
                    (SELECT id FROM casework_complaint WHERE case_id = %s))""",
            [closed.pk, closed.pk],
        )
        expected = float(cursor.fetchone()[0])
    assert head.seconds("wait") == pytest.approx(expected, abs=0.001)


def test_clocks_say_what_was_allowed_used_and_left(closed: Case, chen: Any) -> None:
    terms = {t.clock.rule: t for t in page(chen, closed).context["terms"]}
    row = Deadline.objects.get(case=closed, rule="D-07")
    assert row.state == DeadlineState.MET
    assert (terms["D-07"].allowed, terms["D-07"].used, terms["D-07"].left) == (60, 0, 60)
    assert not terms["D-07"].is_open


def test_a_changed_row_is_named_on_the_page_and_is_a_deviation(closed: Case, chen: Any) -> None:
    event = CaseEvent.objects.filter(case=closed, stream="case").order_by("seq")[2]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE casework_caseevent SET reason = '改过' WHERE id = %s", [event.pk])
        cursor.execute("SET LOCAL session_replication_role = origin")
    text = page(chen, closed).content.decode()
    assert f"第 {event.seq} 条被改动" in text
    assert "办理记录被改动" in text


def test_a_legal_path_has_no_deviation(closed: Case, chen: Any) -> None:
    found = page(chen, closed)
    assert found.context["deviations"] == []
    assert "没有偏离" in found.content.decode()
    assert "被改动" not in found.content.decode().replace("改动、删除", "")


def test_pdf_and_workbook_hold_what_the_page_shows(closed: Case, chen: Any) -> None:
    client = Client()
    client.force_login(chen)
    pdf = client.get(f"/audit/case/{closed.pk}/audit.pdf")
    pages = PdfReader(BytesIO(pdf.content)).pages
    text = "".join("".join(p.extract_text() for p in pages).split())
    assert closed.number in text
    assert "时间花在哪里" in text
    book = load_workbook(BytesIO(client.get(f"/audit/case/{closed.pk}/audit.xlsx").content))
    log = list(book["办理记录"].values)
    rows = CaseEvent.objects.filter(case=closed) | CaseEvent.objects.filter(
        complaint__in=closed.complaints.all()
    )
    assert len(log) == 1 + rows.distinct().count()
    assert client.get(f"/audit/case/{closed.pk}/audit.doc").status_code == 404


def test_who_may_open_it(closed: Case, he: Any, auditor: Any, sun: Any, li_jing: Any,
                         jiyuan_head: Any, administrator: Any, shangshui_head: Any) -> None:  # fmt: skip
    for user in (he, auditor, sun):
        assert page(user, closed).status_code == 200
    assert page(jiyuan_head, closed).status_code == 404
    assert page(shangshui_head, closed).status_code == 404
    for user in (li_jing, administrator):
        assert page(user, closed).status_code == 403
    assert Client().get(f"/audit/case/{closed.pk}/").status_code == 302


def test_the_case_page_links_to_it_for_those_who_may(closed: Case, he: Any, li_jing: Any) -> None:
    for user, shown in ((he, True), (li_jing, False)):
        client = Client()
        client.force_login(user)
        text = client.get(f"/cases/{closed.pk}/").content.decode()
        assert (f"/audit/case/{closed.pk}/" in text) is shown


def test_an_unclaimed_desk_waits_and_a_claimed_one_works(province: None) -> None:
    complaint = factories.advance(factories.file_at(cast.JINSHUI), "accepted")
    file = AuditFile(factories.fresh(complaint.case))
    open_bars = [bar for lane in file.lanes for bar in lane.bars if bar.is_open]
    tasks = DeskTask.objects.filter(case=complaint.case, finished__isnull=True)
    assert [bar.what for bar in open_bars if bar.lane == "inspector"] == [
        str(task.flow_task.task_title) for task in tasks
    ]
    assert {bar.kind for bar in open_bars if bar.lane == "inspector"} == {"work"}


def test_it_costs_a_fixed_number_of_statements(
    closed: Case, chen: Any, django_assert_max_num_queries: Any
) -> None:
    client = Client()
    client.force_login(chen)
    with django_assert_max_num_queries(20):
        client.get(f"/audit/case/{closed.pk}/")
