"""An amount worked out from wages and days, months or pieces, with the working to show."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from casework.files.rows import MOST_RATE
from casework.law.money import ZERO, total, yuan
from casework.templatetags.casework_format import yuan_short

DAY, MONTH, PIECE = "day", "month", "piece"
MOST_COUNT = Decimal(999_999)
# The field of the rate, the field of the count.
FIELDS = {
    DAY: ("day_rate", "days"),
    MONTH: ("month_rate", "months"),
    PIECE: ("piece_rate", "pieces"),
}


@dataclass(frozen=True)
class Part:
    """So many days, months or pieces at so many yuan each."""

    unit: str
    rate: Decimal
    count: Decimal

    @property
    def amount(self) -> Decimal:
        return yuan(self.rate * self.count)

    def text(self) -> str:
        words = {
            DAY: _("%(rate)s 元 × %(count)s 天"),
            MONTH: _("%(rate)s 元 × %(count)s 个月"),
            PIECE: _("%(rate)s 元 × %(count)s 件"),
        }
        return words[self.unit] % {
            "rate": yuan_short(self.rate),
            "count": f"{self.count.normalize():f}",
        }


@dataclass(frozen=True)
class Working:
    """The parts of an amount and what was paid of it, in yuan."""

    parts: tuple[Part, ...]
    paid: Decimal = ZERO

    @property
    def due(self) -> Decimal:
        return total(part.amount for part in self.parts)

    @property
    def owed(self) -> Decimal:
        return self.due - self.paid

    def text(self) -> str:
        """Return 300 元 × 40 天 ＝ 12,000 元；减去已给的 2,000 元，还欠 10,000 元."""
        sums = " ＋ ".join(part.text() for part in self.parts)
        said = _("%(sums)s ＝ %(due)s 元") % {"sums": sums, "due": yuan_short(self.due)}
        if self.paid:
            said += _("；减去已给的 %(paid)s 元，还欠 %(owed)s 元") % {
                "paid": yuan_short(self.paid),
                "owed": yuan_short(self.owed),
            }
        return said


def working_of(data: dict[str, Any]) -> Working | None:
    """Return what the cleaned fields of FIELDS and `paid` give; None without a whole pair."""
    parts = tuple(
        Part(unit, data[rate], data[count])
        for unit, (rate, count) in FIELDS.items()
        if data.get(rate) and data.get(count)
    )
    return Working(parts, data.get("paid") or ZERO) if parts else None


def worked_out(data: dict[str, Any]) -> Working | None:
    """Return the working of one count (`days`) at one rate (`day_rate`) by `unit`, as at the window."""
    count, rate = data.get("days"), data.get("day_rate")
    if not (count and rate) or count > MOST_COUNT or rate > MOST_RATE:
        return None
    return Working((Part(data.get("unit") or DAY, rate, count),))
