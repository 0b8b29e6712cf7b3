"""Writes down what happened to a legajo itself, beside what happened to its entries."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from contracts.access_token import Principal, Role
from services.legajo.domain.anotacion import Operacion, Origen
from services.legajo.models import Historia, db
from services.legajo.usecases.anotaciones import Autor

Hechos = Mapping[str, Any]
"""What was so, by the keys of `domain.custodia.HECHOS`, as it keeps in JSON."""


def note_legajo(
    operacion: Operacion,
    dni: str,
    autor: Autor,
    *,
    antes: Hechos | None = None,
    despues: Hechos | None = None,
) -> Historia:
    """Add what happened to the history of a locked legajo."""
    historia = Historia(
        dni=dni,
        at=datetime.now(UTC),
        operacion=operacion,
        origen=autor.origen,
        por=autor.dni,
        role=autor.role,
        solicitud_id=autor.solicitud_id,
        motivo=autor.motivo,
        antes=dict(antes) if antes is not None else None,
        despues=dict(despues) if despues is not None else None,
    )
    db.session.add(historia)
    return historia


def de_oficio(principal: Principal, motivo: str = "") -> Autor:
    """Say that a specialist does it by their office, and why."""
    return Autor(dni=principal.dni, role=Role.ESCALAFON, origen=Origen.DE_OFICIO, motivo=motivo)
