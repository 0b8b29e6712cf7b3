"""A small chart of amounts, as the places of its bars in per cent: it fits any width, also paper.

The macro `ui.bars` draws it. The scale begins at zero, so a bar is twice as high for twice as much.
"""

from collections.abc import Sequence
from math import ceil, log10
from typing import NamedTuple

from uikit.filters import soles

GAP = 0.28
"""How much of the room of a bar is left empty."""

STEPS = (1, 2, 2.5, 5, 10)
"""What a line of the scale may be a power of ten of."""

LINES = 4
"""How many lines the scale has at most, above zero."""


class Point(NamedTuple):
    """An amount of the chart; none leaves its place empty."""

    label: str
    amount: int | None
    group: str
    """What several points have in common, which is written below the first of them: the year."""
    is_current: bool = False


class Bar(NamedTuple):
    """A point, and where it is: its left side, its top, its width and its height."""

    point: Point
    x: str
    y: str
    width: str
    height: str


class Line(NamedTuple):
    """A line of the scale, how far it is from the top, and the amount it stands for."""

    y: str
    amount: int

    @property
    def text(self) -> str:
        """The amount without céntimos, if it has none."""
        return soles(self.amount).removesuffix(".00")


class Mark(NamedTuple):
    """The name of a group, and where its first point begins."""

    x: str
    text: str


class Chart(NamedTuple):
    """All that there is to draw, and the points that a table says again."""

    bars: list[Bar]
    lines: list[Line]
    marks: list[Mark]
    points: Sequence[Point]


def bar_chart(points: Sequence[Point]) -> Chart:
    """Work out where the bars of some points stand."""
    step, top = _scale(max((point.amount or 0 for point in points), default=0))
    room = 100 / max(1, len(points))
    return Chart(
        bars=[
            _bar(point, number * room, room, (point.amount or 0) / top)
            for number, point in enumerate(points)
        ],
        lines=[Line(_per_cent(100 - 100 * at / top), at) for at in range(0, top + 1, step)],
        marks=[
            Mark(_per_cent(number * room), point.group)
            for number, point in enumerate(points)
            if number == 0 or points[number - 1].group != point.group
        ],
        points=points,
    )


def _bar(point: Point, left: float, room: float, share: float) -> Bar:
    return Bar(
        point,
        x=_per_cent(left + room * GAP / 2),
        y=_per_cent(100 - 100 * share),
        width=_per_cent(room * (1 - GAP)),
        height=_per_cent(100 * share),
    )


def _scale(largest: int) -> tuple[int, int]:
    """Return the step of a scale in round numbers, and its top, which nothing is above."""
    if largest <= 0:
        return 100, 100
    least = largest / LINES
    power = 10 ** int(log10(max(least, 1)))
    step = next(int(power * size) for size in STEPS if power * size >= least)
    return max(step, 1), max(step, 1) * ceil(largest / max(step, 1))


def _per_cent(number: float) -> str:
    return f"{number:.2f}%"
