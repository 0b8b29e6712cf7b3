"""A file on its way: uploaded in pieces, read by a worker, batch by batch.

Each batch is one transaction with the counts that it changes: who is killed leaves whole batches,
and the next worker reads on behind them. A rehearsal undoes each batch and keeps its counts.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, BinaryIO, Generic, NamedTuple, TypeVar
from uuid import UUID, uuid4

import structlog
from sqlalchemy import delete, or_, select, update

from chassis.csv_rows import BadRow
from chassis.database import Database
from chassis.errors import Invalid
from chassis.importing.models import FilePiece, ImportedFile, ImportState, RefusedRow
from chassis.importing.pieces import open_pieces, write_pieces
from chassis.imports import CsvImport, import_rows

LEASE = timedelta(seconds=60)
"""After how long without a batch a worker is given up for lost."""

AGAIN = timedelta(seconds=20)
"""How long an import that a worker was told of waits to be told of again."""

TRIES = 5
"""How often an import is begun without keeping a batch before somebody must look at it."""

NEVER_ENDS = "La importación se interrumpió varias veces. Escriba a la mesa de ayuda."

EMPTY = "El archivo está vacío."

F = TypeVar("F", bound=ImportedFile)

log = structlog.get_logger()


class LeaseLost(Exception):
    """Another worker has the import now, or it was cancelled."""


class Passed(NamedTuple):
    """What is done with a batch that an earlier worker kept: nothing."""


class BackgroundImports(Generic[F]):
    """The imports of one service: its tables, and what they do with a file that has ended."""

    def __init__(
        self,
        db: Database,
        file: type[F],
        piece: type[FilePiece],
        refusal: type[RefusedRow],
        *,
        ended: Callable[[F], None] = lambda _: None,
        awaits_a_word: bool = False,
    ) -> None:
        self._db = db
        self._file = file
        self._piece = piece
        self._refusal = refusal
        self._ended = ended
        self._awaits_a_word = awaits_a_word
        """Whether the file of a rehearsal is kept, for somebody to say that it be imported."""

    def upload(self, stream: BinaryIO, file: F) -> str:
        """Keep a file, within the running transaction; a worker will look at it. Its SHA-256."""
        session = self._db.session
        session.add(file)
        session.flush()
        file.size, digest = write_pieces(self._db, self._piece, file.id, stream)
        if file.size == 0:
            raise Invalid(errors={"archivo": EMPTY})
        return digest

    def import_again(self, file: F) -> None:
        """Have a file that was rehearsed imported, within the running transaction."""
        theirs = delete(self._refusal).where(self._refusal.import_id == file.id)
        self._db.session.execute(theirs)
        file.is_rehearsal = False
        file.begin_again()

    def cancel(self, file: F) -> None:
        """Give a file up, within the running transaction; batches that were kept stay."""
        self._conclude(file, ImportState.CANCELLED)

    def hand_over(self) -> Sequence[UUID]:
        """Return the imports that wait for a worker, and for which none was woken just now."""
        now, file = datetime.now(UTC), self._file
        waiting = (
            select(file.id)
            .where(file.state == ImportState.WAITING)
            .where(or_(file.wake_at.is_(None), file.wake_at <= now))
            .with_for_update(skip_locked=True)
        )
        woken = update(file).where(file.id.in_(waiting.scalar_subquery()))
        with self._db.transaction():
            return self._db.session.scalars(
                woken.values(wake_at=now + AGAIN, lease=None).returning(file.id)
            ).all()

    def run(self, import_id: UUID, kind_of: Callable[[F], CsvImport[Any]]) -> None:
        """Read a file to its end, if nobody does it already."""
        with suppress(LeaseLost):
            lease = self._begin(import_id)
            try:
                self._read(import_id, lease, kind_of)
            except Invalid as refusal:
                self._end(import_id, lease, refusal.detail)
            else:
                self._end(import_id, lease)
            return
        log.info("import_left_to_others", file=str(import_id))

    def _read(self, import_id: UUID, lease: UUID, kind_of: Callable[[F], CsvImport[Any]]) -> None:
        """Register the rows of the file in batches that are always cut alike."""
        file = self._db.session.get_one(self._file, import_id)
        kind = kind_of(file)
        is_rehearsal, kept, passed = file.is_rehearsal, file.read, 0
        stream = open_pieces(self._db, self._piece, import_id)
        refused: list[BadRow] = []

        def register(rows: Sequence[Any]) -> NamedTuple:
            nonlocal passed
            bad, refused[:] = list(refused), []
            passed += len(rows) + len(bad)
            if passed <= kept:
                return Passed()
            with self._db.rehearsal() if is_rehearsal else self._db.transaction():
                done = kind.register(rows)
                if not is_rehearsal:
                    self._keep(import_id, lease, stream.tell(), bad, read=passed, done=done)
            if is_rehearsal:
                self._keep(import_id, lease, stream.tell(), bad, read=passed, done=done)
            return done

        import_rows(replace(kind, register=register), stream, refused.append)

    def _keep(
        self,
        import_id: UUID,
        lease: UUID,
        bytes_done: int,
        bad: Sequence[BadRow],
        *,
        read: int,
        done: NamedTuple,
    ) -> None:
        """Count the batch, if the import is still ours, and keep what was refused."""
        with self._db.transaction():
            file = self._hold(import_id, lease)
            file.wake_at, file.tries = datetime.now(UTC) + LEASE, 0
            file.bytes_done, file.read = bytes_done, read
            file.count(refused=len(bad), **done._asdict())
            self._db.session.add_all(self._refused(import_id, row) for row in bad)

    def _refused(self, import_id: UUID, row: BadRow) -> RefusedRow:
        refused = self._refusal()
        refused.import_id, refused.line = import_id, row.line
        refused.reason, refused.cells = row.reason, list(row.cells)
        return refused

    def _begin(self, import_id: UUID) -> UUID:
        """Take an import that waits, and that no other worker has."""
        file, lease = self._file, uuid4()
        free = select(file).where(
            file.id == import_id, file.state == ImportState.WAITING, file.lease.is_(None)
        )
        with self._db.transaction():
            taken = self._db.session.scalars(free.with_for_update(skip_locked=True)).one_or_none()
            if taken is None:
                raise LeaseLost
            taken.tries += 1
            if taken.tries <= TRIES:
                taken.lease, taken.wake_at = lease, datetime.now(UTC) + LEASE
                return lease
            self._conclude(taken, ImportState.FAILED, NEVER_ENDS)
        raise LeaseLost

    def _end(self, import_id: UUID, lease: UUID, failure: str | None = None) -> None:
        with self._db.transaction():
            file = self._hold(import_id, lease)
            if failure:
                self._conclude(file, ImportState.FAILED, failure)
            elif file.is_rehearsal and self._awaits_a_word:
                file.end(ImportState.REVIEWED, datetime.now(UTC))
            else:
                self._conclude(file, ImportState.DONE)

    def _hold(self, import_id: UUID, lease: UUID) -> F:
        file = self._db.session.get(
            self._file, import_id, with_for_update=True, populate_existing=True
        )
        if file is None or file.lease != lease:
            raise LeaseLost
        return file

    def _conclude(self, file: F, state: ImportState, failure: str | None = None) -> None:
        """End an import: its file is kept no longer, its counts and refusals are."""
        file.end(state, datetime.now(UTC), failure)
        theirs = delete(self._piece).where(self._piece.import_id == file.id)
        self._db.session.execute(theirs)
        self._ended(file)
        log.info("import_ended", file=str(file.id), rows=file.read, state=state, failed=failure)
