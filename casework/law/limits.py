"""Limits, thresholds and open items of the law as data (data/*.csv); pure, no database here.

Each row says its ground, how surely it is known (V verified, M from memory, D product default) and
how far an administrator may change it: never above `cap`, never below `floor`.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from casework.law.errors import SentenceError, gettext_noop

DATA = Path(__file__).parent.parent / "data"
NATIONAL, HENAN_TARGET, PRODUCT_DEFAULT = "national", "henan_target", "product_default"
WORKING_DAYS, CALENDAR_DAYS, MONTHS, YEARS, HOURS = (
    "working_days", "calendar_days", "months", "years", "hours",
)  # fmt: skip
UNITS = (WORKING_DAYS, CALENDAR_DAYS, MONTHS, YEARS, HOURS)
VERIFIED = "V"
ONCE, MANY = "once", "many"
CITY, PROVINCE = "city", "province"


@dataclass(frozen=True, slots=True)
class Said:
    """One text of the data in both languages."""

    zh: str
    en: str

    def to(self, language: str) -> str:
        """Return the text for a reader of `language` ("zh-hans", "en"), Chinese where in doubt."""
        return self.en if self.en and not language.startswith("zh") else self.zh


class LawError(SentenceError):
    """A change of a limit or threshold that the law does not allow, with a sentence why."""


@dataclass(frozen=True, slots=True)
class Extra:
    """A warning of its own before the end: `left` in days, to `role` (empty: the warned ones)."""

    left: int
    role: str


@dataclass(frozen=True, slots=True)
class Limit:
    """One time limit. `length` counts in `unit`; None: recurring, without a length.

    `extension` is what one extension adds, approved by the role `extender`, `extensions` times
    (once, many). `escalated` are roles in order; "city" and "province" are the supervisors there.
    `suspension` names the ground on which the clock may stand still; empty: it never does.
    """

    id: str
    label: Said
    length: int | None
    unit: str
    rolls: bool
    basis: Said
    floor: int | None
    cap: int | None
    extension: int
    extender: str
    extensions: str
    kind: str
    mark: str
    open_item: str
    warned: tuple[str, ...]
    escalated: tuple[str, ...]
    extra: tuple[Extra, ...]
    beside: str
    suspension: Said
    note: Said

    @property
    def is_target(self) -> bool:
        """A target of the province beside the national limit: amber, never red."""
        return self.kind == HENAN_TARGET

    @property
    def to_be_confirmed(self) -> bool:
        """From memory or a product default: an administrator is asked to compare the source."""
        return self.mark != VERIFIED

    def changed(self, *, length: int | None, extension: int | None) -> Limit:
        """Return the limit with a new length and extension. Raises LawError above or below law."""
        if self.length is None and length is not None:
            raise LawError(gettext_noop("这一项没有日数，不能修改。"))
        new = self.length if length is None else length
        longer = self.extension if extension is None else extension
        if new is not None:
            _within(new, self.floor, self.cap)
            if new < 1 and self.length:
                raise LawError(gettext_noop("期限至少为 1。"))
        if longer != self.extension:
            self._check_extension(longer)
        return replace(self, length=new, extension=longer)

    def _check_extension(self, longer: int) -> None:
        if longer < 0:
            raise LawError(gettext_noop("延长的长度不能是负数。"))
        if not self.extension:
            raise LawError(gettext_noop("法律没有规定这一期限可以延长。"))
        if self.extensions == ONCE and self.cap is not None and longer > self.extension:
            raise LawError(
                gettext_noop("法律最多允许延长 %(cap)s，不能改为 %(new)s。"),
                cap=self.extension, new=longer,
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Threshold:
    """One number of the law that is no time limit; `unit` is yuan, months, people, days or rate."""

    key: str
    label: Said
    value: Decimal
    unit: str
    basis: Said
    floor: Decimal | None
    cap: Decimal | None
    kind: str
    mark: str
    open_item: str
    note: Said

    @property
    def to_be_confirmed(self) -> bool:
        return self.mark != VERIFIED

    def changed(self, value: Decimal) -> Threshold:
        """Return the threshold with another value. Raises LawError outside what the law allows."""
        if value < 0:
            raise LawError(gettext_noop("数值不能是负数。"))
        _within(value, self.floor, self.cap)
        return replace(self, value=value)


@dataclass(frozen=True, slots=True)
class OpenItem:
    """Something of the law that still has to be found out (L1 to L8)."""

    id: str
    title: Said
    text: Said


Number = TypeVar("Number", int, Decimal)


def _within(new: Number, floor: Number | None, cap: Number | None) -> None:
    if cap is not None and new > cap:
        raise LawError(
            gettext_noop("法律规定最长（最高）为 %(cap)s，不能改为 %(new)s。只能缩短，不能超过。"),
            cap=cap, new=new,
        )  # fmt: skip
    if floor is not None and new < floor:
        raise LawError(
            gettext_noop("法律规定最短（最低）为 %(floor)s，不能改为 %(new)s。"),
            floor=floor,
            new=new,
        )


Row = Mapping[str, str]
Item = TypeVar("Item")


def _rows(name: str, key: str, make: Callable[[Row], Item]) -> Mapping[str, Item]:
    found: dict[str, Item] = {}
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row[key] in found:
                raise ValueError(f"{row[key]} stands twice in {name}")
            found[row[key]] = make(row)
    return MappingProxyType(found)


def _said(row: Row, name: str) -> Said:
    return Said(row[name], row[f"{name}_en"])


def _whole(text: str) -> int | None:
    return int(text) if text else None


def _exact(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _extra(text: str) -> Extra:
    left, _, role = text.partition(":")
    return Extra(int(left), role)


def _limit(row: Row) -> Limit:
    if row["unit"] not in (*UNITS, ""):
        raise ValueError(f"{row['id']}: unknown unit {row['unit']}")
    return Limit(
        id=row["id"], label=_said(row, "label"), length=_whole(row["length"]), unit=row["unit"],
        rolls=row["rolls"] == "yes", basis=_said(row, "basis"), floor=_whole(row["floor"]),
        cap=_whole(row["cap"]), extension=int(row["extension"] or 0), extender=row["extender"],
        extensions=row["extensions"], kind=row["kind"], mark=row["mark"],
        open_item=row["open_item"], warned=tuple(row["warned"].split()),
        escalated=tuple(row["escalated"].split()),
        extra=tuple(_extra(text) for text in row["extra"].split()), beside=row["beside"],
        suspension=_said(row, "suspension"), note=_said(row, "note"),
    )  # fmt: skip


def _threshold(row: Row) -> Threshold:
    return Threshold(
        key=row["key"], label=_said(row, "label"), value=Decimal(row["value"]), unit=row["unit"],
        basis=_said(row, "basis"), floor=_exact(row["floor"]), cap=_exact(row["cap"]),
        kind=row["kind"], mark=row["mark"], open_item=row["open_item"], note=_said(row, "note"),
    )  # fmt: skip


def _open_item(row: Row) -> OpenItem:
    return OpenItem(row["id"], _said(row, "title"), _said(row, "text"))


LIMITS: Mapping[str, Limit] = _rows("limits.csv", "id", _limit)
WEIGHTS: Mapping[str, Threshold] = _rows("risk_rules.csv", "key", _threshold)
"""Points per step of each rule of the risk score; changed like a threshold, drawn on their own page."""
THRESHOLDS: Mapping[str, Threshold] = MappingProxyType(
    {**_rows("thresholds.csv", "key", _threshold), **WEIGHTS}
)
OPEN_ITEMS: Mapping[str, OpenItem] = _rows("open_items.csv", "id", _open_item)
TARGETS = frozenset(limit.id for limit in LIMITS.values() if limit.is_target)
BESIDE: Mapping[str, str] = MappingProxyType(
    {limit.beside: limit.id for limit in LIMITS.values() if limit.beside}
)
"""National limit -> the target of the province that runs beside it."""
