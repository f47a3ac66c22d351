"""`manage.py serve`: one command up, one signal down."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from django.core.management.base import CommandError

from config import env
from config.management.commands import serve
from config.postgres_server import Postgres
from config.redis_server import Redis
from config.supervisor import Child, stop_all
from tests.processes import free_port, wait_for


class Served:
    """A running `manage.py serve` and what it has printed."""

    def __init__(self, var: Path, port: int) -> None:
        self.output = var / "output"
        with self.output.open("wb") as stream:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve", "--cases", "0"],
                cwd=env.ROOT,
                env=_environment(var, port),
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=stream,
            )

    def printed(self) -> str:
        return self.output.read_text(errors="replace")

    def address(self) -> str:
        """Wait until it serves and return the address it prints."""
        wait_for(lambda: "Ctrl-C" in self.printed() or self.process.poll() is not None, 120)
        found = re.search(r"http://\S+", self.printed())
        assert found, self.printed()
        return found[0]

    def children(self) -> dict[str, psutil.Process]:
        """Return the child processes by what they are."""
        names = {}
        for child in psutil.Process(self.process.pid).children():
            try:
                line = " ".join(child.cmdline())
            except psutil.Error:  # just fallen
                continue
            for name in ("uvicorn", "worker", "beat"):
                if f" {name} " in f"{line} ":
                    names[name] = child
        return names

    def end(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)


def _environment(var: Path, port: int) -> dict[str, str]:
    own = {"DATABASE_URL", "REDIS_URL", "HOST", "DJANGO_SETTINGS_MODULE", "QINGQIAN_THROWAWAY"}
    inherited = {name: value for name, value in os.environ.items() if name not in own}
    return inherited | {"QINGQIAN_VAR": str(var), "PORT": str(port), "PYTHONUNBUFFERED": "1"}


@pytest.fixture(scope="module")
def var() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="qq-"))
    folder.chmod(0o755)
    yield folder
    Redis(folder).stop()
    Postgres(folder).stop()
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def first(var: Path) -> Iterator[Served]:
    """The first start, on an empty data folder."""
    served = Served(var, free_port())
    yield served
    if served.process.poll() is None:
        served.end()


def test_it_serves_pages_from_an_empty_folder(first: Served) -> None:
    with urllib.request.urlopen(f"{first.address()}admin/login/", timeout=20) as answer:
        assert answer.status == 200
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "Preparing the database" in first.printed()


def test_it_runs_server_worker_and_timer(first: Served) -> None:
    assert sorted(first.children()) == ["beat", "uvicorn", "worker"]


def test_a_second_one_says_where_the_first_is(first: Served, var: Path) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "serve"],
        cwd=env.ROOT,
        env=_environment(var, free_port()),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.strip() == f"CommandError: Already running: {first.address()}"


def test_it_starts_a_fallen_child_again(first: Served) -> None:
    fallen = first.children()["uvicorn"]
    fallen.kill()
    wait_for(lambda: first.children().get("uvicorn") not in (None, fallen), 10)
    wait_for(lambda: _status(f"{first.address()}admin/login/") == 200, 20)
    assert "web ended (-9); again in 0.5 s." in first.printed()


def test_it_ends_when_asked_and_leaves_nothing_running(first: Served, var: Path) -> None:
    tree = psutil.Process(first.process.pid).children(recursive=True)
    assert first.end() == 0
    assert first.printed().rstrip().endswith("Stopped; the data is kept.")
    assert not [p for p in tree if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]
    assert not Postgres(var).answers()
    assert not Redis(var).answers()


def test_it_takes_the_next_port_and_does_not_prepare_twice(first: Served, var: Path) -> None:
    if first.process.poll() is None:
        first.end()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        again = Served(var, port)
        address = again.address()
        assert f"Port {port} is taken; using " in again.printed()
        assert address != f"http://127.0.0.1:{port}/"
        assert "Preparing" not in again.printed()
        assert _status(f"{address}admin/login/") == 200
        assert again.end() == 0


def _status(address: str) -> int:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def test_it_says_that_a_host_is_not_ours() -> None:
    with pytest.raises(CommandError, match=r"HOST 'no\.such\.invalid' is no address"):
        serve.first_free_port("no.such.invalid", 8000)


def test_it_says_when_no_port_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "PORTS_TRIED", 1)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"No free port from {port} on"):
            serve.first_free_port("127.0.0.1", port)


def test_a_server_for_all_answers_to_this_machines_names() -> None:
    assert socket.gethostname() in serve.web("0.0.0.0", 80).environ["QINGQIAN_ALLOWED_HOSTS"]  # noqa: S104


def test_a_child_that_keeps_falling_is_started_ever_more_slowly() -> None:
    said: list[str] = []
    child = Child("faller", [sys.executable, "-c", "raise SystemExit(3)"], pause=0.05)
    child.start()
    wait_for(lambda: child.look_after(said.append) or len(said) >= 3, 20)
    stop_all([child])
    assert said == [f"faller ended (3); again in {pause} s." for pause in ("0.05", "0.1", "0.2")]


def test_a_child_that_will_not_end_is_ended_with_its_own_children() -> None:
    stubborn = (
        "import signal, subprocess, sys, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "print(subprocess.Popen(['sleep', '60']).pid, file=open(sys.argv[1], 'w'), flush=True)\n"
        "time.sleep(60)\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        note = Path(folder) / "pid"
        child = Child("stubborn", [sys.executable, "-c", stubborn, str(note)])
        child.start()
        wait_for(lambda: note.exists() and note.read_text())
        grandchild = int(note.read_text())
        stop_all([child], grace=0.3)
    assert not child.alive()
    wait_for(
        lambda: (
            not psutil.pid_exists(grandchild)
            or psutil.Process(grandchild).status() == psutil.STATUS_ZOMBIE
        )
    )
