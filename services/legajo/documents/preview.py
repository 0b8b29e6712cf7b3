"""A small picture of a document, drawn anew: nothing of the file that was sent is in it."""

from io import BytesIO
from typing import BinaryIO

from PIL import Image, ImageOps

WIDTH = 640
"""The longer side of a preview, in pixels."""


def preview(stream: BinaryIO) -> bytes:
    """Return a JPEG of a picture that was inspected before, the right way up."""
    with Image.open(stream, formats=("JPEG", "PNG")) as picture:
        picture.draft("RGB", (WIDTH, WIDTH))
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((WIDTH, WIDTH))
        drawn = BytesIO()
        upright.convert("RGB").save(drawn, "JPEG", quality=80)
    return drawn.getvalue()
