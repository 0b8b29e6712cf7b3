"""The payroll files that brought boletas, and what was wrong with records of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    SmallInteger,
    String,
    func,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from services.boleta.domain.alcance import nombre_sede
from services.boleta.domain.avisos import Clase
from services.boleta.domain.planilla import EstadoPlanilla, Paso, TipoPlanilla
from services.boleta.models.base import Base


class Planilla(Base):
    """A payroll file, from its upload to its publication: one month of a sede, or an addition."""

    __tablename__ = "planilla"
    __table_args__ = (
        Index(None, "sede", "periodo"),
        Index(
            "uq_planilla_sha256", "sha256", unique=True, postgresql_where="estado <> 'descartada'"
        ),
        CheckConstraint("approved_by <> uploaded_by", "four_eyes"),
        # The worker looks for these twice a second.
        Index(
            "ix_planilla_waiting",
            "estado",
            postgresql_where="estado IN ('cargada', 'programada')",
        ),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    sede: Mapped[str] = mapped_column(String(6))
    """Whose boletas may be in it: those of a UGEL, of a DRE with its UGEL, or of all (000000)."""
    periodo: Mapped[int]
    tipo: Mapped[TipoPlanilla] = mapped_column(server_default=TipoPlanilla.HABERES)
    estado: Mapped[EstadoPlanilla]
    archivo: Mapped[str]
    """What the file was called where it came from."""
    sha256: Mapped[bytes]
    """The same file is read once, whatever it is called; one that was discarded may come again."""
    clave: Mapped[str | None]
    """The key of the file in the store; none for what was imported before files were kept."""
    bytes: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    """How long the file is."""
    avisar: Mapped[bool] = mapped_column(server_default=text("true"))
    """Whether its people get a mail when it is published: not those of a historical month."""
    es_ensayo: Mapped[bool] = mapped_column(server_default=text("false"))
    """Whether it was uploaded only to see its report."""
    boletas: Mapped[int] = mapped_column(default=0)
    registros: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    rechazos: Mapped[int] = mapped_column(default=0)
    advertencias: Mapped[int] = mapped_column(default=0)
    total_bruto: Mapped[int] = mapped_column(BigInteger, default=0, server_default=text("0"))
    total_liquido: Mapped[int] = mapped_column(BigInteger, default=0)
    uploaded_at: Mapped[datetime] = mapped_column(server_default=func.now())
    uploaded_by: Mapped[str | None] = mapped_column(String(8))
    """DNI of who uploaded it; none when an operator did, by command."""
    validated_at: Mapped[datetime | None]
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[str | None] = mapped_column(String(8))
    publish_at: Mapped[datetime | None]
    """When it is to be published, if not at once."""
    published_at: Mapped[datetime | None]
    """Since when its people see their boletas."""
    discarded_at: Mapped[datetime | None]
    discarded_by: Mapped[str | None] = mapped_column(String(8))
    motivo: Mapped[str | None]
    """Why it was discarded."""
    comparacion: Mapped[dict[str, Any] | None]
    """How it stands to the month before, as `domain.diferencias.Comparacion` writes it."""
    intentos: Mapped[int] = mapped_column(SmallInteger, default=0, server_default=text("0"))
    """How often a worker has begun to read it."""
    wake_at: Mapped[datetime | None]
    """Before this a worker has been told of it already, and may have it in its hands."""
    falla: Mapped[str | None]
    """Why its file could not be read at all."""

    @property
    def entidad(self) -> str:
        """Who paid."""
        return nombre_sede(self.sede)

    @property
    def paso(self) -> Paso:
        """What decides which step comes next, and who may take it."""
        return Paso(
            estado=self.estado,
            uploaded_by=self.uploaded_by,
            boletas=self.boletas,
            es_ensayo=self.es_ensayo,
            is_stuck=self.falla is not None,
        )


class Incidencia(Base):
    """What was wrong with a record of a planilla: it was refused, or kept with a warning."""

    __tablename__ = "incidencia"

    planilla_id: Mapped[int] = mapped_column(ForeignKey("planilla.id"), primary_key=True)
    orden: Mapped[int] = mapped_column(primary_key=True)
    line: Mapped[int]
    is_rechazo: Mapped[bool]
    motivo: Mapped[str]
    texto: Mapped[str]
    """The record as it was read, to be corrected; of a warning, whose boleta it is."""
    clase: Mapped[Clase | None]
    """What a warning is about; nothing for what was refused."""


def progress_key(planilla_id: int) -> str:
    """Return where Valkey has how far the reading of a planilla has come, in percent."""
    return f"boleta:planilla:{planilla_id}:avance"
