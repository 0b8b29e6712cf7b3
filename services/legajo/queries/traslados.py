"""The legajos on their way from or to the sedes of a specialist."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import contains_eager

from chassis.errors import NotFound
from chassis.paging import part_of
from contracts.access_token import Principal
from services.legajo.domain.traslado import EstadoTraslado
from services.legajo.models import Servidor, Traslado, db
from services.legajo.models.traslado import sedes_of

PAGE = 25
"""How many transfers a page shows."""


class Vista(StrEnum):
    """Which transfers a specialist looks at."""

    POR_RECIBIR = "por_recibir"
    ENVIADOS = "enviados"
    SIN_CONFIRMAR = "sin_confirmar"
    TERMINADOS = "terminados"

    @property
    def label(self) -> str:
        """How people call it."""
        return VISTAS[self]


VISTAS = {
    Vista.POR_RECIBIR: "Por recibir",
    Vista.ENVIADOS: "Enviados",
    Vista.SIN_CONFIRMAR: "Sin confirmar en el registro",
    Vista.TERMINADOS: "Terminados",
}
"""What each is called, in the order in which they are offered."""


class PageOfTraslados(NamedTuple):
    """A part of a long list of transfers."""

    items: Sequence[Traslado]
    page: int
    pages: int
    total: int
    is_more: bool
    """Whether there are more than `total`."""


def list_traslados(principal: Principal, vista: Vista, page: int) -> PageOfTraslados:
    """Return the transfers of the sedes of who asks: what waits longest first, or newest first."""
    theirs = (
        select(Traslado)
        .join(Servidor, Servidor.dni == Traslado.dni)
        .where(Traslado.dni != principal.dni, *_shown_in(principal, vista))
    )
    part = part_of(db.session, theirs, page, PAGE)
    newest_first = (Traslado.sent_at.desc(), Traslado.id.desc())
    order = (Traslado.sent_at, Traslado.id) if vista is Vista.POR_RECIBIR else newest_first
    rows = theirs.order_by(*order).limit(PAGE).offset((part.page - 1) * PAGE)
    found = db.session.scalars(rows.options(contains_eager(Traslado.servidor))).unique().all()
    return PageOfTraslados(found, *part)


def count_to_receive(principal: Principal) -> int:
    """Count the legajos that wait to be received by who asks."""
    waiting = select(func.count()).select_from(Traslado)
    where = (Traslado.dni != principal.dni, *_shown_in(principal, Vista.POR_RECIBIR))
    return db.session.scalar(waiting.where(*where)) or 0


def get_traslado(principal: Principal, traslado_id: int) -> Traslado:
    """Return a transfer from or to a sede of who asks; any other is not there."""
    traslado = db.session.scalar(
        select(Traslado)
        .where(Traslado.id == traslado_id, Traslado.is_seen_by(principal))
        .execution_options(populate_existing=True)
    )
    if traslado is None:
        raise NotFound("No encontramos ese traslado entre los de su ámbito.")
    return traslado


def find_in_course(servidor: Servidor) -> Traslado | None:
    """Return the transfer in course of the legajo of who was found, if there is one."""
    return db.session.scalar(
        select(Traslado).where(
            Traslado.dni == servidor.dni, Traslado.estado == EstadoTraslado.ENVIADO
        )
    )


def _shown_in(principal: Principal, vista: Vista) -> Sequence[ColumnElement[bool]]:
    sedes = sedes_of(principal)
    is_sent = Traslado.estado == EstadoTraslado.ENVIADO
    is_of_ours = Traslado.origen.in_(sedes) | Traslado.destino.in_(sedes)
    match vista:
        case Vista.POR_RECIBIR:
            return (is_sent, Traslado.destino.in_(sedes))
        case Vista.ENVIADOS:
            return (is_sent, Traslado.origen.in_(sedes))
        case Vista.SIN_CONFIRMAR:
            received = Traslado.estado == EstadoTraslado.RECIBIDO
            return (received, Traslado.confirmed_at.is_(None), Traslado.destino.in_(sedes))
    return (~is_sent, is_of_ours)
