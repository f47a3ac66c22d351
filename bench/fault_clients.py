"""Clients of the fault run: each acts over HTTP until acknowledged and keeps a desk live by a socket."""

from __future__ import annotations

import asyncio
import json
import re
import time
import uuid
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

import httpx
import websockets
from websockets.asyncio.client import connect

from casework.law.identity import make_id_card, make_uscc
from casework.vocabulary import Role

CSRF = "f" * 32
TOPICS = ["desk", "board", "inbox"]
PING_SECONDS, SILENCE_SECONDS = 3.0, 9.0
DESK = "/desk/?region=rows&tab=office"
MOST_REFUSED = 200
# Each may do what its client does; a client that is always refused would never end.
ROLES = (Role.CLERK, Role.BODY_HEAD, Role.INSPECTOR, Role.CLERK, Role.INSPECTOR, Role.BODY_HEAD,
         Role.INSPECTOR, Role.INSPECTOR)  # fmt: skip
ROW = re.compile(r'<tr role="row" data-row.*?</tr>', re.DOTALL)
TAG = re.compile(r"<[^>]+>")


@dataclass
class Shared:
    """What all clients know: the nodes, the matters filed so far, what was acknowledged."""

    nodes: list[str]
    wanted: int
    inspectors: list[int]
    matters: list[int] = field(default_factory=list)
    unassigned: list[int] = field(default_factory=list)
    begun: int = 0
    acknowledged: list[Deed] = field(default_factory=list)
    tries: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0


@dataclass(frozen=True)
class Deed:
    """One acknowledged action; `record` is the complaint it was done on or that it made."""

    what: str
    key: str
    record: int


