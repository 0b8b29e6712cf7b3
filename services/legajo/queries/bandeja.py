"""What waits for the specialists of escalafón, in the sedes that they attend."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import contains_eager

from chassis.paging import part_of
from contracts.access_token import Principal, Role
from contracts.sedes import all_sedes
from services.legajo.domain import POR_ATENDER, Estado
from services.legajo.domain.secciones import APERTURA
from services.legajo.models import Servidor, Solicitud, db
from services.legajo.queries.solicitudes import find_solicitud

PAGE_SIZE = 25
"""How many solicitudes one page of the bandeja shows."""

MINE = "mias"
"""What the filter calls the solicitudes that who asks is looking at."""

ALL = "todas"
"""What the filter calls every solicitud, finished or not."""


OPENINGS = "apertura"
"""What the filter of sections calls the solicitudes that ask for the legajo itself."""


class FiltrosBandeja(NamedTuple):
    """What a specialist wants to see; what is not said does not matter."""

    estado: str = ""
    """One of `Estado`, `MINE`, `ALL`, or nothing: all that waits."""
    seccion: str = ""
    sede: str = ""
    texto: str = ""
    """A número de expediente, or a DNI."""


class Bandeja(NamedTuple):
    """One page of what a specialist attends: what ends first stands first."""

    solicitudes: Sequence[Solicitud]
    page: int
    pages: int
    total: int
    is_more: bool
    """Whether there are more than `total`."""


def list_bandeja(principal: Principal, filtros: FiltrosBandeja, page: int) -> Bandeja:
    """Return what a specialist may attend, as they filter it."""
    theirs = select(Solicitud).join(Solicitud.servidor).where(Servidor.is_attended_by(principal))
    theirs = theirs.where(*_asked_for(principal, filtros))
    part = part_of(db.session, theirs, page, PAGE_SIZE)
    rows = theirs.order_by(
        Solicitud.vence_el.nulls_last(), Solicitud.finished_at.desc(), Solicitud.id
    )
    rows = rows.limit(PAGE_SIZE).offset((part.page - 1) * PAGE_SIZE)
    found = db.session.scalars(rows.options(contains_eager(Solicitud.servidor))).all()
    return Bandeja(found, *part)


def sedes_of(principal: Principal) -> list[tuple[str, str]]:
    """Return the sedes that a specialist attends, with their names, to choose from."""
    theirs = (sede for sede in all_sedes().values() if principal.may(Role.ESCALAFON, sede.code))
    return sorted(((sede.code, sede.name) for sede in theirs), key=lambda sede: sede[1])


def get_solicitud_to_attend(principal: Principal, expediente: str) -> Solicitud:
    """Return a solicitud that a specialist may attend, with its movimientos."""
    return find_solicitud(expediente, Servidor.is_attended_by(principal))


def _asked_for(principal: Principal, filtros: FiltrosBandeja) -> list[ColumnElement[bool]]:
    conditions = _in_estado(principal, filtros)
    if filtros.seccion:
        numero = APERTURA.numero if filtros.seccion == OPENINGS else filtros.seccion
        conditions.append(Solicitud.seccion == numero)
    if filtros.sede:
        conditions.append(Servidor.sede == filtros.sede)
    if filtros.texto:
        conditions.append(
            or_(Solicitud.expediente == filtros.texto, Solicitud.dni == filtros.texto)
        )
    return conditions


def _in_estado(principal: Principal, filtros: FiltrosBandeja) -> list[ColumnElement[bool]]:
    """Match an estado; a number or a DNI is looked for in all of them, unless one is chosen."""
    if filtros.estado == MINE:
        return [Solicitud.taken_by == principal.dni, Solicitud.estado == Estado.EN_REVISION]
    if filtros.estado in set(Estado):
        return [Solicitud.estado == filtros.estado]
    if filtros.estado == ALL or filtros.texto:
        return []
    return [Solicitud.estado.in_(POR_ATENDER)]
