"""The two faces of our documents, and how their files were made.

The files in `fonts/` are Roboto cut down once to what documents in Spanish need, without hints and
without what only editors use. Each face has two editions: nearly every document finds its letters
in the `usual` one, which is half as heavy; one with a rare letter carries the `whole`. To make them
again:

    python -m uikit.paper.faces FOLDER_OF_ROBOTO
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

FONTS = Path(__file__).parent / "fonts"

STYLES = ("Regular", "Bold")
"""The faces, in the order in which pages number them."""

USUAL = frozenset(
    (*map(chr, range(0x20, 0x7F)), *"\N{NO-BREAK SPACE}ÁÉÍÓÚÜÑáéíóúüñ°º·¿¡—–…“”‘’«»§−")
)
"""What nearly every document in Spanish is written with."""

WHOLE = USUAL.union(map(chr, (*range(0xA1, 0xAD), *range(0xAE, 0x180))), "•€ʼ")
"""Every letter that comes from Latin, for the names of people from everywhere."""

EDITIONS = {"usual": USUAL, "whole": WHOLE}
"""The letters of each edition; a smaller one comes first."""

UNUSED_TABLES = ("FFTM", "GDEF", "GPOS", "GSUB", "DSIG", "LTSH", "VDMX", "hdmx", "kern", "gasp")
"""What a reader of PDF has no use for."""


def font_file(style: str, edition: str) -> Path:
    """Return where an edition of a face is."""
    return FONTS / f"Roboto-{style}.{edition}.ttf"


def subset_face(source: Path, target: Path, characters: frozenset[str]) -> None:
    """Write the part of a font that our documents use."""
    options = Options(hinting=False, glyph_names=False, notdef_outline=True, layout_features=[])
    options.drop_tables += UNUSED_TABLES
    font = TTFont(source, recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(text="".join(sorted(characters)))
    subsetter.subset(font)
    font.save(target)


if __name__ == "__main__":
    for name in STYLES:
        for which, letters in EDITIONS.items():
            roboto = Path(sys.argv[1]) / f"Roboto-{name}.ttf"
            subset_face(roboto, font_file(name, which), letters)
