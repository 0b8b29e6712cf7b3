"""One page, on which texts, lines and boxes are written straight as operators of PDF.

Measures are millimetres from the upper left corner; sizes of letters, points. What is text of the
document carries its number in the structure; everything else is an artifact, which readers skip.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Literal, NamedTuple

from uikit.paper.letters import hexadecimal, printable, width_of

POINTS = 72 / 25.4
"""Points in a millimetre."""

Colour = tuple[int, int, int]
Size = tuple[float, float]

INK = (27, 42, 48)
"""What texts are written with unless they say otherwise."""


class Style(NamedTuple):
    """How a text looks, and how far apart its lines are."""

    size: float = 9
    bold: bool = False
    colour: Colour = INK
    align: Literal["L", "C", "R"] = "L"
    pitch: float = 4

    def scaled(self, factor: float) -> "Style":
        """Return the same, smaller."""
        return self._replace(size=self.size * factor, pitch=self.pitch * factor)


A4: Size = (210.0, 297.0)
A4_LANDSCAPE: Size = (297.0, 210.0)


class Link(NamedTuple):
    """Where one may press on a page, where that leads, what it is called, and its element."""

    rectangle: str
    address: str
    title: str
    element: int


class Canvas:
    """A page while it is drawn."""

    def __init__(self, size: Size) -> None:
        self.width, self.height = size
        self._texts: list[str] = []
        self.links: list[Link] = []
        self._written: list[str] = []
        self._font: tuple[bool, float] | None = None
        self._colour: Colour | None = None

    @property
    def content(self) -> bytes:
        """Return what was drawn."""
        return "\n".join(self._written).encode("ascii")

    @property
    def letters(self) -> set[str]:
        """Return every letter that the page shows."""
        return set("".join(self._texts))

    def write(self, x: float, y: float, text: str, style: Style) -> None:
        """Write a line of text whose base is at `y`, from, around or up to `x`."""
        self._written.append(self._line(x, y, text, style))

    def text(
        self, kind: str, mcid: int, place: tuple[float, float], lines: Iterable[str], style: Style
    ) -> None:
        """Write lines that are one element of the document, under that number."""
        x, y = place
        written = [f"/{kind}<</MCID {mcid}>>BDC"]
        for line in lines:
            written.append(self._line(x, y, line, style))
            y += style.pitch
        written.append("EMC")
        self._written += written

    def _line(self, x: float, y: float, text: str, style: Style) -> str:
        text = printable(text)
        self._texts.append(text)
        size, bold, colour, align, _ = style
        if align != "L":
            x -= width_of(text, size, bold=bold) / (1 if align == "R" else 2)
        state = ""
        if self._colour != colour:
            self._colour = colour
            state = f"{_rgb(colour)} rg "
        if self._font != (bold, size):
            self._font = (bold, size)
            state += f"/F{2 if bold else 1} {size:.4g} Tf "
        x, y = x * POINTS, (self.height - y) * POINTS
        return f"BT {state}{x:.2f} {y:.2f} Td <{hexadecimal(text)}> Tj ET"

    def begin(self, kind: str, mcid: int) -> None:
        """Say that what comes next is text of the document, under that number."""
        self._written.append(f"/{kind}<</MCID {mcid}>>BDC")

    def begin_artifact(self, kind: str = "") -> None:
        """Say that what comes next is not text of the document."""
        self._written.append(f"/Artifact<</Type/{kind}>>BDC" if kind else "/Artifact BMC")

    def end(self) -> None:
        """End what was begun last."""
        self._written.append("EMC")

    def line(self, x1: float, x2: float, y: float, colour: Colour, thickness: float) -> None:
        """Draw a level line."""
        self.lines(x1, x2, (y,), colour, thickness)

    def lines(
        self, x1: float, x2: float, ys: Sequence[float], colour: Colour, thickness: float
    ) -> None:
        """Draw several level lines, one below the other."""
        if not ys:
            return
        left, right = f"{x1 * POINTS:.2f}", f"{x2 * POINTS:.2f}"
        path = []
        for y in ys:
            level = f"{(self.height - y) * POINTS:.2f}"
            path.append(f"{left} {level} m {right} {level} l")
        state = f"{thickness * POINTS:.2f} w {_rgb(colour)} RG"
        self._written.append(f"{state} {' '.join(path)} S")

    def box(
        self, x: float, y: float, width: float, height: float, colour: Colour, *, edge: bool = False
    ) -> None:
        """Fill a rectangle, or draw its edge."""
        self._colour = None if edge else colour
        state = f"0.7 w {_rgb(colour)} RG" if edge else f"{_rgb(colour)} rg"
        self._written.append(
            f"{state} {self.rectangle(x, y, width, height)} {'S' if edge else 'f'}"
        )

    def rectangle(self, x: float, y: float, width: float, height: float) -> str:
        """Return a rectangle as the operator that draws it."""
        left, bottom = x * POINTS, (self.height - y - height) * POINTS
        return f"{left:.2f} {bottom:.2f} {width * POINTS:.2f} {height * POINTS:.2f} re"

    def polygon(self, corners: Sequence[tuple[float, float]], colour: Colour) -> None:
        """Fill what is between corners."""
        self._colour = colour
        path = [
            f"{x * POINTS:.2f} {(self.height - y) * POINTS:.2f} {'l' if number else 'm'}"
            for number, (x, y) in enumerate(corners)
        ]
        self._written.append(f"{_rgb(colour)} rg {' '.join(path)} f")

    def path(self, x: float, y: float, scale: float, path: str) -> None:
        """Fill a path of its own measure in black, from its lower left corner at `x`, `y`."""
        x, y, scale = x * POINTS, (self.height - y) * POINTS, scale * POINTS
        self._written.append(f"q 0 g {scale:.4f} 0 0 {scale:.4f} {x:.2f} {y:.2f} cm {path} f Q")

    def slanted(self, text: str, colour: Colour) -> None:
        """Write a text large across the page, from its lower left to its upper right."""
        text = printable(text)
        self._texts.append(text)
        size = min(100.0, 100.0 * self.width / width_of(text, 100.0, bold=True))
        half = width_of(text, size, bold=True) / 2 * POINTS
        x, y = self.width / 2 * POINTS, self.height / 2 * POINTS
        slope = 0.7071
        self._written.append(
            f"q {_rgb(colour)} rg {slope} {slope} {-slope} {slope} {x:.2f} {y:.2f} cm"
            f" BT /F2 {size:.4g} Tf {-half:.2f} {-size / 3:.2f} Td <{hexadecimal(text)}> Tj ET Q"
        )

    def link(
        self, place: tuple[float, float, float, float], address: str, title: str, element: int
    ) -> None:
        """Let who presses on a place (left, top, width, height) go to an address."""
        x, y, width, height = place
        corners = (x, self.height - y - height, x + width, self.height - y)
        rectangle = " ".join(f"{edge * POINTS:.2f}" for edge in corners)
        self.links.append(Link(rectangle, address, title, element))

    def stamp(self, drawn: str, letters: set[str]) -> None:
        """Put here what was drawn on another canvas of this size."""
        self._texts += letters
        self._written.append(drawn)


@cache
def _rgb(colour: Colour) -> str:
    red, green, blue = colour
    return f"{red / 255:.3g} {green / 255:.3g} {blue / 255:.3g}"
