"""Moves a solicitud along its way: attended, amended, given up."""

from datetime import UTC, datetime

import structlog
from sqlalchemy import ColumnElement, select

from chassis.errors import NotFound
from contracts.access_token import Principal, Role
from contracts.legajo import SolicitudStatusChanged
from services.legajo.domain import Accion
from services.legajo.models import Servidor, Solicitud, db

log = structlog.get_logger()


@db.transactional
def attend_solicitud(
    principal: Principal, expediente: str, decision: Accion, *, comentario: str
) -> None:
    """Record what the specialist of escalafón decided about a solicitud, and announce it."""
    solicitud = _lock_solicitud(expediente, Servidor.is_attended_by(principal))
    _take(decision, solicitud, Role.ESCALAFON, principal.dni, comentario)


@db.transactional
def amend_solicitud(principal: Principal, expediente: str, *, comentario: str) -> None:
    """Answer what the specialist observed, so that the solicitud waits for them again."""
    solicitud = _lock_solicitud(expediente, Servidor.dni == principal.dni)
    _take(Accion.SUBSANAR, solicitud, Role.SERVIDOR, principal.dni, comentario)


@db.transactional
def withdraw_solicitud(principal: Principal, expediente: str) -> None:
    """Give up a solicitud of one's own."""
    solicitud = _lock_solicitud(expediente, Servidor.dni == principal.dni)
    _take(Accion.DESISTIR, solicitud, Role.SERVIDOR, principal.dni, comentario="")


def _lock_solicitud(expediente: str, is_theirs: ColumnElement[bool]) -> Solicitud:
    """Return a solicitud as it is now, which nobody else changes before we have finished."""
    solicitud = db.session.scalar(
        select(Solicitud)
        .join(Solicitud.servidor)
        .where(Solicitud.expediente == expediente, is_theirs)
        .with_for_update(of=Solicitud)
        .execution_options(populate_existing=True)
    )
    if solicitud is None:
        raise NotFound("No encontramos esa solicitud: revise el número de expediente.")
    return solicitud


def _take(accion: Accion, solicitud: Solicitud, role: Role, dni: str, comentario: str) -> None:
    now = datetime.now(UTC)
    solicitud.take(accion, role=role, dni=dni, comentario=comentario, at=now)
    db.publish(
        SolicitudStatusChanged(
            expediente=solicitud.expediente,
            dni=solicitud.dni,
            seccion=solicitud.about.titulo,
            estado=solicitud.estado,
            comentario=comentario,
            at=now,
        )
    )
    log.info("solicitud_moved", expediente=solicitud.expediente, estado=solicitud.estado)
