"""The informes escalafonarios that were issued, and what one would say today."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, or_, select

from chassis.errors import NotFound
from chassis.filestore import FileLost
from chassis.issuing.press import open_issued
from contracts.access_token import Principal
from services.legajo.domain.informe import EstadoInforme
from services.legajo.models import Informe, Servidor, db
from services.legajo.models.contenido import contenido_of

PAGE = 10
"""How many informes a page shows."""


class InformeShown(NamedTuple):
    """An informe, and whether it still holds."""

    informe: Informe
    estado: EstadoInforme


class PageOfInformes(NamedTuple):
    """A part of a long list of informes."""

    items: Sequence[InformeShown]
    page: int
    pages: int


def list_informes(servidor: Servidor, page: int) -> PageOfInformes:
    """Return the informes about a person whom who asks may see, newest first."""
    about = Informe.dni == servidor.dni
    total = db.session.scalar(select(func.count()).select_from(Informe).where(about)) or 0
    pages = max(-(-total // PAGE), 1)
    page = min(max(page, 1), pages)
    newest_first = select(Informe).where(about).order_by(Informe.id.desc())
    rows = db.session.scalars(newest_first.limit(PAGE).offset((page - 1) * PAGE)).all()
    huella = contenido_of(servidor).huella if rows else ""
    return PageOfInformes([InformeShown(row, row.estado(huella)) for row in rows], page, pages)


def get_informe(principal: Principal, informe_id: int) -> Informe:
    """Return an informe about who asks, or about somebody whose legajo they keep."""
    found = db.session.scalar(
        select(Informe)
        .join(Servidor, Servidor.dni == Informe.dni)
        .where(Informe.id == informe_id, _is_seen_by(principal))
    )
    if found is None:
        raise NotFound("No encontramos ese informe.")
    return found


def read_pdf(informe: Informe) -> bytes:
    """Return the bytes of an informe that was found, as it was issued."""
    try:
        return open_issued(informe).content
    except FileLost as error:
        raise NotFound(
            "El archivo de este informe se perdió. Emita otro: el código de este sigue valiendo."
        ) from error


def get_servidor_to_inform(principal: Principal, dni: str) -> Servidor:
    """Return a person who has a legajo, vigente or not, and whose specialist asks."""
    servidor = db.session.scalar(
        select(Servidor).where(
            Servidor.dni == dni, Servidor.is_attended_by(principal), Servidor.legajo.has()
        )
    )
    if servidor is None:
        raise NotFound("No encontramos un legajo de ese DNI en su DRE o UGEL.")
    return servidor


def _is_seen_by(principal: Principal) -> ColumnElement[bool]:
    return or_(Informe.dni == principal.dni, Servidor.is_attended_by(principal))
