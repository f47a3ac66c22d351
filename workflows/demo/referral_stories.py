"""Stories of suspected crimes referred to the police, and how far each has come."""

from __future__ import annotations

from workflows.demo import referrals as police
from workflows.demo.matter import Step
from workflows.demo.story import EXPIRED, PUBLISHED, SHORT_TERM, Story

REPORTED: list[Step] = [(police.team, 0, 1), (police.report, 0, 1)]
REFUSED: list[Step] = [*REPORTED, (police.refuse, 0, 2)]
APPROVED: list[Step] = [*REPORTED, (police.approve, 0, 1)]
SENT: list[Step] = [*APPROVED, (police.send, 0, 0)]
RECEIVED: list[Step] = [*SENT, (police.receipt, 0, 0)]
FILED: list[Step] = [*RECEIVED, (police.police_file, 1, 2)]
HANDED_OVER: list[Step] = [*FILED, (police.hand_over, 0, 1)]
PROSECUTED: list[Step] = [*HANDED_OVER, (police.prosecute, 25, 35)]
JUDGED: list[Step] = [*PROSECUTED, (police.judge, 20, 30)]
DECLINED: list[Step] = [*RECEIVED, (police.police_decline, 1, 1)]
RECONSIDERING: list[Step] = [*DECLINED, (police.reconsider, 0, 0)]
DENIED: list[Step] = [*RECONSIDERING, (police.deny_again, 1, 2)]
SUPERVISED: list[Step] = [*DENIED, (police.ask_supervision, 0, 1)]
EXPLAINED: list[Step] = [*SUPERVISED, (police.explain, 3, 5)]
NOT_SUPERVISED: list[Step] = [*EXPLAINED, (police.close_supervision, 2, 4)]
TAKEN_BACK: list[Step] = [*NOT_SUPERVISED, (police.take_back, 0, 1)]


def _referred(name: str, weight: int, steps: list[Step], rest: tuple[int, int]) -> Story:
    return Story(name, weight, [*EXPIRED, *steps], rest, grave=True, choices=SHORT_TERM)


REFERRED = [
    _referred("referred", 1, RECEIVED, (0, 1)),
    _referred("referral approved", 0, APPROVED, (0, 0)),
    _referred("filed by the police", 0, FILED, (0, 1)),
    _referred("handed to the police", 0, [*PUBLISHED, *HANDED_OVER], (1, 25)),
    _referred("police silent", 0, RECEIVED, (4, 6)),
    _referred("police asked again", 0, RECONSIDERING, (0, 1)),
    _referred("procuratorate asked", 0, SUPERVISED, (0, 3)),
    _referred("refusal explained", 0, EXPLAINED, (0, 2)),
    _referred("supervision closed", 0, NOT_SUPERVISED, (0, 1)),
    _referred(
        "sent back by the police",
        0,
        [*PUBLISHED, *HANDED_OVER, (police.police_return, 10, 20)],
        (1, 9),
    ),
    _referred("prosecuted", 0, [*PUBLISHED, *PROSECUTED], (1, 12)),
]
