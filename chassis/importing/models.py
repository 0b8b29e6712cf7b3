"""The columns of imports: a file that waits, how far it has come, and the rows that it refused.

A service mixes them into tables of its own, with whom the file is of and what it counts.
"""

from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID, uuid4

from sqlalchemy import ARRAY, BigInteger, Text, func
from sqlalchemy.orm import Mapped, mapped_column


class ImportState(StrEnum):
    """What an import can be."""

    WAITING = "waiting"
    """Uploaded, or begun: a worker has it, or will."""
    REVIEWED = "reviewed"
    """It was rehearsed, and its file is kept until somebody says whether to import it."""
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class ImportedFile:
    """A file that was uploaded on a page; its counts grow with each batch."""

    COUNTS: ClassVar[tuple[str, ...]] = ()
    """The columns that add up what the batches did, by the names that their use case gives them."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    archivo: Mapped[str]
    """What the file was called."""
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    is_rehearsal: Mapped[bool]
    uploaded_at: Mapped[datetime] = mapped_column(server_default=func.now())
    state: Mapped[ImportState] = mapped_column(default=ImportState.WAITING)

    wake_at: Mapped[datetime | None]
    """Until then nobody else is told of it."""
    lease: Mapped[UUID | None]
    """Names the hold of one worker: who lost it changes nothing more."""
    tries: Mapped[int] = mapped_column(default=0)
    """How often it was begun since a batch of it was last kept."""
    bytes_done: Mapped[int] = mapped_column(BigInteger, default=0)
    read: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    failure: Mapped[str | None]
    """Why the file could not be read at all, or to its end."""
    finished_at: Mapped[datetime | None]

    @property
    def percent(self) -> int:
        """How far it has come."""
        is_over = self.state in {ImportState.DONE, ImportState.REVIEWED}
        return 100 if is_over else 99 * self.bytes_done // max(self.size, 1)

    def count(self, **done: int) -> None:
        """Add what a batch did."""
        for name, number in done.items():
            setattr(self, name, getattr(self, name) + number)

    def begin_again(self) -> None:
        """Be as if no row had been read yet."""
        self.state, self.failure, self.finished_at = ImportState.WAITING, None, None
        self.wake_at = self.lease = None
        for name in ("tries", "bytes_done", "read", "refused", *self.COUNTS):
            setattr(self, name, 0)

    def end(self, state: ImportState, at: datetime, failure: str | None = None) -> None:
        """Be in no worker's hands any more."""
        self.state, self.finished_at, self.failure = state, at, failure
        self.lease = self.wake_at = None


class FilePiece:
    """A slice of an uploaded file; deleted when its import has ended."""

    import_id: Mapped[UUID]
    number: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes]


class RefusedRow:
    """A row that could not be used, as it came, and why: to be corrected and uploaded again."""

    import_id: Mapped[UUID]
    line: Mapped[int] = mapped_column(primary_key=True)
    reason: Mapped[str]
    cells: Mapped[list[str]] = mapped_column(ARRAY(Text))
