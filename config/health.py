"""What tells whether the system is well: each check one line, said in words and a tone."""

from __future__ import annotations

import os
import shutil
import time
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from redis.exceptions import RedisError

from casework import clock
from casework.law.holidays import PROVISIONAL
from casework.models import Job
from casework.records.calendar import stored_calendar
from casework.templatetags.casework_format import local_minute
from casework.vocabulary import JobState
from config.celery import app
from notifications import undelivered
from notifications.models import Delivery, DeliveryState

OK, WARN, BAD = "ok", "warn", "bad"
TICK = f"{settings.REDIS_PREFIX}-tick"
LATE = timedelta(minutes=2)
MOST_LAG = timedelta(minutes=1)
MOST_WAITING = timedelta(minutes=10)
PING_SECONDS = 0.7
DISK_WARN, DISK_BAD = 85, 95
BACKUP_LATE = timedelta(hours=26)
NOTICE_DUE = (12, 1)
"""The State Council's notice for the next year comes in November; missing in December is a warning."""


@dataclass(frozen=True)
class Check:
    """One line of the page: what was looked at, how it is (ok, warn, bad), in words."""

    name: Any
    tone: str
    words: str


def checks() -> list[Check]:
    """Return every check; one that fails by itself is a bad line, never a broken page."""
    found = []
    for name, check in CHECKS:
        try:
            tone, words = check()
        except (DatabaseError, RedisError, OSError) as error:
            tone, words = BAD, _("没有应答（%(why)s）。") % {"why": type(error).__name__}
        found.append(Check(name, tone, words))
    return found


def database_answers() -> bool:
    """Say whether the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def note_tick() -> None:
    """Keep the moment of this tick; called by the timer through a worker."""
    with _redis() as server:
        server.set(TICK, f"{time.time():.0f}", ex=86_400)


def last_tick() -> datetime | None:
    """Return when the timer's tick last came through a worker."""
    with _redis() as server:
        value = server.get(TICK)
    return datetime.fromtimestamp(int(value), UTC) if value else None


def queues() -> list[tuple[str, int]]:
    """Return (queue, tasks waiting) for every queue."""
    prefix = settings.CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"]
    with _redis() as server:
        return [(name, int(server.llen(f"{prefix}{name}"))) for name in settings.QINGQIAN_QUEUES]


def workers() -> list[str]:
    """Return the names of the worker processes that answer within a second."""
    try:
        answers = app.control.ping(timeout=PING_SECONDS)
    except (OSError, RedisError):
        return []
    return sorted(name for answer in answers for name in answer)


def version() -> str:
    """Return the version, with the revision a deployment was made from when it is told."""
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]
    revision = os.environ.get("QINGQIAN_REVISION", "")
    return f"{project['version']} {revision}".strip()


def _database() -> tuple[str, str]:
    begun = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version'), current_setting('max_connections')::int,"
            " (SELECT count(*) FROM pg_stat_activity)"
        )
        number, most, used = cursor.fetchone()
    spent = (time.monotonic() - begun) * 1000
    words = _("PostgreSQL %(number)s，%(ms).0f 毫秒，连接 %(used)s / %(most)s。")
    return (WARN if used > most * 0.8 else OK), words % {
        "number": number.split()[0], "ms": spent, "used": used, "most": most,
    }  # fmt: skip


def _broker() -> tuple[str, str]:
    with _redis() as server:
        info = server.info("server")
    return OK, _("Redis %(number)s，有应答。") % {"number": info.get("redis_version", "?")}


def _workers() -> tuple[str, str]:
    names = workers()
    if not names:
        return BAD, _("没有工作进程应答：短信、文书和导入都停着。")
    return OK, _("%(n)s 个：%(names)s。") % {"n": len(names), "names": _("、").join(names)}


def _timer() -> tuple[str, str]:
    moment = last_tick()
    if moment is None:
        return BAD, _("定时器没有动静：期限预警和重发都停着。")
    late = clock.now() - moment > LATE
    return (BAD if late else OK), _("最近一次 %(when)s。") % {"when": local_minute(moment)}


