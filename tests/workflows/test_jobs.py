"""Long works: started once, followed by their owner alone, taken up again, told of in the inbox."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from casework import clock
from casework.access import scope_of
from casework.law.errors import SentenceError
from casework.models import Complaint, Job
from casework.models.actor import Actor
from casework.vocabulary import JobKind, JobState, Role
from notifications.models import unread_of
from tests import cast
from tests.cast import signed_in
from workflows import jobs, works
from workflows.jobs import Outcome, Progress, registry, runner
from workflows.jobs.progress import Stopped

pytest_plugins = ("tests.cast",)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("province", "media")]

EXPORT = Path(__file__).parents[1] / "data" / "clues_export.csv"
KIND = JobKind.CLUES


@pytest.fixture(autouse=True)
def told(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """What would have been sent to the workers."""
    sent: list[int] = []
    monkeypatch.setattr(
        "workflows.jobs.starting.current_app.send_task",
        lambda name, args, **kwargs: sent.append(*args),
    )
    return sent


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Put another function in the place of the import of clues."""

    def put(function: Any, **options: Any) -> None:
        one = registry.Work(KIND, function, "reports", options.get("in_slices", False))
        monkeypatch.setitem(registry.WORKS, KIND, one)

    return put


def owner() -> Actor:
    user = cast.person("he")
    return scope_of(user).actor_at(cast.office(cast.JINSHUI), Role.BODY_HEAD)


def begin(**over: Any) -> Job:
    return jobs.start(KIND, owner(), over.pop("params", None), **over)


def after_run(job: Job) -> Job:
    jobs.run_job(job.pk)
    job.refresh_from_db()
    return job


def test_every_kind_has_a_function() -> None:
    assert works.__all__
    assert set(registry.WORKS) == set(JobKind)


