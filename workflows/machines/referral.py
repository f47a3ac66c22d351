"""Referral machine (涉嫌犯罪移送), law.md B1.5; Order 310 arts. 5-13."""

from __future__ import annotations

from datetime import datetime

from django_fsm import transition

from casework import clock
from casework.models import Referral
from casework.vocabulary import ReferralState as S
from casework.vocabulary import Role
from workflows.machines import referral_guards as guards
from workflows.machines.referral_guards import by_team
from workflows.permissions import by, by_principal, by_timer

FIELD = Referral._meta.get_field("state")
TEAM, DIRECTOR = by_team(), by(Role.DEPARTMENT_HEAD)
WITH_POLICE = [S.RECEIVED, S.SUPPLEMENT, S.OVERDUE_POLICE]
ASKED_AGAIN = [S.RECONSIDERING, S.SUPERVISION, S.EXPLAINED]
FILED = [S.FILED_BY_POLICE, S.HANDED_OVER]


class ReferralMachine(Referral):
    """Proxy of Referral with its transitions. Called only through `step.take()`.

    What police, procuratorate or court do is recorded by the team with proof.
    """

    class Meta:
        proxy = True

    @transition(FIELD, source=S.TEAMED, target=S.REPORTED, permission=TEAM,
                conditions=[guards.team_of_two, guards.materials_complete])  # fmt: skip
    def report(self) -> None:
        """TEAMED -> REPORTED: written report to the principal head (art. 5)."""
        self.reported_at = clock.now()

    @transition(FIELD, source=S.REPORTED, target=S.APPROVED, permission=by_principal())
    def approve(self, *, reason: str) -> None:
        """REPORTED -> APPROVED within three days, by the principal head alone (art. 5)."""
        self.decided_at, self.decision_reason = clock.now(), reason

    @transition(FIELD, source=S.REPORTED, target=S.NOT_APPROVED, permission=by_principal())
    def refuse(self, *, reason: str) -> None:
        """REPORTED -> NOT_APPROVED: the reason is recorded and stands (art. 5)."""
        self.decided_at, self.decision_reason = clock.now(), reason
        self.ended_at = clock.now()

    @transition(FIELD, source=S.APPROVED, target=S.SENT, permission=TEAM,
                conditions=[guards.materials_complete])  # fmt: skip
    def send(self, *, at: datetime, police: str, procuratorate: str) -> None:
        """APPROVED -> SENT within 24 hours to the police of the same level (art. 5)."""
        self.sent_at, self.police, self.procuratorate = at, police, procuratorate

    @transition(FIELD, source=[S.SENT, S.FORWARDED], target=S.RECEIVED, permission=TEAM)
    def receive(self, *, at: datetime) -> None:
        """SENT -> RECEIVED: the police signed the receipt (art. 7)."""
        self.received_at = at

    @transition(FIELD, source=[S.SENT, S.RECEIVED], target=S.FORWARDED, permission=TEAM)
    def forward(self, *, police: str) -> None:
        """-> FORWARDED: other police are competent; they sign in their turn (art. 7)."""
        self.police, self.received_at = police, None

    @transition(FIELD, source=[S.RECEIVED, S.OVERDUE_POLICE], target=S.SUPPLEMENT, permission=TEAM)
    def ask_supplement(self) -> None:
        """RECEIVED -> SUPPLEMENT: the police want further materials."""

    @transition(FIELD, source=S.SUPPLEMENT, target=S.RECEIVED, permission=TEAM)
    def supplement(self) -> None:
        """SUPPLEMENT -> RECEIVED: materials delivered, the police decide."""

    @transition(FIELD, source=[*WITH_POLICE, *ASKED_AGAIN], target=S.FILED_BY_POLICE,
                permission=TEAM)  # fmt: skip
    def police_files(self) -> None:
        """-> FILED_BY_POLICE 立案, told in writing (art. 8)."""

    @transition(FIELD, source=WITH_POLICE, target=S.DECLINED, permission=TEAM)
    def decline(self) -> None:
        """-> DECLINED 不予立案: reasons given, the file back (art. 8)."""

    @transition(FIELD, source=S.RECEIVED, target=S.OVERDUE_POLICE, permission=by_timer(),
                conditions=[guards.police_term_over])  # fmt: skip
    def police_become_overdue(self) -> None:
        """RECEIVED -> OVERDUE_POLICE on the fourth day without a decision (art. 8)."""

    @transition(FIELD, source=S.FILED_BY_POLICE, target=S.HANDED_OVER, permission=TEAM)
    def hand_over(self) -> None:
        """FILED_BY_POLICE -> HANDED_OVER within three days (art. 12)."""

    @transition(FIELD, source=S.DECLINED, target=S.RECONSIDERING, permission=DIRECTOR,
                conditions=[guards.reconsideration_in_time])  # fmt: skip
    def reconsider(self) -> None:
        """DECLINED -> RECONSIDERING within three days of the refusal (art. 9)."""

    @transition(FIELD, source=S.RECONSIDERING, target=S.RECON_DENIED, permission=TEAM)
    def reconsideration_denied(self) -> None:
        """RECONSIDERING -> RECON_DENIED: the police keep to their refusal (art. 9)."""

    @transition(FIELD, source=[S.DECLINED, S.RECON_DENIED, S.OVERDUE_POLICE],
                target=S.SUPERVISION, permission=DIRECTOR)  # fmt: skip
    def ask_supervision(self) -> None:
        """-> SUPERVISION: the procuratorate is asked to supervise the filing (art. 9)."""

    @transition(FIELD, source=S.RECONSIDERING, target=S.SUPERVISION, permission=DIRECTOR,
                conditions=[guards.reconsideration_unanswered])  # fmt: skip
    def ask_supervision_of_silence(self) -> None:
        """RECONSIDERING -> SUPERVISION: the police did not answer in their three days."""

    @transition(FIELD, source=S.SUPERVISION, target=S.EXPLAINED, permission=TEAM)
    def explain(self) -> None:
        """SUPERVISION -> EXPLAINED: the police explain within seven days why they do not file."""

    @transition(FIELD, source=[S.SUPERVISION, S.EXPLAINED], target=S.EXPLAINED, permission=TEAM)
    def filing_ordered(self) -> None:
        """-> EXPLAINED with 通知立案书: the police file within fifteen days."""

    @transition(FIELD, source=[S.SUPERVISION, S.EXPLAINED], target=S.SUPERVISION_CLOSED,
                permission=TEAM)  # fmt: skip
    def close_supervision(self) -> None:
        """-> SUPERVISION_CLOSED: the procuratorate finds the reasons to hold."""

    @transition(FIELD, source=[S.DECLINED, S.RECON_DENIED, S.SUPERVISION_CLOSED],
                target=S.RETURNED, permission=TEAM)  # fmt: skip
    def take_back(self) -> None:
        """-> RETURNED: not filed, so the authority decides itself (art. 10)."""
        self.ended_at = clock.now()

    @transition(FIELD, source=FILED, target=S.RETURNED_BY_POLICE, permission=TEAM)
    def police_return(self) -> None:
        """-> RETURNED_BY_POLICE: administrative liability only (art. 13)."""
        self.ended_at = clock.now()

    @transition(FIELD, source=FILED, target=S.PROSECUTED, permission=TEAM)
    def prosecute(self) -> None:
        """-> PROSECUTED."""

    @transition(FIELD, source=[*FILED, S.PROSECUTED], target=S.JUDGED, permission=TEAM)
    def judge(self) -> None:
        """-> JUDGED."""
        self.ended_at = clock.now()
