"""What an informe says, with good defaults."""

from datetime import date
from typing import Any

from services.legajo.domain.informe import Contenido, in_order, registro_of

Entry = tuple[str, dict[str, Any]]
"""The kind of an entry of a legajo, and what it says."""


def a_contenido(*entries: Entry, **fields: Any) -> Contenido:
    """Put those entries into the legajo of ROSA."""
    return Contenido(
        **{
            "dni": "00000001",
            "apellidos": "QUISPE HUAMÁN",
            "nombres": "ROSA ELENA",
            "fecha_nacimiento": date(1985, 2, 14),
            "sede": "080006",
            "is_vigente": True,
            "tipo_servidor": "Docente Nombrado",
            "regimen": "Ley Nro 29944",
            "cargo": "PROFESOR",
            "establecimiento": "I.E. 56001",
            "codigo_modular": "1234567",
            "fecha_ingreso": date(2010, 3, 1),
        }
        | fields,
        registros=in_order(registro_of(tipo, valores) for tipo, valores in entries),
    )


def a_vinculo(since: str, until: str | None = None, cargo: str = "Profesor") -> Entry:
    """Hold a cargo from one day to another."""
    valores = {"accion": "Contrato", "cargo": cargo, "centro": "I.E. 1", "fecha_inicio": since}
    return ("vinculo", valores | ({"fecha_fin": until} if until else {}))
