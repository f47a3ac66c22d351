"""Redis is killed under open pages: they stay live from the journal, and pushes come back by themselves."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import psutil
import pytest
from django.conf import settings

from config import embedded
from config.redis_server import Redis
from notifications import hub, live
from tests import cast
from tests.notifications.test_live import filed, in_db, note, rest, tab

__all__ = ["rest"]  # the fixture that ends the hub

pytestmark = pytest.mark.django_db(transaction=True)


async def test_pages_stay_live_while_redis_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Redis(Path(settings.VAR_DIR))
    if not any(isinstance(one, Redis) for one in embedded.servers()):
        pytest.skip("REDIS_URL names a server that is not ours to kill")
    complaint = await filed(None, cast.JINSHUI)
    page = await tab("he", f"complaint:{complaint.pk}")
    live.publisher().drain(2)
    psutil.Process(int((server.home / "server.pid").read_text())).kill()
    begun = time.monotonic()
    await in_db(note, complaint)
    assert time.monotonic() - begun < 0.5, "the act does not wait for Redis"
    assert (await page.hear(2.5))["type"] == "event"
    await in_db(embedded.start)
    await asyncio.sleep(live.REST_SECONDS + 1)
    monkeypatch.setattr(hub, "LOOK_SECONDS", 60.0)  # from now on only a push can bring it
    await asyncio.sleep(1.1)
    await in_db(note, complaint)
    assert (await page.hear(2))["type"] == "event"
