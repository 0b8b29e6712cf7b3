"""The letters of our faces: how wide they are, how a text is parted in lines, what a file carries.

Fonts are parsed once for each process and shared by all documents. A letter is written by its code
in Unicode, so that nothing need be looked up to write a text, nor to read it back.
"""

import zlib
from collections.abc import Iterable
from functools import cache, lru_cache
from io import BytesIO
from typing import Any, NamedTuple
from unicodedata import normalize

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from uikit.paper.faces import EDITIONS, STYLES, WHOLE, font_file

MM_PER_POINT = 25.4 / 72

UNITS_PER_EM = 2048
"""The grid on which Roboto is drawn."""

SUBSTITUTE = "?"
"""What stands for a sign that none of our faces has: PDF/A forbids to draw an empty box."""

TO_UNICODE = """\
/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{ranges}
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""
"""How a reader turns what is written back into text (ISO 32000-1 §9.10.3)."""


class FontObjects(NamedTuple):
    """An edition of a face as the objects of a file; the last three are streams, compressed."""

    name: str
    widths: str
    descriptor: str
    program: bytes
    program_length: int
    to_unicode: bytes
    glyphs: bytes


def hexadecimal(text: str) -> str:
    """Write a text of ours as a page has it."""
    return text.encode("utf-16-be").hex()


@lru_cache(8192)
def printable(text: str) -> str:
    """Return a text in letters that we have: composed, without what hides, rare ones made plain."""
    composed = normalize("NFC", text)
    if WHOLE.issuperset(composed):
        return composed
    return "".join(map(_nearest, composed))


@lru_cache(8192)
def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Return how many millimetres a printable text takes."""
    widths = _widths()[bold]
    return sum([widths[letter] for letter in text]) * size * MM_PER_POINT / 1000


@lru_cache(4096)
def wrapped(text: str, width: float, size: float, *, bold: bool = False) -> tuple[str, ...]:
    """Part a text in lines that fit; a word that does not fit alone is cut."""
    text = printable(text)
    if width_of(text, size, bold=bold) <= width:
        return (text,)
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".lstrip()
        if width_of(longer, size, bold=bold) <= width:
            lines[-1] = longer
            continue
        lines.append("")
        for letter in word:
            if width_of(lines[-1] + letter, size, bold=bold) > width:
                lines.append("")
            lines[-1] += letter
    return tuple(line for line in lines if line) or ("",)


def edition_for(letters: Iterable[str]) -> str:
    """Return the lightest edition that has all of these letters."""
    return next(name for name, characters in EDITIONS.items() if characters.issuperset(letters))


@cache
def font_objects(style: str, edition: str) -> FontObjects:
    """Return what a file carries of an edition of a face."""
    path = font_file(style, edition)
    font = TTFont(path, recalcTimestamp=False)
    glyph_of: dict[int, str] = font.getBestCmap()
    codes = sorted(glyph_of)
    glyphs = bytearray(2 * (codes[-1] + 1))
    for code in codes:
        glyphs[2 * code : 2 * code + 2] = font.getGlyphID(glyph_of[code]).to_bytes(2, "big")
    name = f"{'UW'[edition == 'whole']}SUAL{'RB'[style == 'Bold']}+Roboto-{style}"
    widths = " ".join(
        f"{first} [{' '.join(str(_per_mille(font, glyph_of[code])) for code in run)}]"
        for first, run in ((run[0], run) for run in _runs(codes))
    )
    descriptor, program = _descriptor(font, name), _program(font)
    return FontObjects(
        name=name,
        widths=f"[{widths}]",
        descriptor=descriptor,
        program=zlib.compress(program, 9),
        program_length=len(program),
        to_unicode=zlib.compress(_to_unicode(codes).encode(), 9),
        glyphs=zlib.compress(bytes(glyphs), 9),
    )


def _program(font: Any) -> bytes:
    """Return the font without what only other programs read."""
    for table in ("cmap", "OS/2", "name", "post"):
        del font[table]
    file = BytesIO()
    font.save(file)
    return file.getvalue()


def _nearest(letter: str) -> str:
    if letter in WHOLE:
        return letter
    if letter.isspace():
        return " "
    plain = [sign for sign in normalize("NFKD", letter) if sign in WHOLE]
    return "".join(plain) or SUBSTITUTE


@cache
def _widths() -> tuple[dict[str, int], dict[str, int]]:
    regular, bold = (_widths_of(TTFont(font_file(style, "whole"))) for style in STYLES)
    return regular, bold


def _widths_of(font: Any) -> dict[str, int]:
    return {chr(code): _per_mille(font, glyph) for code, glyph in font.getBestCmap().items()}


def _per_mille(font: Any, glyph: str) -> int:
    """Return the width of a glyph in thousandths of the size of the letters."""
    width: int = font["hmtx"][glyph][0]
    return round(width * 1000 / UNITS_PER_EM)


def _descriptor(font: Any, name: str) -> str:
    head, hhea = font["head"], font["hhea"]

    def scaled(value: int) -> int:
        return round(value * 1000 / UNITS_PER_EM)

    box = " ".join(str(scaled(edge)) for edge in (head.xMin, head.yMin, head.xMax, head.yMax))
    return (
        f"<</Type/FontDescriptor/FontName/{name}/Flags 4/FontBBox[{box}]/ItalicAngle 0"
        f"/Ascent {scaled(hhea.ascent)}/Descent {scaled(hhea.descent)}/CapHeight 711"
        f"/StemV {165 if 'Bold' in name else 95}/FontFile2 {{file}} 0 R>>"
    )


def _runs(codes: list[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for code in codes:
        # A run stays within a row of 256 codes, as ranges of a CMap must.
        if runs and code == runs[-1][-1] + 1 and code % 256:
            runs[-1].append(code)
        else:
            runs.append([code])
    return runs


def _to_unicode(codes: list[int]) -> str:
    ranges = [f"<{run[0]:04X}> <{run[-1]:04X}> <{run[0]:04X}>" for run in _runs(codes)]
    blocks = [ranges[start : start + 100] for start in range(0, len(ranges), 100)]
    return TO_UNICODE.format(
        ranges="\n".join(
            f"{len(block)} beginbfrange\n" + "\n".join(block) + "\nendbfrange" for block in blocks
        )
    )
