"""Servidores and solicitudes with good defaults, written to the database as they would be found."""

import itertools
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from contracts.access_token import Role
from services.legajo.domain import IN_COURSE, LIMA, Accion, Estado, Vigencia
from services.legajo.models import Legajo, Movimiento, Servidor, Solicitud, db

CANCHIS = "080006"
"""The UGEL of everybody whom a test does not put elsewhere; its DRE is 080000, DRE CUSCO."""

_numbers = itertools.count(1)


def a_servidor(
    dni: str = "00000001", *, legajo: Vigencia | None = Vigencia.VIGENTE, **fields: Any
) -> Servidor:
    """Register a servidor of UGEL CANCHIS who has a legajo vigente."""
    servidor = Servidor(
        dni=dni,
        **{
            "apellidos": "QUISPE HUAMÁN",
            "nombres": "ROSA ELENA",
            "fecha_nacimiento": date(1985, 2, 14),
            "sede": CANCHIS,
            "tipo_servidor": "Docente Nombrado",
            "regimen": "Ley Nro 29944",
            "cargo": "PROFESOR",
            "establecimiento": "I.E. 56001",
            "codigo_modular": "1234567",
            "fecha_ingreso": date(2010, 3, 1),
        }
        | fields,
        legajo=Legajo(estado=legajo) if legajo else None,
    )
    return _saved(servidor)


def a_solicitud(
    dni: str = "00000001", *, estado: Estado = Estado.REGISTRADA, **fields: Any
) -> Solicitud:
    """Register a solicitud of a servidor who exists, in that estado and with one movimiento."""
    now = datetime.now(UTC)
    is_open = estado in IN_COURSE
    registration = Movimiento(
        accion=Accion.REGISTRAR,
        estado=estado,
        role=Role.SERVIDOR,
        dni=dni,
        comentario="",
        at=now,
    )
    solicitud = Solicitud(
        dni=dni,
        estado=estado,
        movimientos=[registration],
        **{
            "expediente": f"EXP-2020-{next(_numbers):06}",
            "seccion": "II",
            "asunto": "Título de segunda especialidad",
            "detalle": "Título N.º 123 del 01/02/2020.",
            "submitted_at": now,
            "vence_el": now.astimezone(LIMA).date() + timedelta(days=20) if is_open else None,
            "finished_at": None if is_open else now,
            "sending": uuid4(),
        }
        | fields,
    )
    return _saved(solicitud)


def _saved(row: Any) -> Any:
    db.session.add(row)
    db.session.commit()
    return row
