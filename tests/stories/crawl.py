"""Reads pages as their reader sees them and follows what they lead to, for test_every_page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

from django.apps import apps
from django.conf import settings
from django.test import Client
from django.urls import Resolver404, resolve

from casework.models import Division

START = (
    "/", "/login/", "/file/", "/file/help/", "/verify/", "/track/", "/hotlines/", "/blacklist/", "/notices/", "/desk/", "/intake/window/", "/board/",
    "/cases/?show=all", "/inbox/", "/employer-page/",
)  # fmt: skip
EACH = {"zh-hans": 1, "en": 2}  # pages of one kind that a crawl opens
HAN = r"[\u3400-\u4dbf\u4e00-\u9fff\u3007]"
HOLIDAYS = {"元旦", "春节", "农历除夕", "清明节", "劳动节", "端午节", "中秋节", "国庆节"}
MASKED = re.compile(HAN + r"\u2060?\*+|\*+\u2060?" + HAN)
UNRENDERED = re.compile(
    r"\{\{|\}\}|\{%|%\}|%\(|\{\w+\}|\bNone\b|\bnan\b|\bNaN\b|&amp;lt;|__proxy__"
)
SAID = ("title", "alt", "placeholder", "aria-label", "data-label", "label")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}


def read_whole(response: Any) -> Any:
    """Read a file that is handed out to its end, as a browser does: only then it is closed."""
    if response.streaming:
        for _part in response.streaming_content:
            pass
    return response


class Page(HTMLParser):
    """What a reader of a page sees and may follow."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.said: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.titles = self.headings = 0
        self.title = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        chinese = tag != "html" and given.get("lang", "").startswith("zh")
        chinese = chinese or given.get("translate") == "no"
        if tag not in VOID:
            self.open.append((tag, chinese))
        self.titles += tag == "title" and not self._inside("svg")
        self.headings += tag == "h1"
        if tag == "link" and given.get("rel") == "stylesheet":
            self.loads.append(given["href"])
        if tag == "script" and "src" in given:
            self.loads.append(given["src"])
        if not (chinese or self._chinese()):
            self.said += [given[name] for name in SAID if name in given]
        self.links += [
            given[name] for name in ("href", "hx-get") if name in given and tag != "link"
        ]
        if tag == "form" and given.get("method", "get") == "get" and "action" in given:
            self.links.append(given["action"])

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._inside("script") or self._inside("style"):
            return
        if self._inside("title"):
            self.title += data
        if data.strip() and not self._chinese():
            self.said.append(data)

    def _inside(self, tag: str) -> bool:
        return any(name == tag for name, _ in self.open)

    def _chinese(self) -> bool:
        return any(chinese for _, chinese in self.open)


class Words:
    """What may be taken out of a text: at each place the longest of the words that stands there.

    An alternation of some thousand words tries each of them at each character.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._by_start: dict[str, list[str]] = defaultdict(list)
        for word in sorted(words, key=len, reverse=True):
            self._by_start[word[:2]].append(word)

    def taken_out_of(self, text: str) -> str:
        left, at = [], 0
        while at < len(text):
            starts = (self._by_start.get(text[at : at + n], ()) for n in (2, 1))
            found = next((w for words in starts for w in words if text.startswith(w, at)), "")
            left.append("" if found else text[at])
            at += len(found) or 1
        return "".join(left)


class Crawl:
    """One visitor in one language, following what the pages lead to."""

    def __init__(self, client: Client, language: str, data: Words | None) -> None:
        self.client, self.language, self.data = client, language, data
        self.client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        self.seen: dict[str, int] = {}
        self.faults: list[str] = []
        self._kinds: Counter[Any] = Counter()
        self._waiting: list[tuple[str, str]] = []

    def run(self, *start: str) -> Crawl:
        for path in (*START, *start):
            self.seen[path] = 0
            self._waiting.append((path, ""))
        while self._waiting:
            self._open(*self._waiting.pop(0))
        return self

    def _add(self, link: str, base: str) -> None:
        parts = urlsplit(urljoin("http://testserver" + base, link))
        if parts.scheme not in ("http", "https") or parts.netloc != "testserver":
            return
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        kind = kind_of(parts.path, parts.query)
        if path in self.seen or kind is None or self._kinds[kind] >= EACH[self.language]:
            return
        self._kinds[kind] += 1
        self.seen[path] = 0
        self._waiting.append((path, base))

    def _open(self, path: str, found_on: str) -> None:
        response = read_whole(self.client.get(path))
        self.seen[path] = response.status_code
        # What a page leads to must open; only the addresses everybody may type can be closed.
        allowed = (200, 204, 302) if found_on else (200, 302, 403)
        if response.status_code not in allowed:
            self._note(path, f"{response.status_code}, found on {found_on}")
        if response.status_code == 302:
            self._add(response["Location"], path)
        if response.get("Content-Type", "").startswith("text/html") and not response.streaming:
            self._read(path, response.content.decode())

    def _read(self, path: str, text: str) -> None:
        if path.startswith("/admin/"):
            return
        page = Page(text)
        if "<html" in text:
            if page.titles != 1 or not page.title.replace("·", "").strip():
                self._note(path, f"title {page.title!r}")
            if page.headings != 1:
                self._note(path, f"{page.headings} h1")
        for said in page.said:
            if UNRENDERED.search(said):
                self._note(path, f"not rendered: {said.strip()[:80]!r}")
            if self.data is not None and (left := chinese_in(said, self.data)):
                self._note(path, f"Chinese: {left!r} of {said.strip()[:80]!r}")
        for link in page.links:
            self._add(link, path)

    def _note(self, path: str, what: str) -> None:
        self.faults.append(f"{self.language} {path}: {what}")


def kind_of(path: str, query: str) -> Any:
    """What counts as the same kind of page; None for what no crawl opens."""
    try:
        match = resolve(path)
    except Resolver404:
        return None if path.startswith((settings.STATIC_URL, settings.MEDIA_URL)) else (path,)
    if match.url_name == "logout" or (match.app_name == "admin" and match.url_name != "index"):
        return None
    words = tuple(v for v in match.kwargs.values() if isinstance(v, str) and len(v) < 24)
    asked = parse_qs(query)
    return match.view_name, words, tuple(sorted(asked)), tuple(asked.get("region", ()))


@lru_cache(maxsize=4096)
def chinese_in(said: str, data: Words) -> str:
    """The Chinese of a text that does not come from a record."""
    if not re.search(HAN, said):
        return ""
    return "".join(re.findall(HAN + "+", MASKED.sub("", data.taken_out_of(said))))


def words_of_records() -> Words:
    """Everything Chinese that stands in the database, and may stand on an English page."""
    found = {"薪", *HOLIDAYS}
    for name in Division.objects.values_list("name", flat=True):
        found.add(name.split("示范区")[0].removesuffix("市"))  # as on the tiles of the map
    for label in ("casework", "workflows", "notifications"):
        for model in apps.get_app_config(label).get_models():
            names = [field.attname for field in model._meta.concrete_fields]
            for row in model._default_manager.values_list(*names):
                found.update(strings(row))
    lines = {line.strip() for text in found for line in text.splitlines()}
    return Words(w for w in lines if (len(w) > 1 or w == "薪") and re.search(HAN, w))


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from strings(list(value.values()))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from strings(one)