class Client:
    """One member of staff with one tab. `number` makes what it invents its own."""

    def __init__(self, number: int, user: int, role: str, session: str, shared: Shared) -> None:
        self.number, self.user, self.role = number, user, role
        self.desk: list[str] | None = None
        self.unread: int | None = None
        self.reconnects = self.frames = self.reloads = 0
        self._shared = shared
        self._cookies = {"qingqian_session": session, "qingqian_csrf": CSRF}
        self._rng = Random(f"client:{number}")  # noqa: S311  invented data
        self._node, self._filed = number, 0
        self._changed = asyncio.Event()
        self._cursor: str | None = None
        self._http = httpx.AsyncClient(cookies=self._cookies, timeout=20)

    async def act(self) -> None:
        """Do actions until the run has as many as wanted; each until it is acknowledged."""
        shared = self._shared
        while shared.begun < shared.wanted:
            shared.begun += 1
            refused = 0
            while not await self._one():
                refused += 1
                await asyncio.sleep(0.2)  # an inspector waits until something is assigned
                if refused > MOST_REFUSED:
                    raise RuntimeError(f"{self.role} is always refused: {dict(shared.refused)}")

    async def _one(self) -> bool:
        shared, key = self._shared, uuid.uuid4().hex
        what, record, address, data = self._choose(key)
        began = time.monotonic()
        while True:
            shared.tries["all"] += 1
            try:
                answer = await self._http.post(
                    self.base + address, data=data, headers={"X-CSRFToken": CSRF}
                )
            except httpx.HTTPError as error:
                answer, why = None, type(error).__name__
            if answer is not None and answer.status_code == 302:
                goal = answer.headers["location"]
                if "login" in goal:
                    raise RuntimeError("the session was lost")
                break
            if answer is not None and answer.status_code in (404, 409, 422, 403):
                shared.refused[f"{what} {answer.status_code}"] += 1
                return False
            shared.tries[why if answer is None else str(answer.status_code)] += 1
            self._node += 1
            await asyncio.sleep(0.3)
        shared.slowest = max(shared.slowest, time.monotonic() - began)
        if what == "file":
            record = int(goal.split("?", 1)[0].rstrip("/").rsplit("/", 1)[1])
            shared.matters.append(record)
            shared.unassigned.append(record)
        shared.acknowledged.append(Deed(what, key, record))
        return True

    @property
    def base(self) -> str:
        """The node asked next, as a balancer would choose after a failure."""
        return self._shared.nodes[self._node % len(self._shared.nodes)]

    def _choose(self, key: str) -> tuple[str, int, str, dict[str, Any]]:
        shared, rng = self._shared, self._rng
        if self.role == Role.CLERK and (not shared.matters or rng.random() < 0.6):
            self._filed += 1
            return "file", 0, "/intake/window/", self._filing(key)
        if not shared.matters:
            raise RuntimeError("there is nothing to act on")
        if self.role == Role.BODY_HEAD and shared.unassigned:
            record = shared.unassigned.pop(0)
            lead, second = rng.sample(shared.inspectors, 2)
            return "assign", record, f"/act/assign_inspectors/complaint/{record}/", {
                "key": key, "lead": lead, "second": second, "reason": ""}  # fmt: skip
        record = rng.choice(shared.matters)
        return "note", record, f"/act/note_complaint/complaint/{record}/", {
            "key": key, "text": f"备注 {key}"}  # fmt: skip

    def _filing(self, key: str) -> dict[str, Any]:
        serial = 1 + self.number * 5000 + self._filed
        day = date(1970 + serial % 30, 1 + serial % 12, 1 + serial % 28)
        return {
            "key": key, "channel": "window", "kind": "complaint", "industry": "construction",
            "phone": f"1990{serial:07d}", "name": "工人", "id_number": make_id_card("411623", day, serial % 999),
            "employer_name": f"第{serial}号建筑劳务有限公司（虚构）", "uscc": make_uscc("410105", serial),
            "site": "郑州市 金水区", "site_address": "东风路工地", "post": "木工",
            "period_start": "2026-03", "period_end": "2026-05", "days": "50", "day_rate": "250",
            "amount": "", "persons": "", "requests": "支付拖欠的工资", "description": f"没结清 {key}",
        }  # fmt: skip

    async def live(self) -> None:
        """Keep a socket with resume, and the desk read after what it tells, as a tab does."""
        reader = asyncio.create_task(self._keep_desk())
        try:
            while True:
                with suppress(OSError, TimeoutError, websockets.WebSocketException):
                    await self._listen()
                self.reconnects += 1
                self._node += 1
                await asyncio.sleep(0.2 + self._rng.random() * 0.5)
        finally:
            reader.cancel()

    async def _listen(self) -> None:
        base = self.base
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        async with connect(
            base.replace("http", "ws") + "/ws/live/", additional_headers={"Cookie": cookies},
            origin=base, ping_interval=None, open_timeout=5, close_timeout=1, compression=None,
        ) as socket:  # fmt: skip
            hello = {"hello": TOPICS, "cursor": self._cursor, "age": 0}
            await socket.send(json.dumps(hello))
            heard = time.monotonic()
            while True:
                try:
                    self._take(json.loads(await asyncio.wait_for(socket.recv(), PING_SECONDS)))
                    heard = time.monotonic()
                except TimeoutError:
                    if time.monotonic() - heard > SILENCE_SECONDS:
                        return
                    await socket.send(json.dumps({"ping": 1}))

    def _take(self, frame: dict[str, Any]) -> None:
        self._cursor = frame.get("cursor", self._cursor)
        self.unread = frame.get("unread", self.unread)
        self.frames += frame["type"] == "event"
        self.reloads += frame["type"] == "reload"
        if frame["type"] == "reload" or "desk" in frame.get("topics", ()) or self.desk is None:
            self._changed.set()

    async def _keep_desk(self) -> None:
        while True:
            await self._changed.wait()
            await asyncio.sleep(0.15)
            self._changed.clear()
            rows = await self.read_desk()
            if rows is None:
                self._changed.set()
                await asyncio.sleep(1)
            else:
                self.desk = rows

    async def read_desk(self) -> list[str] | None:
        """Return the rows of the desk as a reload shows them, without markup; None: not readable."""
        try:
            answer = await self._http.get(self.base + DESK)
        except httpx.HTTPError:
            self._node += 1
            return None
        if answer.status_code != 200:
            return None
        return [" ".join(TAG.sub(" ", row).split()) for row in ROW.findall(answer.text)]

    async def close(self) -> None:
        """Give the connections back."""
        await self._http.aclose()
