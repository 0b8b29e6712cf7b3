"""Loads a boleta of a historical month when its owner asks: it is read out of the payroll file."""

from typing import Any

import structlog
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from chassis.errors import Conflict, NotFound
from chassis.filestore import current_files
from contracts.access_token import Principal
from services.boleta.domain import Estado, boleta_id
from services.boleta.domain.planilla import EstadoPlanilla
from services.boleta.formats import BadRecord, Record, read_slice
from services.boleta.models import Boleta, Planilla, Registro, boleta_serial, db, given

AS_READ = (
    *("periodo", "dni", "apellidos", "nombres", "regimen", "tipo_servidor", "cargo"),
    *("establecimiento", "fecha_nacimiento", "fecha_ingreso", "fecha_termino", "tiempo_servicio"),
    *("pension", "cuenta", "mensajes", "bruto", "descuentos", "liquido"),
)
"""What a boleta takes from its record as it is."""

log = structlog.get_logger()


@db.transactional
def load_boletas(principal: Principal, planilla_id: int) -> int:
    """Load what a registered planilla has of who asks; return the id of the first boleta.

    Once it is loaded, it is only looked up. Raises FileOutOfReach, and nothing is lost.
    """
    planilla = db.session.get(Planilla, planilla_id)
    if planilla is None or planilla.estado is not EstadoPlanilla.REGISTRADA:
        raise NotFound("Esa boleta no está registrada.")
    registros = db.session.scalars(
        select(Registro)
        .where(
            Registro.dni == principal.dni,
            Registro.periodo == planilla.periodo,
            Registro.planilla_id == planilla.id,
        )
        .order_by(Registro.posicion)
    ).all()
    loaded = [_load(planilla, registro) for registro in registros]
    if not loaded:
        raise NotFound("Esa boleta no está registrada, o no es suya.")
    log.info("boletas_loaded", planilla=planilla.id, boletas=len(loaded))
    return loaded[0]


def _load(planilla: Planilla, registro: Registro) -> int:
    """Return the id of the boleta; make it if nobody did."""
    return (
        _find(planilla, registro) or _insert(planilla, registro) or _find(planilla, registro) or 0
    )


def _find(planilla: Planilla, registro: Registro) -> int | None:
    """Return the id of the boleta of that person, month, sede and tipo that counts."""
    return db.session.scalar(
        select(Boleta.id)
        .where(
            Boleta.dni == registro.dni,
            Boleta.periodo == registro.periodo,
            Boleta.sede == registro.sede,
            Boleta.tipo == planilla.tipo,
        )
        .order_by(Boleta.version.desc())
        .limit(1)
    )


def _insert(planilla: Planilla, registro: Registro) -> int | None:
    """Write the boleta; return nothing when somebody just did."""
    record = _read(planilla, registro)
    serial = db.session.scalar(select(boleta_serial.next_value())) or 0
    engine = db.session.connection().engine
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as beside:
        ids = given.ConceptoIds(beside)
        conceptos = [int(ids[tipo][codigo]) for tipo, codigo, _ in record.lines]
    values: dict[str, Any] = {
        "id": boleta_id(record.periodo, serial),
        "planilla_id": planilla.id,
        "sede": registro.sede,
        "tipo": planilla.tipo,
        "estado": Estado.VIGENTE,
        "situacion": record.estado,
        "conceptos": conceptos,
        "montos": [centimos for _, _, centimos in record.lines],
        "avisos": list(record.warnings) or None,
        **{name: getattr(record, name) for name in AS_READ},
    }
    new = insert(Boleta).values(values).on_conflict_do_nothing().returning(Boleta.id)
    return db.session.scalar(new)


def _read(planilla: Planilla, registro: Registro) -> Record:
    """Read the record where it stands in the file; it must be of the person it is said to be of."""
    with current_files().open(planilla.clave or "") as stream:
        found = read_slice(stream, registro.posicion, registro.longitud)
    whose = (registro.dni, registro.periodo)
    for record in found:
        if isinstance(record, Record) and (record.dni, record.periodo) == whose:
            return record
    bad = next((record.reason for record in found if isinstance(record, BadRecord)), "")
    log.warning("registro_unreadable", planilla=planilla.id, reason=bad)
    raise Conflict(
        f"El archivo de planilla tiene un error en su boleta: {bad} Pida a su UGEL que la corrija."
    )
