"""Cost of an intake, each transition and the desk page: statements, time, ratio to its bare writes."""

from __future__ import annotations

import copy
import platform
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from io import StringIO
from random import Random
from statistics import median
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client

from casework import clock
from casework.models import Division, User
from casework.models.actor import Actor
from workflows.demo import moves
from workflows.demo.filings import invent
from workflows.demo.matter import Matter
from workflows.demo.people import Staff, hire_all
from workflows.dispatch import file_complaint

SITE, HEAD = "金水区", "jinshui-head"
BRACKETS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
JOURNEY = (
    moves.assign, moves.propose, moves.accept, moves.begin, moves.find, moves.finish, moves.draft,
    moves.issue, moves.serve, moves.pay_all, moves.comply, moves.close, moves.tell,
)  # fmt: skip
Call = Callable[[], Any]
Statement = tuple[str, Any]


@dataclass
class Cost:
    """Median of one act: `sql` statements, `writes` among them, milliseconds, and the ratio."""

    name: str
    sql: int
    writes: int
    act_ms: float
    bare_ms: float
    ratio: float


class _Undo(Exception):  # noqa: N818  a way out, not a fault
    pass


def everything(*, runs: int, lengths: list[int]) -> dict[str, Any]:
    """Measure all and return a plain structure for JSON."""
    call_command("load_divisions", verbosity=0, stdout=StringIO())
    staff = hire_all(1)
    acts = [_intake(staff, runs, workers) for workers in (1, 37)]
    acts += _journey(staff, runs)
    return {
        "python": platform.python_version(),
        "runs": runs,
        "acts": [asdict(cost) for cost in acts],
        "desk": _desk(lengths),
    }


def table(result: dict[str, Any]) -> str:
    """Return the result for a terminal."""
    lines = [f"{'act':<24}{'SQL':>5}{'writes':>8}{'act ms':>9}{'bare ms':>9}{'ratio':>7}"]
    lines += [
        f"{a['name']:<24}{a['sql']:>5}{a['writes']:>8}{a['act_ms']:>9.2f}{a['bare_ms']:>9.2f}{a['ratio']:>7.1f}"
        for a in result["acts"]
    ]
    lines += ["", f"{'desk of':<24}{'SQL':>5}{'':>8}{'ms':>9}"]
    lines += [f"{d['tasks']:<24}{d['sql']:>5}{'':>8}{d['ms']:>9.2f}" for d in result["desk"]]
    return "\n".join(lines)


def cost_of(name: str, act: Call, runs: int) -> Cost:
    """Measure `act` against its own writes alone; every run is rolled back, so all start equal."""
    statements: list[Statement] = []
    undone(lambda: capture(act, statements))
    writes = [s for s in statements if s[0].lstrip().upper().startswith(("INSERT", "UPDATE"))]
    act_ms = median(timed(act) for _ in range(runs))
    bare_ms = median(timed(lambda: replay(writes)) for _ in range(runs))
    ratio = round(act_ms / bare_ms, 2) if bare_ms else 0.0
    return Cost(name, len(statements), len(writes), round(act_ms, 3), round(bare_ms, 3), ratio)


def capture(act: Call, into: list[Statement]) -> None:
    """Run `act` and keep its statements but for the brackets of transactions."""

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(BRACKETS):
            into.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        act()


def replay(statements: list[Statement]) -> None:
    """Send the same statements again, with nothing around them."""
    with connection.cursor() as cursor:
        for sql, params in statements:
            cursor.execute(sql, params)


def undone(call: Call) -> None:
    """Call inside a transaction that is rolled back."""
    try:
        with transaction.atomic():
            call()
            raise _Undo
    except _Undo:
        pass


def timed(call: Call) -> float:
    """Return the milliseconds of one run that is rolled back; opening and undoing not counted."""
    spent = 0.0

    def run() -> None:
        nonlocal spent
        began = time.perf_counter()
        call()
        spent = time.perf_counter() - began

    undone(run)
    return spent * 1000


def _site() -> Division:
    return Division.objects.select_related("parent").get(name=SITE, valid_to__isnull=True)


def _intake(staff: Staff, runs: int, workers: int) -> Cost:
    filing = invent(Random(7), _site(), clock.today())  # noqa: S311  invented data
    filing.workers = [
        invent(Random(f"{workers}:{n}"), _site(), clock.today()).workers[0]  # noqa: S311
        for n in range(workers)
    ]
    name = f"intake, {workers} worker{'s' if workers > 1 else ''}"
    return cost_of(name, lambda: file_complaint(filing, Actor.complainant()), runs)


def _journey(staff: Staff, runs: int) -> list[Cost]:
    filing = invent(Random(8), _site(), clock.today())  # noqa: S311
    filing.workers = filing.workers[:1]
    matter = Matter(Random(8), staff, *file_complaint(filing, Actor.complainant()), filing)  # noqa: S311
    costs = []
    for move in JOURNEY:

        def once(move: Any = move) -> None:
            before = copy.copy(matter.complaint)
            move(matter)
            matter.complaint = before

        costs.append(cost_of(move.__name__, once, runs))
        move(matter)
    return costs


def _desk(lengths: list[int]) -> list[dict[str, Any]]:
    """Read the head's desk with so many open tasks; its statements must not grow with them."""
    client = Client()
    client.force_login(User.objects.get(username=HEAD), "django.contrib.auth.backends.ModelBackend")
    rows, filed = [], 0
    for length in lengths:
        for number in range(filed, length):
            filing = invent(Random(f"desk:{number}"), _site(), clock.today())  # noqa: S311
            filing.workers = filing.workers[:1]
            file_complaint(filing, Actor.complainant())
        filed = max(filed, length)
        _read(client)
        statements: list[Statement] = []
        capture(lambda: _read(client), statements)
        spent = []
        for _ in range(5):
            began = time.perf_counter()
            _read(client)
            spent.append((time.perf_counter() - began) * 1000)
        rows.append({"tasks": filed, "sql": len(statements), "ms": round(median(spent), 2)})
    return rows


def _read(client: Client) -> None:
    response = client.get("/desk/")
    if response.status_code != 200:
        raise RuntimeError(f"the desk answered {response.status_code}")
