"""What a story of the demonstration is, and the stretches of the way that many stories share."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any

from workflows.demo import listings as lists
from workflows.demo import moves
from workflows.demo.matter import Step

EXAMINE: list[Step] = [(moves.assign, 0, 1), (moves.propose, 0, 2)]
ACCEPT: list[Step] = [*EXAMINE, (moves.accept, 0, 1)]
LATE_ACCEPT: list[Step] = [(moves.assign, 2, 3), (moves.propose, 3, 4), (moves.accept, 1, 2)]
BEGIN: list[Step] = [*ACCEPT, (moves.begin, 0, 2)]
SHORT: list[Step] = [*BEGIN, (moves.note, 1, 3), (moves.find, 2, 8), (moves.finish, 0, 2)]
LONG: list[Step] = [*BEGIN, (moves.message, 1, 6), (moves.reply, 0, 1), (moves.note, 3, 6),
                    (moves.find, 6, 14), (moves.finish, 0, 3)]  # fmt: skip
ORDER: list[Step] = [(moves.draft, 0, 3), (moves.issue, 0, 1)]
SERVED: list[Step] = [*ORDER, (moves.serve, 0, 2)]
PAID: list[Step] = [*SERVED, (moves.pay_all, 1, 4), (moves.comply, 0, 1)]
EXPIRED: list[Step] = [*SHORT, *SERVED, (moves.note, 7, 9)]
"""With a term of seven days: the sweep finds it over before the note."""
TOLD: list[Step] = [(lists.propose, 0, 1), (lists.sign, 0, 1), (lists.tell, 0, 1)]
LISTED: list[Step] = [*TOLD, (lists.list_, 6, 8)]
PUBLISHED: list[Step] = [*LISTED, (lists.publish, 1, 4)]
SHORT_TERM = {"term_days": 7}
END: list[Step] = [(moves.close, 0, 2), (moves.tell, 0, 3)]
ARRIVED: list[Step] = [(moves.receive, 0, 2)]


@dataclass(frozen=True)
class Story:
    """`steps` up to the state it rests in, `rest` in working days, `weight` of 100.

    `away`: filed at another window, with `near` one of the same city; `report`: told by somebody
    without a name (举报); `grave`: the amount of a listing is reached, or surely not; `group`: so
    many workers; `choices` go to the moves.
    """

    name: str
    weight: int
    steps: list[Step]
    rest: tuple[int, int]
    away: bool = False
    old: bool = False
    report: bool = False
    near: bool = False
    grave: bool | None = None
    group: int = 0
    choices: dict[str, Any] = field(default_factory=dict)

    def gaps(self, rng: Random) -> list[int]:
        """Return the working days before each move and, last, those of rest."""
        return [*(rng.randint(low, high) for _, low, high in self.steps), rng.randint(*self.rest)]
