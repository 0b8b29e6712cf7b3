"""What waits for the specialists of escalafón, in the sedes that they attend."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from contracts.access_token import Principal
from services.legajo.domain import Estado
from services.legajo.models import Servidor, Solicitud, db
from services.legajo.queries.solicitudes import find_solicitud

PAGE_SIZE = 25
"""How many solicitudes one page of the bandeja shows."""


class Bandeja(NamedTuple):
    """One page of what a specialist attends, oldest first."""

    solicitudes: Sequence[Solicitud]
    page: int
    pages: int
    total: int


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
    return find_solicitud(expediente, Servidor.is_attended_by(principal))
