"""`python -m bench.live`: commit to browser, and CPU per delivered event, beside a bare fan-out.

One web process with N sockets of staff of one county, each person with several tabs and a session of
their own; real notes are written at a fixed rate. In the same run the same number of sockets hears
as many messages of the same length from Redis through a bare ASGI application. Both in turn, twice,
so that a busy machine burdens both alike. `--beside FOLDER` adds the product as it stands in another
folder (an older version whose tables are the same or fewer), to compare the two in one run.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import resource
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from random import Random
from statistics import quantiles
from typing import Any

import psutil
import redis
from websockets.asyncio.client import ClientConnection, connect

from bench import stack as stacks
from bench.bare import CHANNEL
from bench.faults import hire, in_database, say

OPENING_AT_ONCE = 20
LAST_SECONDS = 15.0
IDLE_SECONDS = 30.0
"""Three rounds in which whose rights have changed is asked, and how much is unread."""


class Arm:
    """One server with its sockets: when each message was received, and what CPU it cost."""

    def __init__(self, name: str, program: stacks.Program, port: int) -> None:
        self.name, self.program, self.port = name, program, port
        self.sent: dict[int, float] = {}
        self.heard: list[tuple[int, float]] = []
        self.cpu = self.seconds = self.idle = 0.0
        self._readers: list[asyncio.Task[None]] = []

    async def open(self, count: int, sessions: list[str], hello: str) -> None:
        """Connect `count` sockets, say hello when there is one to say, and wait until all listen."""
        gate = asyncio.Semaphore(OPENING_AT_ONCE)

        async def one(session: str) -> None:
            async with gate:
                address = f"ws://127.0.0.1:{self.port}"
                socket = await connect(
                    f"{address}/ws/live/", ping_interval=None,
                    additional_headers={"Cookie": f"qingqian_session={session}"},
                    origin=address.replace("ws", "http", 1), open_timeout=60,  # type: ignore[arg-type]
                    compression=None,
                )  # fmt: skip
                if hello:
                    await socket.send(hello)
                    ready = json.loads(await socket.recv())
                    assert ready["type"] == "ready", ready
            self._readers.append(asyncio.create_task(self._read(socket)))

        await asyncio.gather(*(one(sessions[n % len(sessions)]) for n in range(count)))

    async def _read(self, socket: ClientConnection) -> None:
        async for text in socket:
            moment = time.time()
            frame = json.loads(text)
            if frame["type"] == "event":
                self.heard.append((frame["seq"], moment))

    async def measure(
        self, write: Callable[[], tuple[int, float]], events: int, rate: float, wanted: int
    ) -> None:
        """Write `events` at `rate` a second; wait until `wanted` receipts or the time is up."""
        cpu, received = self.program.cpu_seconds(), len(self.heard)
        started = time.monotonic()
        for _ in range(events):
            begun = time.monotonic()
            seq, moment = await in_database(write)
            self.sent[seq] = moment
            await asyncio.sleep(max(0.0, 1 / rate - (time.monotonic() - begun)))
        until = time.monotonic() + LAST_SECONDS
        while len(self.heard) - received < wanted and time.monotonic() < until:
            await asyncio.sleep(0.05)
        self.cpu += self.program.cpu_seconds() - cpu
        self.seconds += time.monotonic() - started

    async def rest(self, seconds: float) -> None:
        """Measure the CPU of a second in which nothing is delivered."""
        cpu = self.program.cpu_seconds()
        await asyncio.sleep(seconds)
        self.idle = (self.program.cpu_seconds() - cpu) / seconds

    def result(self, sockets: int, events: int) -> dict[str, Any]:
        """Return milliseconds, deliveries, and microseconds of CPU per delivered event."""
        # A message may be heard before its writer has said when it was committed: matched here.
        waits = [moment - self.sent[seq] for seq, moment in self.heard if seq in self.sent]
        cuts = quantiles(waits, n=100)
        return {
            "delivered": len(waits), "expected": sockets * events,
            "p50_ms": round(cuts[49] * 1000, 1), "p99_ms": round(cuts[98] * 1000, 1),
            "cpu_us_per_delivery": round(self.cpu / len(waits) * 1e6, 1),
            "idle_cpu_ms_per_second": round(self.idle * 1000, 1),
            "cpu_us_per_delivery_above_idle": round(
                (self.cpu - self.idle * self.seconds) / len(waits) * 1e6, 1
            ),
        }  # fmt: skip


class Bench:
    """The two arms on one stack."""

    def __init__(self, stack: stacks.Stack, options: argparse.Namespace) -> None:
        self._stack, self._options = stack, options

    async def whole(self) -> dict[str, Any]:
        """Start both servers, open the sockets, measure in turn and return both and their ratios."""
        options, stack = self._options, self._stack
        await asyncio.to_thread(stack.fill, options.schema_from)
        arms = [self._arm("product"), self._arm("bare")]
        if options.beside:
            arms.append(self._arm("beside"))
        for arm in arms:
            arm.program.start()
            await asyncio.to_thread(stacks.wait_for_port, arm.port)
        people = await asyncio.to_thread(hire, options.people)
        sessions = [key for _user, _role, key in people]
        complaint = await in_database(_file)
        hello = json.dumps({"hello": ["desk", "board", "inbox"], "cursor": None, "age": 0})
        for arm in arms:
            said = "" if arm.name == "bare" else hello
            await arm.open(options.sockets, sessions, said)
        say(f"{options.sockets} sockets of {len(people)} people at each of {len(arms)}")
        for arm in arms:
            await arm.rest(IDLE_SECONDS)
        half = options.events // 2
        tell = _teller(redis.Redis.from_url(stack.redis.url))
        for arm in arms * 2:
            write = tell if arm.name == "bare" else lambda: _note(complaint)
            await arm.measure(write, half, options.rate, half * options.sockets)
            say(f"{arm.name}: {len(arm.heard)} received")
        return self._result(arms, half * 2)

    def _arm(self, name: str) -> Arm:
        port = stacks.free_port()
        if name == "bare":
            return Arm(name, self._stack.bare("bench.bare:app", port), port)
        program = self._stack.web(name, port)
        if name == "beside":
            program.folder = self._options.beside.resolve()
        return Arm(name, program, port)

    def _result(self, arms: list[Arm], events: int) -> dict[str, Any]:
        options = self._options
        found = {arm.name: arm.result(options.sockets, events) for arm in arms}
        names = ("p50_ms", "p99_ms", "cpu_us_per_delivery", "cpu_us_per_delivery_above_idle")
        bare = found["bare"]
        return {
            "sockets": options.sockets, "people": options.people, "events": events,
            "events_per_second": options.rate, "python": platform.python_version(), "cores": os.cpu_count(),
            "load": [round(one, 1) for one in psutil.getloadavg()], **found,
            "ratio": {
                arm: {name: round(found[arm][name] / bare[name], 2) for name in names}
                for arm in found if arm != "bare"
            },
        }  # fmt: skip


def _file() -> int:
    """File one complaint in the county of the people hired; return its id."""
    from casework import clock  # noqa: PLC0415
    from casework.models import Division  # noqa: PLC0415
    from casework.models.actor import Actor  # noqa: PLC0415
    from workflows.demo.filings import invent  # noqa: PLC0415
    from workflows.dispatch import file_complaint  # noqa: PLC0415

    site = Division.objects.select_related("parent").get(name="金水区", valid_to__isnull=True)
    filing = invent(Random(7), site, clock.today())  # noqa: S311  invented data
    return file_complaint(filing, Actor.complainant())[0].pk


def _note(complaint: int) -> tuple[int, float]:
    """Write one row of the journal as an act does; return its number and when it was committed."""
    from django.db import transaction  # noqa: PLC0415

    from casework import journal  # noqa: PLC0415
    from casework.models import Complaint  # noqa: PLC0415
    from casework.models.actor import Actor  # noqa: PLC0415
    from casework.vocabulary import EventKind  # noqa: PLC0415

    committed: list[float] = []
    with transaction.atomic():
        row = Complaint.objects.select_for_update().get(pk=complaint)
        # First of the callbacks: the moment of the commit, before anything is published.
        transaction.on_commit(lambda: committed.append(time.time()))
        event = journal.record(row, EventKind.NOTE_ADDED, actor=Actor.system(), reason="备注")
    return event.seq, committed[0]


def _teller(teller: redis.Redis) -> Callable[[], tuple[int, float]]:
    numbers = count(1)

    def tell() -> tuple[int, float]:
        seq, moment = next(numbers), time.time()
        frame = {"type": "event", "topics": ["desk", "board"], "cursor": f"{seq:06}:{seq:04}"}
        teller.publish(CHANNEL, json.dumps(frame | {"seq": seq}))
        return seq, moment

    return tell


def main() -> int:
    """Run it and print both arms, their ratios, and where the JSON lies."""
    parser = argparse.ArgumentParser(prog="python -m bench.live", description=__doc__)
    parser.add_argument("--sockets", type=int, default=1000)
    parser.add_argument("--events", type=int, default=40, help="messages of each arm (40)")
    parser.add_argument("--rate", type=float, default=2.0, help="messages a second (2)")
    parser.add_argument("--people", type=int, default=200, help="whose tabs they are (200)")
    parser.add_argument("--beside", type=Path, help="measure the product of this folder as well")
    parser.add_argument("--schema-from", default="", help="copy tables from this URL (saves time)")
    parser.add_argument("--json", type=Path, default=Path("bench/out/live.json"))
    options = parser.parse_args()
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with stacks.fresh() as stack:
        result = asyncio.run(Bench(stack, options).whole())
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(result, indent=2), encoding="utf-8")
    say(json.dumps(result, indent=2))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
