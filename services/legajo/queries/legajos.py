"""The legajos that a specialist of escalafón keeps: whose they are, and what may be seen."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, literal_column, select
from sqlalchemy.orm import aliased, selectinload

from chassis.database import table_of
from chassis.errors import NotAllowed, NotFound
from contracts.access_token import Principal
from services.legajo.domain import IN_COURSE
from services.legajo.domain.anotacion import EstadoAnotacion
from services.legajo.domain.reserva import RESERVED
from services.legajo.models import Acceso, Anotacion, Cambio, Legajo, Servidor, Solicitud, db
from services.legajo.models.servidor import PALABRAS

PAGE = 25
"""How many servidores a page shows."""

SIN_LEGAJO = "sin_legajo"
"""What the filter calls who has none; otherwise it is a `Vigencia`."""


class FiltrosLegajos(NamedTuple):
    """Whom a specialist looks for; what is not said does not matter."""

    dni: str = ""
    palabras: tuple[str, ...] = ()
    """How the names begin, in whichever order, without accents."""
    sede: str = ""
    legajo: str = ""
    """A `Vigencia`, or `SIN_LEGAJO`."""


class PageOfServidores(NamedTuple):
    """A part of who was found; how many there are, nobody counts."""

    items: Sequence[Servidor]
    page: int
    has_more: bool


def list_servidores_of(
    principal: Principal, filtros: FiltrosLegajos, page: int = 1
) -> PageOfServidores:
    """Return the servidores whose legajo a specialist keeps, in the order of their names."""
    wanted = [Servidor.is_attended_by(principal), *_asked_for(filtros)]
    who = _called(filtros.palabras, wanted) if filtros.palabras else Servidor
    found = db.session.scalars(
        select(who)
        .outerjoin(Legajo, Legajo.dni == who.dni)
        .where(*_has_legajo(filtros), *([] if filtros.palabras else wanted))
        .order_by(who.apellidos, who.nombres, who.dni)
        .limit(PAGE + 1)
        .offset((page - 1) * PAGE)
        .options(selectinload(who.legajo))  # of the page, not of all who must be put in order
    ).all()
    return PageOfServidores(found[:PAGE], page, len(found) > PAGE)


def get_servidor_of(principal: Principal, dni: str) -> Servidor:
    """Return a servidor whose legajo a specialist keeps; of any other there is none."""
    servidor = db.session.scalar(
        select(Servidor).where(Servidor.dni == dni, Servidor.is_attended_by(principal))
    )
    if servidor is None:
        raise NotFound("No encontramos a ese servidor entre los de su ámbito: revise el DNI.")
    return servidor


def get_anotacion_of(principal: Principal, dni: str, anotacion_id: int) -> Anotacion:
    """Return an entry that a specialist keeps, to be changed: they must be let see all of it."""
    get_servidor_of(principal, dni)
    anotacion = db.session.scalar(
        select(Anotacion)
        .where(Anotacion.id == anotacion_id, Anotacion.dni == dni)
        .options(selectinload(Anotacion.adjuntos))
        .execution_options(populate_existing=True)
    )
    if anotacion is None:
        raise NotFound("No encontramos esa anotación.")
    if anotacion.has_reserved_documents and not sees_reserved(principal, dni):
        raise NotAllowed("Es una anotación reservada: en el legajo, pida ver lo reservado.")
    return anotacion


def sees_reserved(principal: Principal, dni: str) -> bool:
    """Tell whether who asks has said today why they need what is reserved of another."""
    said_why = select(Acceso.at).where(Acceso.opens_reserved(principal, dni))
    return dni == principal.dni or db.session.scalar(said_why.limit(1)) is not None


def count_reserved(dni: str, *, also_annulled: bool = False) -> int:
    """Count the entries of a legajo that are reserved, of whichever kind."""
    counted = select(func.count()).where(Anotacion.dni == dni, Anotacion.tipo.in_(RESERVED))
    if not also_annulled:
        counted = counted.where(Anotacion.estado == EstadoAnotacion.VIGENTE)
    return db.session.scalar(counted) or 0


def is_covered(principal: Principal, solicitud: Solicitud) -> bool:
    """Tell whether a specialist may not read what was said in a solicitud: once it has ended.

    While it is in course it was sent to them: all of it is theirs to judge. Afterwards, where
    something reserved was asked for, the words around it may name it too.
    """
    has_ended = solicitud.estado not in IN_COURSE
    return has_ended and solicitud.is_reserved and not sees_reserved(principal, solicitud.dni)


def hidden_of(principal: Principal, solicitud: Solicitud) -> frozenset[int]:
    """Return which changes of a solicitud a specialist may not see: the reserved, once it ended."""
    if not is_covered(principal, solicitud):
        return frozenset()
    return frozenset(cambio.id for cambio in solicitud.cambios if cambio.is_reserved)


def asked_of(dni: str) -> dict[int, Solicitud]:
    """Return the solicitudes in course that ask to change entries of a legajo, by the entry."""
    found = db.session.execute(
        select(Cambio.anotacion_id, Solicitud)
        .join(Cambio.solicitud)
        .where(
            Solicitud.dni == dni,
            Solicitud.estado.in_(IN_COURSE),
            Cambio.anotacion_id.is_not(None),
        )
    )
    return {anotacion_id: solicitud for anotacion_id, solicitud in found if anotacion_id}


def _asked_for(filtros: FiltrosLegajos) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if filtros.dni:
        conditions.append(Servidor.dni == filtros.dni)
    if filtros.sede:
        conditions.append(Servidor.sede == filtros.sede)
    return conditions


def _has_legajo(filtros: FiltrosLegajos) -> list[ColumnElement[bool]]:
    if filtros.legajo == SIN_LEGAJO:
        return [Legajo.dni.is_(None)]
    return [Legajo.estado == filtros.legajo] if filtros.legajo else []


def _called(palabras: Sequence[str], wanted: Sequence[ColumnElement[bool]]) -> type[Servidor]:
    """Return, of those wanted, who has names that begin so.

    Found before they are put in order: asked for in one step, PostgreSQL would read everybody in
    order and look into each name, which takes seconds when there are few or none.
    """
    words: ColumnElement[str] = literal_column(PALABRAS)
    beginnings = " & ".join(f"{palabra}:*" for palabra in palabras)
    begins_so = words.bool_op("@@")(func.to_tsquery("simple", beginnings))
    called = select(table_of(Servidor)).where(begins_so, *wanted).cte("called")
    return aliased(Servidor, called.prefix_with("MATERIALIZED", dialect="postgresql"))
