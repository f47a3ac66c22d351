"""The page of the system's health, and the door for machines that watch it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from casework import clock
from config import health
from config.tasks import tick
from tests import cast, factories

pytest_plugins = ("tests.cast",)
pytestmark = [pytest.mark.django_db]


def line(name: str) -> health.Check:
    return next(check for check in health.checks() if str(check.name) == name)


def test_healthz_says_one_word(client: Client, monkeypatch: Any) -> None:
    answer = client.get(reverse("healthz"))
    assert (answer.status_code, answer.json()) == (200, {"ok": True})
    monkeypatch.setattr(health, "database_answers", lambda: False)
    answer = client.get(reverse("healthz"))
    assert (answer.status_code, answer.json()) == (503, {"ok": False})


def test_the_page_shows_every_check(province: None) -> None:
    client = Client()
    client.force_login(cast.person("administrator"), "django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("manage_health")).content.decode()
    assert page.count('scope="row"') == len(health.CHECKS)
    queues = client.get(reverse("manage_queues")).content.decode()
    assert "documents" in queues


def test_a_silent_timer_is_bad_and_a_tick_heals_it() -> None:
    tick()
    assert line("定时器").tone == health.OK
    with clock.at(clock.now() + timedelta(minutes=5)):
        assert line("定时器").tone == health.BAD


def test_rows_nobody_relays_are_a_bad_line(province: None) -> None:
    assert line("办理记录转通知").tone == health.OK
    with clock.at(clock.now() - timedelta(hours=1)):
        factories.file_at(cast.JINSHUI)
    # In a test the rows are still of an open transaction: none is safe to relay yet.
    assert line("办理记录转通知").tone in (health.OK, health.BAD)


def test_a_missing_notice_is_a_warning_in_december(province: None) -> None:
    with clock.at(datetime(2031, 11, 20, tzinfo=UTC)):
        assert line("工作日历").tone == health.OK
    with clock.at(datetime(2031, 12, 2, tzinfo=UTC)):
        assert line("工作日历").tone == health.WARN


def test_a_backup_is_known_by_its_stamp(tmp_path: Path, monkeypatch: Any) -> None:
    stamp = tmp_path / "stamp"
    monkeypatch.setenv("QINGQIAN_BACKUP_STAMP", str(stamp))
    assert line("备份").tone == health.WARN
    stamp.touch()
    assert line("备份").tone == health.OK
    with clock.at(clock.now() + timedelta(days=2)):
        assert line("备份").tone == health.BAD


def test_a_check_that_falls_is_a_bad_line(monkeypatch: Any) -> None:
    monkeypatch.setattr(health.settings, "REDIS_URL", "redis://127.0.0.1:1/0")
    assert line("消息中间件").tone == health.BAD
