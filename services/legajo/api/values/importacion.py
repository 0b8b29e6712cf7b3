"""Files that a specialist imports, and what was refused of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Self

from werkzeug.datastructures import FileStorage

from chassis.importing import ImportState
from chassis.openapi import Rule
from chassis.openapi.values import Pagina, Published
from services.legajo.domain.secciones import TIPOS
from services.legajo.models import Importacion as Row
from services.legajo.models import ImportacionRechazo

QueContiene = Annotated[
    str, Rule(pattern=f"(servidores|{'|'.join(TIPOS)})", example="servidores", max_length=30)
]
"""What a file holds: servidores, or a kind of entry."""


@dataclass(frozen=True, kw_only=True)
class ArchivoPorImportar:
    """Un archivo CSV, en un formulario de varias partes."""

    que: QueContiene
    """Qué contiene: «servidores», o la clave de un tipo del catálogo."""
    archivo: FileStorage
    """Con el encabezado de su plantilla."""


@dataclass(frozen=True, kw_only=True)
class Plantilla:
    """Of what a template is wanted."""

    que: QueContiene = "servidores"
    """Qué contendrá el archivo."""


@dataclass(frozen=True, kw_only=True)
class Importacion(Published):
    """Un archivo: se revisa, y se importa cuando quien lo subió lo confirma."""

    id: str
    que: str
    archivo: str
    estado: ImportState
    """«waiting» mientras se lee; «reviewed» espera que se confirme."""
    es_revision: bool
    """Si se lee solo para revisarlo: todavía no se guarda nada."""
    porcentaje: int
    """Cuánto se leyó del archivo."""
    leidas: int
    nuevas: int
    """Filas que cambian, o cambiarían, lo que consta."""
    sin_cambios: int
    rechazadas: int
    falla: str | None
    """Por qué no se pudo leer, o se dio por cancelada; null, nada pasó."""
    uploaded_at: datetime
    finished_at: datetime | None

    @classmethod
    def of_row(cls, found: Row) -> Self:
        """Take a file as far as it was read."""
        return cls.of(
            found,
            id=str(found.id),
            estado=found.state,
            es_revision=found.is_rehearsal,
            porcentaje=found.percent,
            leidas=found.read,
            nuevas=found.changed,
            sin_cambios=found.unchanged,
            rechazadas=found.refused,
            falla=found.failure,
        )


@dataclass(frozen=True, kw_only=True)
class Importaciones:
    """Las importaciones de quien pregunta, la más reciente primero."""

    importaciones: tuple[Importacion, ...]
    siguiente: Pagina | None


@dataclass(frozen=True, kw_only=True)
class Rechazo:
    """Una fila que no se pudo usar."""

    linea: int
    motivo: str
    celdas: tuple[str, ...]
    """Lo que dice, en el orden de su encabezado."""

    @classmethod
    def of_row(cls, found: ImportacionRechazo) -> Self:
        """Take a row that was refused."""
        return cls(linea=found.line, motivo=found.reason, celdas=tuple(found.cells))


@dataclass(frozen=True, kw_only=True)
class Rechazos:
    """Filas que no se pudieron usar, en el orden del archivo."""

    rechazos: tuple[Rechazo, ...]
    siguiente: Pagina | None
