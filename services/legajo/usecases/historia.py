"""Writes down what happened to a legajo: to one of its entries, or to itself; and announces it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from contracts.access_token import Principal, Role
from contracts.legajo import LegajoChanged
from services.legajo.domain.anotacion import Operacion, Origen
from services.legajo.domain.oficio import TOLD
from services.legajo.domain.secciones import SECCIONES
from services.legajo.models import Anotacion, Historia, db

Hechos = Mapping[str, Any]
"""What was so, as it keeps in JSON: the values of an entry, or `domain.custodia.HECHOS`."""


@dataclass(frozen=True, kw_only=True)
class Autor:
    """Who changes a legajo, and why."""

    dni: str
    role: Role | None
    origen: Origen
    motivo: str = ""
    solicitud_id: int | None = None


def de_oficio(principal: Principal, motivo: str = "") -> Autor:
    """Say that a specialist does it by their office, and why."""
    return Autor(dni=principal.dni, role=Role.ESCALAFON, origen=Origen.DE_OFICIO, motivo=motivo)


def note_legajo(
    operacion: Operacion,
    dni: str,
    autor: Autor,
    *,
    anotacion_id: int | None = None,
    antes: Hechos | None = None,
    despues: Hechos | None = None,
    at: datetime | None = None,
) -> Historia:
    """Add what happened to the history of a locked legajo; without a moment, it is now.

    What was done de oficio is announced, so that the servidor learns of it.
    """
    historia = Historia(
        dni=dni,
        anotacion_id=anotacion_id,
        at=at or datetime.now(UTC),
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
    if autor.origen is Origen.DE_OFICIO and operacion in TOLD:
        _announce(historia)
    return historia


def _announce(historia: Historia) -> None:
    """Say that a legajo changed: never what it says, nor in which section if that is reserved."""
    seccion = estado = ""
    if historia.anotacion_id is None:
        estado = (historia.despues or {})["estado"]
    else:
        anotacion = db.session.get_one(Anotacion, historia.anotacion_id)
        seccion = SECCIONES[anotacion.seccion].titulo_fuera
    db.publish(LegajoChanged(dni=historia.dni, seccion=seccion, estado=estado, at=historia.at))
