"""What an Administrador MI BOLETA looks up about the boletas of their sedes, published ones only.

Whoever looks is remembered before anything is shown: the views see to that, by `evidence`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, literal_column, select

from chassis.errors import NotFound
from contracts.access_token import Principal, Role
from contracts.sedes import NATIONAL, name_of
from services.boleta.domain import BoletaDocument, Estado
from services.boleta.domain.alcance import sedes_of
from services.boleta.domain.planilla import TipoPlanilla
from services.boleta.models import Boleta, Correccion, Planilla, Reclamo, Servidor, db
from services.boleta.models.boleta import NOMBRE_BUSCABLE, is_boleta
from services.boleta.queries.boletas import boleta_document

PAGE = 25
"""How many boletas a page shows."""

NAMESAKES = 200
"""How many people of one name are looked at; whoever is not among them is found by DNI."""

COLUMNS = (
    *("id", "periodo", "dni", "apellidos", "nombres", "sede", "tipo", "version", "estado"),
    *("bruto", "descuentos", "liquido"),
)


@dataclass(frozen=True, kw_only=True)
class Busqueda:
    """Which boletas an administrador looks for; what is not said does not matter."""

    dni: str = ""
    nombre: str = ""
    """How the name begins, apellidos first, in capitals and without accents."""
    periodo: int | None = None

    def __bool__(self) -> bool:
        return bool(self.dni or self.nombre or self.periodo)


class BoletaFound(NamedTuple):
    """A boleta among those of a sede."""

    id: int
    periodo: int
    dni: str
    apellidos: str
    nombres: str
    sede: str
    tipo: TipoPlanilla
    version: int
    estado: Estado
    bruto: int
    descuentos: int
    liquido: int

    @property
    def entidad(self) -> str:
        """Who paid."""
        return name_of(self.sede)


class PageOfBoletas(NamedTuple):
    """A part of what was found; how much there is, nobody counts."""

    items: Sequence[BoletaFound]
    page: int
    has_more: bool


class Version(NamedTuple):
    """One version of a boleta, and why it no longer counts, if it does not."""

    id: int
    version: int
    estado: Estado
    liquido: int
    correccion: Correccion | None
    reclamo: str | None


def search_boletas(principal: Principal, busqueda: Busqueda, page: int) -> PageOfBoletas:
    """Return boletas of the sedes of an administrador, the newest month first."""
    wanted = _of_their_sedes(principal, *_asked_for(principal, busqueda))
    # A month in the order of its file, which is that of the index; a person's versions together.
    of_person = (Boleta.dni, Boleta.sede, Boleta.tipo, Boleta.version.desc())
    is_month = busqueda.periodo and not (busqueda.dni or busqueda.nombre)
    order = (Boleta.id,) if is_month else of_person
    rows = wanted.order_by(Boleta.periodo.desc(), *order).limit(PAGE + 1).offset((page - 1) * PAGE)
    found = [BoletaFound(*row) for row in db.session.execute(rows)]
    return PageOfBoletas(found[:PAGE], page, len(found) > PAGE)


def find_boleta(principal: Principal, boleta_id: int) -> BoletaFound:
    """Return a boleta of the sedes of an administrador; of another it is not there."""
    row = db.session.execute(_of_their_sedes(principal, *is_boleta(boleta_id))).one_or_none()
    if row is None:
        raise NotFound("Esa boleta no existe o es de otra sede.")
    return BoletaFound(*row)


def list_versions(boleta: BoletaFound) -> list[Version]:
    """Return the versions of a boleta that was found, the newest first."""
    wanted = (
        select(Boleta.id, Boleta.version, Boleta.estado, Boleta.liquido, Correccion, Reclamo.numero)
        .outerjoin(Correccion, Correccion.boleta_id == Boleta.id)
        .outerjoin(Reclamo, Reclamo.id == Correccion.reclamo_id)
        .where(
            Boleta.dni == boleta.dni,
            Boleta.periodo == boleta.periodo,
            Boleta.sede == boleta.sede,
            Boleta.tipo == boleta.tipo,
        )
        .order_by(Boleta.version.desc())
    )
    return [Version(*row) for row in db.session.execute(wanted)]


def _of_their_sedes(principal: Principal, *conditions: ColumnElement[bool]) -> Select[Any]:
    columns = [getattr(Boleta, name) for name in COLUMNS]
    wanted = select(*columns).join(Planilla, Planilla.id == Boleta.planilla_id)
    wanted = wanted.where(Planilla.published_at.is_not(None), *conditions)
    return wanted if _is_national(principal) else wanted.where(Boleta.sede.in_(sedes_of(principal)))


def _is_national(principal: Principal) -> bool:
    return principal.may(Role.ADMINISTRADOR_BOLETA, NATIONAL)


def _asked_for(principal: Principal, busqueda: Busqueda) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if busqueda.dni:
        conditions.append(Boleta.dni == busqueda.dni)
    if busqueda.periodo:
        # The planillas tell the index where in the year to look.
        planillas = select(Planilla.id).where(Planilla.periodo == busqueda.periodo)
        conditions.append(Boleta.periodo == busqueda.periodo)
        conditions.append(Boleta.planilla_id.in_(db.session.scalars(planillas).all()))
    if busqueda.nombre and busqueda.periodo:
        conditions.append(_is_called(Boleta, busqueda.nombre))
    elif busqueda.nombre:
        conditions.append(Boleta.dni.in_(_namesakes(principal, busqueda.nombre)))
    return conditions


def _namesakes(principal: Principal, nombre: str) -> Sequence[str]:
    """Return the people of the sedes of who asks whose name begins so, as legajo knows them."""
    wanted = select(Servidor.dni).where(_is_called(Servidor, nombre))
    if not _is_national(principal):
        wanted = wanted.where(Servidor.sede.in_(sedes_of(principal)))
    return db.session.scalars(wanted.order_by(Servidor.dni).limit(NAMESAKES)).all()


def _is_called(model: type[Boleta | Servidor], nombre: str) -> ColumnElement[bool]:
    table = model.__tablename__
    buscable = re.sub(r"apellidos|nombres", rf"{table}.\g<0>", NOMBRE_BUSCABLE)
    return literal_column(buscable).startswith(nombre, autoescape=True)


def document_of(principal: Principal, found: BoletaFound) -> BoletaDocument:
    """Return a boleta that was found as its owner sees it: by the same query."""
    return boleta_document(replace(principal, dni=found.dni), found.id)
