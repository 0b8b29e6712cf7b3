"""Where legajos are and what happened to them as a whole: those that a specialist keeps."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, literal_column, select
from sqlalchemy.orm import contains_eager, selectinload

from chassis.errors import NotFound
from chassis.paging import part_of
from contracts.access_token import Principal
from services.legajo.models import Historia, Legajo, Servidor, db
from services.legajo.models.servidor import ROOM

PAGE = 25
"""How many legajos a page shows."""

NOWHERE = "sin"
"""What the filter calls the legajos whose place nobody has noted."""


class FiltrosUbicacion(NamedTuple):
    """Which places a specialist looks into; what is not said does not matter."""

    ambiente: str = ""
    estante: str = ""
    caja: str = ""
    sin: str = ""
    """`NOWHERE`, to see those that are noted nowhere."""


class PageOfLegajos(NamedTuple):
    """A part of a long list of legajos."""

    items: Sequence[Servidor]
    page: int
    pages: int
    total: int
    is_more: bool
    """Whether there are more than `total`."""


def get_kept(principal: Principal, dni: str) -> Servidor:
    """Return a servidor whose legajo a specialist keeps, or may open."""
    servidor = db.session.scalar(
        select(Servidor)
        .where(Servidor.dni == dni, Servidor.is_attended_by(principal))
        .execution_options(populate_existing=True)
    )
    if servidor is None:
        raise NotFound("No encontramos a ese servidor entre los de su ámbito: revise el DNI.")
    return servidor


def list_custody(servidor: Servidor) -> Sequence[Historia]:
    """Return what happened to the legajo itself of who was found, newest first."""
    happened = (
        select(Historia)
        .where(Historia.dni == servidor.dni, Historia.anotacion_id.is_(None))
        .order_by(Historia.id.desc())
    )
    return db.session.scalars(happened.options(selectinload(Historia.adjuntos))).all()


def list_by_place(principal: Principal, filtros: FiltrosUbicacion, page: int) -> PageOfLegajos:
    """Return the legajos that a specialist keeps in some place, in the order of the shelves."""
    theirs = (
        select(Servidor)
        .join(Servidor.legajo)
        .where(Servidor.is_attended_by(principal), *_there(filtros))
    )
    part = part_of(db.session, theirs, page, PAGE)
    rows = theirs.order_by(literal_column(ROOM), Legajo.estante, Legajo.caja, Legajo.dni)
    rows = rows.limit(PAGE).offset((part.page - 1) * PAGE).options(contains_eager(Servidor.legajo))
    return PageOfLegajos(db.session.scalars(rows).unique().all(), *part)


def _there(filtros: FiltrosUbicacion) -> list[ColumnElement[bool]]:
    if filtros.sin == NOWHERE:
        no_room = literal_column(ROOM).is_(None)
        return [no_room, Legajo.estante == "", Legajo.caja == ""]
    places = (
        (Legajo.ambiente, filtros.ambiente),
        (Legajo.estante, filtros.estante),
        (Legajo.caja, filtros.caja),
    )
    return [func.lower(column) == text.lower() for column, text in places if text]
