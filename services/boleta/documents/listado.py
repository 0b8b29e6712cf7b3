"""What an export of a list of boletas says, in whatever form: the same columns, rows and totals."""

from dataclasses import dataclass
from datetime import datetime

from services.boleta.domain import Estado
from services.boleta.domain.resumen import BoletaItem, Totales

NOT_LOADED = "Por cargar"
"""What the estado of a boleta is called that is known and not loaded."""

COUNTED = Estado.VIGENTE.label
"""The estado of the boletas that totals count."""


@dataclass(frozen=True, kw_only=True)
class Listado:
    """A list of boletas of a person, as they filtered it."""

    nombre: str
    dni: str
    filtro: str
    """Which boletas were asked for, in words."""
    boletas: list[BoletaItem]
    total: Totales
    created_at: datetime

    @property
    def name(self) -> str:
        """What its file is called, but for the ending."""
        return f"boletas-{self.dni}"


def estado_of(boleta: BoletaItem) -> str:
    """Return how the estado of a boleta is called."""
    return boleta.estado.label if boleta.estado else NOT_LOADED
