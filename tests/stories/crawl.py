"""Reads pages as their reader sees them and follows what they lead to, for test_every_page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
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
LISTED = ("limit", "limit_threshold", "manage_rule", "manage_text")
"""Pages of one skeleton, one for each line of a long list that is the same for everybody."""
HAN = r"[\u3400-\u4dbf\u4e00-\u9fff\u3007]"
HOLIDAYS = {"元旦", "春节", "农历除夕", "清明节", "劳动节", "端午节", "中秋节", "国庆节"}
EXAMPLES = {
    "一万二", "张三 13800000000 200元×30天", "李四 13800000001 8500", "姓名", "电话", "身份证号码",
    "欠薪金额", "日工资", "出勤天数", "2026年3月到5月",
}  # fmt: skip
"""What the wizard shows to type, and what `asked` typed."""
MASKED = re.compile(HAN + r"\u2060?\*+|\*+\u2060?" + HAN)
UNRENDERED = re.compile(
    r"\{\{|\}\}|\{%|%\}|%\(|\{\w+\}|\bNone\b|\bnan\b|\bNaN\b|&amp;lt;|__proxy__"
)
SAID = ("title", "alt", "placeholder", "aria-label", "data-label", "label")
VARYING = {"value", "style", "id", "name", "title"}
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
        self.open: list[tuple[str, bool, str]] = []
        self.shapes: set[str] = set()
        self.ids: Counter[str] = Counter()
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
        shape = self._shape(tag, given)
        if tag not in VOID:
            self.open.append((tag, chinese, shape))
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
        return any(one[0] == tag for one in self.open)

    def _chinese(self) -> bool:
        return any(one[1] for one in self.open)

    def _shape(self, tag: str, given: dict[str, str]) -> str:
        """Note how an element is made and where it stands; return it without its place."""
        if "id" in given:
            self.ids[given["id"]] += 1
        names = (n for n in given if not n.startswith(("data-", "hx-")) and n not in VARYING)
        kind = given.get("type") or given.get("role") or ""
        shape = " ".join([tag, kind, *sorted(given.get("class", "").split()), *sorted(names)])
        self.shapes.add(" > ".join([*(one[2] for one in self.open[-2:]), shape]))
        return shape


Keep = Callable[[str, str, Page], None]
"""Takes the address, the text and what was read of each whole page."""


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

    def __init__(
        self, client: Client, language: str, data: Words | None, keep: Keep, files: set[str],
        each: int = 1, lists: bool = False,
    ) -> None:  # fmt: skip
        """`files`: addresses that bring no page; they are not asked for, and new ones are added.
        `each`: pages of one kind that are opened. `lists`: also each page of LISTED."""
        self.client, self.language, self.data, self.keep = client, language, data, keep
        self._files, self._each, self._lists = files, each, lists
        self._follows = True
        self.client.raise_request_exception = False
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
        self._follows = False
        return self

    def _add(self, link: str, base: str) -> None:
        parts = urlsplit(urljoin("http://testserver" + base, link))
        if parts.scheme not in ("http", "https") or parts.netloc != "testserver":
            return
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        kind = kind_of(parts.path, parts.query, lists=self._lists)
        if (
            path in self.seen
            or path in self._files
            or kind is None
            or self._kinds[kind] >= self._each
        ):
            return
        self._kinds[kind] += 1
        self.seen[path] = 0
        self._waiting.append((path, base))

    def _open(self, path: str, found_on: str) -> None:
        response = read_whole(self.client.get(path))
        self.seen[path] = response.status_code
        if response.status_code == 302:
            self._add(response["Location"], path)
        # What a page leads to must open; only the addresses everybody may type can be closed.
        self.take(path, response, (200, 204, 302) if found_on else (200, 302, 403), found_on)

    def take(
        self, path: str, response: Any, allowed: Iterable[int], found_on: str = "a form"
    ) -> None:
        """Note an answer that is not allowed; read the page it brings."""
        if response.status_code not in allowed:
            self._note(path, f"{response.status_code}, found on {found_on}")
        if response.get("Content-Type", "").startswith("text/html") and not response.streaming:
            self.read(path, response.content.decode())
        elif response.status_code == 200:
            self._files.add(path)

    def read(self, path: str, text: str) -> None:
        """Note what is wrong with a page, and where it leads to."""
        if path.startswith("/admin/"):
            return
        page = Page(text)
        if "<html" in text:
            self._whole(path, text, page)
        for said in page.said:
            if UNRENDERED.search(said):
                self._note(path, f"not rendered: {said.strip()[:80]!r}")
            if self.data is not None and (left := chinese_in(said, self.data)):
                self._note(path, f"Chinese: {left!r} of {said.strip()[:80]!r}")
        for link in page.links if self._follows else ():
            self._add(link, path)

    def _whole(self, path: str, text: str, page: Page) -> None:
        if page.titles != 1 or not page.title.replace("·", "").strip():
            self._note(path, f"title {page.title!r}")
        if page.headings != 1:
            self._note(path, f"{page.headings} h1")
        if doubled := [name for name, count in page.ids.items() if count > 1]:
            self._note(path, f"ids given twice: {doubled}")
        self.keep(path, text, page)

    def _note(self, path: str, what: str) -> None:
        self.faults.append(f"{self.language} {path}: {what}")


def kind_of(path: str, query: str, *, lists: bool) -> Any:
    """What counts as the same kind of page; None for what no crawl opens."""
    try:
        match = resolve(path)
    except Resolver404:
        return None if path.startswith((settings.STATIC_URL, settings.MEDIA_URL)) else (path,)
    if match.url_name == "logout" or (match.app_name == "admin" and match.url_name != "index"):
        return None
    words: tuple[str, ...] = ()
    if lists or match.url_name not in LISTED:
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
    found = {"薪", "简体中文", *HOLIDAYS, *EXAMPLES}
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
