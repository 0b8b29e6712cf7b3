"""A QR code as one path: the only door to segno."""

import re
from functools import lru_cache

import segno

MASK = 3
"""Any mask can be read; choosing the best of eight takes ten times as long as all else."""


DARK = re.compile(b"\1+")
"""Dark squares side by side."""


@lru_cache(256)
def qr_path(content: str) -> tuple[int, str]:
    """Return how many squares a side has, and the dark ones as a path of squares of size 1.

    The path begins at the lower left corner, as pages of a PDF do. A text in capitals, digits and
    `$%*+-./:` takes the smallest code.
    """
    code = segno.make_qr(content, error="m", mask=MASK)
    side = len(code.matrix)
    path = [
        f"{dark.start()} {side - 1 - number} {dark.end() - dark.start()} 1 re"
        for number, row in enumerate(code.matrix)
        for dark in DARK.finditer(row)
    ]
    return side, " ".join(path)
