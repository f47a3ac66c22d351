"""Long works (长任务): started by a page, done by a worker, followed on `/jobs/<pk>/`.

A work is a function `work(progress) -> Outcome` registered by `@job(JobKind.X)` in a module of
`workflows.works`. It may be killed at any moment and is then begun again, so each step must be one
that may be done twice. With `in_slices=True` it goes on where it was (`progress.each()` leaves out
what was done) and may take hours in turns; without, it begins anew and has 13 minutes.

    job = start(JobKind.CLUES, actor, {"office": 7}, source=upload)
"""

from workflows.jobs.progress import Outcome, Progress, Stopped
from workflows.jobs.registry import WORKS, Work, job
from workflows.jobs.runner import MOST_SECONDS, purge, run_job, sweep
from workflows.jobs.starting import TooManyError, cancel, retry, start

__all__ = [
    "MOST_SECONDS",
    "WORKS",
    "Outcome",
    "Progress",
    "Stopped",
    "TooManyError",
    "Work",
    "cancel",
    "job",
    "purge",
    "retry",
    "run_job",
    "start",
    "sweep",
]
