"""Looks into a file that somebody sent: its content says what it is, never its name.

It is really opened, from the first byte to the last. What runs, opens something or carries other
files inside is refused, with words that tell how to send it so that it is taken.
"""

import logging
import os
import warnings
from collections.abc import Callable, Iterator
from threading import BoundedSemaphore
from time import thread_time
from typing import Any, BinaryIO, NamedTuple

from PIL import Image
from pypdf import PdfReader
from pypdf.errors import FileNotDecryptedError
from pypdf.generic import DictionaryObject, NameObject

from chassis.errors import Invalid

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"

NAMES = {PDF: "PDF", JPEG: "JPG", PNG: "PNG"}
"""What people call each type."""

SUFFIXES = {PDF: ".pdf", JPEG: ".jpg", PNG: ".png"}
"""How the name of a file of each type ends."""

SIGNATURES = {b"%PDF-": PDF, b"\xff\xd8\xff": JPEG, b"\x89PNG\r\n\x1a\n": PNG}
"""How a file of each type begins."""

MAX_PIXELS = 60_000_000
"""The largest picture that is opened: a page of A3 at 450 dots an inch."""

MAX_OBJECTS = 50_000
"""How many objects of a PDF are looked at; a scanned document has some hundreds."""

MAX_SECONDS = 5.0
"""How long a processor may look into a PDF: a small one may hold gigabytes of nothing."""

MAX_PAGES = 500
"""The longest PDF, in pages."""

OPENED_AT_ONCE = BoundedSemaphore(2)
"""How many pictures are open at the same time: the largest takes a quarter of a gigabyte."""

DANGEROUS = {
    "/JS": "un programa (JavaScript)",
    "/JavaScript": "un programa (JavaScript)",
    "/Launch": "una orden para abrir otro programa",
    "/EmbeddedFile": "otros archivos adentro",
    "/EmbeddedFiles": "otros archivos adentro",
    "/EF": "otros archivos adentro",
    "/RichMedia": "contenido multimedia",
    "/XFA": "un formulario con programa",
    "/ImportData": "una orden que trae datos de otro lugar",
    "/SubmitForm": "una orden que envía datos a otro lugar",
}
"""What a PDF may not have, as the name of a key or of an action (ISO 32000-1 §12.6, §7.11)."""

TOO_COMPLEX = "El PDF es demasiado complejo: imprímalo como PDF y suba el archivo nuevo."
"""What is said of what takes too much to look into."""

UNREADABLE = "El archivo está dañado o incompleto: vuelva a escanearlo o a descargarlo, y súbalo."
"""What is said of what cannot be opened."""

logging.getLogger("pypdf").setLevel(logging.ERROR)  # it warns of what people's scanners write


class Inspected(NamedTuple):
    """What a file is."""

    tipo: str
    paginas: int


def inspect(stream: BinaryIO, *, max_mb: int) -> Inspected:
    """Return what the file is; refuse what is no document that can be kept."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    if not size:
        raise Invalid("El archivo está vacío: ábralo para ver qué contiene y súbalo otra vez.")
    if size > max_mb * 1024 * 1024:
        raise Invalid(too_large(max_mb))
    head = stream.read(16)
    stream.seek(0)
    tipo = next((tipo for start, tipo in SIGNATURES.items() if head.startswith(start)), None)
    if tipo is None:
        raise Invalid(
            "Solo se reciben archivos PDF, JPG o PNG, y este no lo es aunque su nombre lo diga. "
            "Si es de Word, guárdelo como PDF y súbalo."
        )
    paginas = READERS[tipo](stream)
    stream.seek(0)
    return Inspected(tipo, paginas)


def too_large(max_mb: int) -> str:
    """Tell what to do with a file that is too large."""
    return (
        f"El archivo tiene más de {max_mb} MB: escanéelo en menor resolución (200 puntos por "
        "pulgada bastan), o divídalo en partes."
    )


def _read_pdf(stream: BinaryIO) -> int:
    """Open every object and every page; return how many pages there are."""
    try:
        reader = PdfReader(stream)
        if reader.is_encrypted:
            raise FileNotDecryptedError
        for found in _names(reader):
            if found in DANGEROUS:
                raise Invalid(
                    f"El PDF contiene {DANGEROUS[found]} y por seguridad no se recibe: ábralo, "
                    "elija «Imprimir» y «Guardar como PDF», y suba el archivo nuevo."
                )
        paginas = len(reader.pages)
    except FileNotDecryptedError:
        raise Invalid(
            "El PDF está protegido con contraseña: guárdelo sin contraseña y súbalo otra vez."
        ) from None
    except Invalid:
        raise
    except Exception:  # whatever a broken file does to who reads it
        raise Invalid(UNREADABLE) from None
    if not 0 < paginas <= MAX_PAGES:
        raise Invalid(
            f"El PDF tiene {paginas} páginas: se reciben entre 1 y {MAX_PAGES}."
            if paginas
            else "El PDF no tiene ninguna página: revíselo y súbalo otra vez."
        )
    return paginas


def _names(reader: PdfReader) -> Iterator[str]:
    """Give every key of every dictionary of the file, and every action's kind."""
    numbers = {*reader.xref_objStm, *(number for by in reader.xref.values() for number in by)}
    if len(numbers) > MAX_OBJECTS:
        raise Invalid(TOO_COMPLEX)
    yield from _names_in(reader.trailer)
    until = thread_time() + MAX_SECONDS
    for number in sorted(numbers):
        if thread_time() > until:
            raise Invalid(TOO_COMPLEX)
        yield from _names_in(reader.get_object(number))


def _names_in(start: Any) -> Iterator[str]:
    """Give the names in an object, but not in those it points to: they come by themselves."""
    waiting = [start]
    while waiting:
        each = waiting.pop()
        if isinstance(each, DictionaryObject):
            for key, value in each.items():
                yield str(key)
                if key in {"/S", "/Subtype", "/Type"} and isinstance(value, NameObject):
                    yield str(value)
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each


def _read_picture(stream: BinaryIO) -> int:
    """Open every pixel; a picture is one page."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with OPENED_AT_ONCE, Image.open(stream, formats=("JPEG", "PNG")) as picture:
                if picture.width * picture.height > MAX_PIXELS:
                    raise Invalid(
                        "La imagen es demasiado grande: tómela o escanéela en menor resolución."
                    )
                picture.load()
    except Invalid:
        raise
    except Exception:  # whatever a broken file does to who reads it
        raise Invalid(UNREADABLE) from None
    return 1


READERS: dict[str, Callable[[BinaryIO], int]] = {
    PDF: _read_pdf,
    JPEG: _read_picture,
    PNG: _read_picture,
}
"""How a file of each type is opened."""
