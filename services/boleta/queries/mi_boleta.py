"""What a servidor looks up: their boletas. Always those of the Principal, who comes first.

On the day of payment half a million people ask for this: it is read by Core, without a transaction,
in as few questions as there are tables.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import (
    Connection,
    String,
    bindparam,
    cast,
    column,
    desc,
    literal,
    null,
    nulls_last,
    select,
    union_all,
)

from contracts.access_token import Principal
from services.boleta.domain.resumen import BoletaItem
from services.boleta.models import Boleta, Planilla, Registro, Servidor, db

BOLETA, PLANILLA, REGISTRO, SERVIDOR = (
    model.__table__.c for model in (Boleta, Planilla, Registro, Servidor)
)

LOADED = (
    select(*(BOLETA[name] for name in BoletaItem._fields))
    .join(Planilla.__table__, PLANILLA.id == BOLETA.planilla_id)
    .where(BOLETA.dni == bindparam("dni"), PLANILLA.published_at.is_not(None))
)
"""The boletas that a person may see."""

REGISTERED = (
    select(
        cast(null(), BOLETA.id.type),
        *(REGISTRO.periodo, REGISTRO.regimen, cast(null(), String), REGISTRO.sede, PLANILLA.tipo),
        literal(1),
        *(cast(null(), BOLETA[name].type) for name in ("bruto", "descuentos", "liquido")),
        REGISTRO.planilla_id,
    )
    .join(Planilla.__table__, PLANILLA.id == REGISTRO.planilla_id)
    .where(REGISTRO.dni == bindparam("dni"), PLANILLA.published_at.is_not(None))
)
"""The boletas of historical months that are registered, loaded or not, as rows of the same kind."""

MINE = union_all(LOADED, REGISTERED).order_by(
    desc("periodo"), desc("sede"), "tipo", desc("version"), nulls_last(column("id"))
)
"""All of them, newest first; of a month, the version that counts first."""

WORK = ("nombres", "apellidos", "tipo_servidor", "cargo", "fecha_ingreso")
"""What the heading says of a person, by its names in the replica and in boletas alike."""

SAID_BY_LEGAJO = select(*(SERVIDOR[name] for name in WORK)).where(SERVIDOR.dni == bindparam("dni"))

SAID_BY_BOLETA = select(*(BOLETA[name] for name in WORK)).where(
    BOLETA.periodo == bindparam("periodo"), BOLETA.id == bindparam("id")
)


@dataclass(frozen=True, kw_only=True)
class DatosPersonales:
    """What is known of the person at the head of Mi boleta; an empty text is unknown."""

    nombre_completo: str
    dni: str
    tipo_servidor: str = ""
    cargo: str = ""
    fecha_ingreso: date | None = None


@dataclass(frozen=True, kw_only=True)
class MiBoleta:
    """All that the page Mi boleta is made of."""

    datos: DatosPersonales
    boletas: list[BoletaItem]


def mi_boleta(principal: Principal) -> MiBoleta:
    """Return who asks, and all their boletas, newest first."""
    with db.reading() as connection:
        boletas = _boletas(connection, principal)
        return MiBoleta(datos=_datos(connection, principal, boletas), boletas=boletas)


def list_boletas(
    principal: Principal, *, anio: int | None = None, mes: int | None = None
) -> list[BoletaItem]:
    """Return the boletas of who asks, newest first; of a year, of a month of any year, or all."""
    with db.reading() as connection:
        mine = _boletas(connection, principal)
    return [boleta for boleta in mine if boleta.is_of(anio, mes)]


def _boletas(connection: Connection, principal: Principal) -> list[BoletaItem]:
    """Return boletas, loaded or to load: of each tipo a month has one of these at most."""
    rows = connection.execute(MINE, {"dni": principal.dni})
    everything = [BoletaItem(*row) for row in rows]
    known = {each.key for each in everything if each.id}
    boletas = []
    for each in everything:
        if each.id or each.key not in known:
            boletas.append(each)
            known.add(each.key)
    return boletas


def _datos(
    connection: Connection, principal: Principal, boletas: list[BoletaItem]
) -> DatosPersonales:
    """Return what legajo says of a person; or else their newest boleta; or else their token."""
    said = connection.execute(SAID_BY_LEGAJO, {"dni": principal.dni}).one_or_none()
    loaded = next((each for each in boletas if each.id), None)
    if said is None and loaded:
        newest = {"periodo": loaded.periodo, "id": loaded.id}
        said = connection.execute(SAID_BY_BOLETA, newest).one_or_none()
    if said is None:
        return DatosPersonales(nombre_completo=principal.nombre_completo, dni=principal.dni)
    return DatosPersonales(
        nombre_completo=f"{said.nombres} {said.apellidos}",
        dni=principal.dni,
        tipo_servidor=said.tipo_servidor,
        cargo=said.cargo,
        fecha_ingreso=said.fecha_ingreso,
    )
