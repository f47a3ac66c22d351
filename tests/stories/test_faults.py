"""Worker and Redis are killed in the middle of 200 filings: every message arrives, each is shown once.

Law.md B3; the promise of the outbox: delivered at least once, shown once.
"""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest
from django.conf import settings
from django.db import close_old_connections
from django.db.models import Count

from casework.models import CaseEvent, Complaint
from casework.vocabulary import EventKind
from config import embedded
from config.redis_server import Redis
from notifications import live
from notifications.models import Delivery, DeliveryState, Way
from tests import cast, factories, processes
from tests.workers import running_worker

FILINGS, THREADS = 200, 4

pytestmark = [pytest.mark.story, pytest.mark.django_db(transaction=True)]


def kill_redis() -> int:
    """Kill -9 the embedded Redis; what it held is gone. Return its process id."""
    pid = int((Redis(Path(settings.VAR_DIR)).home / "server.pid").read_text())
    process = psutil.Process(pid)
    assert "redis" in process.name()
    process.kill()
    processes.wait_for(lambda: not Redis(Path(settings.VAR_DIR)).answers(), 5, "Redis to be gone")
    return pid


def file_many(numbers: range, filed: list[int], slowest: list[float]) -> None:
    try:
        for number in numbers:
            begun = time.monotonic()
            one = factories.worker(1 + number)
            complaint = factories.file_at(
                None,
                cast.JINSHUI,
                workers=[one],
                contact_phone=one.phone,
                employer_name="",
                uscc="",
            )
            slowest.append(time.monotonic() - begun)
            filed.append(complaint.pk)
    finally:
        close_old_connections()


def sent_keys(log: Path, offset: int) -> Counter[str]:
    with log.open() as lines:
        lines.seek(offset)
        return Counter(json.loads(line)["key"] for line in lines)


def when(filed: list[int], count: int, act: Callable[[], Any]) -> None:
    processes.wait_for(lambda: len(filed) >= count, 40, f"{count} filings")
    act()


def test_no_message_is_lost_and_none_is_shown_twice(tmp_path: Path) -> None:
    if not any(isinstance(server, Redis) for server in embedded.servers()):
        pytest.skip("REDIS_URL names a server that is not ours to kill")
    cast.load_province()
    for key in ("he", "li_jing", "jinshui_clerk", "liu"):
        cast.person(key)
    log = Path(settings.VAR_DIR) / "sms.log"
    log.touch()
    offset = log.stat().st_size
    filed: list[int] = []
    slowest: list[float] = []
    size = FILINGS // THREADS
    writers = [
        threading.Thread(target=file_many, args=(range(n * size, n * size + size), filed, slowest))
        for n in range(THREADS)
    ]
    with running_worker(tmp_path) as worker:
        processes.wait_for(processes.worker_answers, 20, "the worker")
        for writer in writers:
            writer.start()
        when(filed, 30, worker.kill)
        worker.start_again()
        when(filed, 80, kill_redis)
        assert any(writer.is_alive() for writer in writers), "Redis is to die in the middle"
        when(filed, 120, embedded.start)
        when(filed, 150, worker.kill)
        worker.start_again()
        for writer in writers:
            writer.join(40)
        assert worker.kills == 2
        assert len(filed) == FILINGS
        _drained(filed)
    live.publisher().drain(2)
    _each_was_sent_and_is_shown_once(filed, sent_keys(log, offset))
    # A dead Redis never holds up a person who files.
    assert max(slowest) < 5, f"the slowest filing took {max(slowest):.1f} s"


def _drained(filed: list[int]) -> None:
    def all_sent() -> bool:
        rows = Delivery.objects.filter(channel=Way.SMS, state=DeliveryState.SENT)
        return rows.filter(complaint__in=filed).count() == FILINGS

    processes.wait_for(all_sent, 40, "all messages to be sent")


def _each_was_sent_and_is_shown_once(filed: list[int], keys: Counter[str]) -> None:
    events = CaseEvent.objects.filter(kind=EventKind.COMPLAINT_FILED, complaint__in=filed)
    assert events.count() == Complaint.objects.count() == FILINGS
    rows = Delivery.objects.filter(channel=Way.SMS)
    assert rows.count() == FILINGS
    assert all(keys[f"delivery-{pk}"] >= 1 for pk in rows.values_list("pk", flat=True))
    # The head of the county sees each filing once; the stranger sees none.
    inbox = Delivery.objects.filter(channel=Way.INBOX)
    counts = inbox.filter(user=cast.person("he")).values("event").annotate(n=Count("id"))
    assert {row["n"] for row in counts} == {1}
    assert len(counts) == FILINGS
    assert not inbox.filter(user=cast.person("liu")).exists()
