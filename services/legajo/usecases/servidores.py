"""Puts servidores in the register, as files say."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any, NamedTuple

import structlog
from sqlalchemy import ARRAY, String, any_, func, literal, select, tuple_
from sqlalchemy.dialects.postgresql import insert

from contracts.access_token import Role
from contracts.legajo import ServidoresUpdated, ServidorFile
from services.legajo.domain import ServidorRecord, Vigencia
from services.legajo.domain.anotacion import Operacion, Origen
from services.legajo.models import Historia, Legajo, Servidor, db
from services.legajo.usecases.agreeing import hold_transfers

log = structlog.get_logger()

SERVIDOR_FIELDS = [field.name for field in fields(ServidorRecord) if field.name != "legajo"]
"""What a row of the file says about the servidor themselves."""

OPERACIONES = {
    Vigencia.VIGENTE: Operacion.REACTIVAR,
    Vigencia.NO_VIGENTE: Operacion.DAR_DE_BAJA,
}
"""What happens to a legajo that becomes so."""

Change = tuple[str, Operacion, dict[str, Any] | None, dict[str, Any]]
"""What a file made of a legajo: the columns `CHANGE` of its history."""

CHANGE = ("dni", "operacion", "antes", "despues")


class Registered(NamedTuple):
    """What a batch of servidores changed."""

    changed: int
    unchanged: int
    held: int = 0
    """How many stay in the sede of a transfer, of which the file knows nothing yet."""


@db.transactional
def register_servidores(records: Sequence[ServidorRecord], *, por: str = "") -> Registered:
    """Add or correct servidores, each at most once in `records`; count who was not so.

    `por` is the DNI of the specialist who does so; an operator has none.
    """
    # In the same order always: so two imports at once wait for each other, and never in a ring.
    in_order = sorted(records, key=lambda record: record.dni)
    before = _as_they_were([record.dni for record in in_order])
    in_order, held = hold_transfers(in_order)
    changed = _upsert(Servidor, _columns(in_order, SERVIDOR_FIELDS))
    files = tuple(_file_of(record) for record in in_order if record.dni in changed)
    if files:
        db.publish(ServidoresUpdated(servidores=files))
    opened = [record for record in in_order if record.legajo]
    changed |= _upsert(
        Legajo,
        {
            "dni": [record.dni for record in opened],
            "estado": [record.legajo for record in opened],
        },
        {"version": Legajo.version + 1, "motivo": None, "desde": None},
    )
    _note_changes(in_order, before, por)
    log.info("servidores_registered", records=len(records), changed=len(changed), held=held)
    return Registered(len(changed), len(records) - len(changed), held)


def _file_of(record: ServidorRecord) -> ServidorFile:
    return ServidorFile(**{f.name: getattr(record, f.name) for f in fields(ServidorFile)})


def _columns(records: Sequence[ServidorRecord], names: Sequence[str]) -> dict[str, list[Any]]:
    return {name: [getattr(record, name) for record in records] for name in names}


def _as_they_were(people: Sequence[str]) -> dict[str, tuple[str, Vigencia | None]]:
    """Return the sede and the estado of the legajo of those who are in the register already.

    They are locked: no transfer is received between what we read here and what we write.
    """
    found = db.session.execute(
        select(Servidor.dni, Servidor.sede, Legajo.estado)
        .outerjoin(Legajo)
        .where(Servidor.dni == any_(literal(people, ARRAY(String))))
        .order_by(Servidor.dni)
        .with_for_update(of=Servidor, key_share=True)
    )
    return {dni: (sede, estado) for dni, sede, estado in found}


def _note_changes(
    records: Sequence[ServidorRecord],
    before: Mapping[str, tuple[str, Vigencia | None]],
    por: str,
) -> None:
    """Write in the history of each legajo what a file made of it, in one statement."""
    changes: list[Change] = []
    for record in records:
        sede, estado = before.get(record.dni, (record.sede, None))
        if estado and sede != record.sede:
            moved = {"sede": sede}, {"sede": record.sede}
            changes.append((record.dni, Operacion.CAMBIAR_SEDE, *moved))
        if record.legajo and record.legajo is not estado:
            operacion = OPERACIONES[record.legajo] if estado else Operacion.ABRIR
            antes = {"estado": estado} if estado else None
            changes.append((record.dni, operacion, antes, {"estado": record.legajo}))
    if changes:
        _note(changes, por)


def _note(changes: Sequence[Change], por: str) -> None:
    table = Historia.__table__.c
    each = {
        name: func.unnest(literal(list(values), ARRAY(table[name].type)))
        for name, values in zip(CHANGE, zip(*changes, strict=True), strict=True)
    }
    all_alike = {
        "at": datetime.now(UTC),
        "origen": Origen.IMPORTACION,
        "por": por,
        "role": Role.ESCALAFON if por else None,
        "motivo": "Registro de servidores",
    }
    alike = {name: literal(value, table[name].type) for name, value in all_alike.items()}
    rows = select(*each.values(), *alike.values())
    db.session.execute(insert(Historia).from_select([*each, *alike], rows))


def _upsert(
    model: type[Servidor] | type[Legajo],
    columns: dict[str, list[Any]],
    also: Mapping[str, Any] | None = None,
) -> set[str]:
    """Write rows by their dni; return the dni of those that were not so already.

    In a row that was there, and not so, `also` changes too.

    Each column travels as one array: the statement is short, however many rows there are.
    """
    table = model.__table__.c
    arrays = [literal(values, ARRAY(table[name].type)) for name, values in columns.items()]
    statement = insert(model).from_select(list(columns), select(*map(func.unnest, arrays)))
    given = {table[name]: statement.excluded[name] for name in columns if name != "dni"}
    statement = statement.on_conflict_do_update(
        index_elements=["dni"],
        set_={**given, **(also or {}), "updated_at": func.now()},
        where=tuple_(*given).is_distinct_from(tuple_(*given.values())),
    )
    return set(db.session.scalars(statement.returning(model.dni)))
