"""A table over the whole width of a page, which goes on under its headings on the next."""

from collections.abc import Sequence
from typing import NamedTuple

from uikit.paper.canvas import Style
from uikit.paper.letters import wrapped
from uikit.paper.sheet import LINE, PALE, PETROL, Sheet

HEADING = "/A<</O/Table/Scope/Column>>"
TOTAL = "/A<</O/Table/Scope/Row>>"

PADDING = 1.2
"""Between the edge of a cell and its text."""

Cells = Sequence[str]


class Heading(NamedTuple):
    """What a column is called, and its share of the width; numbers stand at its right."""

    title: str
    share: float = 1
    is_number: bool = False


class Table:
    """A table while it is drawn."""

    def __init__(self, sheet: Sheet, headings: Sequence[Heading]) -> None:
        d = sheet.density
        self._sheet, self._headings = sheet, headings
        unit = sheet.width / sum(heading.share for heading in headings)
        self._widths = [heading.share * unit for heading in headings]
        self._ends = [sheet.left + sum(self._widths[: n + 1]) for n in range(len(headings))]
        self._body = Style(8.5 * d, pitch=3.5 * d)
        self._bold = self._body._replace(bold=True)
        self._top = self._bold._replace(size=8 * d, colour=PETROL)

    def draw(self, rows: Sequence[Cells], total: Cells | None) -> None:
        """Draw rows of texts, and one with their sums, which stands on the page of the last row."""
        sums = self._wrap(total, self._bold) if total else []
        below = self._height(sums, self._bold) if sums else 0.0
        self._begin()
        for number, row in enumerate(rows, 1):
            lines = self._wrap(row, self._body)
            self._make_room(self._height(lines, self._body) + (below if number == len(rows) else 0))
            self._row("TD", lines, self._body)
            self._rules.append(self._sheet.y)
        if sums:
            self._make_room(below)
            self._sheet.box(self._sheet.left, self._sheet.y, self._sheet.width, below, PALE)
            self._row("TH", sums, self._bold, TOTAL)
        self._end()
        self._sheet.y += 3

    def _make_room(self, height: float) -> None:
        """Go on under the same headings on a new page when this one has no such height left."""
        if self._sheet.y + height > self._sheet.bottom:
            self._end()
            self._sheet.add_page()
            self._begin()

    def _begin(self) -> None:
        sheet = self._sheet
        lines = self._wrap([heading.title for heading in self._headings], self._top)
        sheet.make_room(3 * self._height(lines, self._top))
        sheet.structure.open("Table")
        self._row("TH", lines, self._top, HEADING)
        sheet.rule(sheet.left, sheet.right, sheet.y, PETROL, 0.35)
        self._rules: list[float] = []

    def _end(self) -> None:
        sheet = self._sheet
        sheet.structure.close()
        with sheet.artifact():
            sheet.canvas.lines(sheet.left, sheet.right, self._rules, LINE, 0.15)

    def _wrap(self, cells: Cells, style: Style) -> list[Sequence[str]]:
        return [
            wrapped(cell, width - 2 * PADDING, style.size, bold=style.bold) if cell else ()
            for cell, width in zip(cells, self._widths, strict=True)
        ]

    def _height(self, lines: Sequence[Sequence[str]], style: Style) -> float:
        return max(map(len, lines)) * style.pitch + 2.2 * self._sheet.density

    def _row(
        self, kind: str, lines: Sequence[Sequence[str]], style: Style, extra: str = ""
    ) -> None:
        sheet = self._sheet
        base = sheet.y + 0.9 * style.pitch + 0.9 * sheet.density
        at_right = style._replace(align="R")
        with sheet.element("TR"):
            for heading, width, end, cell in zip(
                self._headings, self._widths, self._ends, lines, strict=True
            ):
                if heading.is_number:
                    sheet.text(kind, end - PADDING, base, cell, at_right, extra)
                else:
                    sheet.text(kind, end - width + PADDING, base, cell, style, extra)
        sheet.y += self._height(lines, style)
