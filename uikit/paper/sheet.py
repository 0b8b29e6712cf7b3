"""The pages of a document: their head and foot, what room they have left, and what is text on them.

It knows nothing of what documents say; `Paper` puts that on it.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache

from uikit.brand import BRAND
from uikit.paper.about import Said
from uikit.paper.canvas import A4, A4_LANDSCAPE, Canvas, Colour, Size, Style
from uikit.paper.file import Document, Producer
from uikit.paper.tags import Structure

MARGIN = 15.0
GUTTER = 6.0
"""Between two columns."""
TOP = 31.0
"""Where the content of a page begins, under its head."""
FOOT = 18.0
"""How far above the lower edge of the paper content ends."""

MUTED = (80, 97, 106)
PETROL = (11, 52, 64)
TEAL = (42, 147, 160)
OCHRE = (227, 165, 60)
PALE = (237, 245, 246)
LINE = (205, 209, 207)
WHITE = (255, 255, 255)
STATE = "República del Perú"

WATERMARK = (228, 228, 228)
"""Light enough to be read through, dark enough to be seen on any printer."""

HALF_MARK = (
    *((32, 14), (32, 20), (20, 20), (20, 26), (14, 26), (14, 32), (3, 32), (3, 15)),
    *((9, 15), (9, 9), (15, 9), (15, 3), (33, 3), (33, 9), (39, 9), (39, 14)),
)
"""One half of `static/logo.svg`, on its grid of 48; the other is the same, turned around."""


class Sheet:
    """A document while its pages are filled, from top to bottom."""

    def __init__(
        self,
        *,
        title: str,
        created_at: datetime,
        subject: str = "",
        landscape: bool = False,
        watermark: str = "",
    ) -> None:
        self.title, self.subject, self.created_at = title, subject, created_at
        self.size: Size = A4_LANDSCAPE if landscape else A4
        self.left, self.right = MARGIN, self.size[0] - MARGIN
        self.bottom = self.size[1] - FOOT
        self.density = 1.0
        """How tall lines and letters are: below 1, more fits on a page."""
        self.watermark = watermark
        self.structure = Structure()
        self.y = TOP
        self._canvases: list[Canvas] = []
        self._parts: list[list[Canvas]] = [[]]
        self.add_page()

    @property
    def width(self) -> float:
        """Return how wide the content may be."""
        return self.right - self.left

    @property
    def pages(self) -> int:
        """Return how many pages there are."""
        return len(self._canvases)

    def add_page(self) -> None:
        """Go to a new page."""
        self.canvas = Canvas(self.size)
        self._canvases.append(self.canvas)
        self._parts[-1].append(self.canvas)
        self.structure.add_page()
        drawn, letters = _head(self.size, self.watermark)
        self.canvas.stamp(drawn, letters)
        self.y = TOP

    def begin_part(self, watermark: str = "") -> None:
        """Begin a document within this one, on a new page, with pages counted from 1."""
        self.watermark = watermark
        self._parts.append([])
        self.add_page()

    def make_room(self, height: float) -> bool:
        """Go to a new page when this one has no such height left; tell whether it did."""
        full = self.y + height > self.bottom
        if full:
            self.add_page()
        return full

    def text(  # noqa: PLR0917  (what, where, and how it looks)
        self, kind: str, x: float, y: float, lines: Iterable[str], style: Style, extra: str = ""
    ) -> None:
        """Write lines that are one element of the document."""
        self.canvas.text(kind, self.structure.leaf(kind, extra), (x, y), lines, style)

    def rule(self, x1: float, x2: float, y: float, colour: Colour, thickness: float) -> None:
        """Draw a line that says nothing."""
        with self.artifact():
            self.canvas.line(x1, x2, y, colour, thickness)

    def box(
        self, x: float, y: float, width: float, height: float, colour: Colour, *, edge: bool = False
    ) -> None:
        """Draw a box that says nothing."""
        with self.artifact():
            self.canvas.box(x, y, width, height, colour, edge=edge)

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """Let what is drawn inside be skipped by who reads aloud."""
        self.canvas.begin_artifact()
        yield
        self.canvas.end()

    def element(self, kind: str) -> Structure:
        """Put together what is written inside the `with` in which this is said."""
        return self.structure.within(kind)

    def bytes(self) -> bytes:
        """Finish the document."""
        for part in self._parts:
            for number, canvas in enumerate(part, 1):
                _foot(canvas, f"Página {number} de {len(part)}")
        document = Document()
        document.about = Said(
            self.title, self.subject, BRAND.authority, BRAND.name, self.created_at
        )
        document.canvases, document.structure = self._canvases, self.structure
        return bytes(document.output(output_producer_class=Producer))


@cache
def _head(size: Size, watermark: str) -> tuple[str, set[str]]:
    """Draw what each page begins with, once: who speaks."""
    canvas = Canvas(size)
    right = size[0] - MARGIN
    if watermark:
        canvas.begin_artifact("Background")
        canvas.slanted(watermark, WATERMARK)
        canvas.end()
    canvas.begin_artifact("Pagination")
    unit = 11.5 / 48
    for colour, turned in ((OCHRE, False), (TEAL, True)):
        half = [(48 - a, 48 - b) if turned else (a, b) for a, b in HALF_MARK]
        canvas.polygon([(MARGIN + a * unit, 9.5 + b * unit) for a, b in half], colour)
    canvas.write(MARGIN + 15, 15, BRAND.name, Style(15, bold=True, colour=PETROL))
    canvas.write(MARGIN + 15, 19.6, BRAND.platform, Style(8, colour=MUTED))
    canvas.write(right, 15, BRAND.authority, Style(9, bold=True, colour=PETROL, align="R"))
    canvas.write(right, 19.6, STATE, Style(8, colour=MUTED, align="R"))
    canvas.line(MARGIN, right, 24.5, PETROL, 0.5)
    canvas.end()
    return f"q\n{canvas.content.decode()}\nQ", canvas.letters


def _foot(canvas: Canvas, number: str) -> None:
    """Draw what a page ends with: where help is, and which page this is."""
    y = canvas.height - 9
    canvas.begin_artifact("Pagination")
    canvas.line(MARGIN, canvas.width - MARGIN, y - 4.5, LINE, 0.2)
    contact = f"Mesa de ayuda: {BRAND.help_email} · {BRAND.help_phone}"
    small = Style(7.5, colour=MUTED)
    canvas.write(MARGIN, y, contact, small)
    canvas.write(canvas.width - MARGIN, y, number, small._replace(align="R"))
    canvas.end()
