"""Pages of documents as pictures, drawn anew: nothing of the file that was sent is in them.

A process of its own draws each (drawing.py): what a hostile file does, it does there.
"""

import subprocess
import sys
from enum import IntEnum
from pathlib import Path
from typing import BinaryIO

import structlog

from services.legajo.documents.turns import Turns

PROGRAM = Path(__file__).with_name("drawing.py")

PATIENCE = 25
"""How long a page may take to be drawn, in seconds."""

TURNS = Turns(at_once=2, each=3, together=5, patience=PATIENCE)
"""How many pages a process of ours has drawn at once; of each person one, and two that wait.

Of its eight threads three are left, whoever waits, for all that is no picture.
"""

AGAIN = 2
"""After how many seconds who was asked to wait may ask again."""

_SHEET = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 320" width="240" height="320">
<rect width="239" height="319" x=".5" y=".5" fill="#fff" stroke="#8aa5ad"/>
<g font-family="sans-serif" font-size="15" fill="#0b3440" text-anchor="middle">
<text x="120" y="140">{}</text>
<text x="120" y="162">{}</text>
<text x="120" y="184">{}</text></g></svg>
"""

APOLOGY = _SHEET.format(
    "Esta página no se puede", "mostrar aquí. Descargue", "el documento para verla."
)
"""What stands in the place of a page that cannot be drawn."""

SOON = _SHEET.format("Se está preparando.", "Si no aparece, vuelva", "a cargar la página.")
"""What stands in the place of a page that has to wait."""


class Size(IntEnum):
    """How long the longer side of a picture is, in pixels."""

    SMALL = 320
    """As it stands in a list."""
    LARGE = 1600
    """So that a scanned page can be read."""


class Undrawable(Exception):
    """A page cannot be drawn: the file is damaged, or asks for more than it may have."""


log = structlog.get_logger()


def preview(
    stream: BinaryIO, tipo: str, page: int = 1, size: Size = Size.SMALL, *, who: str
) -> bytes:
    """Return a page as a JPEG, the right way up; raise Undrawable.

    Raise `Busy` to `who` asks for so many that others would wait.
    """
    command = [sys.executable, "-I", str(PROGRAM), tipo, str(page), str(int(size))]
    with TURNS.turn(who):
        content = stream.read()
        try:
            done = subprocess.run(
                command, input=content, capture_output=True, timeout=PATIENCE, check=True, env={}
            )
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            log.warning("page_not_drawn", tipo=tipo, page=page, error=type(error).__name__)
            raise Undrawable from error
    return done.stdout
