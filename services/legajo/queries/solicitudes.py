"""The solicitudes of a person, and what happened to them."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import contains_eager, selectinload

from chassis.errors import NotFound
from contracts.access_token import Principal
from services.legajo.domain import IN_COURSE
from services.legajo.domain.secciones import APERTURA
from services.legajo.models import Cambio, Enmienda, Solicitud, db

PAGE = 25
"""How many of their solicitudes a person sees at a time."""


_CAMBIOS = selectinload(Solicitud.cambios)
_ENMIENDAS = _CAMBIOS.joinedload(Cambio.enmiendas)
_WHOLE = (
    _CAMBIOS.joinedload(Cambio.anotacion),
    _CAMBIOS.selectinload(Cambio.adjuntos),
    _ENMIENDAS.joinedload(Enmienda.subsanacion),
    _ENMIENDAS.selectinload(Enmienda.agregados),
    _ENMIENDAS.selectinload(Enmienda.retirados),
)
"""All entries that a solicitud asks for, at once: however many they are."""


class PageOfSolicitudes(NamedTuple):
    """A part of a long list of solicitudes."""

    items: Sequence[Solicitud]
    page: int
    pages: int


def list_solicitudes(principal: Principal, page: int = 1) -> PageOfSolicitudes:
    """Return one's own solicitudes, newest first."""
    mine = Solicitud.dni == principal.dni
    total = db.session.scalar(select(func.count()).select_from(Solicitud).where(mine)) or 0
    pages = max(-(-total // PAGE), 1)
    page = min(max(page, 1), pages)
    newest_first = select(Solicitud).where(mine).order_by(Solicitud.id.desc())
    found = db.session.scalars(newest_first.limit(PAGE).offset((page - 1) * PAGE)).all()
    return PageOfSolicitudes(found, page, pages)


def find_sent(principal: Principal, sending: UUID) -> str | None:
    """Return the expediente that a sending of one's own has become, if it came already."""
    return db.session.scalar(
        select(Solicitud.expediente).where(
            Solicitud.dni == principal.dni, Solicitud.sending == sending
        )
    )


def find_opening(principal: Principal) -> Solicitud | None:
    """Return the solicitud by which who asks waits for a legajo, if there is one."""
    return db.session.scalar(
        select(Solicitud).where(
            Solicitud.dni == principal.dni,
            Solicitud.seccion == APERTURA.numero,
            Solicitud.estado.in_(IN_COURSE),
        )
    )


def has_in_course(principal: Principal) -> bool:
    """Tell whether who asks still waits for an answer, or is awaited."""
    mine = select(Solicitud.id).where(
        Solicitud.dni == principal.dni, Solicitud.estado.in_(IN_COURSE)
    )
    return db.session.scalar(mine.limit(1)) is not None


def get_solicitud(principal: Principal, expediente: str) -> Solicitud:
    """Return a solicitud of one's own, with its movimientos."""
    return find_solicitud(expediente, Solicitud.dni == principal.dni)


def find_solicitud(expediente: str, is_theirs: ColumnElement[bool]) -> Solicitud:
    """Return the solicitud of that number if it is theirs; otherwise it is not there."""
    solicitud = db.session.scalar(
        select(Solicitud)
        .join(Solicitud.servidor)
        .where(Solicitud.expediente == expediente, is_theirs)
        .options(contains_eager(Solicitud.servidor), selectinload(Solicitud.movimientos), *_WHOLE)
    )
    if solicitud is None:
        raise NotFound("No encontramos esa solicitud: revise el número de expediente.")
    return solicitud
