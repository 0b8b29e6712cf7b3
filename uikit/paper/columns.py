"""Two columns of amounts side by side, each a table of its own with its sum."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from uikit.filters import soles
from uikit.paper.canvas import Style
from uikit.paper.letters import wrapped
from uikit.paper.sheet import GUTTER, LINE, MUTED, PALE, PETROL, Sheet

AMOUNT = 21.0
"""How wide an amount may be."""

EDGE = 1.5
"""Between the end of a column and its texts."""

COLUMN_HEADING = "/A<</O/Table/Scope/Column>>"
ROW_HEADING = "/A<</O/Table/Scope/Row>>"

TITLE = Style(9, bold=True, colour=PETROL)
UNIT = Style(7.5, colour=MUTED, align="R")
CONCEPT = Style(8.8, pitch=3.5)
SUM = Style(9, bold=True)

Cell = tuple[tuple[str, ...], int]
Row = tuple[float, list[Cell | None]]
"""The height of a row, and what each column has in it."""


class Column(NamedTuple):
    """Amounts under a title, with their sum: lines are pairs (concept, céntimos)."""

    title: str
    lines: Sequence[tuple[str, int]]
    total: tuple[str, int]


class Columns:
    """Two columns while they are drawn."""

    def __init__(self, sheet: Sheet, left: Column, right: Column) -> None:
        self._sheet = sheet
        self._columns = (left, right)
        self._width = (sheet.width - GUTTER) / 2
        self._d = sheet.density
        self._concept = CONCEPT.scaled(self._d)
        self._amount = self._concept._replace(align="R")

    def draw(self) -> None:
        """Draw them, over as many pages as they take."""
        sheet, rows = self._sheet, list(self._rows())
        while True:
            sheet.make_room(22 * self._d)
            here = self._that_fit(rows)
            rows = rows[len(here) :]
            top = sheet.y
            for order in range(2):
                sheet.y = top
                self._column(order, here, is_last=not rows)
            if not rows:
                break
            sheet.add_page()
        sheet.y += 3 * self._d

    def _rows(self) -> Iterator[Row]:
        room = self._width - AMOUNT - 2 * EDGE
        for pair in zip_longest(*(column.lines for column in self._columns)):
            cells: list[Cell | None] = [
                (wrapped(line[0], room, self._concept.size), line[1]) if line else None
                for line in pair
            ]
            tallest = max(len(cell[0]) for cell in cells if cell)
            yield 1.2 * self._d + self._concept.pitch * tallest, cells

    def _that_fit(self, rows: Sequence[Row]) -> Sequence[Row]:
        """Return the rows that have room here, under their titles and above their sum."""
        room = self._sheet.bottom - self._sheet.y - 15 * self._d
        for number, (height, _) in enumerate(rows):
            room -= height
            if room < 0 and number:
                return rows[:number]
        return rows

    def _column(self, order: int, rows: Sequence[Row], *, is_last: bool) -> None:
        sheet, d, column = self._sheet, self._d, self._columns[order]
        x = sheet.left + order * (self._width + GUTTER)
        end = x + self._width
        rules = []
        with sheet.element("Table"):
            with sheet.element("TR"):
                base = sheet.y + 4 * d
                sheet.text("TH", x + EDGE, base, [column.title], TITLE.scaled(d), COLUMN_HEADING)
                sheet.text("TH", end - EDGE, base, ["Monto"], UNIT.scaled(d), COLUMN_HEADING)
            under_titles = sheet.y + 5.6 * d
            sheet.y += 6 * d
            for height, cells in rows:
                cell = cells[order]
                if cell:
                    self._line(x, end, *cell)
                    rules.append(sheet.y + height)
                sheet.y += height
            if is_last:
                self._sum(x, end, *column.total)
        with sheet.artifact():
            sheet.canvas.lines(x, end, (under_titles,), PETROL, 0.3)
            sheet.canvas.lines(x, end, rules, LINE, 0.15)

    def _line(self, x: float, end: float, concept: tuple[str, ...], centimos: int) -> None:
        sheet = self._sheet
        base = sheet.y + 3.4 * self._d
        with sheet.element("TR"):
            sheet.text("TD", x + EDGE, base, concept, self._concept)
            sheet.text("TD", end - EDGE, base, [soles(centimos)], self._amount)

    def _sum(self, x: float, end: float, name: str, centimos: int) -> None:
        sheet, d = self._sheet, self._d
        sheet.y += 1.4 * d
        sheet.box(x, sheet.y, end - x, 6.2 * d, PALE)
        style, base = SUM.scaled(d), sheet.y + 4.3 * d
        with sheet.element("TR"):
            sheet.text("TH", x + EDGE, base, [name], style, ROW_HEADING)
            sheet.text("TD", end - EDGE, base, [soles(centimos)], style._replace(align="R"))
        sheet.y += 6.2 * d
