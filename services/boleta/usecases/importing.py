"""Imports a planilla: its good boletas are kept and announced, the others told with their line."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any, BinaryIO

import structlog
from sqlalchemy import JSON, TableValuedAlias, cast, column, func, insert, literal, select, text
from sqlalchemy.dialects.postgresql import insert as upsert

from chassis.errors import Conflict, Invalid
from contracts.boleta import BoletasPublished, PlanillaImported
from contracts.events import BATCH_SIZE
from contracts.sedes import name_of
from services.boleta.domain import Estado, TipoConcepto, boleta_id
from services.boleta.domain.conceptos import name_of_concepto
from services.boleta.domain.planilla import EstadoPlanilla, TipoPlanilla
from services.boleta.formats import BadRecord, Record, read_planilla
from services.boleta.models import (
    Boleta,
    Concepto,
    Incidencia,
    Planilla,
    boleta_serial,
    db,
)
from uikit import filters

AS_READ = (
    *("periodo", "dni", "apellidos", "nombres", "regimen", "tipo_servidor", "cargo"),
    *("establecimiento", "fecha_nacimiento", "fecha_ingreso", "fecha_termino", "tiempo_servicio"),
    *("pension", "cuenta", "mensajes", "bruto", "descuentos", "liquido"),
)
"""What a boleta takes from its record as it is."""

BLOCK = 1024 * 1024
"""How much of a file is in memory at a time, in bytes."""

log = structlog.get_logger()


@db.transactional
def import_planilla(
    stream: BinaryIO,
    *,
    archivo: str,
    sede: str,
    notify: bool = True,
    imported_by: str | None = None,
) -> Planilla:
    """Keep the good boletas of a payroll file and say what was wrong with the others.

    Raises Conflict when the file was imported before, Invalid when nothing in it can be used.
    """
    sha256 = _fingerprint(stream)
    _wait_for_other_imports(sede)
    _refuse_what_is_known(sha256)
    batches = _batches(read_planilla(stream))
    beginning = next(batches, [])
    planilla = Planilla(
        sede=sede,
        periodo=_periodo_of(beginning),
        estado=EstadoPlanilla.PUBLICADA,
        archivo=archivo,
        sha256=sha256,
        avisar=notify,
        uploaded_by=imported_by,
        validated_at=func.now(),
        published_at=func.now(),
    )
    _open_anio(planilla.periodo // 100)
    db.session.add(planilla)
    db.session.flush()

    importing = _Import(planilla, notify=notify)
    for batch in chain([beginning], batches):
        importing.add(batch)
    importing.finish()
    return planilla


def _fingerprint(stream: BinaryIO) -> bytes:
    digest = hashlib.sha256()
    stream.seek(0)
    while block := stream.read(BLOCK):
        digest.update(block)
    return digest.digest()


def _wait_for_other_imports(sede: str) -> None:
    """Let only one import of a sede run at a time, however long the other takes."""
    db.session.execute(text("SET LOCAL statement_timeout = 0"))
    db.session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"planilla of {sede}"))))


def _open_anio(anio: int) -> None:
    """See to it that there is a place for the boletas of a year; that is committed at once."""
    with db.session.get_bind().engine.begin() as connection:
        connection.execute(select(func.open_anio(anio)))


def _refuse_what_is_known(sha256: bytes) -> None:
    known = db.session.scalar(
        select(Planilla).where(
            Planilla.sha256 == sha256, Planilla.estado != EstadoPlanilla.DESCARTADA
        )
    )
    if known:
        raise Conflict(
            f"Este archivo ya se importó como {known.archivo},"
            f" {filters.periodo(known.periodo)} de {name_of(known.sede)}: no hay nada que hacer."
        )


def _batches(records: Iterator[Record | BadRecord]) -> Iterator[list[Record | BadRecord]]:
    while batch := list(islice(records, BATCH_SIZE)):
        yield batch


def _periodo_of(beginning: Sequence[Record | BadRecord]) -> int:
    """Return the month of a file; refuse one that begins with nothing good: it leaves no trace."""
    for record in beginning:
        if isinstance(record, Record):
            return record.periodo
    bad = [record for record in beginning if isinstance(record, BadRecord)]
    if not bad:
        raise Invalid("El archivo no tiene ninguna boleta.")
    raise Invalid(f"Ninguna boleta se puede usar. Línea {bad[0].line}: {bad[0].reason}")


class _Import:
    """A planilla while its records are written, a batch at a time."""

    def __init__(self, planilla: Planilla, *, notify: bool) -> None:
        self._planilla = planilla
        self._notify = notify
        self._entidad = name_of(planilla.sede)
        self._conceptos: dict[tuple[str, str], int] = {}

    def add(self, batch: Sequence[Record | BadRecord]) -> None:
        """Write a batch: boletas, what was wrong with the others, and the news of it."""
        records = [record for record in batch if isinstance(record, Record)]
        kept, refused = self._write_boletas(records)
        bad = [record for record in batch if isinstance(record, BadRecord)]
        self._write_incidencias([*bad, *refused], kept)
        self._planilla.boletas += len(kept)
        self._planilla.total_bruto += sum(record.bruto for record in kept)
        self._planilla.total_liquido += sum(record.liquido for record in kept)
        if kept and self._notify:
            db.publish(
                BoletasPublished(
                    planilla=self._planilla.id,
                    periodo=self._planilla.periodo,
                    entidad=self._entidad,
                    dnis=tuple(record.dni for record in kept),
                )
            )

    def finish(self) -> None:
        """Announce the planilla as a whole."""
        planilla = self._planilla
        db.publish(
            PlanillaImported(
                planilla=planilla.id,
                periodo=planilla.periodo,
                entidad=self._entidad,
                boletas=planilla.boletas,
                rejected=planilla.rechazos,
                imported_by=planilla.uploaded_by,
            )
        )
        log.info("planilla_imported", planilla=planilla.id, boletas=planilla.boletas)

    def _write_boletas(self, records: Sequence[Record]) -> tuple[list[Record], list[BadRecord]]:
        """Write those whose person has no boleta of the month yet; return these, and the others."""
        if not records:
            return [], []
        self._learn_conceptos(records)
        serials = select(boleta_serial.next_value()).select_from(
            func.generate_series(1, len(records))
        )
        rows = _as_table(map(self._row, records, db.session.scalars(serials).all()))
        new = upsert(Boleta).from_select(rows.c.keys(), select(rows)).on_conflict_do_nothing()
        written = set(db.session.scalars(new.returning(Boleta.dni)))
        kept, refused = [], []
        for record in records:
            if record.dni in written:
                written.remove(record.dni)  # of a person who comes twice, the first is kept
                kept.append(record)
            else:
                refused.append(self._already_there(record))
        return kept, refused

    def _row(self, record: Record, serial: int) -> dict[str, Any]:
        return {
            "id": boleta_id(record.periodo, serial),
            "planilla_id": self._planilla.id,
            "sede": self._planilla.sede,
            "version": 1,
            "tipo": TipoPlanilla.HABERES,
            "estado": Estado.VIGENTE,
            "situacion": record.estado,
            "conceptos": [self._conceptos[tipo, codigo] for tipo, codigo, _ in record.lines],
            "montos": [centimos for _, _, centimos in record.lines],
            "avisos": list(record.warnings) or None,
            **{name: getattr(record, name) for name in AS_READ},
        }

    def _already_there(self, record: Record) -> BadRecord:
        reason = f"Ya tiene una boleta de {filters.periodo(record.periodo)} en {self._entidad}."
        return BadRecord(record.line, reason, f"{record.dni} {record.apellidos} {record.nombres}")

    def _learn_conceptos(self, records: Sequence[Record]) -> None:
        """See to it that every concept of these records has an id."""
        used = {(tipo, codigo) for record in records for tipo, codigo, _ in record.lines}
        if used <= self._conceptos.keys():
            return
        self._conceptos = _all_conceptos()
        if used <= self._conceptos.keys():
            return
        # Two imports that learn the same concepts would wait for each other in a ring.
        db.session.execute(text("LOCK TABLE concepto IN SHARE ROW EXCLUSIVE MODE"))
        new = sorted(used - _all_conceptos().keys())
        rows = [
            {"tipo": TipoConcepto(tipo), "codigo": codigo, "nombre": name_of_concepto(codigo)}
            for tipo, codigo in new
        ]
        if rows:
            db.session.execute(insert(Concepto), rows)
        self._conceptos = _all_conceptos()

    def _write_incidencias(self, refused: Sequence[BadRecord], kept: Sequence[Record]) -> None:
        found = [(bad.line, True, bad.reason, bad.text) for bad in refused] + [
            (record.line, False, warning, "") for record in kept for warning in record.warnings
        ]
        first = self._planilla.rechazos + self._planilla.advertencias + 1
        rows = [
            {
                "planilla_id": self._planilla.id,
                "orden": orden,
                "line": line,
                "is_rechazo": is_rechazo,
                "motivo": motivo,
                "texto": texto,
            }
            for orden, (line, is_rechazo, motivo, texto) in enumerate(sorted(found), first)
        ]
        if rows:
            db.session.execute(insert(Incidencia), rows)
        self._planilla.rechazos += len(refused)
        self._planilla.advertencias += len(rows) - len(refused)


def _as_table(rows: Iterable[dict[str, Any]]) -> TableValuedAlias:
    """Return rows of boletas as a table for a statement to read.

    They travel as one value, because the driver takes its time over each value that it sends.
    """
    columns = [column(name, of.type) for name, of in Boleta.__table__.columns.items()]
    written = cast(literal(json.dumps(list(rows), default=str)), JSON)
    table = func.json_to_recordset(written).table_valued(*columns)
    return table.render_derived(name="given", with_types=True)


def _all_conceptos() -> dict[tuple[str, str], int]:
    rows = db.session.execute(select(Concepto.tipo, Concepto.codigo, Concepto.id))
    return {(tipo, codigo): id_ for tipo, codigo, id_ in rows}