def test_a_work_is_started_once_for_a_key(
    told: list[int], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        first = begin(key="one")
        again = begin(key="one")
    assert first.pk == again.pk
    assert told == [first.pk]
    assert begin().pk != first.pk


def test_a_sixth_work_is_refused() -> None:
    for _n in range(5):
        begin()
    with pytest.raises(jobs.TooManyError):
        begin()


def test_done_with_a_file_for_seven_days(work: Any) -> None:
    def do(progress: Progress) -> Outcome:
        assert progress.source() == b"names"
        progress.begin(2, "正在登记线索")
        for _item in progress.each([1, 2]):
            pass
        return Outcome("新登记 %(created)s 件，已存在 %(exists)s 件，没有导入 %(error)s 行。",
                       {"created": 2, "exists": 0, "error": 0}, b"table", "表.csv", "text/csv")  # fmt: skip

    work(do)
    job = after_run(begin(source=ContentFile(b"names")))
    assert (job.state, job.done, job.total, job.percent) == (JobState.DONE, 2, 2, 100)
    assert job.message.startswith("新登记 2 件")
    assert not job.source, "what was read is deleted when the work is done"
    assert job.result.read() == b"table"
    job.result.close()
    client = signed_in(cast.person("he"))
    answer = client.post(reverse("job_download", args=[job.pk]))
    assert b"".join(answer.streaming_content) == b"table"
    with clock.at(clock.now() + timedelta(days=8)):
        assert client.post(reverse("job_download", args=[job.pk])).status_code == 404
        assert jobs.sweep() == 1
    job.refresh_from_db()
    assert not job.result
    assert "已到期删除" in client.get(reverse("job", args=[job.pk])).content.decode()


def test_only_the_owner_sees_it(work: Any) -> None:
    work(lambda progress: Outcome("x", content=b"x"))
    job = after_run(begin())
    stranger = signed_in(cast.person("li_jing"))
    assert stranger.get(reverse("job", args=[job.pk])).status_code == 404
    for name in ("job_cancel", "job_retry", "job_download"):
        assert stranger.post(reverse(name, args=[job.pk])).status_code == 404
    assert str(job.pk) not in stranger.get(reverse("jobs")).content.decode().split("/jobs/")[1:]
    assert Client().get(reverse("jobs")).status_code == 302


def test_a_running_work_is_cancelled_at_its_next_step(work: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("workflows.jobs.progress.WRITE_SECONDS", 0)
    steps = []

    def do(progress: Progress) -> Outcome:
        progress.begin(3)
        for item in progress.each([1, 2, 3]):
            steps.append(item)
            client.post(reverse("job_cancel", args=[progress.job.pk]))
        return Outcome("x")

    client = signed_in(cast.person("he"))
    work(do)
    job = after_run(begin())
    assert steps == [1]
    assert (job.state, job.done) == (JobState.CANCELLED, 1)


def test_a_waiting_work_is_cancelled_at_once() -> None:
    job = begin(source=ContentFile(b"names"))
    signed_in(cast.person("he")).post(reverse("job_cancel", args=[job.pk]))
    job = after_run(job)
    assert (job.state, job.run, bool(job.source)) == (JobState.CANCELLED, 0, False)


def test_what_a_dead_worker_left_is_begun_again_and_given_up_after_three_falls(
    work: Any, told: list[int]
) -> None:
    def do(progress: Progress) -> Outcome:
        progress.begin(2)
        raise KeyboardInterrupt  # as a kill: nothing is noted

    work(do)
    job = begin()
    for fall in (1, 2, 3):
        with pytest.raises(KeyboardInterrupt):
            jobs.run_job(job.pk)
        assert jobs.sweep() == 0, "its worker may still be alive"
        Job.objects.update(beat_at=clock.now() - runner.STALE * 2)
        jobs.sweep()
        job.refresh_from_db()
        assert job.falls == min(fall, 2)
    assert job.state == JobState.FAILED
    assert told == [job.pk] * 2


def test_a_worker_that_lost_its_work_writes_nothing(work: Any) -> None:
    def do(progress: Progress) -> Outcome:
        Job.objects.update(state=JobState.QUEUED)
        inner = runner._claim(progress.job.pk)
        assert inner is not None
        with pytest.raises(Stopped):
            progress.write()
        return Outcome("x", content=b"of the first")

    work(do)
    job = after_run(begin())
    assert (job.state, job.run, bool(job.result)) == (JobState.RUNNING, 2, False)


def test_a_long_work_gives_others_their_turn(work: Any, monkeypatch: Any, told: list[int]) -> None:
    done = []

    def do(progress: Progress) -> Outcome:
        done.extend(progress.each(range(3)))
        return Outcome("x")

    monkeypatch.setattr(runner, "SLICE_SECONDS", -1)
    work(do, in_slices=True)
    job = after_run(begin())
    assert (job.state, job.done) == (JobState.QUEUED, 1)
    assert told == [job.pk]
    monkeypatch.setattr(runner, "SLICE_SECONDS", 60)
    assert after_run(job).state == JobState.DONE
    assert done == [0, 1, 2]


def test_a_work_without_slices_begins_anew(work: Any) -> None:
    """What it had made lay in memory: leaving steps out would leave them out of the file."""

    def do(progress: Progress) -> Outcome:
        return Outcome("x", content=bytes(progress.each([1, 2, 3])))

    work(do)
    job = begin()
    Job.objects.filter(pk=job.pk).update(done=2, total=3)
    job = after_run(job)
    assert job.result.read() == bytes([1, 2, 3])
    job.result.close()


def test_a_failed_work_says_why_and_is_tried_again(work: Any) -> None:
    def do(progress: Progress) -> Outcome:
        raise SentenceError("不是线索平台的导出文件，缺少列：%(names)s。", names="欠薪地区")

    work(do)
    job = after_run(begin(source=ContentFile(b"names")))
    client = signed_in(cast.person("he"))
    page = client.get(reverse("job", args=[job.pk])).content.decode()
    assert "缺少列：欠薪地区" in page
    assert "再试一次" in page
    work(lambda progress: Outcome("x", {}))
    client.post(reverse("job_retry", args=[job.pk]))
    assert after_run(job).state == JobState.DONE
    client.post(reverse("job_retry", args=[job.pk]))
    assert after_run(job).state == JobState.DONE


def test_an_unknown_fault_shows_no_trace(work: Any, caplog: Any) -> None:
    work(lambda progress: 1 / 0)
    job = after_run(begin())
    assert job.state == JobState.FAILED
    assert "ZeroDivision" not in job.message


def test_a_waiting_work_nobody_was_told_of_is_told_by_the_sweep(told: list[int]) -> None:
    job = begin()
    jobs.sweep()
    jobs.sweep()
    assert told == [job.pk]


def test_the_inbox_tells_when_it_is_done(work: Any) -> None:
    work(lambda progress: Outcome("x"))
    user = cast.person("he")
    job = begin()
    assert unread_of(user.pk) == 0
    after_run(job)
    assert unread_of(user.pk) == 1
    client = signed_in(cast.person("he"))
    inbox = client.get(reverse("inbox")).content.decode()
    assert reverse("job", args=[job.pk]) in inbox
    client.get(reverse("job", args=[job.pk]))
    assert unread_of(user.pk) == 0


def test_a_page_of_a_running_work_asks_again_with_and_without_javascript() -> None:
    job = begin()
    client = signed_in(cast.person("he"))
    whole = client.get(reverse("job", args=[job.pk])).content.decode()
    assert '<noscript><meta http-equiv="refresh"' in whole
    assert 'hx-trigger="every 2s"' in whole
    part = client.get(reverse("job", args=[job.pk]), {"region": "progress"}).content.decode()
    assert "<progress" in part
    assert "<html" not in part


def test_an_export_of_clues_is_taken_in_and_reported_row_by_row() -> None:
    client = signed_in(cast.person("he"))
    form = {"file": SimpleUploadedFile("x.csv", EXPORT.read_bytes()), "key": uuid.uuid4().hex}
    answer = client.post(reverse("clue_file"), form)
    job = Job.objects.get()
    assert answer.url == reverse("job", args=[job.pk])
    after_run(job)
    assert job.state == JobState.DONE, job.message
    lines = job.result.read().decode("utf-8-sig").splitlines()
    job.result.close()
    assert len(lines) == job.total + 1
    assert f"新登记 {Complaint.objects.count()} 件" in job.message
    # Again: nothing is filed twice.
    form = {"file": SimpleUploadedFile("x.csv", EXPORT.read_bytes()), "key": uuid.uuid4().hex}
    client.post(reverse("clue_file"), form)
    second = after_run(Job.objects.order_by("-id")[0])
    assert second.values["created"] == 0


def test_a_file_of_another_kind_is_refused_at_once() -> None:
    form = {"file": SimpleUploadedFile("x.csv", "姓名,电话\n甲,1\n".encode()), "key": "k"}
    answer = signed_in(cast.person("he")).post(reverse("clue_file"), form)
    assert answer.status_code == 422
    assert not Job.objects.exists()


@pytest.mark.parametrize("key", ["li_jing", "auditor", "administrator"])
def test_who_does_not_receive_clues_cannot_import_them(key: str) -> None:
    assert signed_in(cast.person(key)).get(reverse("clue_file")).status_code == 403


def test_a_list_page_asks_few_queries(django_assert_max_num_queries: Any) -> None:
    for number in range(4):
        begin(key=str(number))
    client = signed_in(cast.person("he"))
    with django_assert_max_num_queries(8):
        client.get(reverse("jobs"))


def test_a_web_process_knows_every_long_work() -> None:
    """Nothing of a page imports the works; the app registers them when it starts."""
    code = (
        "import django; django.setup()\n"
        "from workflows.jobs.registry import WORKS\n"
        "print(*sorted(WORKS))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test"},
    )  # fmt: skip
    assert answer.stdout.split() == sorted(JobKind.values)
