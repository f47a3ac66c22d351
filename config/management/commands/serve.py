"""`manage.py serve`: the whole product on one machine, until Ctrl-C."""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import sys
import time
from collections.abc import Sequence
from importlib import import_module
from types import FrameType
from typing import IO

import psutil
from django.apps import apps
from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.postgresql.base import DatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from config import embedded, env
from config.supervisor import Child, stop_all

PORTS_TRIED = 50
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
DEMO_ACCOUNTS = "casework.demo_accounts"
EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104  recognised, not bound by default


class Command(BaseCommand):
    help = "Run database, broker, web server, worker and timer; Ctrl-C ends all of them."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=os.environ.get("HOST") or "127.0.0.1")
        parser.add_argument("--port", type=int, default=env.integer("PORT", 8000))
        parser.add_argument("--cases", type=int, default=300, help="size of the demo, 0 for none")

    def handle(self, *, host: str, port: int, cases: int, **options: object) -> None:
        for number in ENDING:
            signal.signal(number, _interrupt)
        try:
            with _only_one() as lock, embedded.running():
                self._prepare_data(cases)
                free = first_free_port(host, port)
                if free != port:
                    self._say(f"Port {port} is taken; using {free}.")
                address = f"http://{'localhost' if host in EVERYWHERE else host}:{free}/"
                lock.write(address)
                lock.flush()
                self._run(host, free, address)
        except KeyboardInterrupt:
            self._say("Stopped; the data is kept.")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

    def _prepare_data(self, cases: int) -> None:
        """Migrate when something is not applied; fill an empty database with the demo."""
        executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self._say("Preparing the database ...")
            call_command("migrate", verbosity=0, interactive=False)
        commands = get_commands()
        if "load_divisions" in commands and not _has_rows("Division"):
            call_command("load_divisions", verbosity=0)
        if cases and "demo" in commands and not _has_rows("Complaint"):
            self._say(f"Filling the empty database with {cases} demonstration cases ...")
            call_command("demo", cases=cases)
        # The children open their own connections; ours would be one more to end at the end.
        wrapper = connections[DEFAULT_DB_ALIAS]
        wrapper.close()
        if isinstance(wrapper, DatabaseWrapper):
            wrapper.close_pool()

    def _run(self, host: str, port: int, address: str) -> None:
        # Receipts and their QR codes lead to this server, whatever port was free.
        os.environ.setdefault("QINGQIAN_PUBLIC_URL", address.rstrip("/"))
        children = [web(host, port), worker(), long_worker(), beat()]
        try:
            for child in children:
                child.start()
            self._announce(children[0], host, port, address)
            while True:
                time.sleep(0.2)
                for child in children:
                    child.look_after(self._say)
        finally:
            # A second Ctrl-C while ending would leave children behind.
            for number in ENDING:
                signal.signal(number, signal.SIG_IGN)
            stop_all(children)

    def _announce(self, server: Child, host: str, port: int, address: str) -> None:
        target = "127.0.0.1" if host in EVERYWHERE else host
        while not _accepts(target, port):
            if not server.alive():
                raise CommandError("The web server did not start; its message is above.")
            time.sleep(0.05)
        self._say(f"\n  清欠 Qingqian   {address}\n")
        for line in demo_account_lines():
            self._say(f"  {line}")
        self._say("\n  Ctrl-C ends it; the data is kept.\n")


def web(host: str, port: int) -> Child:
    """Return the server of pages and WebSockets. No access log: paths can name people's cases."""
    command = [
        sys.executable, "-m", "uvicorn", "config.asgi:application", "--host", host,
        "--port", str(port), "--lifespan", "off", "--no-access-log", "--log-level", "warning",
        "--timeout-graceful-shutdown", "3", "--ws-per-message-deflate", "false",
    ]  # fmt: skip
    hosts = settings.ALLOWED_HOSTS + (own_names() if host in EVERYWHERE else [host])
    return Child("web", command, {"QINGQIAN_ALLOWED_HOSTS": ",".join(dict.fromkeys(hosts))})


def worker() -> Child:
    """Return the Celery worker of what is done at once: messages, relays, sweeps."""
    short = [name for name in settings.QINGQIAN_QUEUES if name not in settings.QINGQIAN_LONG_QUEUES]
    return _celery("worker", short, "2")


def long_worker() -> Child:
    """Return the Celery worker of long works, one at a time."""
    return _celery("long", settings.QINGQIAN_LONG_QUEUES, "1")


def _celery(name: str, queues: Sequence[str], processes: str) -> Child:
    command = [
        sys.executable, "-m", "celery", "--quiet", "-A", "config.celery", "worker", "--loglevel", "WARNING",
        "--hostname", f"{name}@%h", "--concurrency", processes, "--queues", ",".join(queues),
        "--without-gossip", "--without-mingle", "--without-heartbeat",
    ]  # fmt: skip
    return Child(name, command, {"DATABASE_POOL": "0", "QINGQIAN_WORKER": "1"})


def beat() -> Child:
    """Return the Celery timer."""
    command = [
        sys.executable, "-m", "celery", "--quiet", "-A", "config.celery", "beat", "--loglevel", "WARNING",
        "--schedule", settings.CELERY_BEAT_SCHEDULE_FILENAME, "--pidfile", "",
    ]  # fmt: skip
    return Child("beat", command, {"DATABASE_POOL": "0", "QINGQIAN_WORKER": "1"})


def first_free_port(host: str, wanted: int) -> int:
    """Return `wanted` or the next port nobody listens on. Raises CommandError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for port in range(wanted, min(wanted + PORTS_TRIED, 65536)):
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError as error:
                if isinstance(error, socket.gaierror):
                    raise CommandError(f"HOST {host!r} is no address of this machine.") from error
                continue
            return port
    raise CommandError(f"No free port from {wanted} on at {host}; set PORT or HOST.")


def own_names() -> list[str]:
    """Return the names and addresses by which others reach this machine."""
    interfaces = psutil.net_if_addrs().values()
    addresses = [
        address.address
        for interface in interfaces
        for address in interface
        if address.family == socket.AF_INET
    ]
    return [socket.gethostname(), *addresses]


def demo_account_lines() -> list[str]:
    """Return what `casework.demo_accounts` says of its accounts; nothing while it is absent."""
    try:
        accounts = import_module(DEMO_ACCOUNTS)
    except ModuleNotFoundError as error:
        if error.name != DEMO_ACCOUNTS:
            raise
        return []
    return list(accounts.lines())


def _has_rows(model: str) -> bool:
    return apps.get_model("casework", model)._base_manager.exists()


def _accepts(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True


def _only_one() -> IO[str]:
    """Return the open lock file of this installation. Raises CommandError when it is running."""
    file = env.var_dir() / "serve.lock"
    file.parent.mkdir(parents=True, exist_ok=True)
    lock = open(file, "a+", encoding="utf-8")  # noqa: SIM115  the caller closes it
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.seek(0)
        address = lock.read() or "(starting)"
        lock.close()
        raise CommandError(f"Already running: {address}") from None
    lock.truncate(0)
    return lock


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
