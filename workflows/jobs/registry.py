"""Which function does which kind of long work, and on which queue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from workflows.jobs.progress import Outcome, Progress

Function = Callable[[Progress], Outcome]


@dataclass(frozen=True)
class Work:
    """A kind of long work. `in_slices`: it goes on where it was, so it may take hours in turns."""

    kind: str
    function: Function
    queue: str
    in_slices: bool


WORKS: dict[str, Work] = {}


def job(
    kind: str, *, queue: str = "reports", in_slices: bool = False
) -> Callable[[Function], Function]:
    """Register the function of `kind`; `queue` is "reports" or "documents"."""

    def register(function: Function) -> Function:
        if kind in WORKS and WORKS[kind].function is not function:
            raise ValueError(f"two functions for {kind}")
        WORKS[kind] = Work(kind, function, queue, in_slices)
        return function

    return register
