"""Imports of the register: a file that waits, how far it has come, and the rows it refused."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, ForeignKey, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from services.identity.models.base import Base


class ImportState(StrEnum):
    """What an import can be."""

    WAITING = "waiting"
    """Uploaded, or begun: a worker has it, or will."""
    DONE = "done"
    FAILED = "failed"


class RegisterImport(Base):
    """A file of the register, uploaded on a page; its counts grow with each batch."""

    __tablename__ = "register_import"
    __table_args__ = (
        Index("ix_register_import_waiting", "wake_at", postgresql_where="state = 'waiting'"),
        Index("ix_register_import_uploaded_at", "uploaded_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    archivo: Mapped[str]
    """What the file was called."""
    size: Mapped[int] = mapped_column(BigInteger)
    is_rehearsal: Mapped[bool]
    uploaded_by: Mapped[UUID]
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
    created: Mapped[int] = mapped_column(default=0)
    corrected: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    failure: Mapped[str | None]
    """Why the file could not be read at all, or to its end."""
    finished_at: Mapped[datetime | None]

    @property
    def percent(self) -> int:
        """How far it has come."""
        return 100 if self.state is ImportState.DONE else 99 * self.bytes_done // max(self.size, 1)


class RegisterPiece(Base):
    """A slice of an uploaded file; deleted when its import has ended."""

    __tablename__ = "register_piece"

    import_id: Mapped[UUID] = mapped_column(
        ForeignKey("register_import.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes]


class RegisterRefusal(Base):
    """A row that could not be used, as it came, and why: to be corrected and uploaded again."""

    __tablename__ = "register_refusal"

    import_id: Mapped[UUID] = mapped_column(
        ForeignKey("register_import.id", ondelete="CASCADE"), primary_key=True
    )
    line: Mapped[int] = mapped_column(primary_key=True)
    reason: Mapped[str]
    cells: Mapped[list[str]]
