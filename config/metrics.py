"""What Prometheus reads at `/metrics`: queues, workers, outbox, messages, live sockets, tasks.

Everything is read from rows and from Redis at the moment of the question, so that any web process
answers for all. Numbers only: no name, no matter. The door opens to the bearer of the token.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from redis.exceptions import RedisError

from casework import clock
from casework.models import CaseEvent, Job
from casework.vocabulary import JobState
from config import health, task_counts
from notifications import presence, undelivered
from notifications.models import WAITING, Delivery, DeliveryState

logger = logging.getLogger(__name__)
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
LEAST_TOKEN = 32
Sample = tuple[dict[str, str], float]


@dataclass(frozen=True)
class Metric:
    """One name with its help, whether it only grows, and how its samples are read."""

    name: str
    help: str
    read: Callable[[], Iterable[Sample]]
    kind: str = "gauge"


@never_cache
@require_GET
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer in the text format of Prometheus; 404 to whoever does not bear the token."""
    token = str(settings.QINGQIAN["metrics_token"])
    borne = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if len(token) < LEAST_TOKEN or not constant_time_compare(borne, token):
        raise Http404
    return HttpResponse("".join(_lines()), content_type=CONTENT_TYPE)


def _lines() -> Iterator[str]:
    failed = 0
    for metric in METRICS:
        try:
            samples = list(metric.read())
        except (DatabaseError, RedisError, OSError) as error:
            logger.warning("metric %s not read (%s)", metric.name, type(error).__name__)
            failed += 1
            continue
        yield f"# HELP {metric.name} {metric.help}\n# TYPE {metric.name} {metric.kind}\n"
        for labels, value in samples:
            yield f"{metric.name}{_labels(labels)} {round(value, 3)}\n"
    name = "qingqian_metrics_unreadable"
    yield f"# HELP {name} Metrics that could not be read now.\n# TYPE {name} gauge\n{name} {failed}\n"


def _labels(labels: dict[str, str]) -> str:
    """Names of our own code only stand here; a quote or a backslash is escaped all the same."""
    if not labels:
        return ""
    said = (
        '{}="{}"'.format(name, value.replace("\\", "\\\\").replace('"', '\\"'))
        for name, value in labels.items()
    )
    return "{" + ",".join(said) + "}"


def _queues() -> Iterator[Sample]:
    for name, waiting in health.queues():
        yield {"queue": name}, waiting


def _workers() -> Iterator[Sample]:
    yield {}, len(health.workers())


def _tick() -> Iterator[Sample]:
    moment = health.last_tick()
    yield {}, moment.timestamp() if moment else 0


def _outbox() -> Iterator[Sample]:
    yield {}, undelivered.behind()[0]


def _outbox_age() -> Iterator[Sample]:
    _count, oldest = undelivered.behind()
    yield {}, (clock.now() - oldest).total_seconds() if oldest else 0


def _waiting() -> Iterator[Sample]:
    rows = Delivery.objects.filter(state__in=WAITING).values_list("channel", "state")
    for channel, state, count in rows.annotate(n=Count("id")).order_by("channel", "state"):
        yield {"channel": channel, "state": state}, count


def _overdue() -> Iterator[Sample]:
    rows = Delivery.objects.filter(state__in=WAITING, next_try_at__lt=clock.now())
    yield {}, rows.count()


def _dead() -> Iterator[Sample]:
    rows = Delivery.objects.filter(state=DeliveryState.DEAD).values_list("channel")
    for channel, count in rows.annotate(n=Count("id")).order_by("channel"):
        yield {"channel": channel}, count


def _jobs() -> Iterator[Sample]:
    for state in (JobState.QUEUED, JobState.RUNNING):
        yield {"state": str(state)}, Job.objects.filter(state=state).count()


def _journal() -> Iterator[Sample]:
    yield {}, CaseEvent.objects.order_by("-id").values_list("id", flat=True).first() or 0


def _connections() -> Iterator[Sample]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        yield {}, cursor.fetchone()[0]


def _sockets() -> Iterator[Sample]:
    for process, count in sorted(presence.sockets().items()):
        yield {"process": process}, count


def _runs() -> Iterator[Sample]:
    for (task, state), count in sorted(task_counts.runs().items()):
        yield {"task": task, "state": state}, count


def _seconds() -> Iterator[Sample]:
    for task, spent in sorted(task_counts.seconds().items()):
        yield {"task": task}, spent


METRICS = (
    Metric("qingqian_queue_waiting", "Tasks waiting in each queue.", _queues),
    Metric("qingqian_workers", "Worker processes that answer.", _workers),
    Metric(
        "qingqian_timer_last_tick_seconds", "When the timer last came through, unix time.", _tick
    ),
    Metric("qingqian_tasks_total", "Runs of each task by how they ended.", _runs, "counter"),
    Metric("qingqian_task_seconds_total", "Seconds spent in each task.", _seconds, "counter"),
    Metric("qingqian_outbox_rows", "Journal rows not yet turned into messages (to 1000).", _outbox),
    Metric("qingqian_outbox_age_seconds", "Age of the oldest of them.", _outbox_age),
    Metric("qingqian_messages_waiting", "Messages not yet sent, by channel and state.", _waiting),
    Metric("qingqian_messages_overdue", "Messages whose time has come.", _overdue),
    Metric("qingqian_messages_dead", "Messages given up.", _dead),
    Metric("qingqian_jobs", "Long works not ended.", _jobs),
    Metric("qingqian_journal_last_id", "Number of the last journal row.", _journal, "counter"),
    Metric("qingqian_database_connections", "Connections to the database.", _connections),
    Metric("qingqian_live_sockets", "Open WebSockets of each process.", _sockets),
)
