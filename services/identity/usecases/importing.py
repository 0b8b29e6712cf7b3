"""A file of the register on its way: uploaded in pieces, read by a worker, batch by batch.

Each batch is one transaction with the counts that it changes: who is killed leaves whole batches,
and the next worker reads on behind them. A rehearsal undoes each batch and keeps its counts.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import BinaryIO
from uuid import UUID, uuid4

import structlog
from sqlalchemy import delete, or_, select, update

from chassis.csv_rows import BadRow
from chassis.errors import Invalid
from chassis.imports import CsvImport, import_rows
from services.identity.acts import Act
from services.identity.domain import Registration
from services.identity.models import (
    ImportState,
    RegisterImport,
    RegisterPiece,
    RegisterRefusal,
    db,
)
from services.identity.models.pieces import open_register
from services.identity.usecases.audit import record
from services.identity.usecases.register import ROWS_AT_ONCE, Registered, register_accounts

PIECE = 1024 * 1024
"""How much of a file is one row of the database, in bytes."""

LEASE = timedelta(seconds=60)
"""After how long without a batch a worker is given up for lost."""

AGAIN = timedelta(seconds=20)
"""How long an import that a worker was told of waits to be told of again."""

TRIES = 5
"""How often an import is begun without keeping a batch before somebody must look at it."""

NEVER_ENDS = "La importación se interrumpió varias veces. Escriba a la mesa de ayuda."

log = structlog.get_logger()


class LeaseLost(Exception):
    """Another worker has the import now."""


@db.transactional
def upload_register(
    stream: BinaryIO, *, archivo: str, is_rehearsal: bool, uploaded_by: UUID
) -> UUID:
    """Keep a file that is to be imported; a worker will look at it soon."""
    register = RegisterImport(
        archivo=archivo, size=0, is_rehearsal=is_rehearsal, uploaded_by=uploaded_by
    )
    db.session.add(register)
    db.session.flush()
    number = 0
    while content := stream.read(PIECE):
        db.session.add(RegisterPiece(import_id=register.id, number=number, content=content))
        db.session.flush()
        db.session.expunge_all()  # no more than a piece in memory
        register.size += len(content)
        number += 1
    if number == 0:
        raise Invalid(errors={"archivo": "El archivo está vacío."})
    measured = update(RegisterImport).where(RegisterImport.id == register.id)
    db.session.execute(measured.values(size=register.size))
    return register.id


@db.transactional
def hand_over() -> Sequence[UUID]:
    """Return the imports that wait for a worker, and for which none was woken just now."""
    now = datetime.now(UTC)
    waiting = (
        select(RegisterImport.id)
        .where(RegisterImport.state == ImportState.WAITING)
        .where(or_(RegisterImport.wake_at.is_(None), RegisterImport.wake_at <= now))
        .with_for_update(skip_locked=True)
    )
    woken = update(RegisterImport).where(RegisterImport.id.in_(waiting.scalar_subquery()))
    return db.session.scalars(
        woken.values(wake_at=now + AGAIN, lease=None).returning(RegisterImport.id)
    ).all()


def import_register(import_id: UUID, kind: CsvImport[Registration]) -> None:
    """Read a file to its end, if nobody does it already."""
    reading = _begin(import_id)
    if reading is None:
        return
    try:
        reading.read(kind)
    except LeaseLost:
        log.warning("register_lease_lost", register=str(import_id))
    except Invalid as refusal:
        _end(import_id, reading.lease, refusal.detail)
    else:
        _end(import_id, reading.lease)


class Reading:
    """One worker that reads one file, from where the last one came to."""

    def __init__(self, register: RegisterImport, lease: UUID) -> None:
        self.lease = lease
        self._id = register.id
        self._is_rehearsal = register.is_rehearsal
        self._kept = register.read
        """How many rows earlier workers have kept, or refused."""
        self._passed = 0
        self._refused: list[BadRow] = []
        self._stream = open_register(register.id)

    def read(self, kind: CsvImport[Registration]) -> None:
        """Register the rows of the file in batches that are always cut alike."""
        ours = replace(kind, register=self._register, batch=ROWS_AT_ONCE)
        import_rows(ours, self._stream, self._refused.append)

    def _register(self, rows: Sequence[Registration]) -> Registered:
        refused, self._refused[:] = list(self._refused), []
        self._passed += len(rows) + len(refused)
        if self._passed <= self._kept:
            return Registered()
        if self._is_rehearsal:
            with db.rehearsal():
                registered = register_accounts(rows)
            self._keep(registered, refused)
            return registered
        with db.transaction():
            registered = register_accounts(rows)
            self._keep(registered, refused)
        return registered

    @db.transactional
    def _keep(self, registered: Registered, refused: Sequence[BadRow]) -> None:
        """Count the batch, if the import is still ours, and keep what was refused."""
        register = _hold(self._id, self.lease)
        register.wake_at, register.tries = datetime.now(UTC) + LEASE, 0
        register.bytes_done = self._stream.tell()
        register.read = self._passed
        register.created += registered.created
        register.corrected += registered.corrected
        register.unchanged += registered.unchanged
        register.refused += len(refused)
        db.session.add_all(
            RegisterRefusal(
                import_id=self._id, line=row.line, reason=row.reason, cells=list(row.cells)
            )
            for row in refused
        )


@db.transactional
def _begin(import_id: UUID) -> Reading | None:
    """Take an import that waits; None when another worker has it."""
    register = db.session.scalars(
        select(RegisterImport)
        .where(RegisterImport.id == import_id, RegisterImport.state == ImportState.WAITING)
        .where(RegisterImport.lease.is_(None))
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if register is None:
        return None
    register.tries += 1
    if register.tries > TRIES:
        _conclude(register, NEVER_ENDS)
        return None
    register.lease = lease = uuid4()
    register.wake_at = datetime.now(UTC) + LEASE
    return Reading(register, lease)


@db.transactional
def _end(import_id: UUID, lease: UUID, failure: str | None = None) -> None:
    _conclude(_hold(import_id, lease), failure)


def _hold(import_id: UUID, lease: UUID) -> RegisterImport:
    register = db.session.get(
        RegisterImport, import_id, with_for_update=True, populate_existing=True
    )
    if register is None or register.lease != lease:
        raise LeaseLost
    return register


def _conclude(register: RegisterImport, failure: str | None) -> None:
    """End an import: its file is kept no longer, its counts and refusals are."""
    register.state = ImportState.FAILED if failure else ImportState.DONE
    register.failure, register.finished_at = failure, datetime.now(UTC)
    register.lease = register.wake_at = None
    db.session.execute(delete(RegisterPiece).where(RegisterPiece.import_id == register.id))
    record(
        Act.REGISTER_IMPORTED,
        account=register.uploaded_by,
        reason=failure or "",
        archivo=register.archivo,
        filas=register.read,
        ensayo=register.is_rehearsal,
    )
    log.info("register_imported", register=str(register.id), rows=register.read, failed=failure)