def _outbox() -> tuple[str, str]:
    count, oldest = undelivered.behind()
    if not count or oldest is None:
        return OK, _("没有积压。")
    late = clock.now() - oldest > MOST_LAG
    words = _("%(n)s 条办理记录还没有转成通知，最早 %(when)s。")
    return (BAD if late else OK), words % {"n": count, "when": local_minute(oldest)}


def _messages() -> tuple[str, str]:
    waiting = Delivery.objects.filter(state__in=(DeliveryState.PENDING, DeliveryState.FAILED))
    late = waiting.filter(next_try_at__lt=clock.now() - MOST_WAITING).count()
    dead = undelivered.dead().filter(created_at__gte=clock.now() - timedelta(days=7)).count()
    if not late and not dead:
        return OK, _("没有发不出去的通知。")
    words = _("该发未发超过 10 分钟 %(late)s 条，七天内不再发送 %(dead)s 条。")
    return (BAD if late else WARN), words % {"late": late, "dead": dead}


def _jobs() -> tuple[str, str]:
    since = clock.now() - timedelta(days=1)
    unended = Job.objects.filter(state__in=(JobState.QUEUED, JobState.RUNNING)).count()
    failed = Job.objects.filter(state=JobState.FAILED, finished_at__gte=since).count()
    words = _("%(n)s 项未完成，一天内没有办成 %(failed)s 项。")
    return (WARN if failed else OK), words % {"n": unended, "failed": failed}


def _calendar() -> tuple[str, str]:
    today = clock.today()
    following = today.year + 1
    provisional = any(day.status == PROVISIONAL for day in stored_calendar().year(following))
    if not provisional:
        return OK, _("%(year)s 年的放假安排已导入。") % {"year": following}
    tone = WARN if (today.month, today.day) >= NOTICE_DUE else OK
    return tone, _("%(year)s 年的放假安排还没有导入，期限按推算。") % {"year": following}


def _disk() -> tuple[str, str]:
    place = Path(settings.MEDIA_ROOT)
    usage = shutil.disk_usage(place if place.exists() else settings.VAR_DIR)
    percent = round(usage.used * 100 / usage.total)
    tone = BAD if percent >= DISK_BAD else WARN if percent >= DISK_WARN else OK
    words = _("已用 %(percent)s%%，剩余 %(free)s GB。")
    return tone, words % {"percent": percent, "free": usage.free // 2**30}


def _backup() -> tuple[str, str]:
    stamp = Path(os.environ.get("QINGQIAN_BACKUP_STAMP") or settings.VAR_DIR / "backup.stamp")
    if not stamp.exists():
        return WARN, _("没有备份的记录；备份脚本成功后应更新 %(file)s。") % {"file": stamp.name}
    made = datetime.fromtimestamp(stamp.stat().st_mtime, UTC)
    late = clock.now() - made > BACKUP_LATE
    return (BAD if late else OK), _("最近一次 %(when)s。") % {"when": local_minute(made)}


def _version() -> tuple[str, str]:
    return OK, version()


CHECKS: tuple[tuple[Any, Callable[[], tuple[str, str]]], ...] = (
    (gettext_lazy("数据库"), _database),
    (gettext_lazy("消息中间件"), _broker),
    (gettext_lazy("工作进程"), _workers),
    (gettext_lazy("定时器"), _timer),
    (gettext_lazy("办理记录转通知"), _outbox),
    (gettext_lazy("通知"), _messages),
    (gettext_lazy("长任务"), _jobs),
    (gettext_lazy("工作日历"), _calendar),
    (gettext_lazy("磁盘"), _disk),
    (gettext_lazy("备份"), _backup),
    (gettext_lazy("版本"), _version),
)


def states_of_messages() -> Iterator[tuple[str, int]]:
    """Yield (state in words, how many) of the messages not sent."""
    for state in (DeliveryState.PENDING, DeliveryState.FAILED, DeliveryState.DEAD):
        yield str(state.label), Delivery.objects.filter(state=state).count()


def _redis() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=0.5)
