"""What a servidor answers to an observation: prepared as they go, then a part of the history."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, func
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.legajo.domain.anotacion import Diferencia, Valores, compare
from services.legajo.models.base import Base
from services.legajo.models.solicitud import Movimiento, Solicitud

if TYPE_CHECKING:
    from services.legajo.models.anotacion import Adjunto, Cambio


class Subsanacion(Base):
    """The answer to one observation: a draft until it is sent, and then never changed."""

    __tablename__ = "subsanacion"

    id: Mapped[int] = mapped_column(primary_key=True)
    solicitud_id: Mapped[int] = mapped_column(ForeignKey("solicitud.id"), index=True)
    observada_en: Mapped[int] = mapped_column(ForeignKey("movimiento.id"), unique=True)
    """Which observation it answers."""
    enviada_en: Mapped[int | None] = mapped_column(ForeignKey("movimiento.id"))
    """With which movimiento it was sent; none while it is being prepared."""
    comentario: Mapped[str]
    """What the servidor says, as typed."""
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())
    solicitud: Mapped[Solicitud] = relationship()
    movimiento: Mapped[Movimiento | None] = relationship(foreign_keys=[enviada_en])
    enmiendas: Mapped[list["Enmienda"]] = relationship(
        order_by="Enmienda.id", back_populates="subsanacion"
    )


class Enmienda(Base):
    """What an answer changes of one entry; without one, of the solicitud as a whole."""

    __tablename__ = "enmienda"
    __table_args__ = (Index(None, "subsanacion_id", "cambio_id", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subsanacion_id: Mapped[int] = mapped_column(ForeignKey("subsanacion.id"))
    cambio_id: Mapped[int | None] = mapped_column(ForeignKey("cambio.id"), index=True)
    antes: Mapped[dict[str, Any]]
    """What was asked when it was observed."""
    valores: Mapped[dict[str, Any]]
    """What is asked now: read and checked once it is `listo`, until then as typed."""
    motivo_antes: Mapped[str]
    motivo: Mapped[str]
    """Why it should be so, as it is asked now."""
    listo: Mapped[bool]
    """Whether everything in it is right, so that it can be sent."""
    subsanacion: Mapped[Subsanacion] = relationship(back_populates="enmiendas")
    cambio: Mapped["Cambio | None"] = relationship(back_populates="enmiendas")
    agregados: Mapped[list["Adjunto"]] = relationship(
        order_by="Adjunto.id", foreign_keys="Adjunto.agregado_en"
    )
    """The documents that it adds."""
    retirados: Mapped[list["Adjunto"]] = relationship(
        order_by="Adjunto.id", foreign_keys="Adjunto.retirado_en"
    )
    """Those that it takes away."""

    @property
    def is_sent(self) -> bool:
        """Whether it counts, and the specialist may see it."""
        return self.subsanacion.enviada_en is not None

    @property
    def diferencias(self) -> list[Diferencia]:
        """The fields that it changes."""
        if self.cambio is None:
            return []
        despues: Valores = self.valores
        return [each for each in compare(self.cambio.about, self.antes, despues) if each.is_other]

    @property
    def changes_something(self) -> bool:
        """Whether anything is other than it was when it was observed."""
        is_other = self.motivo != self.motivo_antes or bool(self.diferencias)
        return is_other or bool(self.agregados or self.retirados)
