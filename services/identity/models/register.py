"""Imports of the register: a file that waits, how far it has come, and the rows it refused."""

from typing import ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from chassis.importing import FilePiece, ImportedFile, RefusedRow
from services.identity.models.base import Base


class RegisterImport(ImportedFile, Base):
    """A file of the register, uploaded on a page; its counts grow with each batch."""

    COUNTS: ClassVar = ("created", "corrected", "unchanged")

    __tablename__ = "register_import"
    __table_args__ = (
        Index("ix_register_import_waiting", "wake_at", postgresql_where="state = 'waiting'"),
        Index("ix_register_import_uploaded_at", "uploaded_at"),
    )

    uploaded_by: Mapped[UUID]
    created: Mapped[int] = mapped_column(default=0)
    corrected: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)


class RegisterPiece(FilePiece, Base):
    """A slice of an uploaded file; deleted when its import has ended."""

    __tablename__ = "register_piece"

    import_id: Mapped[UUID] = mapped_column(
        ForeignKey("register_import.id", ondelete="CASCADE"), primary_key=True
    )


class RegisterRefusal(RefusedRow, Base):
    """A row that could not be used, as it came, and why: to be corrected and uploaded again."""

    __tablename__ = "register_refusal"

    import_id: Mapped[UUID] = mapped_column(
        ForeignKey("register_import.id", ondelete="CASCADE"), primary_key=True
    )
