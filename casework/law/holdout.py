"""How well a score put first those with whom something happened afterwards; pure arithmetic.

Ties are shared out evenly: of those at the same score each is as likely to come first.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Scored = tuple[int, bool]
"""A score, and whether it happened afterwards."""
SURE = 1.96
"""Of the normal distribution, for intervals of 95 %."""


@dataclass(frozen=True)
class Top:
    """The first `k` by score: how many of them it happened with, expected over ties.

    `precision` is their share among the k, `recall` among all it happened with, `lift` the
    precision over the base rate.
    """

    k: int
    hits: float
    precision: float
    recall: float
    lift: float


@dataclass(frozen=True)
class Group:
    """Those of one band: how many, with how many it happened, the rate and its 95 % interval (Wilson)."""

    name: str
    n: int
    hits: int
    rate: float
    low: float
    high: float


def base_rate(rows: Sequence[Scored]) -> float:
    """Return the share with whom it happened; 0 of nobody."""
    return sum(hit for _score, hit in rows) / len(rows) if rows else 0.0


def top(rows: Sequence[Scored], k: int) -> Top:
    """Return how the first `k` of `rows` fared; fewer rows than k are all taken."""
    k = min(k, len(rows))
    by_score: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for score, hit in rows:
        by_score[score][0] += 1
        by_score[score][1] += hit
    left, hits = k, 0.0
    for score in sorted(by_score, reverse=True):
        n, found = by_score[score]
        taken = min(n, left)
        hits += found * taken / n
        left -= taken
        if not left:
            break
    every, base = sum(hit for _score, hit in rows), base_rate(rows)
    precision = hits / k if k else 0.0
    return Top(
        k, hits, precision, hits / every if every else 0.0, precision / base if base else 0.0
    )


def auc(rows: Sequence[Scored]) -> float | None:
    """Return how often one it happened with scores above one it did not; ties half. None: no pair."""
    counts: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for score, hit in rows:
        counts[score][int(hit)] += 1
    hits = sum(found for _no, found in counts.values())
    misses = len(rows) - hits
    if not hits or not misses:
        return None
    below = won = 0.0
    for score in sorted(counts):
        no, found = counts[score]
        won += found * (below + no / 2)
        below += no
    return won / (hits * misses)


def by_band(
    rows: Sequence[Scored], band: Callable[[int], str], names: Sequence[str]
) -> list[Group]:
    """Return the rate of each band, in the order of `names`."""
    found: dict[str, list[int]] = {name: [0, 0] for name in names}
    for score, hit in rows:
        found[band(score)][0] += 1
        found[band(score)][1] += hit
    return [_group(name, *found[name]) for name in names]


def _group(name: str, n: int, hits: int) -> Group:
    if not n:
        return Group(name, 0, 0, 0.0, 0.0, 0.0)
    share, z2 = hits / n, SURE**2
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = SURE * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return Group(name, n, hits, share, max(middle - half, 0.0), min(middle + half, 1.0))
