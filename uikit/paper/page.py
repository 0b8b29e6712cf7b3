"""What can be put on a document of ours, from top to bottom; each piece is tagged for who listens.

All measures are millimetres; sizes of letters, points. `density` makes both smaller, so that more
fits on a page.
"""

from collections.abc import Sequence
from typing import NamedTuple

from uikit.filters import soles
from uikit.paper.canvas import INK, Style
from uikit.paper.columns import Column, Columns
from uikit.paper.letters import wrapped
from uikit.paper.qr import qr_path
from uikit.paper.sheet import GUTTER, LINE, MUTED, PALE, PETROL, WHITE, Sheet
from uikit.paper.table import Cells, Heading, Table

SEAL_HEIGHT = 29.0
"""How much of the last page the code of verification takes."""

TITLE = Style(17, bold=True, colour=PETROL, pitch=7)
SUBTITLE = Style(9.5, colour=MUTED)
SECTION = Style(9.5, bold=True, colour=PETROL)
NAME = Style(7.5, colour=MUTED, pitch=3.2)
VALUE = Style(9, bold=True, pitch=3.8)
NOTE = Style(8.5, colour=MUTED, pitch=3.7)


class Verification(NamedTuple):
    """How anybody can see that a document is ours: its code, and where to say it."""

    code: str
    address: str
    """What the QR says: in capitals, which take the smallest code."""
    page: str
    """Where a person types the code."""

    @classmethod
    def at(cls, public_url: str, prefix: str, code: str) -> "Verification":
        """Return how a document with that code is verified under that prefix."""
        page = f"{public_url}{prefix}/"
        return cls(code=code, address=f"{page}{code}".upper(), page=page)


class Paper(Sheet):
    """A document of ours; content goes below what it already has, and onto new pages."""

    def heading(self, title: str, subtitle: str = "", aside: str = "") -> None:
        """Say what the document is; `aside` stands at the right, as large."""
        lines = wrapped(title, self.width - (70 if aside else 0), TITLE.size, bold=True)
        self.text("H1", self.left, self.y + 5, lines, TITLE)
        if aside:
            style = TITLE._replace(size=15, align="R")
            self.text("P", self.right, self.y + 5, [aside], style)
        self.y += TITLE.pitch * len(lines)
        if subtitle:
            lines = wrapped(subtitle, self.width, SUBTITLE.size)
            self.text("P", self.left, self.y + 3.2, lines, SUBTITLE)
            self.y += SUBTITLE.pitch * len(lines)
        self.y += 3.5 * self.density

    def section(self, title: str) -> None:
        """Begin a part of the document."""
        d = self.density
        self.make_room(14 * d)
        self.text("H2", self.left, self.y + 3.5 * d, [title], SECTION.scaled(d))
        self.rule(self.left, self.right, self.y + 5 * d, PETROL, 0.25)
        self.y += 6.5 * d

    def pairs(self, pairs: Sequence[tuple[str, str]], per_row: int = 3) -> None:
        """Show names and values in a grid; a value that is empty is shown as a dash."""
        d = self.density
        name_style, style = NAME.scaled(d), VALUE.scaled(d)
        width = (self.width - GUTTER * (per_row - 1)) / per_row
        with self.element("L"):
            for start in range(0, len(pairs), per_row):
                row = [
                    (
                        wrapped(name, width, name_style.size),
                        wrapped(value or "—", width, style.size, bold=True),
                    )
                    for name, value in pairs[start : start + per_row]
                ]
                tallest = max(len(lines) for _, lines in row)
                above = max(len(names) for names, _ in row) * name_style.pitch
                height = 1.5 * d + above + style.pitch * tallest
                self.make_room(height)
                for column, (names, lines) in enumerate(row):
                    x = self.left + column * (width + GUTTER)
                    with self.element("LI"):
                        self.text("Lbl", x, self.y + 2.6 * d, names, name_style)
                        self.text("LBody", x, self.y + above + 3.1 * d, lines, style)
                self.y += height
        self.y += 1.5 * d

    def columns(self, left: Column, right: Column) -> None:
        """Put two columns of amounts side by side; they go on together on the next page."""
        Columns(self, left, right).draw()

    def table(
        self, headings: Sequence[Heading], rows: Sequence[Cells], total: Cells | None = None
    ) -> None:
        """Put a table over the whole width; it goes on under its headings on the next page."""
        Table(self, headings).draw(rows, total)

    def totals(self, pairs: Sequence[tuple[str, int]]) -> None:
        """Show what the document comes to; the last of the pairs is the one that matters."""
        d = self.density
        self.make_room(16 * d)
        width = (self.width - GUTTER * (len(pairs) - 1)) / len(pairs)
        for number, (name, centimos) in enumerate(pairs, 1):
            last = number == len(pairs)
            x = self.left + (number - 1) * (width + GUTTER)
            self.box(x, self.y, width, 12.5 * d, PETROL if last else PALE)
            colour = WHITE if last else INK
            amount = Style(13 * d, bold=True, colour=colour)
            with self.element("Sect"):
                self.text("P", x + 3, self.y + 4.6 * d, [name], Style(8 * d, colour=colour))
                self.text("P", x + 3, self.y + 10.2 * d, [soles(centimos)], amount)
        self.y += 15.5 * d

    def note(self, text: str, style: Style = NOTE) -> None:
        """Add a paragraph, in small letters."""
        d = self.density
        style = style.scaled(d)
        lines = wrapped(text, self.width, style.size, bold=style.bold)
        while lines:
            self.make_room(style.pitch)
            fit = max(1, int((self.bottom - self.y) / style.pitch))
            self.text("P", self.left, self.y + 0.8 * style.pitch, lines[:fit], style)
            self.y += style.pitch * len(lines[:fit])
            lines = lines[fit:]
        self.y += 1.5 * d

    def verification(self, seal: Verification, lines: Sequence[str]) -> None:
        """Put the QR and the code at the foot of this page, with what is to be said beside it."""
        self.make_room(SEAL_HEIGHT)
        top = self.bottom - SEAL_HEIGHT
        self.box(self.left, top, self.width, SEAL_HEIGHT - 1, LINE, edge=True)
        side, path = qr_path(seal.address)
        size = SEAL_HEIGHT - 6
        alt = "/Alt(Codigo QR de verificacion)/A<</O/Layout/Placement/Block>>"
        self.canvas.begin("Figure", self.structure.leaf("Figure", alt))
        self.canvas.path(self.left + 2.5, top + 2.5 + size, size / side, path)
        self.canvas.end()
        x = self.left + size + 7
        self.text("P", x, top + 5.5, ["CÓDIGO DE VERIFICACIÓN"], Style(7.5, colour=MUTED))
        self.text("P", x, top + 11.2, [seal.code], Style(14, bold=True, colour=PETROL))
        with self.element("P"):
            self.text("Link", x, top + 16.2, [seal.page], Style(8.5, colour=PETROL))
        element = self.structure.newest
        place = (x, top + 12.7, 90, 4.8)
        self.canvas.link(place, seal.address, "Verificar este documento", element)
        small = Style(7.5, colour=MUTED, pitch=3.6)
        for number, line in enumerate(lines):
            self.text("P", x, top + 20.4 + small.pitch * number, [line], small)
        self.y = self.bottom
