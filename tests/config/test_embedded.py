"""The embedded servers: up, shared, down, and up again after the worst."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from config import embedded, env, postgres_server, redis_server
from config.postgres_server import Postgres
from config.redis_server import Redis


@pytest.fixture(scope="module")
def module_var() -> Iterator[Path]:
    """A data folder of this file's own, with a short path: pytest's can be too long for sockets."""
    folder = Path(tempfile.mkdtemp(prefix="qq-"))
    folder.chmod(0o755)
    yield folder
    Redis(folder).stop()
    Postgres(folder).stop()
    shutil.rmtree(folder)


@pytest.fixture
def var(module_var: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QINGQIAN_VAR", str(module_var))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)
    monkeypatch.delenv("QINGQIAN_THROWAWAY", raising=False)
    return module_var


def _up(var: Path) -> tuple[bool, bool]:
    return Postgres(var).answers(), Redis(var).answers()


def _postmaster(var: Path) -> int:
    return int((var / "postgres" / "postmaster.pid").read_text().splitlines()[0])


def test_addresses_are_known_before_anything_runs(var: Path) -> None:
    assert embedded.database_url().startswith("postgresql://postgres@/qingqian?host=")
    assert embedded.redis_url() == f"unix://{var}/run/redis.sock?db=0"
    assert _up(var) == (False, False)


def test_the_servers_are_up_inside_and_down_after(var: Path) -> None:
    with embedded.running():
        with psycopg.connect(embedded.database_url()) as connection:
            row = connection.execute(
                "SELECT current_database(), current_setting('max_connections'),"
                " current_setting('fsync'), lower('ÀÉ')"
            ).fetchone()
        with redis.Redis.from_url(embedded.redis_url()) as client:
            assert client.ping()
            assert client.config_get("appendonly") == {"appendonly": "no"}
        assert row == ("qingqian", "200", "on", "àé")
    assert _up(var) == (False, False)


def test_data_is_kept_between_starts(var: Path) -> None:
    with embedded.running(), psycopg.connect(embedded.database_url()) as connection:
        connection.execute("CREATE TABLE kept (word text)")
    with embedded.running(), psycopg.connect(embedded.database_url()) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)


def test_looking_whether_they_are_up_is_cheap(var: Path) -> None:
    with embedded.running():
        begin = time.perf_counter()
        embedded.start()
        assert time.perf_counter() - begin < 0.05


def test_a_second_user_attaches_and_the_last_one_stops_them(var: Path) -> None:
    second = (
        "from config import embedded\n"
        "with embedded.running():\n"
        "    print('in', flush=True)\n"
        "    input()\n"
    )
    with embedded.running():
        server = _postmaster(var)
        process = subprocess.Popen(
            [sys.executable, "-c", second],
            cwd=env.ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout
        assert process.stdout.readline() == "in\n"
    assert _up(var) == (True, True)
    assert _postmaster(var) == server
    process.communicate("\n", timeout=20)
    assert _up(var) == (False, False)


def test_servers_left_by_a_killed_user_are_taken_over(var: Path) -> None:
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import time\nfrom config import embedded\n"
            "with embedded.running():\n    print('in', flush=True)\n    time.sleep(60)",
        ],
        cwd=env.ROOT,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout
    assert holder.stdout.readline() == b"in\n"
    holder.kill()
    holder.wait()
    holder.stdout.close()
    assert _up(var) == (True, True)
    with embedded.running():
        pass
    assert _up(var) == (False, False)


def test_they_come_back_after_being_killed(var: Path) -> None:
    embedded.start()
    with psycopg.connect(embedded.database_url(), autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS survivor (n int)")
        connection.execute("INSERT INTO survivor VALUES (1)")
    os.kill(_postmaster(var), signal.SIGKILL)
    os.kill(int((var / "redis" / "server.pid").read_text()), signal.SIGKILL)
    time.sleep(0.2)
    assert _up(var) == (False, False)
    with embedded.running(), psycopg.connect(embedded.database_url()) as connection:
        assert connection.execute("SELECT n FROM survivor").fetchone() == (1,)


def test_a_pid_file_that_names_another_process_does_not_stop_a_start(var: Path) -> None:
    with embedded.running():
        lines = (var / "postgres" / "postmaster.pid").read_text().splitlines()
    lines[0] = str(os.getppid())
    stale = var / "postgres" / "postmaster.pid"
    stale.write_text("\n".join(lines) + "\n")
    if os.geteuid() == 0:
        owner = (var / "postgres").stat()
        os.chown(stale, owner.st_uid, owner.st_gid)
    with embedded.running():
        assert _up(var) == (True, True)


def test_the_wish_to_keep_them_up_is_kept(var: Path) -> None:
    embedded.keep_up(True)
    with embedded.running():
        pass
    assert _up(var) == (True, True)
    embedded.keep_up(False)
    with embedded.running():
        pass
    assert _up(var) == (False, False)


def test_nothing_starts_when_addresses_are_given(
    var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody@db.example/cases")
    monkeypatch.setenv("REDIS_URL", "redis://redis.example/0")
    with embedded.running():
        assert embedded.servers() == []
        assert _up(var) == (False, False)
    assert embedded.database_url() == "postgresql://somebody@db.example/cases"


def test_only_the_missing_one_starts(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody@db.example/cases")
    with embedded.running():
        assert _up(var) == (False, True)


def test_a_long_path_moves_the_sockets(tmp_path: Path) -> None:
    var = tmp_path / ("很长" * 40)
    assert len(str(Redis(var).socket)) < 100
    assert Redis(var).socket.parent == Redis(var).socket.parent
    assert Redis(var).socket != Redis(var / "other").socket


def test_it_says_in_one_line_that_there_is_no_redis(
    var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redis_server, "server_program", lambda: None)
    with pytest.raises(env.EnvError, match=r"Redis: no server .* set REDIS_URL=redis://"):
        Redis(var).start()


def test_it_says_in_one_line_that_there_is_no_postgresql(
    var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_server.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(env.EnvError, match=r"PostgreSQL: no embedded server .* DATABASE_URL"):
        postgres_server._bin_dir()


def test_it_finds_a_redis_on_the_path_without_the_wheel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "valkey-server"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(redis_server.importlib.util, "find_spec", lambda name: None)
    assert redis_server.server_program() == str(program)


def test_it_names_the_data_folder_that_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QINGQIAN_VAR", "/proc/nowhere")
    with pytest.raises(env.EnvError, match=r"/proc/nowhere cannot be written"):
        embedded.running().__enter__()
