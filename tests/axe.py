"""What axe-core finds on a page (WCAG 2.2 A and AA), and whether the page is wider than the screen."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import axe_playwright_python

if TYPE_CHECKING:
    from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
NARROW = 360
RUN = """tags => axe.run(document, {
  runOnly: {type: 'tag', values: tags}, resultTypes: ['violations'], elementRef: false,
}).then(found => found.violations.map(v => [v.id, v.help, v.nodes.map(n => n.html.slice(0, 160))]))"""


@lru_cache
def script() -> str:
    """Return axe-core as the package carries it."""
    return (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")


def violations(page: Page) -> list[str]:
    """Return a line for each rule the open page breaks, with the first places."""
    page.evaluate(script())
    return lines_of(page.evaluate(RUN, TAGS))


def lines_of(found: list[Any]) -> list[str]:
    """Return what `RUN` found as lines."""
    return [f"{rule}: {text} ({len(places)}) {places[:2]}" for rule, text, places in found]


def overflow(page: Page, width: int = NARROW) -> list[str]:
    """Return a line when the open page must be scrolled sideways on a screen of `width` pixels."""
    page.set_viewport_size({"width": width, "height": 800})
    over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [f"{over} px wider than {width}"] if over > 0 else []
