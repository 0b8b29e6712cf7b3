"""What a specialist of escalafón attends, and what they decide."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Self

from chassis.openapi import Rule
from chassis.openapi.values import Codigo, Dni, Published, SmallId
from services.legajo import models
from services.legajo.api.values.borrador import Texto, Visto
from services.legajo.api.values.solicitud import SolicitudCompleta
from services.legajo.domain import SECCIONES, Estado
from services.legajo.domain.veredicto import Resultado
from services.legajo.queries.bandeja import OPENINGS

NumeroDeSeccionOApertura = Annotated[
    str, Rule(pattern=f"({'|'.join((*SECCIONES, OPENINGS))})", example="II")
]

MAX_PIEZAS = 400
"""More verdicts than a solicitud can have pieces."""


class AccionDeEscalafon(StrEnum):
    """What a specialist does with a solicitud as a whole."""

    TOMAR = "tomar"
    RELEVAR = "relevar"
    SOLTAR = "soltar"
    ATENDER = "atender"
    ATENDER_EN_PARTE = "atender_en_parte"
    OBSERVAR = "observar"
    RECHAZAR = "rechazar"


@dataclass(frozen=True, kw_only=True)
class SolicitudPorAtender(Published):
    """Una solicitud en la bandeja de un especialista."""

    expediente: str
    titulo: str
    """La sección, o qué se pide en su lugar."""
    estado: Estado
    submitted_at: datetime
    vence_el: date | None
    """Hasta cuándo se espera algo; null, si ya nada."""
    finished_at: datetime | None
    dni: Dni
    apellidos: str
    nombres: str
    sede: Codigo
    taken_by: Dni | None
    """El DNI de quien la revisa."""

    @classmethod
    def of_row(cls, solicitud: models.Solicitud) -> Self:
        """Take a solicitud with who asks."""
        return cls.of(solicitud, titulo=solicitud.about.titulo, **de(solicitud))


@dataclass(frozen=True, kw_only=True)
class Bandeja:
    """Una parte de lo que un especialista atiende: lo que vence primero, primero."""

    solicitudes: tuple[SolicitudPorAtender, ...]
    total: int
    """Cuántas hay; de las que son muchas, cuántas se contaron."""
    siguiente: int | None
    """La «pagina» que sigue; null cuando no hay más."""


@dataclass(frozen=True, kw_only=True)
class SolicitudDeSede(SolicitudCompleta):
    """Una solicitud con todo, y de quién es, para quien la atiende."""

    dni: Dni
    apellidos: str
    nombres: str
    sede: Codigo
    taken_by: Dni | None
    """El DNI de quien la revisa."""


@dataclass(frozen=True, kw_only=True)
class AccionPedida:
    """Qué se hace con una solicitud."""

    accion: AccionDeEscalafon
    visto: Visto
    """La «version» que vio quien decide: si hay algo nuevo, no se hace nada."""
    comentario: Texto = ""


@dataclass(frozen=True, kw_only=True)
class VeredictoDado:
    """Qué se decide de una anotación, o de uno de sus documentos."""

    cambio: SmallId
    documento: SmallId | None = None
    """El «id» del documento; sin él, la anotación misma."""
    resultado: Resultado
    motivo: Texto = ""


@dataclass(frozen=True, kw_only=True)
class Decision:
    """El veredicto de cada anotación y cada documento de una solicitud."""

    visto: Visto
    """La «version» que vio quien decide: si hay algo nuevo, no se hace nada."""
    veredictos: Annotated[tuple[VeredictoDado, ...], Rule(max_items=MAX_PIEZAS)]
    """Uno por pieza; si falta uno, «errors» lo llama fallo-CAMBIO-DOCUMENTO."""
    comentario: Texto = ""


def de(solicitud: models.Solicitud) -> dict[str, str]:
    """Return who asks, for who attends them."""
    servidor = solicitud.servidor
    return {
        "apellidos": servidor.apellidos,
        "nombres": servidor.nombres,
        "sede": servidor.sede,
    }
