"""Servidores, entries and solicitudes with good defaults, written as they would be found."""

import itertools
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

from contracts.access_token import Grant, Principal, Role
from services.legajo.domain import IN_COURSE, LIMA, Accion, Estado, ServidorRecord, Vigencia
from services.legajo.domain.anotacion import EstadoAnotacion, Operacion, Origen
from services.legajo.domain.secciones import TIPOS
from services.legajo.domain.traslado import EstadoTraslado
from services.legajo.models import (
    Adjunto,
    Anotacion,
    Cambio,
    Legajo,
    Movimiento,
    Servidor,
    Solicitud,
    Traslado,
    db,
)
from services.legajo.usecases.documentos import keep_documento

CANCHIS = "080006"
"""The UGEL of everybody whom a test does not put elsewhere; its DRE is 080000, DRE CUSCO."""

ANA = Principal(
    sub="9",
    client_id="gateway",
    dni="00000900",
    nombres="ANA",
    grants=(Grant(Role.ESCALAFON, CANCHIS),),
)
"""Who keeps the legajos there."""

ANTA = "080003"
"""Another UGEL of the same DRE."""

ESTUDIO = {
    "nivel": "Maestría",
    "grado": "Magíster en Educación",
    "especialidad": "Gestión educativa",
    "institucion": "UNSAAC",
    "fecha_emision": "2019-08-30",
}
"""What an entry of the section II says, where a test does not say otherwise."""

_numbers = itertools.count(1)


ROSA: dict[str, Any] = {
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
"""A servidor of UGEL CANCHIS, as the register knows her."""

SANCION = {
    "tipo_sancion": "Amonestación escrita",
    "motivo": "Tardanzas",
    "entidad": "UGEL CANCHIS",
    "documento": "Resolución directoral",
    "numero_documento": "R.D. 5-2021",
    "fecha_documento": "2021-05-03",
}
"""What an entry says that is reserved as a whole."""

LICENCIA = {
    "goce": "Con goce",
    "motivo_licencia": "Incapacidad temporal",
    "detalle_salud": "Fractura de tobillo",
    "documento": "Resolución directoral",
    "numero_documento": "R.D. 9-2022",
    "fecha_documento": "2022-03-01",
    "fecha_inicio": "2022-03-01",
    "fecha_fin": "2022-03-20",
}
"""What an entry says of which a field and the documents are reserved."""


def a_servidor(
    dni: str = "00000001", *, legajo: Vigencia | None = Vigencia.VIGENTE, **fields: Any
) -> Servidor:
    """Register a servidor of UGEL CANCHIS who has a legajo vigente."""
    servidor = Servidor(
        dni=dni,
        **ROSA | fields,
        legajo=Legajo(estado=legajo) if legajo else None,
    )
    return _saved(servidor)


def a_record(dni: str = "00000001", **fields: Any) -> ServidorRecord:
    """Say of a servidor of UGEL CANCHIS what a row of the file of servidores would."""
    return ServidorRecord(**ROSA | {"dni": dni, "legajo": Vigencia.VIGENTE} | fields)


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


def an_anotacion(
    dni: str = "00000001", tipo: str = "estudio", *, document: bytes = b"", **valores: Any
) -> Anotacion:
    """Put an entry in the legajo of a servidor who has one, perhaps with a document."""
    now = datetime.now(UTC)
    anotacion = Anotacion(
        dni=dni,
        seccion=TIPOS[tipo].seccion,
        tipo=tipo,
        estado=EstadoAnotacion.VIGENTE,
        origen=Origen.IMPORTACION,
        created_at=now,
        updated_at=now,
        adjuntos=[_an_adjunto(dni, document)] if document else [],
    )
    anotacion.say((ESTUDIO if tipo == "estudio" else {}) | valores)
    return _saved(anotacion)


def a_traslado(dni: str = "00000001", **fields: Any) -> Traslado:
    """Send the legajo of a servidor of UGEL CANCHIS to UGEL ANTA."""
    now = datetime.now(UTC)
    traslado = Traslado(
        dni=dni,
        **{
            "origen": CANCHIS,
            "destino": ANTA,
            "estado": EstadoTraslado.ENVIADO,
            "causa": "Reasignación",
            "documento": "Resolución directoral",
            "numero_documento": "R.D. N.° 0123-2020",
            "fecha_documento": date(2020, 3, 1),
            "detalle": "",
            "folios": 120,
            "sent_at": now,
            "sent_by": "00000900",
            "comentario": "",
        }
        | fields,
    )
    return _saved(traslado)


def a_cambio(solicitud: Solicitud, *, document: bytes = b"", **fields: Any) -> Cambio:
    """Let a solicitud ask for a new title, or for what the fields say."""
    cambio = Cambio(
        solicitud=solicitud,
        **{
            "operacion": Operacion.AGREGAR,
            "tipo": "estudio",
            "antes": {},
            "valores": ESTUDIO,
            "motivo": "",
            "listo": True,
        }
        | fields,
        adjuntos=[_an_adjunto(solicitud.dni, document)] if document else [],
    )
    return _saved(cambio)


def _an_adjunto(dni: str, content: bytes) -> Adjunto:
    documento = keep_documento(BytesIO(content), max_mb=5)
    return Adjunto(documento=documento, dni=dni, nombre="titulo.pdf")


def _saved(row: Any) -> Any:
    db.session.add(row)
    db.session.commit()
    return row
