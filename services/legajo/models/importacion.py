"""Files that specialists import on a page: of servidores, or of entries of one kind."""

from typing import ClassVar
from uuid import UUID

from sqlalchemy import ARRAY, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from chassis.importing import FilePiece, ImportedFile, RefusedRow
from services.legajo.models.base import Base


class Importacion(ImportedFile, Base):
    """A file that a specialist uploaded: reviewed first, and imported when they say so."""

    COUNTS: ClassVar = ("changed", "unchanged", "held")

    __tablename__ = "importacion"
    __table_args__ = (
        Index("ix_importacion_waiting", "wake_at", postgresql_where="state = 'waiting'"),
        Index(None, "por", "uploaded_at"),
    )

    que: Mapped[str] = mapped_column(String(30))
    """What the file holds: `servidores`, or the key of a kind of entry."""
    por: Mapped[str] = mapped_column(String(8))
    """DNI of the specialist."""
    sedes: Mapped[list[str]] = mapped_column(ARRAY(String(6)))
    """Those that they attended when they last said that it be read."""
    sha256: Mapped[str] = mapped_column(String(64), default="")
    """Of the file, by which it is known again."""
    changed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    held: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many stay in the sede of a transfer, of which the file knows nothing yet."""


class ImportacionPieza(FilePiece, Base):
    """A slice of an uploaded file; deleted when its import has ended."""

    __tablename__ = "importacion_pieza"

    import_id: Mapped[UUID] = mapped_column(
        ForeignKey("importacion.id", ondelete="CASCADE"), primary_key=True
    )


class ImportacionRechazo(RefusedRow, Base):
    """A row that could not be used, as it came, and why: to be corrected and uploaded again."""

    __tablename__ = "importacion_rechazo"

    import_id: Mapped[UUID] = mapped_column(
        ForeignKey("importacion.id", ondelete="CASCADE"), primary_key=True
    )
