"""The payroll files that brought boletas, and what was wrong with records of them."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, String, func
from sqlalchemy.orm import Mapped, mapped_column

from contracts.sedes import name_of
from services.boleta.models.base import Base


class Planilla(Base):
    """A payroll file that was read: one month of one sede, or an addition to it."""

    __tablename__ = "planilla"
    __table_args__ = (Index(None, "sede", "periodo"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    sede: Mapped[str] = mapped_column(String(6))
    periodo: Mapped[int]
    archivo: Mapped[str]
    sha256: Mapped[bytes] = mapped_column(unique=True)
    """The same file is read once, whatever it is called."""
    boletas: Mapped[int] = mapped_column(default=0)
    rechazos: Mapped[int] = mapped_column(default=0)
    advertencias: Mapped[int] = mapped_column(default=0)
    total_liquido: Mapped[int] = mapped_column(BigInteger, default=0)
    imported_at: Mapped[datetime] = mapped_column(server_default=func.now())
    imported_by: Mapped[str | None] = mapped_column(String(8))
    """DNI of who imported it; none when an operator did, by command."""

    @property
    def entidad(self) -> str:
        """Who paid."""
        return name_of(self.sede)


class Incidencia(Base):
    """What was wrong with a record of a planilla: it was refused, or kept with a warning."""

    __tablename__ = "incidencia"

    planilla_id: Mapped[int] = mapped_column(ForeignKey("planilla.id"), primary_key=True)
    orden: Mapped[int] = mapped_column(primary_key=True)
    line: Mapped[int]
    is_rechazo: Mapped[bool]
    motivo: Mapped[str]
    texto: Mapped[str]
    """The record as it was read, to be corrected; nothing for a warning."""
