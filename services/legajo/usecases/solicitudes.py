"""Moves a solicitud along its way: taken, attended as a whole, given up."""

from datetime import UTC, datetime

import structlog
from sqlalchemy import ColumnElement, select

from chassis.errors import Conflict, NotFound
from contracts.access_token import Principal, Role
from contracts.legajo import SolicitudStatusChanged
from services.legajo.domain import Accion
from services.legajo.domain.workflow import DECISIONES, UNANNOUNCED
from services.legajo.models import Servidor, Solicitud, db
from services.legajo.usecases.anotaciones import autor_of
from services.legajo.usecases.opening import open_legajo

IN_THERE = "Léalo en su solicitud."
"""What a letter says in the place of a comment that may name what is reserved."""

log = structlog.get_logger()


@db.transactional
def attend_solicitud(
    principal: Principal,
    expediente: str,
    accion: Accion,
    *,
    comentario: str = "",
    seen: int | None = None,
) -> None:
    """Take a solicitud, hand it back or answer it, as the specialist of its sede."""
    solicitud = lock_solicitud(expediente, Servidor.is_attended_by(principal), seen)
    if solicitud.asks_for_opening and accion is Accion.ATENDER_EN_PARTE:
        raise Conflict("Un legajo se abre o no se abre: no se puede atender en parte.")
    if solicitud.cambios and accion in DECISIONES:
        raise Conflict("Dé un veredicto sobre cada anotación y cada documento.")
    take(accion, solicitud, Role.ESCALAFON, principal.dni, comentario)
    if solicitud.asks_for_opening and accion is Accion.ATENDER:
        open_legajo(solicitud.dni, autor_of(principal.dni, solicitud))


@db.transactional
def withdraw_solicitud(principal: Principal, expediente: str, *, seen: int | None = None) -> None:
    """Give up a solicitud of one's own."""
    solicitud = lock_solicitud(expediente, Servidor.dni == principal.dni, seen)
    take(Accion.DESISTIR, solicitud, Role.SERVIDOR, principal.dni, comentario="")


def lock_solicitud(
    expediente: str, is_theirs: ColumnElement[bool], seen: int | None = None
) -> Solicitud:
    """Return a solicitud as it is now, which nobody else changes before we have finished.

    Who decides has `seen` so many of its movimientos; if there are more, they must look again.
    """
    theirs = select(Solicitud).join(Solicitud.servidor)
    theirs = theirs.where(Solicitud.expediente == expediente, is_theirs)
    theirs = theirs.execution_options(populate_existing=True)
    solicitud = db.session.scalar(theirs.with_for_update(of=Solicitud))
    # Asked again: another sede may have received the legajo while we waited.
    if solicitud is None or db.session.scalar(theirs) is None:
        raise NotFound("No encontramos esa solicitud: revise el número de expediente.")
    if seen is not None and seen != solicitud.version:
        raise Conflict("No hicimos nada: revise lo nuevo y decida otra vez.")
    return solicitud


def take(
    accion: Accion, solicitud: Solicitud, role: Role | None, dni: str, comentario: str
) -> None:
    """Move a locked solicitud, and announce it if the servidor should be told by mail."""
    event = move(accion, solicitud, role, dni, comentario)
    if accion not in UNANNOUNCED:
        db.publish(event)


def move(
    accion: Accion, solicitud: Solicitud, role: Role | None, dni: str, comentario: str
) -> SolicitudStatusChanged:
    """Move a locked solicitud, and return what can be told of it."""
    now = datetime.now(UTC)
    solicitud.take(accion, role=role, dni=dni, comentario=comentario, at=now)
    log.info("solicitud_moved", expediente=solicitud.expediente, estado=solicitud.estado)
    return SolicitudStatusChanged(
        expediente=solicitud.expediente,
        dni=solicitud.dni,
        seccion=solicitud.about.titulo_fuera,
        estado=solicitud.estado,
        comentario=said_outside(solicitud, comentario),
        at=now,
        vence_el=solicitud.vence_el,
    )


def said_outside(solicitud: Solicitud, comentario: str) -> str:
    """Return what was said of a solicitud, where others may read it: of what is reserved, where."""
    return IN_THERE if comentario and solicitud.is_reserved else comentario
