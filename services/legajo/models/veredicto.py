"""What the specialist thinks of each entry and document of a solicitud."""

from sqlalchemy import ForeignKey, Select, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.legajo.domain.veredicto import Fallo, Pieza, Resultado
from services.legajo.models.base import Base
from services.legajo.models.solicitud import Movimiento


class Veredicto(Base):
    """A verdict on one entry that is asked for, or on one of its documents. Rows are only added."""

    __tablename__ = "veredicto"

    id: Mapped[int] = mapped_column(primary_key=True)
    movimiento_id: Mapped[int] = mapped_column(ForeignKey("movimiento.id"), index=True)
    """The decision of which it is a part."""
    cambio_id: Mapped[int] = mapped_column(ForeignKey("cambio.id"), index=True)
    adjunto_id: Mapped[int | None] = mapped_column(ForeignKey("adjunto.id"), index=True)
    """None, when it is about the entry itself."""
    resultado: Mapped[Resultado]
    motivo: Mapped[str]
    movimiento: Mapped[Movimiento] = relationship()

    @classmethod
    def last_of(cls, solicitud_id: int) -> "Select[Veredicto]":
        """Select what was thought of a solicitud the last time it was decided."""
        newest = (
            select(func.max(cls.movimiento_id))
            .join(Movimiento, Movimiento.id == cls.movimiento_id)
            .where(Movimiento.solicitud_id == solicitud_id)
            .scalar_subquery()
        )
        return select(cls).where(cls.movimiento_id == newest)

    @property
    def pieza(self) -> Pieza:
        """What it is about."""
        return Pieza(self.cambio_id, self.adjunto_id or 0)

    @property
    def fallo(self) -> Fallo:
        """What was thought, and why."""
        return Fallo(self.resultado, self.motivo)
