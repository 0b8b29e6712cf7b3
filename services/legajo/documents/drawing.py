"""A program that draws one page of a file that nobody trusts, and ends.

It is run alone, without our settings and within narrow limits: it reads the file from its input and
writes a JPEG to its output. Arguments: the type of the file, the page from 1, and how long the
longer side of the picture is to be, in pixels.
"""

import resource
import sys
import warnings
from io import BytesIO

import pypdfium2  # type: ignore[import-untyped]
from PIL import Image, ImageOps

MEMORY = 1024 * 1024 * 1024
"""The most memory it may ask for: a picture of `MAX_PIXELS`, and its copy."""

SECONDS = 10
"""The most time of a processor it may use."""

OPEN_FILES = 32
"""How many files it may have open: the fonts of a PDF that brings none."""

TOO_MUCH = 3
"""With what it ends when the page is not in the file, or cannot be drawn."""


def limit() -> None:
    """Take from this process what it does not need."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))


def draw_page(content: bytes, page: int, side: int) -> bytes:
    """Draw a page of a PDF on white: no forms, no scripts, no links."""
    document = pypdfium2.PdfDocument(content)
    drawn = document[page - 1]
    scale = side / max(*drawn.get_size(), 1)
    return written(drawn.render(scale=scale, may_draw_forms=False).to_pil())


def draw_picture(content: bytes, side: int) -> bytes:
    """Draw a picture the right way up (its EXIF says which)."""
    with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as picture:
        picture.draft("RGB", (side, side))
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((side, side))
        if upright.mode in {"RGBA", "LA", "PA", "P"}:
            upright = upright.convert("RGBA")
            paper = Image.new("RGBA", upright.size, "white")
            upright = Image.alpha_composite(paper, upright)
        return written(upright)


def written(picture: Image.Image) -> bytes:
    """Return a picture as a JPEG, with nothing of the file but what is seen."""
    file = BytesIO()
    picture.convert("RGB").save(file, "JPEG", quality=85)
    return file.getvalue()


def main(tipo: str, page: str, side: str) -> None:
    """Draw what comes in, and give it."""
    limit()
    warnings.simplefilter("ignore")
    content = sys.stdin.buffer.read()
    is_pdf = tipo == "application/pdf"
    drawn = draw_page(content, int(page), int(side)) if is_pdf else draw_picture(content, int(side))
    sys.stdout.buffer.write(drawn)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except BaseException:
        sys.exit(TOO_MUCH)
