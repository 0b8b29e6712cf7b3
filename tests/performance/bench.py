"""Times ours beside a reference, in the same run, and tells the ratio: never passes, never fails.

A `Way` does some work; `Scoreboard.compare` lets all ways to the same work take turns, several
times, because the machine is noisy, and keeps the median of each. One table tells all of it.
"""

import math
import platform
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from os import cpu_count
from statistics import median
from typing import NamedTuple

Clock = Callable[[], float]
"""What tells seconds: `WALL`, `CPU` of this process, or the CPU of servers."""

WALL: Clock = time.perf_counter
CPU: Clock = time.process_time

ROUNDS = 5
"""How often each way has its turn, after one that is not counted."""

NOTHING = "–"
"""What a cell without content says."""

UNITS = ((1, "s"), (1e-3, "ms"), (1e-6, "µs"))
"""How seconds are written."""


class Row(NamedTuple):
    """A line of the table."""

    work: str
    ours: str
    reference: str = NOTHING
    ratio: str = NOTHING
    goal: str = NOTHING
    reached: str = NOTHING


@dataclass(frozen=True)
class Goal:
    """What docs/performance.md wants: a ratio, or a figure in its own unit."""

    limit: float
    unit: str = "×"
    is_most: bool = False

    def __str__(self) -> str:
        return f"{'≤' if self.is_most else '≥'} {self.limit:g}{self.unit}"

    def reached(self, found: float) -> str:
        """Say whether that is good enough."""
        return "yes" if (found <= self.limit if self.is_most else found >= self.limit) else "no"


def at_least(limit: float) -> Goal:
    """Want to be so many times as quick as the reference."""
    return Goal(limit)


def at_most(limit: float, unit: str = "×") -> Goal:
    """Want to cost at most so many times what the reference costs; or so many of a unit."""
    return Goal(limit, unit, is_most=True)


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way to do a work: `run` is called so many `times` in a round and does `units` of it."""

    name: str = "ours"
    run: Callable[[], object]
    times: int = 1
    units: int = 1
    prepare: Callable[[], object] = lambda: None
    """Called before each round, and not timed."""
    goal: Goal | None = None
    """What ours is to reach against this way."""

    def seconds(self, clock: Clock) -> float:
        """Return what one unit takes now."""
        self.prepare()
        began = clock()
        for _ in range(self.times):
            self.run()
        return (clock() - began) / (self.times * self.units)


@dataclass(frozen=True)
class NotInstalled:
    """A reference that cannot run on this machine; the table says so."""

    name: str
    goal: Goal | None


class Scoreboard:
    """What was measured in this run."""

    def __init__(self) -> None:
        self._rows: list[Row] = []

    def compare(
        self,
        work: str,
        ours: Way,
        *references: Way | NotInstalled,
        clock: Clock = WALL,
        rounds: int = ROUNDS,
    ) -> None:
        """Time ours and its references in turn; a ratio above 1 says that ours is quicker."""
        ways = [ours, *(way for way in references if isinstance(way, Way))]
        found = [[way.seconds(clock) for way in ways] for _ in range(rounds + 1)][1:]
        seconds = dict(zip(ways, map(median, zip(*found, strict=True)), strict=True))
        mine = seconds[ours]
        for reference in references:
            if isinstance(reference, NotInstalled):
                absent = f"{reference.name}: not installed"
                self._add(Row(work, _pace(mine), absent, goal=str(reference.goal or NOTHING)))
                continue
            theirs, goal = seconds[reference], reference.goal
            ratio = mine / theirs if goal and goal.is_most else theirs / mine
            told = Row(work, _pace(mine), f"{reference.name}: {_pace(theirs)}", _times(ratio))
            self._add(told, goal, ratio)
        if not references:
            self._add(Row(work, _pace(mine)))

    def figure(
        self,
        work: str,
        value: float,
        unit: str,
        goal: Goal,
        reference: tuple[str, float] | None = None,
    ) -> None:
        """Keep what is no time: a size, or a size beside that of a reference."""
        if reference is None:
            self._add(Row(work, _figure(value, unit)), goal, value)
            return
        name, theirs = reference
        told = Row(work, _figure(value, unit), f"{name}: {_figure(theirs, unit)}")
        ratio = value / theirs
        self._add(told._replace(ratio=_times(ratio)), goal, ratio if goal.unit == "×" else value)

    def fact(self, work: str, found: str) -> None:
        """Keep what is no number."""
        self._add(Row(work, found))

    def table(self) -> str:
        """Return all of it in Markdown, and as columns for the eye."""
        heading = Row(*Row._fields)
        widths = [max(map(len, column)) for column in zip(heading, *self._rows, strict=True)]
        rule = Row(*("-" * width for width in widths))
        lines = [
            "| " + " | ".join(map(str.ljust, row, widths)) + " |"
            for row in (heading, rule, *self._rows)
        ]
        where = f"CPython {platform.python_version()}, {cpu_count()} processors"
        return "\n".join([f"Medians of interleaved rounds; {where}.", "", *lines, ""])

    def _add(self, row: Row, goal: Goal | None = None, found: float = math.nan) -> None:
        if goal:
            row = row._replace(goal=str(goal), reached=goal.reached(found))
        self._rows.append(row)


def installed(way: Way, *, module: str = "", is_there: bool = True) -> Way | NotInstalled:
    """Return the way if what it needs is on this machine."""
    can_run = is_there and (not module or find_spec(module) is not None)
    return way if can_run else NotInstalled(way.name, way.goal)


def _times(ratio: float) -> str:
    return f"{ratio:.0f}×" if ratio >= 10 else f"{ratio:.2g}×"


def _pace(seconds: float) -> str:
    size, unit = next((pair for pair in UNITS if seconds >= pair[0]), UNITS[-1])
    return f"{_figure(seconds / size, unit)} ({_figure(1 / seconds, '/s').replace(' ', '')})"


def _figure(value: float, unit: str) -> str:
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:,.{digits}f} {unit}"
