"""`python -m bench.faults`: actions from many clients while every part is killed in turn.

Two web nodes, two worker nodes and a timer share one PostgreSQL and one Redis, all started here in
a fresh folder. The second web and worker node reach both servers through a proxy that is cut.
Ends with 1 when a promise was broken.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from bench import stack as stacks
from bench.proxy import Proxy

FAULTS = ("worker", "beat", "web", "redis", "postgres", "network")
DRAIN_SECONDS, SETTLE_SECONDS = 120, 15
CITY = "金水区"


def main() -> int:
    """Run it, print the checks, write the result as JSON."""
    parser = argparse.ArgumentParser(prog="python -m bench.faults", description=__doc__)
    parser.add_argument("--actions", type=int, default=2000)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=3, help="how often each kind of fault (3)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--schema-from", default="", help="copy tables from this URL (saves time)")
    parser.add_argument("--keep-logs", type=Path, help="copy the logs of the programs here")
    parser.add_argument("--json", type=Path, default=Path("bench/out/faults.json"))
    options = parser.parse_args()
    with stacks.fresh() as stack:
        try:
            result = asyncio.run(Run(stack, options).whole())
        finally:
            if options.keep_logs:
                options.keep_logs.mkdir(parents=True, exist_ok=True)
                for log in stack.var.glob("*.log"):
                    (options.keep_logs / log.name).write_bytes(log.read_bytes())
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(result, ensure_ascii=False, indent=2), encoding="utf-8")
    for check in result["checks"]:
        verdict = f"BROKEN {len(check['wrong'])}" if check["wrong"] else "ok"
        say(f"{check['name']:<45}{check['looked_at']:>7}  {verdict}")
        for line in check["wrong"][:5]:
            say(f"    {line}")
    return int(any(check["wrong"] for check in result["checks"]))


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


class Run:
    """One fault run: the programs, the clients, the plan of faults."""

    def __init__(self, stack: stacks.Stack, options: argparse.Namespace) -> None:
        self._stack, self._options = stack, options
        self._rng = Random(options.seed)  # noqa: S311  a plan that can be repeated
        self._faults: list[dict[str, Any]] = []
        self._began = time.monotonic()

    async def whole(self) -> dict[str, Any]:
        """Start everything, drive it, and return what was found."""
        await asyncio.to_thread(self._stack.fill, self._options.schema_from)
        say(f"{time.monotonic() - self._began:6.1f} s  tables made")
        await self._start_programs()
        people = await asyncio.to_thread(hire, self._options.clients)
        # Imported late: the settings are read only after the folder is known.
        from bench.fault_clients import Client, Shared  # noqa: PLC0415

        inspectors = [user for user, role, _session in people if role == "inspector"]
        shared = Shared(self._nodes, self._options.actions, inspectors)
        clients = [Client(n, *person, shared) for n, person in enumerate(people)]
        tabs = [asyncio.create_task(client.live()) for client in clients]
        await clients[0]._one()
        shared.begun = len(shared.acknowledged)
        say(f"{time.monotonic() - self._began:6.1f} s  up; {len(clients)} clients begin")
        self._began = time.monotonic()
        acting = [asyncio.create_task(client.act()) for client in clients]
        driver = asyncio.create_task(self._drive(shared))
        await asyncio.gather(*acting)
        spent = time.monotonic() - self._began
        await driver
        say(f"{time.monotonic() - self._began:6.1f} s  {len(shared.acknowledged)} acknowledged")
        drained = await self._drained()
        checks = [asdict(check) for check in await self._checks(clients, shared)]
        for task in tabs:
            task.cancel()
        await asyncio.gather(*tabs, return_exceptions=True)
        for client in clients:
            await client.close()
        for program in self._stack.programs:
            await asyncio.to_thread(program.kill)
        for proxy in (self._pg_proxy, self._redis_proxy):
            proxy.reset()
        await asyncio.sleep(0.2)  # what the proxies carried ends before their loop does
        return {
            "seed": self._options.seed, "actions": len(shared.acknowledged), "seconds": round(spent, 1),
            "drained_after_seconds": drained, "tries": dict(shared.tries),
            "refused": dict(shared.refused), "slowest_action_seconds": round(shared.slowest, 2),
            "socket_reconnects": sum(client.reconnects for client in clients),
            "frames": sum(client.frames for client in clients),
            "reloads": sum(client.reloads for client in clients),
            "faults": self._faults, "checks": checks,
        }  # fmt: skip

    async def _start_programs(self) -> None:
        stack = self._stack
        self._pg_proxy = Proxy(stack.postgres.sockets / ".s.PGSQL.5432")
        self._redis_proxy = Proxy(stack.redis.socket)
        await self._pg_proxy.start()
        await self._redis_proxy.start()
        far = {
            "DATABASE_URL": f"postgresql://postgres@127.0.0.1:{self._pg_proxy.port}/qingqian",
            "REDIS_URL": f"redis://127.0.0.1:{self._redis_proxy.port}/0",
        }
        ports = [stacks.free_port(), stacks.free_port()]
        self._nodes = [f"http://127.0.0.1:{port}" for port in ports]
        self._webs = [stack.web("web1", ports[0]), stack.web("web2", ports[1], **far)]
        self._workers = [stack.worker("worker1"), stack.worker("worker2", **far)]
        self._beat = stack.beat()
        for program in stack.programs:
            program.start()
        for port in ports:
            await asyncio.to_thread(stacks.wait_for_port, port)

    async def _drive(self, shared: Any) -> None:
        """Make each fault once per round, in random order, when so many actions are acknowledged."""
        plan: list[str] = []
        for _ in range(self._options.rounds):
            plan += self._rng.sample(FAULTS, len(FAULTS))
        for number, kind in enumerate(plan, start=1):
            due = number * shared.wanted // (len(plan) + 1)
            while len(shared.acknowledged) < due:
                await asyncio.sleep(0.05)
            seconds = round(self._rng.uniform(0.5, 3.0), 1)
            detail = await self._make(kind, seconds)
            at = round(time.monotonic() - self._began, 1)
            self._faults.append({"kind": kind, "detail": detail, "away_seconds": seconds, "at": at})
            say(
                f"{at:6.1f} s  {len(shared.acknowledged):5} acknowledged  {kind} {detail}, {seconds} s"
            )

    async def _make(self, kind: str, seconds: float) -> str:
        stack, rng = self._stack, self._rng
        if kind in ("worker", "beat", "web"):
            program = rng.choice(
                {"worker": self._workers, "beat": [self._beat], "web": self._webs}[kind]
            )
            return await self._away(program.kill, program.start, seconds, program.name)
        if kind == "redis":
            return await self._away(stack.crash_redis, stack.redis.start, seconds, "empty again")
        if kind == "postgres":
            return await self._away(
                stack.crash_postgres, stack.postgres.start, seconds, "recovered"
            )
        how = rng.choice(("hang", "reset"))
        for proxy in (self._pg_proxy, self._redis_proxy):
            getattr(proxy, how)()
        await asyncio.sleep(seconds * 2)
        for proxy in (self._pg_proxy, self._redis_proxy):
            proxy.restore()
        return how

    async def _away(
        self, end: Callable[[], None], begin: Callable[[], None], seconds: float, detail: str
    ) -> str:
        await asyncio.to_thread(end)
        await asyncio.sleep(seconds)
        await asyncio.to_thread(begin)
        return detail

    async def _drained(self) -> float:
        """Wait until everything journalled is relayed and sent; return the seconds it took."""
        began = time.monotonic()
        while time.monotonic() - began < DRAIN_SECONDS:
            if await in_database(_left) == 0:
                break
            await asyncio.sleep(0.5)
        return round(time.monotonic() - began, 1)

    async def _checks(self, clients: list[Any], shared: Any) -> list[Any]:
        from bench import fault_checks  # noqa: PLC0415

        async def tabs() -> Any:
            return fault_checks.of_tabs(
                [(f"{one.role} {one.number}", one.desk, await one.read_desk()) for one in clients]
            )

        async def bells() -> Any:
            rows = [(f"{one.role} {one.number}", one.user, one.unread) for one in clients]
            return await in_database(lambda: fault_checks.of_bells(rows))

        found = await in_database(lambda: fault_checks.of_records(shared.acknowledged))
        return [*found, await settled(tabs), await settled(bells)]


async def settled(check: Callable[[], Awaitable[Any]]) -> Any:
    """Repeat a check until it finds nothing wrong, for as long as a tab may take to follow."""
    until = time.monotonic() + SETTLE_SECONDS
    while True:
        found = await check()
        if not found.wrong or time.monotonic() > until:
            return found
        await asyncio.sleep(1)


def _left() -> int:
    from bench import fault_checks  # noqa: PLC0415
    from notifications import undelivered  # noqa: PLC0415

    return undelivered.behind()[0] + fault_checks.waiting()


async def in_database(function: Callable[[], Any]) -> Any:
    """Run a function that asks the database in a thread, and close its connection."""

    def call() -> Any:
        from django.db import connections  # noqa: PLC0415

        try:
            return function()
        finally:
            connections.close_all()

    return await asyncio.to_thread(call)


def hire(count: int) -> list[tuple[int, str, str]]:
    """Create the people of one county's office; return (user id, role, session key) of each."""
    os.environ["DATABASE_POOL"] = "0"
    import django  # noqa: PLC0415

    django.setup()
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415
    from django.db import connections  # noqa: PLC0415

    from bench.fault_clients import ROLES  # noqa: PLC0415
    from casework.models import Membership, Office, User  # noqa: PLC0415

    office = Office.objects.get(
        division__name=CITY, division__valid_to__isnull=True, closed_on=None
    )
    people, held = [], Counter[str]()
    # Two inspectors at least: a matter is assigned to two.
    for role in [ROLES[n % len(ROLES)] for n in range(max(count, 5))]:
        held[role] += 1
        user = User(username=f"{role}-{held[role]}", full_name=f"{role.label}{held[role]}",
                    badge_no=f"豫监{role[:4]}{held[role]}")  # fmt: skip
        user.set_unusable_password()
        user.save()
        Membership.objects.create(user=user, office=office, role=role, valid_from=date(2024, 1, 1))
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        people.append((user.pk, str(role), session.session_key or ""))
    connections.close_all()
    return people


if __name__ == "__main__":
    raise SystemExit(main())
