"""Embedded servers: PostgreSQL and Redis started on demand, unless addresses of real ones are given.

Everyone who uses them holds a shared file lock; the last one out stops them. The kernel gives the
lock back when a process is killed, so no count can go wrong.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

from config import env
from config.postgres_server import Postgres
from config.redis_server import Redis


class Server(Protocol):
    """What this module asks of a server."""

    @property
    def url(self) -> str: ...

    def answers(self) -> bool: ...

    def start(self) -> None: ...

    def stop(self) -> None: ...


def database_url() -> str:
    """Return DATABASE_URL, or where the embedded PostgreSQL listens; starts nothing."""
    return env.text("DATABASE_URL") or Postgres(env.var_dir()).url


def redis_url() -> str:
    """Return REDIS_URL, or where the embedded Redis listens; starts nothing."""
    return env.text("REDIS_URL") or Redis(env.var_dir()).url


def servers() -> list[Server]:
    """Return the embedded servers in use: none of those whose address is given."""
    var = env.var_dir()
    chosen: list[Server] = []
    if not env.text("DATABASE_URL"):
        chosen.append(Postgres(var))
    if not env.text("REDIS_URL"):
        chosen.append(Redis(var))
    return chosen


def start() -> None:
    """Bring the embedded servers up; cheap when they are. Raises EnvError."""
    if all(server.answers() for server in servers()):
        return
    with _lock("starting.lock") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for server in servers():
            server.start()


def stop() -> None:
    """Stop the embedded servers, Redis first."""
    for server in reversed(servers()):
        server.stop()


@contextmanager
def running() -> Iterator[None]:
    """Keep the embedded servers up inside; the last user to leave stops them."""
    if not servers():
        yield
        return
    with _lock("users.lock") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)  # waits while a last user is stopping them
        start()
        try:
            yield
        finally:
            if _is_last(lock) and not kept_up():
                stop()


def kept_up() -> bool:
    """Say whether `manage.py services start` asked to keep them up without users."""
    return _keep_file().exists()


def keep_up(keep: bool) -> None:
    """Set or clear that wish."""
    if keep:
        _keep_file().parent.mkdir(parents=True, exist_ok=True)
        _keep_file().touch()
    else:
        _keep_file().unlink(missing_ok=True)


def _keep_file() -> Path:
    return env.var_dir() / "services.keep"


def _lock(name: str) -> IO[str]:
    """Open a lock file; Python closes it in children that run another program."""
    var = env.var_dir()
    try:
        var.mkdir(parents=True, exist_ok=True)
        return open(var / name, "w", encoding="utf-8")
    except OSError as error:
        raise env.EnvError(f"{var} cannot be written: {error.strerror}.") from error


def _is_last(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def is_used_elsewhere() -> bool:
    """Say whether another process holds the servers up."""
    with _lock("users.lock") as lock:
        return not _is_last(lock)
