"""Imports a planilla in steps: its file is received, then read; what is published, others know.

Each step is one transaction: a process that is killed leaves nothing half done, and the step can be
taken again. An operator takes all of them at once (`import_planilla`).
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from itertools import islice
from typing import BinaryIO

import structlog
from sqlalchemy import func, or_, select, text
from sqlalchemy.dialects.postgresql import insert

from chassis.errors import Conflict, Invalid
from chassis.filestore import current_files
from contracts.boleta import PlanillaImported
from contracts.events import BATCH_SIZE
from contracts.sedes import NATIONAL, find_sede
from services.boleta.domain import year_of
from services.boleta.domain.planilla import Accion, EstadoPlanilla, TipoPlanilla, next_estado
from services.boleta.formats import BadRecord, Record, read_planilla
from services.boleta.models import Planilla, db
from services.boleta.usecases.avisos import look_over
from services.boleta.usecases.payers import Payers, overlap
from services.boleta.usecases.publishing import hold_planilla, publish
from services.boleta.usecases.writing import Writer, writing
from uikit import filters

Progress = Callable[[int], object]
"""What is told how many per cent of a file were read."""

EVERY = 2_000
"""After how many records the progress is told."""

log = structlog.get_logger()


@db.transactional
def import_planilla(
    stream: BinaryIO,
    *,
    archivo: str,
    sede: str,
    tipo: TipoPlanilla = TipoPlanilla.HABERES,
    notify: bool = True,
) -> Planilla:
    """Keep the good boletas of a payroll file, publish them, and say what was wrong with others.

    Raises Conflict when the file was imported before, Invalid when nothing in it can be used.
    """
    # In a rehearsal of several files, one that cannot be read leaves the others alone.
    with db.session.begin_nested():
        planilla = receive(stream, archivo=archivo, sede=sede, tipo=tipo, avisar=notify)
        validate(planilla.id)
        look_over(planilla)
        planilla.estado = next_estado(planilla.estado, Accion.APROBAR)
        planilla.approved_at = datetime.now(UTC)
        publish(planilla.id)
        announce(planilla)
    return planilla


def announce(planilla: Planilla) -> None:
    """Tell others that a planilla was read, and who waits for its report."""
    db.publish(
        PlanillaImported(
            planilla=planilla.id,
            periodo=planilla.periodo,
            entidad=planilla.entidad,
            boletas=planilla.boletas,
            rejected=planilla.rechazos,
            imported_by=planilla.uploaded_by,
        )
    )


@db.transactional
def receive(
    stream: BinaryIO,
    *,
    archivo: str,
    sede: str,
    tipo: TipoPlanilla = TipoPlanilla.HABERES,
    periodo: int | None = None,
    avisar: bool = True,
    uploaded_by: str | None = None,
    es_ensayo: bool = False,
) -> Planilla:
    """Keep a payroll file, to be read later; refuse what is none, or came before.

    Without `periodo` it is the month of the first boleta, and there must be one near the beginning.
    """
    periodo = _periodo_of(stream, periodo)
    stream.seek(0)
    kept = current_files().keep(stream)
    new = insert(Planilla).on_conflict_do_nothing().returning(Planilla)
    new = new.values(
        sede=sede,
        periodo=periodo,
        tipo=tipo,
        estado=EstadoPlanilla.CARGADA,
        archivo=archivo,
        sha256=bytes.fromhex(kept.key),
        clave=kept.key,
        bytes=kept.size,
        avisar=avisar,
        uploaded_by=uploaded_by,
        es_ensayo=es_ensayo,
        boletas=0,
        rechazos=0,
        advertencias=0,
        total_liquido=0,
    )
    planilla = db.session.scalar(new)
    if planilla is None:
        raise _known(bytes.fromhex(kept.key))
    log.info("planilla_received", planilla=planilla.id, bytes=kept.size)
    return planilla


@db.transactional
def validate(planilla_id: int, progress: Progress = lambda _percent: None) -> Planilla:
    """Read the file of a planilla: write its boletas, unseen as yet, and what was wrong."""
    planilla = hold_planilla(planilla_id)
    next_estado(planilla.estado, Accion.VALIDAR)
    db.session.execute(text("SET LOCAL statement_timeout = 0"))
    open_anio(planilla.periodo)
    _wait_for_other_imports(planilla.sede)
    with (
        current_files().open(planilla.clave or "") as stream,
        writing(planilla, may_be_there=_may_be_there(planilla)) as writer,
    ):
        _write(planilla, read_planilla(stream, planilla.periodo), writer, stream, progress)
    for name, value in vars(writer.written).items():
        setattr(planilla, name, value)
    accion = Accion.OBSERVAR if planilla.rechazos else Accion.VALIDAR
    planilla.estado = next_estado(planilla.estado, accion)
    planilla.validated_at = datetime.now(UTC)
    log.info("planilla_validated", planilla=planilla.id, boletas=planilla.boletas)
    return planilla


def _write(
    planilla: Planilla,
    records: Iterator[Record | BadRecord],
    writer: Writer,
    stream: BinaryIO,
    progress: Progress,
) -> None:
    sede_of = cache(Payers(planilla.sede).sede_of)
    for number, record in enumerate(records, 1):
        if isinstance(record, BadRecord):
            writer.refuse(record)
            continue
        sede, reason = sede_of(record.sede)
        if reason:
            whose = f"{record.dni} {record.apellidos} {record.nombres}"
            writer.refuse(BadRecord(record.line, reason, whose))
        else:
            writer.add(record, sede)
        if number % EVERY == 0:
            progress(min(99, 100 * stream.tell() // max(1, planilla.bytes)))
    progress(100)


def _periodo_of(stream: BinaryIO, periodo: int | None) -> int:
    """Return the month of a file that begins with something of use; refuse any other file."""
    beginning = list(islice(read_planilla(stream), BATCH_SIZE))
    if not beginning:
        raise Invalid("El archivo no tiene ninguna boleta.")
    found = next((record.periodo for record in beginning if isinstance(record, Record)), None)
    if found is None and periodo is None:
        bad = next(record for record in beginning if isinstance(record, BadRecord))
        raise Invalid(f"Ninguna boleta se puede usar. Línea {bad.line}: {bad.reason}")
    if found and periodo and found != periodo:
        raise Invalid(
            f"El archivo es de {filters.periodo(found)}, y usted eligió {filters.periodo(periodo)}."
        )
    return periodo or found or 0


def _known(sha256: bytes) -> Conflict:
    is_it = Planilla.sha256 == sha256, Planilla.estado != EstadoPlanilla.DESCARTADA
    known = db.session.scalars(select(Planilla).where(*is_it)).one()
    did = "registró" if known.estado is EstadoPlanilla.REGISTRADA else "importó"
    return Conflict(
        f"Este archivo ya se {did} como {known.archivo},"
        f" {filters.periodo(known.periodo)} de {known.entidad}: no hay nada que hacer."
    )


def open_anio(periodo: int) -> None:
    """See to it that there is a place for the boletas of a year; it is committed at once."""
    with db.session.connection().engine.begin() as connection:
        connection.execute(select(func.open_anio(year_of(periodo))))


def _wait_for_other_imports(scope: str) -> None:
    """Let nobody else import boletas of the same sedes meanwhile, however long they take.

    A DRE waits for its UGEL, the country for all of them; two UGEL do not wait for each other.
    """
    sede = find_sede(scope)
    above = [NATIONAL, *([sede.dre] if sede else [])]
    for code in dict.fromkeys([*above, scope]):
        lock = func.pg_advisory_xact_lock if code == scope else func.pg_advisory_xact_lock_shared
        db.session.execute(select(lock(func.hashtext(f"planilla of {code}"))))


def _may_be_there(planilla: Planilla) -> bool:
    """Tell whether other planillas may have brought boletas of the same month, tipo and sedes."""
    wanted = select(Planilla.sede).where(
        Planilla.id != planilla.id,
        Planilla.periodo == planilla.periodo,
        Planilla.tipo == planilla.tipo,
        Planilla.estado != EstadoPlanilla.DESCARTADA,
        or_(Planilla.boletas > 0, Planilla.registros > 0),
    )
    return any(overlap(planilla.sede, other) for other in db.session.scalars(wanted))
