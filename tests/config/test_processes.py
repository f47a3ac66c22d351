"""The real processes of the tests, and what the settings promise of them."""

import time
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from channels.layers import get_channel_layer
from django.contrib.sessions.models import Session
from django.core.management.color import no_style
from django.core.management.sql import sql_flush
from django.db import connection
from django.test import Client
from django.utils import timezone
from kombu.exceptions import OperationalError
from playwright.sync_api import Page

from casework.models import CalendarDay, User
from config.celery import app
from tests.processes import TestBroker, wait_for

SWEEP = "workflows.tasks.sweep_deadlines"


def _administrator() -> User:
    return User.objects.create_superuser("zhou", password="a-long-password", full_name="周敏")


def test_a_visitor_sees_the_log_in_page_of_the_server(page: Page) -> None:
    answer = page.goto("/admin/")
    assert answer is not None
    assert answer.status == 200
    assert page.url.endswith("/admin/login/?next=/admin/")


def test_a_page_is_signed_in_and_sees_what_the_test_commits(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(_administrator(), width=390)
    page.goto("/admin/casework/calendarday/")
    CalendarDay.objects.create(date=date(2027, 1, 1), kind="holiday", source="督查组试验")
    page.reload()
    assert page.get_by_text("督查组试验").count() == 1
    assert page.viewport_size == {"width": 390, "height": 900}


def test_two_pages_are_two_people(open_page: Callable[..., Page]) -> None:
    signed_in, visitor = open_page(_administrator()), open_page()
    signed_in.goto("/admin/")
    visitor.goto("/admin/")
    assert "/login/" in visitor.url
    assert "/login/" not in signed_in.url


def test_the_tables_were_emptied(transactional_db: None) -> None:
    assert not User.objects.exists()


def test_a_worker_takes_what_is_sent(celery_worker_process: TestBroker) -> None:
    app.send_task(SWEEP)
    wait_for(lambda: not celery_worker_process.waiting() and not celery_worker_process.busy())


def test_sending_to_a_dead_broker_fails_at_once() -> None:
    begin = time.monotonic()
    with (
        app.connection("redis://127.0.0.1:1/0") as dead,
        pytest.raises(OperationalError),
    ):
        app.send_task(SWEEP, connection=dead)
    assert time.monotonic() - begin < 1


async def test_the_channel_layer_carries_a_message() -> None:
    layer = get_channel_layer()
    assert layer is not None
    channel = await layer.new_channel()
    await layer.group_add("hall", channel)
    await layer.group_send("hall", {"type": "case.changed", "id": 7})
    assert await layer.receive(channel) == {"type": "case.changed", "id": 7}


def test_tables_that_refuse_deletion_are_emptied_too(transactional_db: None) -> None:
    Session.objects.create(session_key="kept", session_data="", expire_date=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'refused'; END $$;"
            "CREATE TRIGGER refuse BEFORE TRUNCATE ON django_session"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse()"
        )
        try:
            connection.ops.execute_sql_flush(sql_flush(no_style(), connection))
            assert not Session.objects.exists()
        finally:
            cursor.execute("DROP FUNCTION refuse() CASCADE")


@pytest.mark.django_db
def test_five_failures_lock_a_name_at_an_address(client: Client, settings: Any) -> None:
    settings.AXES_ENABLED = True
    _administrator()
    wrong = {"username": "zhou", "password": "guess"}
    right = {"username": "zhou", "password": "a-long-password"}
    statuses = [client.post("/admin/login/", wrong).status_code for _ in range(5)]
    assert statuses == [200, 200, 200, 200, 429]
    assert client.post("/admin/login/", right).status_code == 429
    elsewhere = client.post("/admin/login/?next=/admin/", right, REMOTE_ADDR="10.1.1.1")
    assert elsewhere.status_code == 302
