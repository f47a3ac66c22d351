"""What was announced, said, heard, decided, appealed and enforced in a case, for its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Sum
from django.utils.functional import cached_property

from casework.models import (
    Appeal,
    Case,
    Decision,
    Enforcement,
    Hearing,
    LegalReview,
    PriorNotice,
    Statement,
    Summons,
)
from casework.vocabulary import AppealOutcome, ReviewResult, SummonsReceipt


@dataclass
class Proceedings:
    """The proceedings of one case; every part is read once, when the page first asks for it."""

    case: Case

    @cached_property
    def notices(self) -> Sequence[PriorNotice]:
        """Prior notices, the latest first, with statements, hearings and reviews."""
        rows = PriorNotice.objects.filter(case=self.case.pk).prefetch_related(
            Prefetch("statements", Statement.objects.select_related("file")),
            Prefetch("hearings", Hearing.objects.select_related("chair")),
            Prefetch("reviews", LegalReview.objects.select_related("reviewer")),
        )
        return list(rows.order_by("-id"))

    @cached_property
    def decisions(self) -> Sequence[Decision]:
        """With `added` and `added_paid`, the 加付赔偿金 of each in yuan; None without any."""
        rows = (
            Decision.objects.filter(case=self.case.pk)
            .select_related("document")
            .annotate(
                added=Sum("surcharge__lines__amount_yuan"),
                added_paid=Sum("surcharge__lines__paid_yuan"),
            )
        )
        return list(rows.order_by("-id"))

    @cached_property
    def appeals(self) -> Sequence[Appeal]:
        rows = Appeal.objects.filter(case=self.case.pk).select_related("document")
        return list(rows.order_by("-id"))

    @cached_property
    def enforcements(self) -> Sequence[Enforcement]:
        rows = Enforcement.objects.filter(case=self.case.pk).select_related("urging", "application")
        return list(rows.order_by("-id"))

    @cached_property
    def summonses(self) -> Sequence[Summons]:
        rows = Summons.objects.filter(case=self.case.pk).select_related("proof")
        return list(rows.order_by("-id"))

    @property
    def tones(self) -> dict[str, str]:
        """Result -> tone of its tag."""
        return TONES

    @property
    def any(self) -> bool:
        """Is there anything to show?"""
        return bool(self.notices or self.decisions or self.appeals or self.summonses)


TONES: dict[str, str] = {
    ReviewResult.PASSED: "ok", ReviewResult.RETURNED: "warn", AppealOutcome.PENDING: "warn",
    AppealOutcome.UPHELD: "ok", AppealOutcome.REDO: "bad", AppealOutcome.ANNULLED: "bad",
    SummonsReceipt.DELIVERED: "ok", SummonsReceipt.ANSWERED: "ok",
}  # fmt: skip
