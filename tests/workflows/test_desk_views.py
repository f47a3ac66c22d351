"""The desk's conditions and their names, what changed, many at once, and the table it gives."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, InternalError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from casework import clock
from casework.models import CaseEvent, Complaint, Job, ListExport, SavedFilter
from casework.vocabulary import Channel, EventKind, Industry, JobKind, JobState
from tests import cast, factories
from tests.cast import JINSHUI, SHANGSHUI, person, signed_in
from tests.workflows.test_desk import due, fill, numbers, rows_of, task_of
from workflows.counter import desk_export
from workflows.counter.desk_filters import MOST_SAVED, DeskFilter
from workflows.counter.desk_rows import Desk
from workflows.jobs import run_job
from workflows.models import DeskTask
from workflows.works import desk_table

pytest_plugins = ("tests.cast",)
pytestmark = pytest.mark.django_db
MOST_QUERIES = 14


def saved(client: Client, name: str, query: str) -> Any:
    return client.post(reverse("desk_save"), {"name": name, "query": query})


def test_every_condition_of_the_address_narrows(province: None) -> None:
    site = factories.advance(factories.file_at(JINSHUI), "accepted").case
    rider = factories.file_at(
        JINSHUI, industry=Industry.NEW_FORMS, channel=Channel.HOTLINE_12345, employer_name="某配送站", uscc="",
        workers=[factories.worker(3)],
    )  # fmt: skip
    group = factories.file_at(JINSHUI, workers=3, employer_name="某制衣厂", uscc="")
    client = signed_in(person("he"))

    def shown(**query: str) -> set[str]:
        return set(numbers(client.get(reverse("desk"), {"tab": "office", **query})))

    everything = {site.number, rider.tracking_no, group.tracking_no}
    assert shown() == everything
    assert shown(stage="case.open") == {site.number}
    assert shown(stage="complaint.filed") == {rider.tracking_no, group.tracking_no}
    assert shown(trade=Industry.NEW_FORMS) == {rider.tracking_no}
    assert shown(channel=Channel.HOTLINE_12345) == {rider.tracking_no}
    assert shown(channel=Channel.WINDOW) == everything - {rider.tracking_no}
    assert shown(group="1") == {group.tracking_no}
    assert shown(office=str(cast.office(JINSHUI).pk)) == everything
    assert shown(office="999999") == set()
    assert shown(stage="x", trade="y", channel="z", group="9", office="-1") == everything
    assert shown(q="peisong") == {rider.tracking_no}
    assert shown(q="zyc") == {group.tracking_no}


def test_a_case_is_found_by_what_its_complaint_is_found_by(province: None) -> None:
    complaint = factories.advance(factories.file_at(JINSHUI), "accepted")
    client = signed_in(person("li_jing"))
    for text in (complaint.tracking_no, "王五", "ww", "宏远花园", complaint.case.number):
        assert numbers(client.get(reverse("desk"), {"q": text})) == [complaint.case.number], text
    assert numbers(client.get(reverse("desk"), {"q": "赵六"})) == []


def test_a_persons_number_is_not_looked_for_by_address(province: None) -> None:
    factories.file_at(JINSHUI)
    page = signed_in(person("he")).get(reverse("desk"), {"q": factories.WANG_WU_PHONE})
    text = page.content.decode()
    assert "号码不会写进网址和日志" in text
    assert f'value="{factories.WANG_WU_PHONE}"' not in text


def test_a_view_is_kept_under_a_name_counted_renamed_and_deleted(province: None) -> None:
    complaint = factories.file_at(JINSHUI)
    due(complaint, -1)
    client = signed_in(person("he"))
    answer = saved(client, "超期工地", "only=late&trade=construction&q=geheim&after=1.2")
    row = SavedFilter.objects.get()
    assert (row.name, row.query) == ("超期工地", "only=late&trade=construction")
    assert "geheim" not in answer["Location"]
    page = client.get(answer["Location"])
    assert page.context["saved_chips"] == [(f"/desk/?{row.query}", "超期工地", 1, True)]
    saved(client, "本单位的", "tab=office")
    chips = client.get(reverse("desk")).context["saved_chips"]
    assert [(name, count) for _url, name, count, _on in chips] == [("超期工地", 1), ("本单位的", 1)]
    change = reverse("desk_saved", args=[row.pk])
    client.post(change, {"do": "rename", "name": "先办"})
    assert SavedFilter.objects.get(pk=row.pk).name == "先办"
    client.post(change, {"do": "rename", "name": "本单位的"})
    assert SavedFilter.objects.get(pk=row.pk).name == "先办"
    client.post(change, {"do": "rename", "name": " "})
    assert SavedFilter.objects.get(pk=row.pk).name == "先办"
    client.post(change, {"do": "delete"})
    assert SavedFilter.objects.count() == 1


def test_the_same_name_means_this_view_instead_and_there_is_a_limit(province: None) -> None:
    client = signed_in(person("he"))
    for number in range(MOST_SAVED + 2):
        saved(client, f"第{number}个", "only=late")
    assert SavedFilter.objects.count() == MOST_SAVED
    saved(client, "第0个", "only=today")
    assert SavedFilter.objects.get(name="第0个").query == "only=today"
    saved(client, "", "only=late")
    saved(client, "长" * 21, "only=late")
    assert SavedFilter.objects.count() == MOST_SAVED


def test_the_default_view_opens_by_itself_and_all_is_still_there(province: None) -> None:
    client = signed_in(person("he"))
    saved(client, "超期", "only=late")
    saved(client, "今天", "only=today")
    first, second = SavedFilter.objects.order_by("id")
    for row in (first, second):
        client.post(reverse("desk_saved", args=[row.pk]), {"do": "default"})
    assert [row.is_default for row in SavedFilter.objects.order_by("id")] == [False, True]
    assert client.get(reverse("desk"))["Location"] == "/desk/?only=today"
    page = client.get(reverse("desk"), {"all": "1"})
    assert page.context["mine_url"] == page.context["clear_url"] == "/desk/?all=1"
    assert client.get(reverse("desk"), {"region": "chips"}).status_code == 200
    client.post(reverse("desk_saved", args=[second.pk]), {"do": "default"})
    assert client.get(reverse("desk")).status_code == 200


def test_nobody_touches_the_filters_of_another(province: None) -> None:
    saved(signed_in(person("he")), "我的", "only=late")
    row = SavedFilter.objects.get()
    other = signed_in(person("li_jing"))
    assert other.post(reverse("desk_saved", args=[row.pk]), {"do": "delete"}).status_code == 404
    assert other.get(reverse("desk")).context["saved_chips"] == []


def news(client: Client, page: Any, **query: str) -> str:
    return client.get(page.context["news_url"], query).content.decode()


def test_what_changed_is_marked_in_its_place_and_counted(province: None) -> None:
    complaint = factories.advance(factories.file_at(JINSHUI), "assigned")
    client = signed_in(person("li_jing"))
    page = client.get(reverse("desk"))
    assert "news__bar" not in news(client, page)
    task = task_of(complaint)
    factories.do("note_complaint", complaint, factories.holder(complaint, "inspector"),
                 {"text": "已电话联系。"})  # fmt: skip
    text = news(client, page)
    assert "1 条有变化" in text
    assert f'id="row-{task.pk}" hx-swap-oob="true"' in text
    assert "已更新" in text


def test_what_left_and_what_came_is_told_and_the_list_stays(province: None) -> None:
    complaint = factories.advance(factories.file_at(JINSHUI), "assigned")
    client = signed_in(person("li_jing"))
    page = client.get(reverse("desk"))
    task = task_of(complaint)
    DeskTask.objects.filter(pk=task.pk).update(owner=person("wu_gang"))
    Complaint.objects.filter(pk=complaint.pk).update(second=person("he"))
    factories.advance(factories.file_at(JINSHUI, workers=[factories.worker(4)]), "assigned")
    text = news(client, page)
    assert "2 条有变化" in text
    assert "新到 1 条" in text
    assert f'id="row-{task.pk}" class="desk__row--gone"' in text


def test_an_empty_desk_fills_by_itself(province: None) -> None:
    client = signed_in(person("he"))
    page = client.get(reverse("desk"))
    factories.file_at(JINSHUI)
    assert 'hx-trigger="load" hx-target="#desk-rows"' in news(client, page)


@pytest.mark.parametrize("shown", ["x", "1.2.x", "99999999999999999999", "-1", "." * 300])
def test_made_up_ids_do_no_harm(province: None, shown: str) -> None:
    client = signed_in(person("he"))
    answer = client.get(reverse("desk"), {"region": "news", "since": "x", "shown": shown})
    assert answer.status_code == 200


@pytest.mark.parametrize("count", [5, 150])
def test_regions_ask_few_questions(
    province: None, django_assert_max_num_queries: Callable[..., Any], count: int
) -> None:
    fill(factories.file_at(JINSHUI), count)
    client = signed_in(person("he"))
    for number in range(3):
        saved(client, f"{number}", "only=late")
        saved(client, f"本单位{number}", "tab=office&only=late")
    page = client.get(reverse("desk"))
    for address in (reverse("desk") + "?trade=construction", page.context["news_url"],
                    page.context["rows_url"], page.context["chips_url"]):  # fmt: skip
        with django_assert_max_num_queries(MOST_QUERIES):
            client.get(address)


def test_the_head_assigns_many_and_hears_of_each(province: None) -> None:
    first, second = (factories.file_at(JINSHUI, workers=[factories.worker(n)]) for n in (1, 2))
    client = signed_in(person("he"))
    tasks = [task_of(first).pk, task_of(second).pk]
    page = client.post(reverse("desk_assign"), {"task": tasks, "next": "/desk/?tab=office"})
    assert page.status_code == 200
    assert first.tracking_no in page.content.decode()
    Complaint.objects.filter(pk=second.pk).update(recused=[person("li_jing").pk])
    data: dict[str, Any] = {"key": uuid.uuid4().hex, "reason": "按分工。",
                            "pick": [f"complaint-{first.pk}", f"complaint-{second.pk}"]}  # fmt: skip
    for record in (first, second):
        data[f"lead-complaint-{record.pk}"] = person("li_jing").pk
        data[f"second-complaint-{record.pk}"] = person("wu_gang").pk
    done = client.post(page.context["action"], data)
    text = done.content.decode()
    assert "有 1 件没有办成" in text
    assert "已指派" in text
    assert "没有办成" in text
    assert factories.fresh(first).lead == person("li_jing")
    assert factories.fresh(second).lead is None
    assigned = CaseEvent.objects.filter(kind=EventKind.COMPLAINT_ASSIGNED)
    assert assigned.count() == 1
    client.post(page.context["action"], data)
    assert assigned.count() == 1
    assert client.post(page.context["action"], {**data, "reason": ""}).status_code == 422


def test_of_what_was_picked_only_the_own_is_assigned_and_the_rest_is_counted(
    province: None,
) -> None:
    own, arriving = factories.file_at(JINSHUI), factories.file_at(SHANGSHUI)
    client = signed_in(person("he"))
    tasks = [task_of(arriving).pk, task_of(own).pk]
    page = client.post(reverse("desk_assign"), {"task": tasks})
    assert [row.record for row in page.context["rows"]] == [own]
    assert page.context["left_out"] == 1
    none = client.post(reverse("desk_assign"), {"task": tasks[:1]}, follow=True)
    assert "选中的都不由本单位承办" in none.content.decode()


def test_a_task_says_the_days_of_its_own_clock(province: None) -> None:
    case = factories.advance(factories.file_at(JINSHUI), "investigating").case
    asked = {"office": cast.office(SHANGSHUI).pk, "matter": "核实工期。",
             "answer_by": (clock.today() + timedelta(days=10)).isoformat()}  # fmt: skip
    factories.do("request_assistance", case, case.lead, asked)
    row = next(row for row in Desk(case.lead).page()[0] if row.task.node == "investigate")
    assert row.clock is not None
    assert (row.clock.rule, row.clock.due_on) == ("D-07", row.task.due_on)


def test_only_a_head_assigns_and_only_what_lies_on_the_own_desk(province: None) -> None:
    complaint = factories.file_at(JINSHUI)
    task = task_of(complaint).pk
    refused = signed_in(person("li_jing")).post(
        reverse("desk_assign"), {"task": [task]}, follow=True
    )
    assert "只有负责人可以指派监察员。" in refused.content.decode()
    away = signed_in(person("jiyuan_head")).post(
        reverse("desk_assign"), {"task": [task]}, follow=True
    )
    assert "请先在列表里选中要办的任务。" in away.content.decode()
    nothing = signed_in(person("he")).post(reverse("desk_assign"), {"task": ["x"]}, follow=True)
    assert "请先在列表里选中要办的任务。" in nothing.content.decode()


def pages_of(answer: Any) -> list[str]:
    assert answer["Content-Type"] == "application/pdf"
    return [page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages]


def test_summaries_and_papers_come_as_one_pdf(province: None, media: Any) -> None:
    first = factories.advance(factories.file_at(JINSHUI), "ordered")
    second = factories.advance(
        factories.file_at(JINSHUI, workers=[factories.worker(5)]), "accepted"
    )
    client = signed_in(person("li_jing"))
    tasks = [row.task.pk for row in rows_of(client.get(reverse("desk")))]
    page = client.post(reverse("desk_print"), {"task": tasks})
    assert page.status_code == 200
    summaries = pages_of(client.post(page.context["action"], {"what": "summary"}))
    assert len(summaries) == 2
    text = "".join(summaries)
    assert "案情摘要" in text
    assert first.case.number[:3] in text
    assert "王五" not in text
    papers = pages_of(client.post(page.context["action"], {"what": "papers"}))
    assert any("限期" in text for text in papers)
    wrong = client.post(page.context["action"], {"what": "papers", "kinds": ["nonsense"]})
    assert wrong.status_code == 422
    assert second.case.number != first.case.number


def test_many_papers_are_a_long_work_one_can_leave_and_come_back_to(
    province: None, media: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workflows.counter.desk_bulk.AT_ONCE", 1)
    factories.advance(factories.file_at(JINSHUI), "ordered")
    client = signed_in(person("li_jing"))
    tasks = [row.task.pk for row in rows_of(client.get(reverse("desk")))]
    page = client.post(reverse("desk_print"), {"task": tasks})
    answer = client.post(page.context["action"], {"what": "papers"})
    job = Job.objects.get()
    assert answer["Location"] == reverse("job", args=[job.pk])
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done) == (JobState.DONE, job.total)
    with job.result.open("rb") as made:
        assert len(PdfReader(made).pages) >= job.total


def test_a_stranger_prints_nothing(province: None) -> None:
    task = task_of(factories.file_at(JINSHUI)).pk
    answer = signed_in(person("zhao_min")).post(
        reverse("desk_print"), {"task": [task], "what": "summary"}
    )
    assert answer.status_code == 302
    assert Client().post(reverse("desk_print"), {"task": [task]})["Location"].startswith("/login/")


def table(answer: Any) -> list[tuple[Any, ...]]:
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)))
    return list(book.active.iter_rows(values_only=True))


def test_the_table_holds_what_is_shown_and_the_export_is_kept(province: None) -> None:
    complaint = factories.file_at(JINSHUI, employer_name='=HYPERLINK("http://x")', uscc="")
    due(complaint, -2)
    rider = factories.file_at(JINSHUI, industry=Industry.NEW_FORMS, workers=[factories.worker(6)])
    client = signed_in(person("he"))
    answer = client.get(reverse("desk_export"), {"only": "late"})
    heads, *rows = table(answer)
    assert heads[:4] == ("期限分组", "用人单位", "编号", "投诉人")
    assert [row[2] for row in rows] == [complaint.tracking_no]
    assert rows[0][1] == '\'=HYPERLINK("http://x")'
    assert "王五" not in str(rows)
    assert "王*" in str(rows)
    assert rider.tracking_no not in str(rows)
    kept = ListExport.objects.get()
    assert (kept.user, kept.what, kept.query, kept.rows) == (person("he"), "desk", "only=late", 1)
    for change in (kept.delete, lambda: ListExport.objects.update(rows=0)):
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
            change()


def test_a_long_table_asks_by_batches(province: None) -> None:
    fill(factories.file_at(JINSHUI), 1200)
    client = signed_in(person("he"))
    with CaptureQueriesContext(connection) as queries:
        rows = table(client.get(reverse("desk_export")))[1:]
    assert len(rows) == len({row[2] for row in rows}) == 1201
    assert len(queries) <= 24


def test_a_very_long_table_is_made_by_a_worker(
    province: None, monkeypatch: pytest.MonkeyPatch, media: Any
) -> None:
    factories.file_at(JINSHUI)
    monkeypatch.setattr(desk_export, "MOST_AT_ONCE", 0)
    client = signed_in(person("he"))
    answer = client.get(reverse("desk_export"), {"only": "unclaimed"})
    job = Job.objects.get()
    assert answer["Location"] == reverse("job", args=[job.pk])
    assert (job.kind, job.params) == (JobKind.DESK_TABLE, {"query": "only=unclaimed"})
    assert desk_table.make_desk_table
    run_job(job.pk)
    job.refresh_from_db()
    with job.result.open("rb") as file:
        assert len(list(load_workbook(file).active.iter_rows())) == 2


def test_filters_read_and_written_are_the_same() -> None:
    view = DeskFilter.read({"tab": "office", "only": "week", "stage": "case.open", "group": "1"})
    assert view.url() == "/desk/?tab=office&only=week&stage=case.open&group=1"
    assert view.query() == "group=1&only=week&stage=case.open&tab=office"
