"""What a servidor looks up: their boletas. Always those of the Principal, who comes first."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, select

from contracts.access_token import Principal
from contracts.sedes import name_of
from services.boleta.domain import Estado
from services.boleta.models import Boleta, Planilla, Servidor, db


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


def list_boletas(
    principal: Principal, *, anio: int | None = None, mes: int | None = None
) -> list[BoletaItem]:
    """Return the boletas of who asks, newest first; of a year, of a month of any year, or all."""
    columns = [getattr(Boleta, name) for name in BoletaItem._fields]
    wanted = select(*columns).join(Planilla, _is_published()).where(Boleta.dni == principal.dni)
    if anio:
        wanted = wanted.where(Boleta.periodo.between(anio * 100, anio * 100 + 99))
    if mes:
        wanted = wanted.where(Boleta.periodo % 100 == mes)
    newest_first = wanted.order_by(Boleta.periodo.desc(), Boleta.sede.desc())
    return [BoletaItem(*row) for row in db.session.execute(newest_first)]


def list_anios(principal: Principal) -> list[int]:
    """Return the years in which who asks has a boleta, newest first."""
    years = select(Boleta.periodo // 100).join(Planilla, _is_published())
    mine = years.where(Boleta.dni == principal.dni).distinct()
    return sorted(db.session.scalars(mine), reverse=True)


def personal_data(principal: Principal) -> DatosPersonales:
    """Return what legajo says of who asks; or else their newest boleta; or else their token."""
    said = db.session.get(Servidor, principal.dni) or db.session.scalar(
        select(Boleta)
        .join(Planilla, _is_published())
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


def _is_published() -> ColumnElement[bool]:
    """Join a boleta to its planilla, if its owner may see it."""
    return and_(Planilla.id == Boleta.planilla_id, Planilla.published_at.is_not(None))
