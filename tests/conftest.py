"""Services and base fixtures for all tests; how to use each is said in its docstring.

Tests of a browser, a WebSocket or a worker run against real processes that see only what is
committed. Their fixtures bring `transactional_db` with them: rows made by the test are committed at
once and every table is emptied after the test. Never mix them with `db`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, connections
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test import Client
from playwright.sync_api import sync_playwright

from casework import clock
from config import embedded, env
from tests import processes

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page

    from casework.models import User


# Triggers protect the journal; a page's last query may still hold a lock.
BEFORE_EMPTYING = (
    "SET LOCAL session_replication_role = replica;",
    "SET LOCAL deadlock_timeout = '3s';",
    "SET LOCAL lock_timeout = '10s';",
)
EMPTYING_TRIES = 6
AT_WORK = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND backend_type = 'client backend' AND pid <> pg_backend_pid() AND state <> 'idle'"
)


@pytest.fixture(autouse=True)
def _own_time() -> Iterator[None]:
    """Let each test begin at the real time, whatever `factories.advance` let pass before it."""
    yield
    clock._fixed.set(None)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run browser tests last: Playwright keeps an event loop in this thread from its first use on,
    in which no other async test could start its own."""
    items.sort(key=_in_browser)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Run side by side (make test SIDES=2), each side takes one file after the other, and the
    browser tests of a file by themselves, after all the rest."""
    group = item.nodeid.split("::")[0].removeprefix("tests/")
    item.add_marker(pytest.mark.xdist_group(f"{group}, browser" if _in_browser(item) else group))


def _in_browser(item: pytest.Item) -> bool:
    return "browser" in getattr(item, "fixturenames", ())


@pytest.fixture(scope="session", autouse=True)
def services() -> Iterator[None]:
    """PostgreSQL and Redis; started for this run when they are not up, and then stopped again."""
    try:
        with embedded.running():
            yield
    except env.EnvError as error:
        pytest.exit(str(error), returncode=pytest.ExitCode.USAGE_ERROR)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """The test database, with tables that can be emptied although triggers protect the journal.

    The server and the worker may still end what the test began. PostgreSQL looks for a deadlock
    once per wait, so either side can be the one it gives up: the emptying waits for them to come
    to rest, and is tried again when it was the one.
    """
    plain = DatabaseOperations.sql_flush
    execute = DatabaseOperations.execute_sql_flush

    def execute_sql_flush(self: Any, sql_list: list[str]) -> None:
        for left in reversed(range(EMPTYING_TRIES)):
            with suppress(AssertionError):
                processes.wait_for(lambda: not _at_work(), 5, "other connections to come to rest")
            try:
                return execute(self, sql_list)
            except DatabaseError:
                if not left:
                    raise
        return None

    def sql_flush(self: Any, *args: Any, **kwargs: Any) -> list[str]:
        statements = plain(self, *args, **kwargs)
        return [*BEFORE_EMPTYING, *statements] if statements else []

    # On the class: Playwright's loop gives its thread a connection of its own.
    DatabaseOperations.sql_flush = sql_flush  # type: ignore[method-assign]
    DatabaseOperations.execute_sql_flush = execute_sql_flush  # type: ignore[method-assign]


def _at_work() -> int:
    """Return how many other connections of the test database are in the middle of something."""
    with connection.cursor() as cursor:
        cursor.execute(AT_WORK)
        return int(cursor.fetchone()[0])


@pytest.fixture
def media(tmp_path: Path, settings: Any) -> Path:
    """A MEDIA_ROOT of this test's own (in this process only, not in the server's)."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture(scope="session")
def _asgi_process(
    django_db_setup: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path]]:
    port = processes.free_port()
    log = tmp_path_factory.mktemp("asgi") / "server.log"
    command = [
        "uvicorn", "config.asgi:application", "--host", "127.0.0.1", "--port", str(port),
        "--lifespan", "off", "--log-level", "warning", "--timeout-graceful-shutdown", "2",
    ]  # fmt: skip
    with processes.child(command, log, lambda: processes.listens(port)):
        yield f"http://127.0.0.1:{port}", log


