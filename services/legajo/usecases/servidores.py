"""Puts servidores in the register, as files say."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any, NamedTuple

import structlog
from sqlalchemy import ARRAY, func, literal, select, tuple_
from sqlalchemy.dialects.postgresql import insert

from contracts.legajo import ServidoresUpdated, ServidorFile
from services.legajo.domain import ServidorRecord
from services.legajo.models import Legajo, Servidor, db

log = structlog.get_logger()

SERVIDOR_FIELDS = [field.name for field in fields(ServidorRecord) if field.name != "legajo"]
"""What a row of the file says about the servidor themselves."""


class Registered(NamedTuple):
    """What a batch of servidores changed."""

    changed: int
    unchanged: int


@db.transactional
def register_servidores(records: Sequence[ServidorRecord]) -> Registered:
    """Add or correct servidores, each at most once in `records`; count who was not so."""
    # In the same order always: so two imports at once wait for each other, and never in a ring.
    in_order = sorted(records, key=lambda record: record.dni)
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
    )
    log.info("servidores_registered", records=len(records), changed=len(changed))
    return Registered(len(changed), len(records) - len(changed))


def _file_of(record: ServidorRecord) -> ServidorFile:
    return ServidorFile(**{f.name: getattr(record, f.name) for f in fields(ServidorFile)})


def _columns(records: Sequence[ServidorRecord], names: Sequence[str]) -> dict[str, list[Any]]:
    return {name: [getattr(record, name) for record in records] for name in names}


def _upsert(model: type[Servidor] | type[Legajo], columns: dict[str, list[Any]]) -> set[str]:
    """Write rows by their dni; return the dni of those that were not so already.

    Each column travels as one array: the statement is short, however many rows there are.
    """
    table = model.__table__.c
    arrays = [literal(values, ARRAY(table[name].type)) for name, values in columns.items()]
    statement = insert(model).from_select(list(columns), select(*map(func.unnest, arrays)))
    given = {table[name]: statement.excluded[name] for name in columns if name != "dni"}
    statement = statement.on_conflict_do_update(
        index_elements=["dni"],
        set_={**given, "updated_at": func.now()},
        where=tuple_(*given).is_distinct_from(tuple_(*given.values())),
    )
    return set(db.session.scalars(statement.returning(model.dni)))
