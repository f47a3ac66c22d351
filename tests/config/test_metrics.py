"""What Prometheus reads: only with the token, numbers only, counted over all processes."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from config import task_counts
from config.celery import app
from config.metrics import METRICS
from config.tasks import tick
from notifications import presence
from tests import cast, factories

pytestmark = pytest.mark.django_db
TOKEN = "m" * 40
LINE = re.compile(r'[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? -?[0-9.e+]+')


def read(settings: Any, token: str = TOKEN) -> Any:
    settings.QINGQIAN = settings.QINGQIAN | {"metrics_token": TOKEN}
    return Client().get("/metrics", headers={"Authorization": f"Bearer {token}"})


def test_only_the_bearer_of_the_token_reads_them(settings: Any) -> None:
    assert read(settings, "wrong").status_code == 404
    settings.QINGQIAN = settings.QINGQIAN | {"metrics_token": ""}
    assert Client().get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_every_metric_is_there_and_tells_no_name(settings: Any) -> None:
    cast.load_province()
    filed = factories.file_at(None, cast.JINSHUI)
    tick.apply()
    presence.note_sockets(7)
    answer = read(settings)
    assert answer["Content-Type"].startswith("text/plain; version=0.0.4")
    text = answer.content.decode()
    assert all(f"# TYPE {metric.name} {metric.kind}\n" in text for metric in METRICS)
    samples = [line for line in text.splitlines() if not line.startswith("#")]
    assert all(LINE.fullmatch(line) for line in samples), samples
    assert 'qingqian_tasks_total{task="config.tasks.tick",state="success"}' in text
    assert 'qingqian_queue_waiting{queue="documents"}' in text
    assert re.search(r'qingqian_live_sockets\{process="[^"]+"\} 7', text)
    assert "qingqian_metrics_unreadable 0" in text
    assert filed.tracking_no not in text
    assert "王五" not in text


def test_a_failed_task_is_counted_as_such() -> None:
    @app.task(name="tests.fails")  # type: ignore[untyped-decorator]
    def fails() -> None:
        raise ValueError

    before = task_counts.runs().get(("tests.fails", "failure"), 0)
    fails.apply()
    assert task_counts.runs()[("tests.fails", "failure")] == before + 1
    assert "tests.fails" in task_counts.seconds()
