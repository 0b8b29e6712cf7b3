"""What legajo knows. Whose it is comes first: not yours and not there are the same NotFound."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import contains_eager, selectinload

from chassis.errors import NotFound
from contracts.access_token import Principal
from services.legajo.domain import Estado
from services.legajo.models import Servidor, Solicitud, db

PAGE_SIZE = 25
"""How many solicitudes one page of the bandeja shows."""


class Bandeja(NamedTuple):
    """One page of what a specialist attends, oldest first."""

    solicitudes: Sequence[Solicitud]
    page: int
    pages: int
    total: int


def get_servidor(principal: Principal) -> Servidor | None:
    """Return the person with their legajo, if they are in the register of servidores."""
    return db.session.get(Servidor, principal.dni)


def list_solicitudes(principal: Principal) -> Sequence[Solicitud]:
    """Return one's own solicitudes, newest first."""
    return db.session.scalars(
        select(Solicitud).where(Solicitud.dni == principal.dni).order_by(Solicitud.id.desc())
    ).all()


def get_solicitud(principal: Principal, expediente: str) -> Solicitud:
    """Return a solicitud of one's own, with its movimientos."""
    return _get_solicitud(expediente, Solicitud.dni == principal.dni)


def list_bandeja(principal: Principal, estado: Estado | None, page: int) -> Bandeja:
    """Return what a specialist may attend, in that estado or in any."""
    theirs = select(Solicitud).join(Solicitud.servidor).where(Servidor.is_attended_by(principal))
    if estado:
        theirs = theirs.where(Solicitud.estado == estado)
    total = db.session.scalar(select(func.count()).select_from(theirs.subquery())) or 0
    pages = max(-(-total // PAGE_SIZE), 1)
    page = min(max(page, 1), pages)
    rows = theirs.order_by(Solicitud.id).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    found = db.session.scalars(rows.options(contains_eager(Solicitud.servidor))).all()
    return Bandeja(found, page, pages, total)


def get_solicitud_to_attend(principal: Principal, expediente: str) -> Solicitud:
    """Return a solicitud that a specialist may attend, with its movimientos."""
    return _get_solicitud(expediente, Servidor.is_attended_by(principal))


def list_servidores(*, after: str, limit: int) -> Sequence[Servidor]:
    """Return servidores in the order of their dni: those that follow `after`."""
    return db.session.scalars(
        select(Servidor).where(Servidor.dni > after).order_by(Servidor.dni).limit(limit)
    ).all()


def _get_solicitud(expediente: str, is_theirs: ColumnElement[bool]) -> Solicitud:
    solicitud = db.session.scalar(
        select(Solicitud)
        .join(Solicitud.servidor)
        .where(Solicitud.expediente == expediente, is_theirs)
        .options(contains_eager(Solicitud.servidor), selectinload(Solicitud.movimientos))
    )
    if solicitud is None:
        raise NotFound("No encontramos esa solicitud: revise el número de expediente.")
    return solicitud
