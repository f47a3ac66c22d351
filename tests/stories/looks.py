"""Looks at pages in Chromium, read from a shelf: axe at two widths, and whether they fit a third.

The pages were rendered before, for those who may read them, so that none is rendered twice; style
sheets and scripts are the site's own. Two tabs work side by side: while axe searches one page, the
next one is opened.
"""

from __future__ import annotations

import mimetypes
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import decompress

from django.conf import settings
from django.contrib.staticfiles import finders

from tests import axe

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from playwright.sync_api import Page as Tab

DESK, PHONE = 1440, 390
TABS = 2
LOCALES = {"zh-hans": "zh-CN", "en": "en-GB"}
START = f"tags => {{ window.axeFound = ({axe.RUN})(tags) }}"
READ = "() => window.axeFound"
# What is folded is read as well; what opens over the page stays shut.
UNFOLD = """() => document.querySelectorAll('details').forEach(one => {
  const over = part => getComputedStyle(part).position === 'absolute';
  one.open = true;
  if ([...one.children].some(over)) { one.open = false; }
})"""


@dataclass(frozen=True)
class Look:
    """A page as one reader got it; `packed` is its text, compressed.

    The first of its address in a language is looked at with axe at both widths; one that only adds
    something to what was seen at one: in Chinese at the desk, in English on the phone.
    """

    who: str
    language: str
    path: str
    packed: bytes
    is_first: bool = True

    @property
    def widths(self) -> tuple[int, ...]:
        if self.is_first:
            return (DESK, PHONE)
        return (DESK,) if self.language == "zh-hans" else (PHONE,)

    def __str__(self) -> str:
        return f"{self.who} {self.language} {self.path}"


def faults_of(browser: Browser, looks: list[Look]) -> list[str]:
    """Return a line for each rule that one of the pages breaks at one width, or does not fit."""
    found: list[str] = []
    with shelf(looks) as address:
        for language, locale in LOCALES.items():
            numbers = [n for n, look in enumerate(looks) if look.language == language]
            context = browser.new_context(base_url=address, locale=locale)
            context.route_web_socket(re.compile("/ws/"), lambda _socket: None)
            context.add_init_script(axe.script())
            tabs = [
                _walk(context.new_page(), looks, numbers[start::TABS], found)
                for start in range(TABS)
            ]
            for _step in zip_longest(*tabs):
                pass
            context.close()
    return found


def _walk(tab: Tab, looks: list[Look], numbers: list[int], found: list[str]) -> Iterator[None]:
    """Look at the pages of these numbers in one tab; pause while axe works."""
    tab.set_default_timeout(30_000)
    for number in numbers:
        tab.set_extra_http_headers({Handler.NUMBER: str(number)})
        tab.set_viewport_size({"width": DESK, "height": 900})
        tab.goto(looks[number].path)
        for width in looks[number].widths:
            if width == PHONE:
                tab.set_viewport_size({"width": PHONE, "height": 900})
                tab.evaluate(UNFOLD)
            tab.evaluate(START, axe.TAGS)
            yield
            wrong = axe.lines_of(tab.evaluate(READ))
            found += [f"{looks[number]} at {width}: {one}" for one in wrong]
        found += [f"{looks[number]}: {one}" for one in axe.overflow(tab)]
    tab.close()


@contextmanager
def shelf(looks: list[Look]) -> Iterator[str]:
    """Hand out the pages by their number in the header, beside the site's static files."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Of", (Handler,), {"looks": looks}))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Handler(BaseHTTPRequestHandler):
    """Answers for one shelf."""

    NUMBER = "X-Look"
    protocol_version = "HTTP/1.1"
    looks: list[Look]

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        if path.startswith(settings.STATIC_URL):
            content = static(path)
            kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        else:
            look = self.looks[int(self.headers.get(self.NUMBER, "0"))]
            content = decompress(look.packed) if look.path == self.path else b""
            kind = "text/html; charset=utf-8"
        self.send_response(200 if content else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        keeps = "max-age=3600" if path.startswith(settings.STATIC_URL) else "no-store"
        self.send_header("Cache-Control", keeps)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@lru_cache
def static(path: str) -> bytes:
    found = finders.find(path.removeprefix(settings.STATIC_URL))
    return Path(found).read_bytes() if isinstance(found, str) else b""
