"""The two faces of our documents, and how their files were made.

The files in `fonts/` are DejaVu Sans cut down once to what Spanish and the names of people need,
without hints: small enough to be parsed for each document in a few milliseconds. To make them
again:

    python -m uikit.paper.faces /usr/share/fonts/truetype/dejavu
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

FONTS = Path(__file__).parent / "fonts"

FACES = {"": FONTS / "DejaVuSans.ttf", "B": FONTS / "DejaVuSans-Bold.ttf"}
"""The file of each style, by the name that fpdf2 gives to styles."""

CHARACTERS = (
    *map(chr, range(0x20, 0x7F)),
    *map(chr, range(0xA0, 0x100)),
    *"ŒœŠšŽžŸ‘’“”–—…•€ʼ−",
)
"""Latin-1, and the signs and letters beyond it that appear in Peruvian names and documents."""


def subset_face(source: Path, target: Path) -> None:
    """Write the part of a font that our documents use."""
    options = Options(hinting=False, glyph_names=False, notdef_outline=True, layout_features=[])
    options.drop_tables += ["FFTM", "GDEF", "GPOS", "GSUB", "MATH", "gasp"]
    font = TTFont(source, recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(text="".join(CHARACTERS))
    subsetter.subset(font)
    font.save(target)


if __name__ == "__main__":
    for face in FACES.values():
        subset_face(Path(sys.argv[1]) / face.name, face)
