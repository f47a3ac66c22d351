"""Steps of the stories as people do them on the pages: fill the form of an act, watch a page move."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from casework import clock

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from casework.models import Case, Complaint, User

PATIENCE = 10_000
STAY = "window.stayed = true"


def do(page: Page, code: str, record: Complaint | Case, **fields: str | bool) -> None:
    """Open the act's page, fill `fields` by name and press its button; the act must succeed."""
    page.goto(f"/act/{code}/{record.STREAM}/{record.pk}/")
    for name, value in fields.items():
        fill(page, name, value)
    page.locator(".act-form button.btn--primary").click()
    expect(page.locator(".act-form")).to_have_count(0, timeout=PATIENCE)
    expect(page).not_to_have_url(f"/act/{code}/{record.STREAM}/{record.pk}/")


def fill(page: Page, name: str, value: str | bool) -> None:
    """Fill one field of the form by its name, whatever it is drawn as."""
    field = page.locator(f".act-form [name='{name}']")
    kind = field.first.evaluate("e => e.type || e.tagName.toLowerCase()")
    if kind == "radio":
        page.locator(f".act-form [name='{name}'][value='{value}']").check()
    elif kind == "checkbox":
        field.check()
    elif kind == "file":
        paper = {"name": str(value), "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF"}
        field.set_input_files(paper)  # type: ignore[arg-type]
    elif kind == "select-one":
        field.select_option(str(value))
    else:
        field.fill(str(value))


def watch(page: Page, path: str) -> None:
    """Open `path` and mark the document: `unmoved()` later proves that it was never reloaded."""
    with page.expect_websocket() as opened:
        page.goto(path)
    opened.value.wait_for_event("framereceived")
    page.evaluate(STAY)


def unmoved(page: Page) -> bool:
    """Is this still the document that `watch()` opened?"""
    return bool(page.evaluate("window.stayed === true"))


def today() -> str:
    return clock.today().isoformat()


def inspectors(lead: User, second: User) -> Mapping[str, str]:
    return {"lead": str(lead.pk), "second": str(second.pk)}
