"""Draw a state machine: states in one column in the order of the law, steps as lanes beside it.

Lines forward run on the right, lines back on the left, each in a lane of its own; whoever reads
follows one number from the table to its line. Geometry only: the template writes the SVG.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from workflows.law_book import Machine

BOX_WIDTH, BOX_HEIGHT, ROW = 196, 40, 64
LANE, PORT, MARGIN, RADIUS = 16, 6, 14, 6


@dataclass(frozen=True)
class Box:
    """One state."""

    x: float
    y: float
    label: str
    first: bool
    last: bool

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + BOX_WIDTH / 2, self.y + BOX_HEIGHT / 2 + 5


@dataclass
class Line:
    """All steps between two states: `numbers` are their rows in the table."""

    source: int
    target: int
    numbers: list[int] = field(default_factory=list)
    lane: int = 0
    path: str = ""
    at: tuple[float, float] = (0, 0)

    @property
    def forward(self) -> bool:
        return self.target >= self.source

    @property
    def word(self) -> str:
        return ",".join(str(number) for number in self.numbers)


@dataclass(frozen=True)
class Drawing:
    """A drawn machine: boxes, lines, and the size of the sheet in pixels."""

    boxes: list[Box]
    lines: list[Line]
    width: float
    height: float
    box_width: int = BOX_WIDTH
    box_height: int = BOX_HEIGHT


def draw(machine: Machine) -> Drawing:
    """Return the drawing of a machine; its steps are numbered in their order from 1."""
    place = {value: number for number, (value, _label) in enumerate(machine.states)}
    lines: dict[tuple[int, int], Line] = {}
    for number, step in enumerate(machine.steps, 1):
        ends = place[step.source], place[step.target]
        lines.setdefault(ends, Line(*ends)).numbers.append(number)
    ordered = list(lines.values())
    right = _lanes([line for line in ordered if line.forward])
    left = _lanes([line for line in ordered if not line.forward])
    x = MARGIN + left * LANE + 2 * LANE
    sources = {line.source for line in ordered if line.source != line.target}
    targets = {line.target for line in ordered}
    boxes = [
        Box(x, MARGIN + number * ROW, label, number not in targets, number not in sources)
        for number, (_value, label) in enumerate(machine.states)
    ]
    _route(ordered, boxes)
    width = x + BOX_WIDTH + right * LANE + 3 * LANE
    return Drawing(boxes, ordered, width, 2 * MARGIN + len(boxes) * ROW - (ROW - BOX_HEIGHT))


def _lanes(lines: list[Line]) -> int:
    """Give each line the innermost lane where it meets no other; return how many are used."""
    taken: list[list[tuple[int, int]]] = []
    for line in sorted(lines, key=lambda one: (abs(one.target - one.source), one.source)):
        low, high = sorted((line.source, line.target))
        free = (n for n, spans in enumerate(taken) if all(high < a or low > b for a, b in spans))
        line.lane = next(free, len(taken))
        if line.lane == len(taken):
            taken.append([])
        taken[line.lane].append((low, high))
    return len(taken)


def _route(lines: list[Line], boxes: list[Box]) -> None:
    """Write the path of every line from its own port to its own port."""
    ports: dict[tuple[int, bool], list[tuple[int, Line, bool]]] = {}
    for line in lines:
        for index, leaving in ((line.source, True), (line.target, False)):
            other = line.target if leaving else line.source
            ports.setdefault((index, line.forward), []).append((other, line, leaving))
    height: dict[tuple[int, bool], float] = {}
    for (index, _side), ends in ports.items():
        ends.sort(key=lambda end: (end[0], end[2]))
        gap = min(PORT, (BOX_HEIGHT - 8) / max(len(ends) - 1, 1))
        top = boxes[index].y + BOX_HEIGHT / 2 - gap * (len(ends) - 1) / 2
        for number, (_other, line, leaving) in enumerate(ends):
            height[id(line), leaving] = top + gap * number
    for line in lines:
        start, end = height[id(line), True], height[id(line), False]
        edge = boxes[0].x + (BOX_WIDTH if line.forward else 0)
        sign = 1 if line.forward else -1
        out = edge + sign * (LANE + line.lane * LANE)
        if start == end:
            end += PORT
        turn: float = RADIUS if end > start else -RADIUS
        turn = turn if abs(end - start) > 2 * RADIUS else (end - start) / 2
        line.path = (
            f"M{edge:g} {start:g} H{out - sign * RADIUS:g} Q{out:g} {start:g} {out:g} {start + turn:g} "
            f"V{end - turn:g} Q{out:g} {end:g} {out - sign * RADIUS:g} {end:g} H{edge + sign * 6:g}"
        )
        line.at = (out, (start + end) / 2)
