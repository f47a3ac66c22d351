"""Firms of the demonstration that are complained about more than once.

Each firm draws how often it comes back when it is first heard of: most never, a few several times
(gamma distribution). The draw looks at nothing else: neither at how its matters went nor at any rule.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from random import Random

from casework.models import Division
from casework.records.complaints import Filing
from workflows.demo import listings
from workflows.demo.story import Story

KNOWN = 0.3
"""Share of matters about a firm that was complained about before, where there is one."""
SHAPE = 0.5
SAME_SITE = 0.5


@dataclass(frozen=True)
class Firm:
    """One firm as a later complainant names it; `often` is the weight it is drawn with."""

    name: str
    uscc: str
    address: str
    project: str
    site: int
    often: float


class Firms:
    """The firms heard of so far, by city and trade."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, str], list[Firm]] = defaultdict(list)

    def meet(self, filing: Filing, story: Story, site: Division, rng: Random) -> Filing:
        """Return the filing, now and then about a firm of the same city and trade known before.

        A term that is let run out is a firm's first matter: two of them would add up to another
        story than the one told. A listing that is to be removed early bars further ones.
        """
        pool = self._known[site.parent_id or site.pk, filing.industry]
        if not filing.uscc or story.old or _asks_removal(story):
            return filing
        if pool and story.grave is None and not story.choices and rng.random() < KNOWN:
            firm = rng.choices(pool, [one.often for one in pool])[0]
            here = firm.project and firm.site == site.pk and rng.random() < SAME_SITE
            return replace(
                filing, employer_name=firm.name, uscc=firm.uscc, employer_address=firm.address,
                project_name=firm.project if here else filing.project_name,
            )  # fmt: skip
        pool.append(
            Firm(filing.employer_name, filing.uscc, filing.employer_address, filing.project_name,
                 site.pk, rng.gammavariate(SHAPE, 1.0))
        )  # fmt: skip
        return filing


def _asks_removal(story: Story) -> bool:
    return any(move is listings.apply_for_removal for move, *_days in story.steps)
