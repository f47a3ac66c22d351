"""Penalty discretion benchmark (裁量基准): the range of the article, a band of it, and why.

The ranges are the law's; the bands are a default of this product and marked as to be confirmed
until the local benchmark is entered into data/penalty_bands.csv. Pure: it suggests, nobody is bound.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

from casework.law.errors import SentenceError, gettext_noop
from casework.law.money import grouped, yuan

DATA = Path(__file__).parent.parent / "data"
MANY_WORKERS = 30
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Range:
    """What an article allows for one violation, in yuan."""

    violation: str
    subject: str
    label: str
    article: str
    low_yuan: Decimal
    high_yuan: Decimal
    verified: bool


@dataclass(frozen=True, slots=True)
class Band:
    """The part of a range that a circumstance points to, as shares of it."""

    circumstance: str
    label: str
    from_share: Decimal
    to_share: Decimal
    basis: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the case tells about how grave it is."""

    workers: int = 0
    corrected: bool = False
    repeated: bool = False
    incident: bool = False
    obstructed: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A band in yuan, its middle rounded to a hundred, the reasons and the working in Chinese.

    `most_yuan` is the article's own maximum, `basis` where the band comes from.
    """

    low_yuan: Decimal
    high_yuan: Decimal
    amount_yuan: Decimal
    circumstance: str
    label: str
    article: str
    reasons: tuple[str, ...]
    working: str
    basis: str
    most_yuan: Decimal
    confirmed: bool

    def covers(self, fine: Decimal) -> bool:
        """Is `fine` (yuan) inside of the band?"""
        return self.low_yuan <= fine <= self.high_yuan


def suggest(violation: str, subject: str, facts: Circumstances) -> Suggestion:
    """Return what the benchmark suggests. Raises SentenceError for a violation without a range."""
    found = RANGES.get((violation, subject))
    if found is None:
        raise SentenceError(gettext_noop("裁量基准中没有这种违法行为。"))
    circumstance, why = _circumstance(facts)
    band = BANDS[circumstance]
    width = found.high_yuan - found.low_yuan
    low = yuan(found.low_yuan + width * band.from_share)
    high = yuan(found.low_yuan + width * band.to_share)
    middle = yuan((low + high) / 2 // HUNDRED * HUNDRED)
    reasons = (
        f"{found.article}：{found.label}，{grouped(found.low_yuan)}元至{grouped(found.high_yuan)}元",
        *why,
        f"按“{band.label}”档，{grouped(low)}元至{grouped(high)}元",
    )
    working = "；".join(
        f"{grouped(found.low_yuan)}＋{grouped(width)}×{share * HUNDRED:.0f}%＝{grouped(end)}元"
        for share, end in ((band.from_share, low), (band.to_share, high))
    )
    return Suggestion(
        low, high, max(low, middle), circumstance, found.label, found.article, reasons,
        f"{working}；取中间值，舍去不足一百元的部分＝{grouped(max(low, middle))}元", band.basis,
        yuan(found.high_yuan), found.verified and band.verified,
    )  # fmt: skip


def _circumstance(facts: Circumstances) -> tuple[str, tuple[str, ...]]:
    grave = (
        (facts.repeated, "二年内因同类违法行为受过处理"),
        (facts.incident, "造成群体性事件或者极端事件"),
        (facts.obstructed, "阻挠调查或者隐匿证据"),
        (facts.workers >= MANY_WORKERS, f"涉及劳动者{facts.workers}人"),
    )
    why = tuple(text for holds, text in grave if holds)
    if why:
        return "serious", why
    if facts.corrected:
        return "light", ("决定前已全部改正",)
    return "ordinary", ("没有从轻、从重情节",)


def _ranges() -> Mapping[tuple[str, str], Range]:
    with (DATA / "penalty_benchmark.csv").open(encoding="utf-8", newline="") as lines:
        return MappingProxyType(
            {
                (row["violation"], row["subject"]): Range(
                    row["violation"], row["subject"], row["label"], row["article"],
                    Decimal(row["low_yuan"]), Decimal(row["high_yuan"]), row["verified"] == "yes",
                )
                for row in csv.DictReader(lines)
            }
        )  # fmt: skip


def _bands() -> Mapping[str, Band]:
    with (DATA / "penalty_bands.csv").open(encoding="utf-8", newline="") as lines:
        return MappingProxyType(
            {
                row["circumstance"]: Band(
                    row["circumstance"], row["label"], Decimal(row["from_share"]),
                    Decimal(row["to_share"]), row["basis"], row["verified"] == "yes",
                )
                for row in csv.DictReader(lines)
            }
        )  # fmt: skip


RANGES, BANDS = _ranges(), _bands()
