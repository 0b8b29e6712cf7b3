"""What is looked up about reclamos: by who made one, and by who attends those of a sede."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import selectinload

from chassis.errors import NotFound
from contracts.access_token import Principal
from contracts.sedes import all_sedes
from services.boleta.domain.reclamo import PENDIENTES, EstadoReclamo
from services.boleta.models import Reclamo, Servidor, db

PAGE = 25
"""How many reclamos a page shows."""

MINE = "mios"
"""What the filter of the bandeja calls the reclamos that who asks has taken."""


class PageOfReclamos(NamedTuple):
    """A part of a long list of reclamos."""

    items: Sequence[Reclamo]
    page: int
    pages: int
    total: int


class FiltrosBandeja(NamedTuple):
    """What an administrador wants to attend; what is not said does not matter."""

    estado: str = ""
    """One of `EstadoReclamo`, `MINE`, or nothing: all that waits."""
    texto: str = ""
    """A number of reclamo, or a DNI."""
    periodo: int | None = None


def list_reclamos(principal: Principal, page: int = 1) -> PageOfReclamos:
    """Return one's own reclamos, newest first."""
    mine = select(Reclamo).where(Reclamo.dni == principal.dni)
    return _page(mine, page, Reclamo.id.desc())


def get_reclamo(principal: Principal, numero: str) -> Reclamo:
    """Return a reclamo of one's own, with what happened to it."""
    return _get(numero, Reclamo.dni == principal.dni)


def list_bandeja(principal: Principal, filtros: FiltrosBandeja, page: int) -> PageOfReclamos:
    """Return what an administrador may attend, oldest first."""
    theirs = select(Reclamo).where(Reclamo.is_attended_by(principal))
    theirs = theirs.where(*_asked_for(principal, filtros))
    return _page(theirs, page, Reclamo.id)


def count_pendientes(principal: Principal) -> int:
    """Count what waits for an administrador in their sedes."""
    waiting = Reclamo.is_attended_by(principal) & Reclamo.estado.in_(PENDIENTES)
    return db.session.scalar(select(func.count()).select_from(Reclamo).where(waiting)) or 0


def get_reclamo_to_attend(principal: Principal, numero: str) -> Reclamo:
    """Return a reclamo that an administrador may attend, with what happened to it."""
    return _get(numero, Reclamo.is_attended_by(principal))


def sede_of(principal: Principal) -> str:
    """Return the sede that legajo says a person is of; an empty text when nobody knows."""
    servidor = db.session.get(Servidor, principal.dni)
    return servidor.sede if servidor else ""


def sede_names() -> list[tuple[str, str]]:
    """Return every sede as a list to choose from, by name."""
    return sorted(((sede.code, sede.name) for sede in all_sedes().values()), key=lambda it: it[1])


def _asked_for(principal: Principal, filtros: FiltrosBandeja) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filtros.estado == MINE:
        conditions.append(Reclamo.taken_by == principal.dni)
    elif filtros.estado in set(EstadoReclamo):
        conditions.append(Reclamo.estado == filtros.estado)
    elif not filtros.texto:
        conditions.append(Reclamo.estado.in_(PENDIENTES))
    if filtros.texto:
        conditions.append(or_(Reclamo.numero == filtros.texto, Reclamo.dni == filtros.texto))
    if filtros.periodo:
        conditions.append(Reclamo.periodo == filtros.periodo)
    return conditions


def _get(numero: str, is_theirs: ColumnElement[bool]) -> Reclamo:
    reclamo = db.session.scalar(
        select(Reclamo)
        .where(Reclamo.numero == numero, is_theirs)
        .options(selectinload(Reclamo.movimientos))
    )
    if reclamo is None:
        raise NotFound("No encontramos ese reclamo: revise su número.")
    return reclamo


def _page(wanted: Select[Reclamo], page: int, order: object) -> PageOfReclamos:
    total = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    pages = max(-(-total // PAGE), 1)
    page = min(max(page, 1), pages)
    rows = wanted.order_by(order).limit(PAGE).offset((page - 1) * PAGE)  # type: ignore[arg-type]
    found = db.session.scalars(rows.options(selectinload(Reclamo.movimientos))).all()
    return PageOfReclamos(found, page, pages, total)
