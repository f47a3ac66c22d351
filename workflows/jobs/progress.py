"""What a long work holds in its hand: it tells how far it is and is told when to stop."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from casework import clock
from casework.models import Job
from casework.models.actor import Actor
from casework.vocabulary import JobState

WRITE_SECONDS = 0.5
T = TypeVar("T")


class Stopped(Exception):  # noqa: N818  an answer, not a fault
    """The work is to stop: `why` is cancelled, paused (its time is up) or lost (another has it)."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


@dataclass(frozen=True)
class Outcome:
    """What became of a work: a sentence (msgid and its values) and, if any, one file for its owner."""

    words: str
    values: dict[str, Any] = field(default_factory=dict)
    content: bytes | None = None
    name: str = ""
    content_type: str = "application/octet-stream"


class Progress:
    """The running job. What is told is written twice a second at most; a step may be done twice.

    `until`: the moment (monotonic seconds) at which a work in slices gives others their turn.
    """

    def __init__(self, job: Job, *, until: float | None = None) -> None:
        self.job = job
        # Without slices a work begins anew each time: what it had made was only in memory.
        self._before = job.done if until is not None else 0
        self.done, self.total = self._before, job.total
        self.notes: dict[str, Any] = dict(job.notes)
        self._words, self._values = job.words, job.values
        self._until, self._written = until, 0.0

    @property
    def params(self) -> dict[str, Any]:
        return self.job.params

    @property
    def actor(self) -> Actor:
        return self.job.actor

    def source(self) -> bytes:
        """Return the file the work was started with."""
        with self.job.source.open("rb") as file:
            content: bytes = file.read()
        return content

    def begin(self, total: int, words: str = "", **values: Any) -> None:
        """Say how many steps there are, and what is being done (a msgid and its values)."""
        self.total = total
        if words:
            self._words, self._values = words, values
        self.write()

    def say(self, words: str, **values: Any) -> None:
        """Say what is being done now."""
        self._words, self._values = words, values
        self.write()

    def step(self, steps: int = 1) -> None:
        """One step more is done. Raises Stopped when the work is to end here."""
        self.done += steps
        if time.monotonic() - self._written >= WRITE_SECONDS:
            self.write()
        if self._until is not None and time.monotonic() >= self._until:
            self.write()
            raise Stopped("paused")

    def each(self, items: Iterable[T]) -> Iterator[T]:
        """Yield the items not yet done, counting each when the next one is asked for."""
        for number, item in enumerate(items):
            if number < self._before:
                continue
            yield item
            self.step()

    def write(self) -> None:
        """Write how far it is. Raises Stopped when it was cancelled or taken over."""
        rows = Job.objects.filter(pk=self.job.pk, run=self.job.run, state=JobState.RUNNING)
        written = rows.update(
            done=self.done, total=self.total, words=self._words, values=self._values,
            notes=self.notes, beat_at=clock.now(),
        )  # fmt: skip
        self._written = time.monotonic()
        if not written:
            raise Stopped("lost")
        if rows.filter(cancel_asked=True).exists():
            raise Stopped("cancelled")
