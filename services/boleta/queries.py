"""What is looked up in boleta. Whose boletas: always of the Principal, who comes first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select

from chassis.errors import NotFound
from contracts.access_token import Principal, Role
from contracts.sedes import all_sedes, find_sede, name_of
from services.boleta.domain import BoletaDocument, Estado, Linea
from services.boleta.models import Boleta, Concepto, Incidencia, Planilla, Servidor, db

PAGE = 50
"""How many planillas, or incidencias of one, a page shows."""

AS_KEPT = (
    *("id", "periodo", "estado", "dni", "apellidos", "nombres", "regimen", "tipo_servidor"),
    *("cargo", "establecimiento", "situacion", "fecha_nacimiento", "fecha_ingreso"),
    *("fecha_termino", "tiempo_servicio", "pension", "cuenta", "bruto", "descuentos", "liquido"),
    *("mensajes",),
)
"""What the document of a boleta takes from its row as it is."""


@dataclass(frozen=True, kw_only=True)
class DatosPersonales:
    """What is known of the person at the head of Mi boleta; an empty text is unknown."""

    nombre_completo: str
    dni: str
    tipo_servidor: str = ""
    cargo: str = ""
    fecha_ingreso: date | None = None


class BoletaItem(NamedTuple):
    """A boleta in the list of a person."""

    id: int
    periodo: int
    regimen: str
    estado: Estado
    sede: str
    bruto: int
    descuentos: int
    liquido: int

    @property
    def entidad(self) -> str:
        """Who paid."""
        return name_of(self.sede)


class Page(NamedTuple):
    """A part of a long list, which has `pages` of them."""

    items: Sequence[object]
    page: int
    pages: int


def list_boletas(
    principal: Principal, *, anio: int | None = None, mes: int | None = None
) -> list[BoletaItem]:
    """Return the boletas of who asks, newest first; of a year, of a month of any year, or all."""
    columns = [getattr(Boleta, name) for name in BoletaItem._fields]
    wanted = select(*columns).where(Boleta.dni == principal.dni)
    if anio:
        wanted = wanted.where(Boleta.periodo.between(anio * 100, anio * 100 + 99))
    if mes:
        wanted = wanted.where(Boleta.periodo % 100 == mes)
    newest_first = wanted.order_by(Boleta.periodo.desc(), Boleta.sede.desc())
    return [BoletaItem(*row) for row in db.session.execute(newest_first)]


def list_anios(principal: Principal) -> list[int]:
    """Return the years in which who asks has a boleta, newest first."""
    years = select(Boleta.periodo // 100).where(Boleta.dni == principal.dni).distinct()
    return sorted(db.session.scalars(years), reverse=True)


def personal_data(principal: Principal) -> DatosPersonales:
    """Return what legajo says of who asks; or else their newest boleta; or else their token."""
    said = db.session.get(Servidor, principal.dni) or db.session.scalar(
        select(Boleta)
        .where(Boleta.dni == principal.dni)
        .order_by(Boleta.periodo.desc(), Boleta.sede.desc())
        .limit(1)
    )
    if said is None:
        return DatosPersonales(nombre_completo=principal.nombre_completo, dni=principal.dni)
    return DatosPersonales(
        nombre_completo=f"{said.nombres} {said.apellidos}",
        dni=said.dni,
        tipo_servidor=said.tipo_servidor,
        cargo=said.cargo,
        fecha_ingreso=said.fecha_ingreso,
    )


def boleta_document(principal: Principal, boleta_id: int) -> BoletaDocument:
    """Return a boleta of who asks, with its lines; somebody else's is not there."""
    boleta = db.session.scalar(
        select(Boleta).where(Boleta.id == boleta_id, Boleta.dni == principal.dni)
    )
    if boleta is None:
        raise NotFound("Esa boleta no existe o no es suya.")
    sede = find_sede(boleta.sede)
    planilla = db.session.get_one(Planilla, boleta.planilla_id)
    return BoletaDocument(
        region=sede.dre_name if sede else "",
        entidad=name_of(boleta.sede),
        lineas=_lineas(boleta),
        avisos=tuple(boleta.avisos or ()),
        published_at=planilla.imported_at,
        **{name: getattr(boleta, name) for name in AS_KEPT},
    )


def _lineas(boleta: Boleta) -> tuple[Linea, ...]:
    used = select(Concepto).where(Concepto.id.in_(set(boleta.conceptos)))
    conceptos = {concepto.id: concepto for concepto in db.session.scalars(used)}
    return tuple(
        Linea(conceptos[id_].tipo, conceptos[id_].codigo, conceptos[id_].nombre, centimos)
        for id_, centimos in zip(boleta.conceptos, boleta.montos, strict=True)
    )


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
