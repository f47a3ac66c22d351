"""Stories of employers who do not pay: notice, decision, court; the list; publication."""

from __future__ import annotations

from typing import Any

from workflows.demo import listings as lists
from workflows.demo import moves
from workflows.demo import referrals as police
from workflows.demo import sanctions as law
from workflows.demo.matter import Step
from workflows.demo.referral_stories import (
    DECLINED,
    DENIED,
    JUDGED,
    RECEIVED,
    REFUSED,
    REPORTED,
    SENT,
    TAKEN_BACK,
)
from workflows.demo.story import END, EXPIRED, PUBLISHED, SHORT_TERM, TOLD, Story

HALF_A_YEAR = (131, 134)
"""Working days that surely hold six months, with the holidays of any year."""

NOTICED: list[Step] = [(law.draft_notice, 0, 1), (law.issue_notice, 0, 1), (law.serve_notice, 0, 1)]
HEARD: list[Step] = [*NOTICED, (law.state_defence, 1, 2), (law.answer_defence, 1, 2),
                     (law.submit, 4, 5)]  # fmt: skip
WAIVED: list[Step] = [*NOTICED, (law.waive, 1, 3), (law.submit, 0, 1)]
SAT: list[Step] = [*NOTICED, (law.ask_hearing, 1, 3), (law.call_hearing, 0, 1),
                   (law.hold_hearing, 8, 9), (law.submit, 0, 1)]  # fmt: skip
DECIDED: list[Step] = [(law.review, 0, 1), (law.decide, 0, 1)]
IN_FORCE: list[Step] = [*DECIDED, (law.serve_decision, 0, 2)]
URGED: list[Step] = [(law.issue_urging, 13, 16), (law.serve_urging, 0, 1)]
IN_COURT: list[Step] = [(law.issue_urging, 105, 108), (law.serve_urging, 0, 1),
                        (law.apply_to_court, 27, 30)]  # fmt: skip
CORRECTED: list[Step] = [*WAIVED, *IN_FORCE, (law.pay_decision, 3, 8), (law.perform, 0, 2)]
REMOVAL: list[Step] = [(lists.apply_for_removal, *HALF_A_YEAR)]
SELECTED: list[Step] = [(lists.select_publication, 0, 2)]
APPROVED: list[Step] = [*SELECTED, (lists.approve_publication, 0, 2)]
SHOWN: list[Step] = [*APPROVED, (lists.publish_publication, 0, 1)]


def _grave(
    name: str, weight: int, steps: list[Step], rest: tuple[int, int], *, grave: bool = True,
    **more: Any,
) -> Story:  # fmt: skip
    return Story(name, weight, [*EXPIRED, *steps], rest, grave=grave, choices=SHORT_TERM, **more)


GRAVE = [
    _grave("published", 2, PUBLISHED, (0, 40)),
    _grave("decision in force", 1, [*TOLD, *HEARD, *IN_FORCE, (lists.list_, 0, 1), *SELECTED,
                                   *RECEIVED, (police.ask_more, 1, 2)], (0, 3)),
    _grave("candidate", 0, [(police.team, 0, 1)], (0, 2)),
    _grave("told of the list", 0, [*TOLD, *REPORTED], (0, 2)),
    _grave("objected", 0, [*TOLD, (lists.object_, 1, 3), *SENT], (0, 0)),
    _grave("listed", 1, [*TOLD, (lists.object_, 1, 3), (lists.dismiss, 1, 3), (lists.list_, 4, 5),
                         *DECLINED], (0, 0)),
    _grave("person not listed", 0, [
        *TOLD, (lists.person_objects, 1, 3), (lists.uphold, 1, 3), (lists.list_, 5, 6),
        (lists.publish, 1, 3), *JUDGED,
    ], (0, 20)),
    _grave("paid and spared", 0, [
        *TOLD, (moves.pay_all, 1, 3), (law.perform, 0, 1), (lists.promise, 0, 1), (lists.spare, 0, 2),
    ], (0, 20)),
    _grave("notice given", 0, [*TOLD, *NOTICED, (law.state_defence, 1, 2), *SENT,
                               (police.forward, 0, 1)], (0, 1)),
    _grave("hearing", 0, [*NOTICED, (law.ask_hearing, 1, 3), (law.call_hearing, 1, 2)], (0, 5)),
    _grave("reviewed", 0, [
        *TOLD, (law.draft_notice, 0, 1), (law.return_notice, 0, 1), *SAT, (lists.list_, 0, 0),
        (law.return_review, 0, 1), (law.submit, 1, 2), (law.review, 0, 1),
    ], (0, 2)),
    _grave("decided", 0, [*TOLD, *WAIVED, *DENIED, *DECIDED, (lists.list_, 1, 2)], (0, 1)),
    _grave("urged", 0, [*PUBLISHED, *TAKEN_BACK, *WAIVED, *IN_FORCE, *URGED, *APPROVED], (0, 8)),
    _grave("in court", 0, [*PUBLISHED, *HEARD, *IN_FORCE, *SHOWN, *IN_COURT], (0, 20)),
    _grave("executed", 0, [*WAIVED, *IN_FORCE, *IN_COURT, (law.court_executes, 6, 10), *END],
           (0, 5), grave=False),
    _grave("nothing to execute", 0, [*WAIVED, *IN_FORCE, *IN_COURT, (law.court_ends, 6, 10), *END],
           (0, 5), grave=False),
    _grave("performed", 0, [*HEARD, *IN_FORCE, (law.pay_decision, 3, 8), (law.perform, 0, 2)],
           (0, 2), grave=False),
    _grave("performed and told", 1, [*WAIVED, *IN_FORCE, (law.pay_decision, 3, 8),
                                     (law.perform, 0, 2), *END], (0, 60), grave=False),
    _grave("removal asked", 0, [*PUBLISHED, *CORRECTED, *SHOWN, *REMOVAL,
                                (lists.object_to_publication, 0, 2)], (0, 4)),
    _grave("removal refused", 0, [
        *PUBLISHED, *CORRECTED, *SHOWN, (lists.object_to_publication, 2, 6),
        (lists.keep_publication, 3, 8), *REMOVAL, (lists.refuse_removal, 4, 9),
    ], (0, 6)),
    _grave("removed early", 0, [
        *PUBLISHED, *CORRECTED, *SHOWN, (lists.object_to_publication, 2, 6),
        (lists.uphold_publication, 3, 8), (lists.correct_publication, 1, 4), *REMOVAL,
        (lists.grant_removal, 4, 9), (lists.clear_platform, 1, 3),
    ], (0, 4)),
    _grave("cleared", 0, [
        *PUBLISHED, *CORRECTED, *REFUSED, *SELECTED, (lists.give_up_publication, 1, 3), *REMOVAL,
        (lists.grant_removal, 4, 9), (lists.clear_everywhere, 1, 6), *END,
    ], (0, 8)),
    _grave("order annulled", 0, [*PUBLISHED, (law.appeal_order, 1, 5), (law.lose_order, 10, 20),
                                 (lists.revoke, 1, 3)], (0, 4)),
]  # fmt: skip
