"""How the documents of a legajo are put into folders, so that a person finds them again."""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from services.legajo.domain.secciones import SECCIONES

LONGEST = 80
"""The longest name of a file without its ending, in characters: Windows has room for the path."""

LONGEST_FOLDER = 40
"""The longest name of a section that becomes that of a folder."""

FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
"""What no file system, or not every one, takes in a name."""

DEL_LEGAJO = "00 Apertura y custodia"
"""The folder of what supports the legajo itself."""

INDICE = "00 Índice.csv"
"""What says which document is where, and which could not be read."""

COLUMNS = (
    *("Sección", "Registro", "Qué consta", "Desde", "Hasta"),
    *("Documento", "Archivo", "Bytes", "Huella SHA-256"),
)
"""The columns of the index."""

MISSING = "No se pudo leer: pídalo a la mesa de ayuda"
"""What the index says where a document should have been."""


class Pieza(NamedTuple):
    """A document of a legajo, and what it supports."""

    seccion: str
    """The number of its section; empty when it supports the legajo itself."""
    registro: str
    sumilla: str
    desde: date | None
    hasta: date | None
    nombre: str
    """What it was called by who sent it."""
    suffix: str
    sha256: str
    bytes: int

    @property
    def path(self) -> str:
        """Where it goes in the archive, unless another has that name."""
        when = f"{self.desde} " if self.desde else ""
        stem = _plain(f"{when}{self.sumilla}", LONGEST) or "Documento"
        return f"{_folder(self.seccion)}/{stem}{self.suffix}"

    def row(self, path: str) -> Sequence[object]:
        """Return what the index says of it: where it is, or why not."""
        titulo = SECCIONES[self.seccion].titulo if self.seccion else DEL_LEGAJO[3:]
        return (
            *(titulo, self.registro, self.sumilla, self.desde or "", self.hasta or ""),
            *(self.nombre, path, self.bytes, self.sha256),
        )


def in_order(piezas: Sequence[Pieza]) -> list[Pieza]:
    """Put documents in the order of the legajo: by section, oldest first, the same every time."""
    place = {numero: order for order, numero in enumerate(SECCIONES, 1)} | {"": 0}
    return sorted(piezas, key=lambda each: (place[each.seccion], each.desde or date.min, each.path))


def _folder(numero: str) -> str:
    if not numero:
        return DEL_LEGAJO
    order = list(SECCIONES).index(numero) + 1
    return f"{order:02} {numero}. {_plain(SECCIONES[numero].nombre, LONGEST_FOLDER)}"


def _plain(text: str, longest: int) -> str:
    """Return what of a text may be a name."""
    return " ".join(FORBIDDEN.sub(" ", text).split())[:longest].strip(" .,")
