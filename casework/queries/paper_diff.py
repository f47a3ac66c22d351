"""What a new version of a document changed: line by line, within a line character by character."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from casework.queries.papers import Paper

SAME, ADDED, TAKEN = "", "ins", "del"
ALIKE = 0.4
"""From this likeness on, two lines are one line reworded; below it one went and another came."""


@dataclass(frozen=True)
class Piece:
    """A run of characters: kept, added (ins) or taken out (del)."""

    text: str
    mark: str = SAME


Line = tuple[Piece, ...]


def lines_of(paper: Paper) -> list[str]:
    """Return the text of a document as lines: table of facts, paragraphs, rows, annexes."""
    lines = [f"{label}：{value}" for label, value in paper.facts if value]
    for block in paper.blocks:
        lines += block.text.splitlines() or []
        lines += ["　".join(row) for row in block.rows]
    for annex in paper.annexes:
        lines.append(annex.title)
        lines += ["　".join(row) for row in (*annex.rows, annex.foot) if any(row)]
    return [line for line in lines if line.strip()]


def changes(before: Paper | None, after: Paper) -> list[Line]:
    """Return the lines of `after` with what changed since `before`; all kept when it is the first."""
    new = lines_of(after)
    if before is None:
        return [(Piece(line),) for line in new]
    old = lines_of(before)
    found: list[Line] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [(Piece(line),) for line in new[j1:j2]]
        else:
            found += _reworded(old[i1:i2], new[j1:j2])
    return found


def is_changed(lines: Sequence[Line]) -> bool:
    """Return whether anything was added or taken out."""
    return any(piece.mark for line in lines for piece in line)


def _reworded(old: Sequence[str], new: Sequence[str]) -> list[Line]:
    found: list[Line] = []
    for place in range(max(len(old), len(new))):
        went = old[place] if place < len(old) else ""
        came = new[place] if place < len(new) else ""
        match = SequenceMatcher(None, went, came, autojunk=False)
        if went and came and match.ratio() >= ALIKE:
            found.append(tuple(_pieces(match, went, came)))
            continue
        if went:
            found.append((Piece(went, TAKEN),))
        if came:
            found.append((Piece(came, ADDED),))
    return found


def _pieces(match: SequenceMatcher[str], went: str, came: str) -> list[Piece]:
    pieces = []
    for tag, i1, i2, j1, j2 in match.get_opcodes():
        if tag == "equal":
            pieces.append(Piece(went[i1:i2]))
            continue
        if i2 > i1:
            pieces.append(Piece(went[i1:i2], TAKEN))
        if j2 > j1:
            pieces.append(Piece(came[j1:j2], ADDED))
    return pieces
