"""What an informe says, with good defaults."""

from typing import Any

from services.legajo.domain.informe import Contenido, in_order, registro_of
from tests.support.builders.legajo import ROSA

Entry = tuple[str, dict[str, Any]]
"""The kind of an entry of a legajo, and what it says."""


def a_contenido(*entries: Entry, **fields: Any) -> Contenido:
    """Put those entries into the legajo of ROSA."""
    return Contenido(
        **ROSA | {"dni": "00000001", "is_vigente": True} | fields,
        registros=in_order(registro_of(tipo, valores) for tipo, valores in entries),
    )


def a_vinculo(since: str, until: str | None = None, cargo: str = "Profesor") -> Entry:
    """Hold a cargo from one day to another."""
    valores = {"accion": "Contrato", "cargo": cargo, "centro": "I.E. 1", "fecha_inicio": since}
    return ("vinculo", valores | ({"fecha_fin": until} if until else {}))
