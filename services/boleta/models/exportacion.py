"""Exports of whole months, made in the background."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Index, SmallInteger, String, func, text
from sqlalchemy.orm import Mapped, mapped_column

from services.boleta.domain.alcance import nombre_sede
from services.boleta.domain.exportacion import EstadoExportacion
from services.boleta.models.base import Base

PENDING = "estado IN ('pendiente', 'en_curso')"


class Exportacion(Base):
    """The boletas of a month of a sede as Excel, for the administrador who asked for them."""

    __tablename__ = "exportacion"
    __table_args__ = (
        Index("ix_exportacion_pending", "id", postgresql_where=text(PENDING)),
        Index(None, "dni", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    dni: Mapped[str] = mapped_column(String(8))
    """Who asked for it: nobody else gets it."""
    nombre: Mapped[str]
    sede: Mapped[str] = mapped_column(String(6))
    periodo: Mapped[int]
    estado: Mapped[EstadoExportacion]
    tries: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    lease: Mapped[UUID | None]
    """Which worker is making it."""
    lease_until: Mapped[datetime | None]
    done: Mapped[int] = mapped_column(server_default=text("0"))
    total: Mapped[int] = mapped_column(server_default=text("0"))
    """How many boletas are written, of how many."""
    bytes: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    clave: Mapped[str | None]
    """The key of its file in the store."""
    requested_at: Mapped[datetime] = mapped_column(server_default=func.now())
    finished_at: Mapped[datetime | None]

    @property
    def entidad(self) -> str:
        """Whose boletas are in it."""
        return nombre_sede(self.sede)

    @property
    def percent(self) -> int:
        """How much of it is done."""
        return self.done * 100 // self.total if self.total else 0
