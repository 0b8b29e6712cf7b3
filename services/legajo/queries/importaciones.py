"""The files that a specialist imported, and what was refused of them: always one's own."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, func, select

from chassis.errors import NotFound
from chassis.importing import ImportState
from contracts.access_token import Principal
from services.legajo.models import Importacion, ImportacionRechazo, db

PAGE_SIZE = 25
"""How many imports, or refused rows, one page shows."""


class Page(NamedTuple):
    """One page of a list."""

    items: Sequence[Any]
    page: int
    pages: int
    total: int


def list_importaciones(principal: Principal, page: int) -> Page:
    """Return one's own imports, newest first."""
    mine = select(Importacion).where(Importacion.por == principal.dni)
    return _page(mine.order_by(Importacion.uploaded_at.desc()), page)


def get_importacion(principal: Principal, importacion_id: UUID) -> Importacion:
    """Return an import of one's own."""
    importacion = db.session.get(Importacion, importacion_id)
    if importacion is None or importacion.por != principal.dni:
        raise NotFound("No encontramos esa importación.")
    return importacion


def find_earlier(importacion: Importacion) -> Importacion | None:
    """Return the last import of the very same file that came to its end before this one."""
    same = select(Importacion).where(
        Importacion.por == importacion.por,
        Importacion.que == importacion.que,
        Importacion.sha256 == importacion.sha256,
        Importacion.state == ImportState.DONE,
        Importacion.uploaded_at < importacion.uploaded_at,
    )
    return db.session.scalar(same.order_by(Importacion.uploaded_at.desc()).limit(1))


def list_rechazos(importacion: Importacion, page: int) -> Page:
    """Return the rows that an import refused, in the order of the file."""
    return _page(_rechazos(importacion), page)


def stream_rechazos(importacion: Importacion) -> Iterator[ImportacionRechazo]:
    """Give all of them, one by one."""
    yield from db.session.scalars(_rechazos(importacion).execution_options(yield_per=1000))


def _rechazos(importacion: Importacion) -> Select[ImportacionRechazo]:
    theirs = select(ImportacionRechazo).where(ImportacionRechazo.import_id == importacion.id)
    return theirs.order_by(ImportacionRechazo.line)


def _page(found: Select[Any], page: int) -> Page:
    total = (
        db.session.scalar(select(func.count()).select_from(found.order_by(None).subquery())) or 0
    )
    pages = max(-(-total // PAGE_SIZE), 1)
    page = min(max(page, 1), pages)
    shown = found.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    return Page(db.session.scalars(shown).all(), page, pages, total)
