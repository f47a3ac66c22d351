"""The checklist of a file review (案卷评查), read from data/review_items.csv, and how points become a grade.

Points and grades are product defaults: no law fixes them. Each item names the law it checks.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from casework.law.limits import DATA, Said

FULL = 100
EXCELLENT_FROM, PASS_FROM = 90, 60
EXCELLENT, PASS, FAIL = "excellent", "pass", "fail"


@dataclass(frozen=True, slots=True)
class Item:
    """One question of the checklist. No points on a `veto` item fail the whole file (一票否决)."""

    code: str
    group: Said
    text: Said
    full: int
    veto: bool
    basis: Said


def grade_of(points: int, *, vetoed: bool) -> str:
    """Return "excellent", "pass" or "fail" for a total out of 100."""
    if vetoed or points < PASS_FROM:
        return FAIL
    return EXCELLENT if points >= EXCELLENT_FROM else PASS


def groups() -> list[tuple[Said, list[Item]]]:
    """Return the items under their headings, in the order of the table."""
    found: dict[str, tuple[Said, list[Item]]] = {}
    for item in ITEMS.values():
        found.setdefault(item.group.zh, (item.group, []))[1].append(item)
    return list(found.values())


def _read() -> Mapping[str, Item]:
    with (DATA / "review_items.csv").open(encoding="utf-8", newline="") as lines:
        items = {row["code"]: _item(row) for row in csv.DictReader(lines)}
    _check(items.values())
    return MappingProxyType(items)


def _item(row: Mapping[str, str]) -> Item:
    return Item(
        code=row["code"], group=Said(row["group"], row["group_en"]),
        text=Said(row["text"], row["text_en"]), full=int(row["full"]), veto=row["veto"] == "yes",
        basis=Said(row["basis"], row["basis_en"]),
    )  # fmt: skip


def _check(items: Iterable[Item]) -> None:
    total = sum(item.full for item in items)
    if total != FULL:
        raise ValueError(f"the checklist comes to {total} points, not {FULL}")


ITEMS = _read()
"""Code -> item."""