@pytest.fixture
def asgi_server(transactional_db: None, _asgi_process: tuple[str, Path]) -> Iterator[str]:
    """The base URL ("http://127.0.0.1:PORT") of a real server of pages and WebSockets.

    One uvicorn process serves the whole run on the test database. What it wrote to its log during
    the test is shown when the test fails.
    """
    address, log = _asgi_process
    before = log.stat().st_size
    yield address
    written = log.read_bytes()[before:].decode(errors="replace")
    if written:
        print(f"server log:\n{written}")  # noqa: T201  pytest shows it beside a failure


# Ends with the module: a worker that lives on would relay what the next tests relay themselves.
@pytest.fixture(scope="module")
def _worker_process(
    django_db_setup: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    log = tmp_path_factory.mktemp("worker") / "worker.log"
    left_over = processes.TestBroker()
    left_over.forget()
    left_over.close()
    command = [
        "celery", "--quiet", "-A", "config.celery", "worker", "--loglevel", "WARNING", "--concurrency", "2",
        "--queues", ",".join(settings.QINGQIAN_QUEUES), "--without-gossip", "--without-mingle",
        "--without-heartbeat",
    ]  # fmt: skip
    with processes.child(command, log, processes.worker_answers):
        yield log


@pytest.fixture
def broker(services: None) -> Iterator[processes.TestBroker]:
    """The test broker, empty at the start: `broker.waiting()`, `broker.busy()`, `broker.clear()`."""
    broker = processes.TestBroker()
    broker.clear()
    yield broker
    broker.clear()
    broker.close()


@pytest.fixture
def celery_worker_process(
    transactional_db: None, broker: processes.TestBroker, _worker_process: Path
) -> Iterator[processes.TestBroker]:
    """A real Celery worker on all queues, the test database and the test broker.

    `.delay()` in the test or in `asgi_server` reaches it; wait for the effect with
    `tests.processes.wait_for(lambda: ..., seconds=10)`. The timer (beat) does not run: send what
    it would send. No task is left running when the tables are emptied.
    """
    before = _worker_process.stat().st_size
    yield broker
    broker.clear()
    processes.wait_for(lambda: not broker.busy(), 30, "the worker's tasks to end")
    written = _worker_process.read_bytes()[before:].decode(errors="replace")
    if written:
        print(f"worker log:\n{written}")  # noqa: T201  pytest shows it beside a failure


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium (Playwright, sync API) for the whole run; fails in one line without one."""
    executable = processes.chromium()
    if executable is None:
        pytest.fail(processes.NO_CHROMIUM, pytrace=False)
    with sync_playwright() as playwright:
        # Playwright's loop runs in this thread, so Django would refuse every query of the test.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        chromium = playwright.chromium.launch(
            executable_path=executable, args=processes.CHROMIUM_ARGUMENTS
        )
        yield chromium
        connections.close_all()
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def open_page(browser: Browser, asgi_server: str) -> Iterator[Callable[..., Page]]:
    """`open_page(user=None, *, width=1440, locale="zh-CN", **context_options) -> Page`.

    Each call is a browser of its own (own cookies), signed in as `user` when one is given, on the
    running server: `page.goto("/desk/")`. An uncaught script error or anything the content
    security policy blocked fails the test at its end.
    """
    contexts = []
    faults: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            faults.append(message.text)

    def open_one(
        user: User | None = None, *, width: int = 1440, locale: str = "zh-CN", **options: Any
    ) -> Page:
        context = browser.new_context(
            base_url=asgi_server,
            locale=locale,
            timezone_id="Asia/Shanghai",
            viewport={"width": width, "height": 900},
            **options,
        )
        contexts.append(context)
        if user is not None:
            client = Client()
            client.force_login(user, "django.contrib.auth.backends.ModelBackend")
            cookie = client.cookies[settings.SESSION_COOKIE_NAME]
            context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": asgi_server}])
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
        page.on("console", note)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not faults, faults


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """A visitor's page on the running server: `page.goto("/")`."""
    return open_page()
