"""The stories of the demonstration: which moves a matter makes, how long it rests, how often."""

from __future__ import annotations

from random import Random

from workflows.demo import moves
from workflows.demo.grave_stories import GRAVE
from workflows.demo.referral_stories import REFERRED
from workflows.demo.side_stories import BESIDE
from workflows.demo.story import (
    ACCEPT,
    ARRIVED,
    BEGIN,
    END,
    EXAMINE,
    LATE_ACCEPT,
    LONG,
    ORDER,
    PAID,
    SERVED,
    SHORT,
    Story,
)

ORDINARY = [
    # The order matters for a small province: the first ones are the most telling.
    Story("filed", 5, [], (0, 2)),
    Story("investigating", 9, [*BEGIN, (moves.note, 1, 4)], (3, 34)),
    Story("served", 6, [*SHORT, *SERVED], (0, 3)),
    Story("told", 13, [*SHORT, *PAID, *END], (0, 150)),
    Story("transferred", 4, [], (0, 1), away=True),
    Story("overdue", 6, [*SHORT, *SERVED], (12, 24), choices={"term_days": 7}),
    Story("proposed", 4, EXAMINE, (0, 1)),
    Story("partly paid", 5, [*SHORT, *SERVED, (moves.pay_part, 1, 3),
                             (moves.confirm_receipt, 0, 1)], (0, 3)),
    Story("investigation near its end", 2, BEGIN, (55, 58)),
    Story("closed", 3, [*SHORT, *PAID, END[0]], (0, 3)),
    Story("accepted", 4, ACCEPT, (0, 3)),
    Story("supplement", 3, [EXAMINE[0], (moves.require_supplement, 0, 2)], (0, 8)),
    Story("investigation over", 2, BEGIN, (61, 66)),
    Story("arrived and told", 5, [*ARRIVED, *SHORT, *PAID, *END], (0, 150), away=True),
    Story("investigated", 4, SHORT, (0, 5)),
    Story("ordered", 3, [*SHORT, *ORDER], (0, 3)),
    Story("complied", 3, [*SHORT, *PAID], (0, 2)),
    Story("assigned", 4, [EXAMINE[0]], (0, 2)),
    Story("refused", 2, [(moves.refuse, 0, 2)], (0, 2), away=True),
    Story("rejected", 3, [EXAMINE[0], (moves.propose_rejection, 0, 2), (moves.reject, 0, 1)],
          (1, 40), old=True),
    Story("redirected", 2, [EXAMINE[0], (moves.propose_redirection, 0, 2), (moves.redirect, 0, 1)],
          (1, 40)),
    Story("withdrawn", 2, [*BEGIN, (moves.ask_withdrawal, 2, 9), (moves.confirm_withdrawal, 0, 2)],
          (1, 30)),
    Story("wants to withdraw", 1, [*BEGIN, (moves.ask_withdrawal, 2, 9)], (0, 1)),
    Story("extended", 2, [*BEGIN, (moves.note, 9, 20), (moves.extend, 20, 28)], (5, 20)),
    Story("closed incomplete", 1, [EXAMINE[0], (moves.require_supplement, 0, 2),
                                   (moves.close_incomplete, 13, 15)], (1, 30)),
    Story("late", 4, LATE_ACCEPT, (1, 6)),
    Story("undecided in time", 2, [EXAMINE[0]], (6, 9)),
    Story("supplemented", 2, [EXAMINE[0], (moves.require_supplement, 0, 2), (moves.supplement, 1, 6),
                              EXAMINE[1], ACCEPT[2], BEGIN[3]], (1, 30)),
    Story("returned", 2, [*EXAMINE, (moves.return_proposal, 0, 1), (moves.propose, 0, 1),
                          ACCEPT[2], BEGIN[3]], (1, 20)),
    Story("revoked and told", 2, [*BEGIN, (moves.find_nothing, 3, 12), (moves.finish, 0, 2),
                                  (moves.revoke, 1, 4), *END], (1, 30)),
    Story("paid late", 2, [*LONG, *SERVED, (moves.pay_part, 1, 3)],
          (14, 22), choices={"term_days": 7}),
    Story("arrived", 2, ARRIVED, (0, 1), away=True),
    Story("revoked", 1, [*BEGIN, (moves.find_nothing, 3, 12), (moves.finish, 0, 2),
                         (moves.revoke, 1, 4)], (0, 2)),
    Story("reported", 2, [*BEGIN, (moves.note, 1, 4)], (1, 20), report=True),
]  # fmt: skip

STORIES = [*ORDINARY, *BESIDE, *GRAVE, *REFERRED]


def deck(count: int, rng: Random) -> list[Story]:
    """Return `count` stories: each at least once when there is room, then by weight; shuffled."""
    drawn = STORIES[:count]
    total = sum(story.weight for story in STORIES)
    more = count - len(drawn)
    for story in STORIES:
        drawn += [story] * (more * story.weight // total)
    drawn += rng.choices(STORIES, [story.weight for story in STORIES], k=count - len(drawn))
    rng.shuffle(drawn)
    return drawn
