"""Who had the legajo of a person before their eyes: always that of the Principal."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select

from chassis.accesos import who_looked, why_they_may
from contracts.access_token import Principal
from services.legajo.domain.acceso import Acto
from services.legajo.models import Acceso, db

PAGE = 25
"""How many looks a page shows."""


class Mirada(NamedTuple):
    """Somebody else had something of a legajo before their eyes."""

    at: datetime
    acto: Acto
    quien: str
    por_que: str
    """By what right, in words."""
    sobre: str


class PageOfMiradas(NamedTuple):
    """A part of a long list of looks."""

    items: Sequence[Mirada]
    page: int
    pages: int


def list_looks(principal: Principal, page: int) -> PageOfMiradas:
    """Return who else looked at the legajo of who asks, newest first."""
    theirs = (Acceso.dueno == principal.dni, Acceso.por != principal.dni)
    total = db.session.scalar(select(func.count()).select_from(Acceso).where(*theirs)) or 0
    pages = max(-(-total // PAGE), 1)
    page = min(max(page, 1), pages)
    newest_first = select(Acceso).where(*theirs).order_by(Acceso.at.desc(), Acceso.sobre)
    rows = db.session.scalars(newest_first.limit(PAGE).offset((page - 1) * PAGE))
    return PageOfMiradas([_mirada(row) for row in rows], page, pages)


def _mirada(row: Acceso) -> Mirada:
    return Mirada(
        at=row.at,
        acto=row.acto,
        quien=who_looked(row),
        por_que=why_they_may(row),
        sobre=row.sobre,
    )
