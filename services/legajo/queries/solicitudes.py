"""The solicitudes of a person, and what happened to them."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import contains_eager, selectinload

from chassis.errors import NotFound
from contracts.access_token import Principal
from services.legajo.models import Solicitud, db


def list_solicitudes(principal: Principal) -> Sequence[Solicitud]:
    """Return one's own solicitudes, newest first."""
    return db.session.scalars(
        select(Solicitud).where(Solicitud.dni == principal.dni).order_by(Solicitud.id.desc())
    ).all()


def get_solicitud(principal: Principal, expediente: str) -> Solicitud:
    """Return a solicitud of one's own, with its movimientos."""
    return find_solicitud(expediente, Solicitud.dni == principal.dni)


def find_solicitud(expediente: str, is_theirs: ColumnElement[bool]) -> Solicitud:
    """Return the solicitud of that number if it is theirs; otherwise it is not there."""
    solicitud = db.session.scalar(
        select(Solicitud)
        .join(Solicitud.servidor)
        .where(Solicitud.expediente == expediente, is_theirs)
        .options(contains_eager(Solicitud.servidor), selectinload(Solicitud.movimientos))
    )
    if solicitud is None:
        raise NotFound("No encontramos esa solicitud: revise el número de expediente.")
    return solicitud
