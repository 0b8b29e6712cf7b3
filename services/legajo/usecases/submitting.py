"""Registers what a servidor asks for, under a número de expediente."""

from dataclasses import asdict
from datetime import UTC, datetime
from uuid import UUID

import structlog
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from chassis.errors import Conflict
from contracts.access_token import Principal, Role
from contracts.legajo import SolicitudSubmitted
from services.legajo.domain import LIMA, Accion, Estado, Pedido, format_expediente
from services.legajo.domain.workflow import deadline_after
from services.legajo.models import Movimiento, Numeracion, Servidor, Solicitud, db

log = structlog.get_logger()

SENDING = {"of": Servidor, "key_share": True}
"""How a servidor is locked who prepares or sends something: their documents may still come in."""


@db.transactional
def submit_solicitud(principal: Principal, pedido: Pedido, *, form_key: UUID) -> str:
    """Register what a servidor asks for; return its expediente. Sent twice, it is the same one."""
    # Whoever sends the same form at the same time waits here, and then finds the first one.
    servidor = db.session.get(Servidor, principal.dni, with_for_update=SENDING)
    if servidor is None or not servidor.has_legajo_vigente:
        raise Conflict("Usted no tiene legajo creado o vigente: solicítelo en su DRE o UGEL.")
    sending = pedido.sent_with(form_key)
    if expediente := expediente_of(servidor.dni, sending):
        return expediente

    return register(servidor, pedido, sending)


def register(servidor: Servidor, pedido: Pedido, sending: UUID) -> str:
    """Give what a locked servidor asks for its number, and announce it."""
    solicitud = _new_solicitud(servidor, pedido, sending)
    db.session.add(solicitud)

    db.publish(
        SolicitudSubmitted(
            expediente=solicitud.expediente,
            dni=solicitud.dni,
            seccion=solicitud.about.titulo_fuera,
        )
    )
    log.info("solicitud_submitted", expediente=solicitud.expediente)
    return solicitud.expediente


def _new_solicitud(servidor: Servidor, pedido: Pedido, sending: UUID) -> Solicitud:
    now = datetime.now(UTC)
    registration = Movimiento(
        accion=Accion.REGISTRAR,
        estado=Estado.REGISTRADA,
        role=Role.SERVIDOR,
        dni=servidor.dni,
        comentario="",
        at=now,
    )
    return Solicitud(
        expediente=_next_expediente(now.astimezone(LIMA).year),
        dni=servidor.dni,
        estado=Estado.REGISTRADA,
        submitted_at=now,
        vence_el=deadline_after(
            Accion.REGISTRAR, Estado.REGISTRADA, None, now.astimezone(LIMA).date()
        ),
        sending=sending,
        movimientos=[registration],
        **asdict(pedido),
    )


def _next_expediente(year: int) -> str:
    """Take the next number of the year; its row is locked until the end, so none is skipped."""
    taken = db.session.scalars(
        insert(Numeracion)
        .values(anio=year, ultimo=1)
        .on_conflict_do_update(index_elements=["anio"], set_={"ultimo": Numeracion.ultimo + 1})
        .returning(Numeracion.ultimo)
    )
    return format_expediente(year, taken.one())


def expediente_of(dni: str, sending: UUID) -> str | None:
    """Return what a sending has become, if it came already."""
    return db.session.scalar(
        select(Solicitud.expediente).where(Solicitud.dni == dni, Solicitud.sending == sending)
    )
