"""What changed in a legajo: in one of its entries, or in the legajo itself."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contracts.access_token import Role
from services.legajo.domain.anotacion import Diferencia, Origen, compare
from services.legajo.domain.custodia import compare_hechos, tells_reserved
from services.legajo.domain.operacion import Operacion
from services.legajo.models.base import Base

if TYPE_CHECKING:
    from services.legajo.models.anotacion import Adjunto, Anotacion


class Historia(Base):
    """What changed in a legajo: who, when, before, after. The database lets nobody change it."""

    __tablename__ = "historia"
    __table_args__ = (Index(None, "dni", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dni: Mapped[str] = mapped_column(String(8))
    """Whose legajo it is."""
    anotacion_id: Mapped[int | None] = mapped_column(ForeignKey("anotacion.id"), index=True)
    """Which entry; none, when it is about the legajo itself."""
    at: Mapped[datetime]
    operacion: Mapped[Operacion]
    origen: Mapped[Origen]
    por: Mapped[str] = mapped_column(String(8))
    """DNI of who did it; empty when a file did."""
    role: Mapped[Role | None]
    solicitud_id: Mapped[int | None] = mapped_column(ForeignKey("solicitud.id"))
    """Because of which it was done, if it was asked for."""
    motivo: Mapped[str]
    antes: Mapped[dict[str, Any] | None]
    """Nothing, when the entry is new."""
    despues: Mapped[dict[str, Any] | None]
    """Nothing, when the entry counts no more."""
    anotacion: Mapped["Anotacion | None"] = relationship()
    adjuntos: Mapped[list["Adjunto"]] = relationship(
        order_by="Adjunto.id", foreign_keys="Adjunto.historia_id"
    )
    """The documents that came with it."""
    anulados: Mapped[list["Adjunto"]] = relationship(
        order_by="Adjunto.id", foreign_keys="Adjunto.anulado_en", back_populates="anulacion"
    )
    """Those that support nothing since it."""

    @property
    def hides_motivo(self) -> bool:
        """Whether it tells why the legajo counts no more, and that is reserved."""
        said = (self.antes, self.despues)
        return self.anotacion_id is None and any(tells_reserved(each or {}) for each in said)

    @property
    def sobre(self) -> str:
        """Name in one line what changed."""
        return self.anotacion.sumilla if self.anotacion else "El legajo"

    @property
    def diferencias(self) -> list[Diferencia]:
        """What was known before and after, thing by thing."""
        antes, despues = self.antes or {}, self.despues or {}
        if self.anotacion:
            return compare(self.anotacion.about, antes, despues)
        return compare_hechos(antes, despues)
