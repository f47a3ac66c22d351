"""Keeping a few child processes alive, and ending them in order."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
# A child that ran this long was healthy: its next fall begins the pauses anew.
HEALTHY_SECONDS = 60.0
GRACE_SECONDS = 6.0


@dataclass
class Child:
    """A program kept running; `environ` is added to ours."""

    name: str
    command: Sequence[str]
    environ: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    pause: float = FIRST_PAUSE
    start_again_at: float = 0.0

    def start(self) -> None:
        """Start the program in a session of its own, so that Ctrl-C reaches only its keeper."""
        self.started_at = time.monotonic()
        self.start_again_at = 0.0
        self.process = subprocess.Popen(
            list(self.command),
            env={**os.environ, **self.environ},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509
        )

    def look_after(self, say: Callable[[str], None]) -> None:
        """Start the program again when it has ended, each time after a longer pause."""
        if self.process is None or self.process.poll() is None:
            return
        now = time.monotonic()
        if not self.start_again_at:
            if now - self.started_at > HEALTHY_SECONDS:
                self.pause = FIRST_PAUSE
            self.start_again_at = now + self.pause
            say(f"{self.name} ended ({self.process.returncode}); again in {self.pause:g} s.")
            self.pause = min(self.pause * 2, LONGEST_PAUSE)
        elif now >= self.start_again_at:
            self.start()

    def alive(self) -> bool:
        """Say whether the program runs."""
        return self.process is not None and self.process.poll() is None


def stop_all(children: Sequence[Child], grace: float = GRACE_SECONDS) -> None:
    """Ask all to end at once; after `grace` seconds end what is left, with its own children."""
    for child in children:
        if child.alive() and child.process:
            child.process.terminate()
    deadline = time.monotonic() + grace
    while time.monotonic() < deadline and any(child.alive() for child in children):
        time.sleep(0.05)
    for child in children:
        if child.alive() and child.process:
            os.killpg(child.process.pid, signal.SIGKILL)
            child.process.wait()


def _end_with_parent() -> None:
    """Have the kernel end this child when its keeper is killed (Linux)."""
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)
