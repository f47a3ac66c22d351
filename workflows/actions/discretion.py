"""Hold a fine against the penalty benchmark (裁量基准): outside of the band only with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from casework.law.benchmark import Suggestion
from casework.law.money import grouped
from casework.models import Case
from casework.queries.benchmark import suggestion_for
from workflows.machines.step import Refused


@dataclass(frozen=True)
class Weighed:
    """A fine in yuan beside what the benchmark suggests; `departure` is empty inside of the band."""

    fine: Decimal
    suggestion: Suggestion
    departure: str

    @property
    def text(self) -> str:
        """What notice and decision say of it; goes into a document."""
        said = f"裁量：{'；'.join(self.suggestion.reasons)}。"
        if self.departure:
            where = "高于" if self.fine > self.suggestion.high_yuan else "低于"
            said += f"罚款{self.fine:,.2f}元，{where}该档，理由：{self.departure.rstrip('。')}。"
        return said

    @property
    def facts(self) -> dict[str, Any]:
        """What the journal keeps of it."""
        told = {"low": self.suggestion.low_yuan, "high": self.suggestion.high_yuan,
                "suggested": self.suggestion.amount_yuan}  # fmt: skip
        return told | ({"departure": self.departure} if self.departure else {})


def weigh(case: Case, violation: str, fine: Decimal, departure: str) -> Weighed:
    """Return the fine beside its suggestion.

    Raises Refused above the maximum of the article, and outside of the band without a reason.
    """
    found = suggestion_for(case, violation)
    words = {"fine": grouped(fine), "low": grouped(found.low_yuan), "high": grouped(found.high_yuan),
             "most": grouped(found.most_yuan), "article": found.article}  # fmt: skip
    if fine > found.most_yuan:
        raise Refused(_("罚款 %(fine)s 元超过%(article)s规定的最高额 %(most)s 元。") % words)
    if found.covers(fine):
        return Weighed(fine, found, "")
    if not departure.strip():
        raise Refused(
            _("罚款 %(fine)s 元不在裁量基准建议的 %(low)s 元至 %(high)s 元之内，请写明理由。")
            % words
        )
    return Weighed(fine, found, departure.strip())
