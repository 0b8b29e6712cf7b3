"""What legajos say, their documents, and what servidores are preparing."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import selectinload

from chassis.errors import NotAllowed, NotFound
from contracts.access_token import Principal
from services.legajo.domain import IN_COURSE
from services.legajo.domain.anotacion import EstadoAnotacion
from services.legajo.domain.reserva import RESERVED
from services.legajo.models import (
    Adjunto,
    Anotacion,
    Borrador,
    Cambio,
    Enmienda,
    Historia,
    Servidor,
    db,
)
from services.legajo.queries.legajos import sees_reserved

IS_VIGENTE = Anotacion.estado == EstadoAnotacion.VIGENTE
"""What counts."""


def list_anotaciones(principal: Principal, seccion: str | None = None) -> Sequence[Anotacion]:
    """Return the entries of one's own legajo that count, newest first in each section."""
    return _anotaciones(seccion, Anotacion.dni == principal.dni, IS_VIGENTE)


def list_anotaciones_of(
    principal: Principal,
    dni: str,
    seccion: str | None = None,
    *,
    with_reserved: bool = False,
    also_annulled: bool = False,
) -> Sequence[Anotacion]:
    """Return those of a legajo that a specialist keeps; nothing of any other.

    What is reserved is left out unless it is asked for: `legajos.sees_reserved` tells who may.
    """
    theirs = select(Servidor.dni).where(Servidor.dni == dni, Servidor.is_attended_by(principal))
    conditions: list[ColumnElement[bool]] = [Anotacion.dni.in_(theirs)]
    if not also_annulled:
        conditions.append(IS_VIGENTE)
    if with_reserved:
        return _anotaciones(seccion, *conditions)
    found = _anotaciones(seccion, *conditions, Anotacion.tipo.not_in(RESERVED))
    return [anotacion.without_reserved() for anotacion in found]


def get_adjunto(principal: Principal, adjunto_id: int) -> Adjunto:
    """Return a document of one's own, or of a legajo that a specialist keeps, once it was sent.

    One that is reserved is refused until they say why, unless they are to judge it now.
    """
    was_sent = or_(
        Adjunto.anotacion_id.is_not(None),
        Adjunto.historia_id.is_not(None),
        Adjunto.solicitud_id.is_not(None),
        Adjunto.retirado_en.is_not(None),
        Cambio.solicitud_id.is_not(None),
    )
    adjunto = db.session.scalar(
        select(Adjunto)
        .join(Servidor, Servidor.dni == Adjunto.dni)
        .outerjoin(Cambio, Cambio.id == Adjunto.cambio_id)
        .where(
            Adjunto.id == adjunto_id,
            or_(Adjunto.dni == principal.dni, Servidor.is_attended_by(principal) & was_sent),
        )
    )
    if adjunto is None:
        raise NotFound("No encontramos ese documento.")
    if _is_reserved(adjunto) and not sees_reserved(principal, adjunto.dni):
        raise NotAllowed(
            "Es un documento reservado: en el legajo, pida ver lo reservado y diga por qué."
        )
    return adjunto


def find_anotacion_of(principal: Principal, adjunto: Adjunto) -> Anotacion | None:
    """Return the entry that a document supports, with what of it who asks may see."""
    if adjunto.anotacion_id is None:
        return None
    anotacion = db.session.get_one(Anotacion, adjunto.anotacion_id)
    return anotacion if sees_reserved(principal, adjunto.dni) else anotacion.without_reserved()


def list_borradores(principal: Principal) -> Sequence[Borrador]:
    """Return what the servidor is preparing, last touched first."""
    mine = select(Borrador).where(Borrador.dni == principal.dni, Borrador.cambios.any())
    return db.session.scalars(
        mine.order_by(Borrador.updated_at.desc()).options(
            selectinload(Borrador.cambios).selectinload(Cambio.adjuntos),
            selectinload(Borrador.cambios).selectinload(Cambio.anotacion),
        )
    ).all()


def get_borrador(principal: Principal, seccion: str) -> Borrador | None:
    """Return what the servidor is preparing for a section, if anything."""
    mine = select(Borrador).where(Borrador.dni == principal.dni, Borrador.seccion == seccion)
    cambios = selectinload(Borrador.cambios)
    with_all = (cambios.selectinload(Cambio.adjuntos), cambios.selectinload(Cambio.anotacion))
    return db.session.scalar(mine.options(*with_all))


def get_cambio(principal: Principal, cambio_id: int) -> Cambio:
    """Return a change that the servidor is preparing."""
    cambio = db.session.scalar(
        select(Cambio)
        .join(Cambio.borrador)
        .where(Cambio.id == cambio_id, Borrador.dni == principal.dni)
        .options(selectinload(Cambio.adjuntos))
    )
    if cambio is None:
        raise NotFound("No encontramos ese cambio: quizá ya lo envió o lo descartó.")
    return cambio


def _is_reserved(adjunto: Adjunto) -> bool:
    """Tell whether a document supports something reserved, and waits for nobody's decision."""
    if adjunto.historia_id and not adjunto.anotacion_id:
        return db.session.get_one(Historia, adjunto.historia_id).hides_motivo
    cambio, anotacion = _cambio_of(adjunto), None
    if adjunto.solicitud:
        return adjunto.solicitud.estado not in IN_COURSE and adjunto.solicitud.is_reserved
    if cambio and cambio.solicitud and cambio.solicitud.estado in IN_COURSE:
        return False
    if adjunto.anotacion_id:
        anotacion = db.session.get_one(Anotacion, adjunto.anotacion_id)
    if anotacion:
        return anotacion.has_reserved_documents
    return cambio is not None and cambio.is_reserved


def _cambio_of(adjunto: Adjunto) -> Cambio | None:
    """Return with which change it was sent, also when an answer has taken it away since."""
    answer = adjunto.retirado_en or adjunto.agregado_en
    if adjunto.cambio or answer is None:
        return adjunto.cambio
    return db.session.get_one(Enmienda, answer).cambio


def _anotaciones(seccion: str | None, *which: ColumnElement[bool]) -> Sequence[Anotacion]:
    statement = (
        select(Anotacion)
        .where(*which)
        .order_by(Anotacion.desde.desc().nulls_last(), Anotacion.id.desc())
        .options(selectinload(Anotacion.adjuntos))
    )
    if seccion is not None:
        statement = statement.where(Anotacion.seccion == seccion)
    return db.session.scalars(statement).all()
