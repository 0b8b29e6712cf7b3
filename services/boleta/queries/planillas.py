"""What an Administrador MI BOLETA looks up: the planillas of their sedes, and what was wrong."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select

from chassis.errors import NotFound
from contracts.access_token import Principal, Role
from contracts.sedes import all_sedes
from services.boleta.models import Incidencia, Planilla, db

PAGE = 50
"""How many planillas, or incidencias of one, a page shows."""


class Page(NamedTuple):
    """A part of a long list, which has `pages` of them."""

    items: Sequence[object]
    page: int
    pages: int


def list_planillas(principal: Principal, page: int) -> Page:
    """Return the planillas of the sedes of an Administrador MI BOLETA, newest month first."""
    wanted = select(Planilla).where(_is_administered_by(principal))
    return _page(wanted, page, Planilla.periodo.desc(), Planilla.id.desc())


def get_planilla(principal: Principal, planilla_id: int) -> Planilla:
    """Return a planilla of the sedes of an Administrador MI BOLETA; of another it is not there."""
    wanted = select(Planilla).where(Planilla.id == planilla_id, _is_administered_by(principal))
    planilla = db.session.scalar(wanted)
    if planilla is None:
        raise NotFound("Esa planilla no existe o es de otra sede.")
    return planilla


def list_incidencias(planilla: Planilla, page: int) -> Page:
    """Return what was wrong with records of a planilla, in the order of the file."""
    wanted = select(Incidencia).where(Incidencia.planilla_id == planilla.id)
    return _page(wanted, page, Incidencia.orden)


def all_rechazos(planilla: Planilla) -> Iterator[Incidencia]:
    """Give every record of a planilla that was refused, in the order of the file."""
    refused = Incidencia.planilla_id == planilla.id, Incidencia.is_rechazo
    wanted = select(Incidencia).where(*refused).order_by(Incidencia.orden)
    yield from db.session.scalars(wanted.execution_options(yield_per=PAGE))


def _is_administered_by(principal: Principal) -> ColumnElement[bool]:
    role = Role.ADMINISTRADOR_BOLETA
    return Planilla.sede.in_([code for code in all_sedes() if principal.may(role, code)])


def _page(wanted: Select[Any], page: int, *order: Any) -> Page:
    total = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    found = wanted.order_by(*order).limit(PAGE).offset((page - 1) * PAGE)
    return Page(db.session.scalars(found).all(), page, max(1, -(-total // PAGE)))
