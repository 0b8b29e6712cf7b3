"""What changes legajo: each function is one transaction, and announces what it did."""

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

import structlog
from sqlalchemy import ARRAY, ColumnElement, func, literal, select, tuple_
from sqlalchemy.dialects.postgresql import insert

from chassis.errors import Conflict, NotFound
from contracts.access_token import Principal, Role
from contracts.legajo import (
    ServidoresUpdated,
    ServidorFile,
    SolicitudStatusChanged,
    SolicitudSubmitted,
)
from services.legajo.domain import (
    LIMA,
    Accion,
    Estado,
    Pedido,
    ServidorRecord,
    format_expediente,
)
from services.legajo.models import Legajo, Movimiento, Numeracion, Servidor, Solicitud, db

SERVIDOR_FIELDS = [field.name for field in fields(ServidorRecord) if field.name != "legajo"]
"""What a row of the file says about the servidor themselves."""

log = structlog.get_logger()


class Registered(NamedTuple):
    """What a batch of servidores changed."""

    changed: int
    unchanged: int


@db.transactional
def submit_solicitud(principal: Principal, pedido: Pedido, *, form_key: UUID) -> str:
    """Register what a servidor asks for; return its expediente. Sent twice, it is the same one."""
    # Whoever sends the same form at the same time waits here, and then finds the first one.
    servidor = db.session.get(Servidor, principal.dni, with_for_update={"of": Servidor})
    if servidor is None or not servidor.has_legajo_vigente:
        raise Conflict("Usted no tiene legajo creado o vigente: solicítelo en su DRE o UGEL.")
    sending = pedido.sent_with(form_key)
    if expediente := _expediente_of(servidor, sending):
        return expediente

    solicitud = _new_solicitud(servidor, pedido, sending)
    db.session.add(solicitud)

    db.publish(
        SolicitudSubmitted(
            expediente=solicitud.expediente,
            dni=solicitud.dni,
            seccion=solicitud.about.titulo,
        )
    )
    log.info("solicitud_submitted", expediente=solicitud.expediente)
    return solicitud.expediente


@db.transactional
def attend_solicitud(
    principal: Principal, expediente: str, decision: Accion, *, comentario: str
) -> None:
    """Record what the specialist of escalafón decided about a solicitud, and announce it."""
    solicitud = _lock_solicitud(expediente, Servidor.is_attended_by(principal))
    _take(decision, solicitud, Role.ESCALAFON, principal.dni, comentario)


@db.transactional
def amend_solicitud(principal: Principal, expediente: str, *, comentario: str) -> None:
    """Answer what the specialist observed, so that the solicitud waits for them again."""
    solicitud = _lock_solicitud(expediente, Servidor.dni == principal.dni)
    _take(Accion.SUBSANAR, solicitud, Role.SERVIDOR, principal.dni, comentario)


@db.transactional
def withdraw_solicitud(principal: Principal, expediente: str) -> None:
    """Give up a solicitud of one's own."""
    solicitud = _lock_solicitud(expediente, Servidor.dni == principal.dni)
    _take(Accion.DESISTIR, solicitud, Role.SERVIDOR, principal.dni, comentario="")


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


def _new_solicitud(servidor: Servidor, pedido: Pedido, sending: UUID) -> Solicitud:
    now = datetime.now(UTC)
    registration = Movimiento(
        accion=Accion.REGISTRAR,
        estado=Estado.REGISTRADA,
        role=Role.SERVIDOR,
        dni=servidor.dni,
        comentario="",
        at=now,
    )
    return Solicitud(
        expediente=_next_expediente(now.astimezone(LIMA).year),
        dni=servidor.dni,
        estado=Estado.REGISTRADA,
        submitted_at=now,
        sending=sending,
        movimientos=[registration],
        **asdict(pedido),
    )


def _next_expediente(year: int) -> str:
    """Take the next number of the year; its row is locked until the end, so none is skipped."""
    taken = db.session.scalars(
        insert(Numeracion)
        .values(anio=year, ultimo=1)
        .on_conflict_do_update(index_elements=["anio"], set_={"ultimo": Numeracion.ultimo + 1})
        .returning(Numeracion.ultimo)
    )
    return format_expediente(year, taken.one())


def _expediente_of(servidor: Servidor, sending: UUID) -> str | None:
    return db.session.scalar(
        select(Solicitud.expediente).where(
            Solicitud.dni == servidor.dni, Solicitud.sending == sending
        )
    )


def _lock_solicitud(expediente: str, is_theirs: ColumnElement[bool]) -> Solicitud:
    """Return a solicitud as it is now, which nobody else changes before we have finished."""
    solicitud = db.session.scalar(
        select(Solicitud)
        .join(Solicitud.servidor)
        .where(Solicitud.expediente == expediente, is_theirs)
        .with_for_update(of=Solicitud)
        .execution_options(populate_existing=True)
    )
    if solicitud is None:
        raise NotFound("No encontramos esa solicitud: revise el número de expediente.")
    return solicitud


def _take(accion: Accion, solicitud: Solicitud, role: Role, dni: str, comentario: str) -> None:
    now = datetime.now(UTC)
    solicitud.take(accion, role=role, dni=dni, comentario=comentario, at=now)
    db.publish(
        SolicitudStatusChanged(
            expediente=solicitud.expediente,
            dni=solicitud.dni,
            seccion=solicitud.about.titulo,
            estado=solicitud.estado,
            comentario=comentario,
            at=now,
        )
    )
    log.info("solicitud_moved", expediente=solicitud.expediente, estado=solicitud.estado)


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
