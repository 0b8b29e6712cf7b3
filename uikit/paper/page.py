"""An A4 page of ours, and the few things that can be put on it, from top to bottom.

Texts are drawn where they belong with `text()`: several times quicker than the cells and tables of
fpdf2, and nothing depends on its state. All measures are millimetres; sizes of letters, points.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import zip_longest
from typing import Literal, NamedTuple
from unicodedata import normalize

from fpdf import FPDF
from fpdf.prefs import ViewerPreferences

from uikit.brand import BRAND
from uikit.filters import soles
from uikit.paper.faces import FACES

LEFT = 16.0
RIGHT = 210.0 - LEFT
TOP = 36.0
"""Where the content of a page begins, under its head."""
BOTTOM = 278.0
"""Where it ends, above its foot."""
GUTTER = 8.0
"""Between two columns."""

INK = (27, 42, 48)
MUTED = (80, 97, 106)
PETROL = (11, 52, 64)
TEAL = (42, 147, 160)
OCHRE = (227, 165, 60)
PALE = (237, 245, 246)
LINE = (220, 216, 206)

Colour = tuple[int, int, int]

HALF_MARK = (
    *((32, 14), (32, 20), (20, 20), (20, 26), (14, 26), (14, 32), (3, 32), (3, 15)),
    *((9, 15), (9, 9), (15, 9), (15, 3), (33, 3), (33, 9), (39, 9), (39, 14)),
)
"""One half of `static/logo.svg`, on its grid of 48; the other is the same, turned around."""


class Column(NamedTuple):
    """Amounts under a title, with their sum: lines are pairs (concept, céntimos)."""

    title: str
    lines: Sequence[tuple[str, int]]
    total: tuple[str, int]


class Paper(FPDF):
    """A document of ours; content goes below what it already has, and onto new pages."""

    def __init__(self, *, title: str, created_at: datetime, subject: str = "") -> None:
        super().__init__(format="A4")
        for style, face in FACES.items():
            self.add_font("DejaVu", style, face)
        self.set_title(title)
        self.set_subject(subject)
        self.set_author(BRAND.authority)
        self.set_creator(BRAND.name)
        self.set_lang("es-PE")
        self.set_creation_date(created_at)
        self.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self.set_auto_page_break(auto=False)
        self.add_page()

    def header(self) -> None:
        """Draw the head of each page (fpdf2 calls it): who speaks."""
        self._mark(LEFT, 11, 13)
        self._write(LEFT + 17, 17, BRAND.name, size=15, bold=True, colour=PETROL)
        self._write(LEFT + 17, 22.5, BRAND.platform, size=8, colour=MUTED)
        self._rule(28, PETROL, 0.5)
        self.set_y(TOP)

    def footer(self) -> None:
        """Draw the foot of each page (fpdf2 calls it): where help is, and which page this is."""
        self._rule(283, LINE, 0.2)
        contact = f"Mesa de ayuda: {BRAND.help_email} · {BRAND.help_phone}"
        self._write(LEFT, 287.5, contact, size=7, colour=MUTED)
        # A cell, because {nb} becomes the number of pages only in a cell.
        self.set_xy(RIGHT - 40, 284.8)
        self.cell(40 + 3 * self.c_margin, 4, f"Página {self.page_no()} de {{nb}}", align="R")

    def heading(self, title: str, subtitle: str = "") -> None:
        """Say what the document is."""
        for line in self._wrap(title, RIGHT - LEFT, size=15, bold=True):
            self._write(LEFT, self.y + 4, line, size=15, bold=True, colour=PETROL)
            self.y += 7
        if subtitle:
            self._write(LEFT, self.y + 3, subtitle, size=10, colour=MUTED)
            self.y += 6
        self.y += 3

    def section(self, title: str) -> None:
        """Begin a part of the document."""
        self._make_room(14)
        self._write(LEFT, self.y + 4, title, size=10, bold=True, colour=PETROL)
        self._rule(self.y + 6, PETROL, 0.3)
        self.y += 9

    def pairs(self, pairs: Sequence[tuple[str, str]], per_row: int = 3) -> None:
        """Show names and values in a grid; a value that is empty is shown as a dash."""
        width = (RIGHT - LEFT - GUTTER * (per_row - 1)) / per_row
        for start in range(0, len(pairs), per_row):
            row = [
                (name, self._wrap(value or "—", width, bold=True))
                for name, value in pairs[start : start + per_row]
            ]
            height = 6.5 + 4 * max(len(lines) for _, lines in row)
            self._make_room(height)
            for column, (name, lines) in enumerate(row):
                x = LEFT + column * (width + GUTTER)
                self._write(x, self.y + 2.5, name, size=7, colour=MUTED)
                for number, line in enumerate(lines):
                    self._write(x, self.y + 6.5 + 4 * number, line, bold=True)
            self.y += height
        self.y += 1

    def columns(self, left: Column, right: Column) -> None:
        """Put two columns of amounts side by side; they go on together on the next page."""
        width = (RIGHT - LEFT - GUTTER) / 2
        places = ((LEFT, left), (LEFT + width + GUTTER, right))
        self._column_titles(places, width)
        for pair in zip_longest(left.lines, right.lines):
            wrapped = [self._wrap(line[0], width - 32) if line else [] for line in pair]
            height = 1.5 + 4 * max(map(len, wrapped))
            if self._make_room(height):
                self._column_titles(places, width)
            for (x, _), concept, line in zip(places, wrapped, pair, strict=True):
                if line:
                    self._amount_row(x, width, concept, line[1])
                    self._line(x, x + width, self.y + height - 1, LINE, 0.1)
            self.y += height
        self._make_room(8)
        for x, column in places:
            self._box(x, self.y, width, 7, PALE)
            self._write(x + 2, self.y + 4.7, column.total[0], bold=True)
            self._write(x + width - 2, self.y + 4.7, soles(column.total[1]), bold=True, align="R")
        self.y += 12

    def totals(self, pairs: Sequence[tuple[str, int]]) -> None:
        """Show what the document comes to; the last of the pairs is the one that matters."""
        self._make_room(18)
        width = (RIGHT - LEFT - GUTTER * (len(pairs) - 1)) / len(pairs)
        for number, (name, centimos) in enumerate(pairs, 1):
            last = number == len(pairs)
            x = LEFT + (number - 1) * (width + GUTTER)
            self._box(x, self.y, width, 14, PETROL if last else PALE)
            self._write(x + 3, self.y + 5, name, size=8, colour=PALE if last else MUTED)
            colour = (255, 255, 255) if last else INK
            self._write(x + 3, self.y + 11, soles(centimos), size=12, bold=True, colour=colour)
        self.y += 19

    def note(self, text: str) -> None:
        """Add a paragraph in small letters."""
        for line in self._wrap(text, RIGHT - LEFT, size=8):
            self._make_room(4)
            self._write(LEFT, self.y + 3, line, size=8, colour=MUTED)
            self.y += 4
        self.y += 2

    def bytes(self) -> bytes:
        """Finish the document."""
        return bytes(self.output())

    def _column_titles(self, places: Sequence[tuple[float, Column]], width: float) -> None:
        self._make_room(20)
        for x, column in places:
            self._write(x + 2, self.y + 4, column.title, size=9, bold=True, colour=PETROL)
            self._line(x, x + width, self.y + 6, PETROL, 0.3)
        self.y += 8

    def _amount_row(self, x: float, width: float, concept: Sequence[str], centimos: int) -> None:
        for number, line in enumerate(concept):
            self._write(x + 2, self.y + 3 + 4 * number, line)
        self._write(x + width - 2, self.y + 3, soles(centimos), align="R")

    def _make_room(self, height: float) -> bool:
        """Go to a new page when this one has no such height left; tell whether it did."""
        full = self.y + height > BOTTOM
        if full:
            self.add_page()
        return full

    def _write(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = 9,
        bold: bool = False,
        colour: Colour = INK,
        align: Literal["L", "R"] = "L",
    ) -> None:
        text = normalize("NFC", text)
        self.set_font("DejaVu", "B" if bold else "", size)
        self.set_text_color(*colour)
        self.text(x - self.get_string_width(text) if align == "R" else x, y, text)

    def _wrap(self, text: str, width: float, *, size: float = 9, bold: bool = False) -> list[str]:
        """Part a text in lines that fit; a word that does not fit alone is cut."""
        self.set_font("DejaVu", "B" if bold else "", size)
        lines = [""]
        for word in normalize("NFC", text).split(" "):
            longer = f"{lines[-1]} {word}".lstrip()
            if self.get_string_width(longer) <= width:
                lines[-1] = longer
                continue
            lines.append("")
            for letter in word:
                if self.get_string_width(lines[-1] + letter) > width:
                    lines.append("")
                lines[-1] += letter
        return [line for line in lines if line] or [""]

    def _rule(self, y: float, colour: Colour, thickness: float) -> None:
        self._line(LEFT, RIGHT, y, colour, thickness)

    def _line(self, x1: float, x2: float, y: float, colour: Colour, thickness: float) -> None:
        self.set_draw_color(*colour)
        self.set_line_width(thickness)
        self.line(x1, y, x2, y)

    def _box(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        self.set_fill_color(*colour)
        self.rect(x, y, width, height, style="F")

    def _mark(self, x: float, y: float, size: float) -> None:
        unit = size / 48
        for colour, turned in ((OCHRE, False), (TEAL, True)):
            half = [(48 - a, 48 - b) if turned else (a, b) for a, b in HALF_MARK]
            self.set_fill_color(*colour)
            self.polygon([(x + a * unit, y + b * unit) for a, b in half], style="F")
