"""What happened to the solicitudes of some sedes in a period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from chassis.openapi.values import Published
from services.legajo.domain import reporte as domain


@dataclass(frozen=True, kw_only=True)
class Fila(Published):
    """Lo que pasó en una sede, o en todas juntas."""

    sede: str
    """Cómo se llama; vacío, todas."""
    entraron: int
    atendidas: int
    en_parte: int
    rechazadas: int
    sin_terminar: int
    """Desistidas y no presentadas."""
    por_atender: int
    """Hoy, cuando sea que entraron."""
    vencidas: int
    """De estas, las que pasaron su plazo."""
    respondidas: int
    dias: int
    """Los días hábiles que tomaron, juntas, todas las respondidas."""


@dataclass(frozen=True, kw_only=True)
class Reporte:
    """Lo que pasó en cada sede en un periodo."""

    desde: date
    hasta: date
    sedes: tuple[Fila, ...]
    total: Fila

    @classmethod
    def of_filas(cls, periodo: domain.Periodo, filas: Sequence[domain.Fila]) -> Self:
        """Take the rows of a report, and add them up."""
        return cls(
            desde=periodo.desde,
            hasta=periodo.hasta,
            sedes=tuple(Fila.of(fila) for fila in filas),
            total=Fila.of(domain.total_of(list(filas))),
        )
