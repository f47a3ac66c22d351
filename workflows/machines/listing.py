"""Listing machine (失信联合惩戒名单), law.md B1.3: one party; MOHRSS Order 45."""

from __future__ import annotations

from datetime import date

from django_fsm import transition

from casework import clock
from casework.models import BlacklistEntry
from casework.vocabulary import ListingState as S
from casework.vocabulary import Role
from workflows.machines import listing_guards as guards
from workflows.permissions import by, by_employer_or, by_handlers, by_timer

FIELD = BlacklistEntry._meta.get_field("state")
UNDECIDED = [S.CANDIDATE, S.NOTIFIED, S.OBJECTED]
ON_THE_LIST = [S.LISTED, S.PUBLISHED, S.REMOVAL_REQUESTED]
DH = by(Role.DEPARTMENT_HEAD)


class ListingMachine(BlacklistEntry):
    """Proxy of BlacklistEntry with its transitions. Called only through `step.take()`."""

    class Meta:
        proxy = True

    @transition(FIELD, source=S.CANDIDATE, target=S.NOTIFIED, permission=by_handlers(),
                conditions=[guards.notice_issued, guards.ground_stands])  # fmt: skip
    def notify(self, *, on: date) -> None:
        """CANDIDATE -> NOTIFIED: this party has received its notice, art. 7 told (art. 6)."""
        self.notice_received_on = on

    @transition(FIELD, source=S.NOTIFIED, target=S.OBJECTED, permission=by_employer_or())
    def raise_objection(self) -> None:
        """NOTIFIED -> OBJECTED: within five working days of this party's receipt (art. 6)."""

    @transition(FIELD, source=S.OBJECTED, target=S.NOTIFIED, permission=DH)
    def dismiss(self) -> None:
        """OBJECTED -> NOTIFIED: verified and told, the objection does not hold (art. 6)."""

    @transition(FIELD, source=S.OBJECTED, target=S.DROPPED, permission=DH)
    def uphold(self) -> None:
        """OBJECTED -> DROPPED: the objection holds, this party is not listed (art. 6)."""
        self.ended_at = clock.now()

    @transition(FIELD, source=UNDECIDED, target=S.NOT_LISTED, permission=DH,
                conditions=[guards.corrected_and_promised])  # fmt: skip
    def spare(self) -> None:
        """-> NOT_LISTED 不予列入: corrected before the decision and promised, with reason (art. 7)."""
        self.ended_at = clock.now()

    @transition(FIELD, source=UNDECIDED, target=S.DROPPED, permission=DH)
    def fall_away(self) -> None:
        """-> DROPPED: the order to pay was annulled before the decision (art. 16)."""
        self.ended_at = clock.now()

    @transition(FIELD, source=S.NOTIFIED, target=S.LISTED, permission=DH,
                conditions=[guards.ground_stands, guards.objection_settled])  # fmt: skip
    def put_on_list(self, *, on: date, expires_on: date, number: str) -> None:
        """NOTIFIED -> LISTED 已列入: objections answered or their time over (arts. 8, 11)."""
        self.listed_on, self.expires_on, self.decision_number = on, expires_on, number

    @transition(FIELD, source=S.LISTED, target=S.PUBLISHED, permission=by(Role.CREDIT))
    def publish(self, *, on: date) -> None:
        """LISTED -> PUBLISHED: own portal and credit platform, privacy checked (arts. 9, 10)."""
        self.published_on = on

    @transition(FIELD, source=S.PUBLISHED, target=S.REMOVAL_REQUESTED, permission=by_employer_or(),
                conditions=[guards.six_months_over, guards.no_standing_bar])  # fmt: skip
    def request_removal(self) -> None:
        """PUBLISHED -> REMOVAL_REQUESTED: six months, proof, promise, no bar (arts. 12-14)."""

    @transition(FIELD, source=S.REMOVAL_REQUESTED, target=S.REMOVAL_REFUSED, permission=DH)
    def refuse_removal(self) -> None:
        """REMOVAL_REQUESTED -> REMOVAL_REFUSED with reasons (art. 14)."""

    @transition(FIELD, source=S.REMOVAL_REFUSED, target=S.PUBLISHED, permission=DH)
    def stay(self) -> None:
        """REMOVAL_REFUSED -> PUBLISHED: it stays published and may apply again."""

    @transition(FIELD, source=S.REMOVAL_REQUESTED, target=S.REMOVED_EARLY, permission=DH,
                conditions=[guards.still_corrected, guards.no_standing_bar,
                            guards.no_new_violation])  # fmt: skip
    def remove_early(self, *, on: date) -> None:
        """REMOVAL_REQUESTED -> REMOVED_EARLY 提前移出 (arts. 12, 14)."""
        self.removed_on, self.removed_early = on, True

    @transition(FIELD, source=[S.LISTED, S.PUBLISHED], target=S.REMOVED_EARLY, permission=DH)
    def go_along(self, *, on: date) -> None:
        """-> REMOVED_EARLY: a co-party is removed by the same decision (art. 14)."""
        self.removed_on, self.removed_early = on, True

    @transition(FIELD, source=S.REMOVED_EARLY, target=S.PUBLISHED, permission=DH,
                conditions=[guards.was_removed_early])  # fmt: skip
    def restore(self, *, expires_on: date, number: str) -> None:
        """REMOVED_EARLY -> PUBLISHED: removed by fraud, the term begins anew (art. 15)."""
        self._begin_anew(expires_on, number)

    @transition(FIELD, source=S.CLEARED, target=S.LISTED, permission=DH,
                conditions=[guards.was_removed_early])  # fmt: skip
    def restore_cleared(self, *, expires_on: date, number: str) -> None:
        """CLEARED -> LISTED: the same when all sites were cleared; to be published again (art. 15)."""
        self._begin_anew(expires_on, number)
        self.published_on = self.cleared_on = self.ended_at = None

    def _begin_anew(self, expires_on: date, number: str) -> None:
        self.expires_on, self.decision_number = expires_on, number
        self.listed_on, self.removed_on, self.removed_early = clock.today(), None, False
        self.alarmed_on = None

    @transition(FIELD, source=ON_THE_LIST, target=S.REVOKED, permission=DH)
    def revoke(self, *, on: date) -> None:
        """-> REVOKED 撤销: the order to pay was lawfully revoked, or the listing itself (art. 16)."""
        self.removed_on = on

    @transition(FIELD, source=ON_THE_LIST, target=S.EXPIRED, permission=by_timer(),
                conditions=[guards.term_over])  # fmt: skip
    def expire(self, *, on: date) -> None:
        """-> EXPIRED: three years are over (arts. 11, 17)."""
        self.removed_on = on

    @transition(FIELD, source=[S.REMOVED_EARLY, S.REVOKED, S.EXPIRED], target=S.CLEARED,
                permission=by(Role.CREDIT), conditions=[guards.every_site_clear])  # fmt: skip
    def clear(self, *, on: date) -> None:
        """-> CLEARED: own portal off, sites told, platform receipt (art. 17)."""
        self.cleared_on, self.ended_at = on, clock.now()
