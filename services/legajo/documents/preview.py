"""Pages of documents as pictures, drawn anew: nothing of the file that was sent is in them.

A process of its own draws each (drawing.py): what a hostile file does, it does there.
"""

import subprocess
import sys
import threading
from enum import IntEnum
from pathlib import Path
from typing import BinaryIO

import structlog

PROGRAM = Path(__file__).with_name("drawing.py")

PATIENCE = 25
"""How long a page may take to be drawn, in seconds."""

AT_ONCE = threading.BoundedSemaphore(2)
"""How many pages a process of ours has drawn at the same time; the others wait for their turn."""


APOLOGY = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 320" width="240" height="320">
<rect width="239" height="319" x=".5" y=".5" fill="#fff" stroke="#8aa5ad"/>
<g font-family="sans-serif" font-size="15" fill="#0b3440" text-anchor="middle">
<text x="120" y="140">Esta página no se puede</text>
<text x="120" y="162">mostrar aquí. Descargue</text>
<text x="120" y="184">el documento para verla.</text></g></svg>
"""
"""What stands in the place of a page that cannot be drawn."""


class Size(IntEnum):
    """How long the longer side of a picture is, in pixels."""

    SMALL = 320
    """As it stands in a list."""
    LARGE = 1600
    """So that a scanned page can be read."""


class Undrawable(Exception):
    """A page cannot be drawn: the file is damaged, or asks for more than it may have."""


log = structlog.get_logger()


def preview(stream: BinaryIO, tipo: str, page: int = 1, size: Size = Size.SMALL) -> bytes:
    """Return a page as a JPEG, the right way up; raise Undrawable."""
    command = [sys.executable, "-I", str(PROGRAM), tipo, str(page), str(int(size))]
    content = stream.read()
    with AT_ONCE:
        try:
            done = subprocess.run(
                command, input=content, capture_output=True, timeout=PATIENCE, check=True, env={}
            )
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            log.warning("page_not_drawn", tipo=tipo, page=page, error=type(error).__name__)
            raise Undrawable from error
    return done.stdout
