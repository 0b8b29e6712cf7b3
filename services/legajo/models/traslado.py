"""A legajo on its way from the sede that kept it to another one."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contracts.access_token import Principal, Role
from contracts.sedes import all_sedes, name_of
from services.legajo.domain.traslado import (
    EstadoTraslado,
    Paso,
    check_comentario,
    next_estado,
    pasos_of,
)
from services.legajo.models.base import Base
from services.legajo.models.servidor import Servidor

IN_COURSE = text("estado = 'enviado'")
UNCONFIRMED = text("estado = 'recibido' AND confirmed_at IS NULL")


def sedes_of(principal: Principal) -> list[str]:
    """Return the codes of the sedes that a specialist attends."""
    return [code for code in all_sedes() if principal.may(Role.ESCALAFON, code)]


class Traslado(Base):
    """A legajo was sent to another sede: one in course at most for each."""

    __tablename__ = "traslado"
    __table_args__ = (
        Index("ix_traslado_in_course", "dni", unique=True, postgresql_where=IN_COURSE),
        Index("ix_traslado_unconfirmed", "dni", postgresql_where=UNCONFIRMED),
        Index(None, "origen", "sent_at"),
        Index(None, "destino", "sent_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dni: Mapped[str] = mapped_column(ForeignKey("legajo.dni"), index=True)
    origen: Mapped[str] = mapped_column(String(6))
    """The sede that sent it, and keeps it until it is received."""
    destino: Mapped[str] = mapped_column(String(6))
    estado: Mapped[EstadoTraslado]
    causa: Mapped[str]
    documento: Mapped[str]
    """The kind of resolution by which the person, and so the legajo, moves."""
    numero_documento: Mapped[str]
    fecha_documento: Mapped[date]
    detalle: Mapped[str]
    """What the origin tells the destination."""
    folios: Mapped[int]
    """How many leaves of paper were sent."""
    folios_recibidos: Mapped[int | None]
    sent_at: Mapped[datetime]
    sent_by: Mapped[str] = mapped_column(String(8))
    finished_at: Mapped[datetime | None]
    """When it was received, returned or cancelled."""
    finished_by: Mapped[str | None] = mapped_column(String(8))
    comentario: Mapped[str]
    """What was said then."""
    confirmed_at: Mapped[datetime | None]
    """Since when the register of servidores says the new sede, or moved on: until then, what it
    says of the old one is not believed."""
    servidor: Mapped[Servidor] = relationship(
        primaryjoin=Servidor.dni == dni, foreign_keys=dni, viewonly=True
    )

    @property
    def nombre_origen(self) -> str:
        """What the sede that sent it is called."""
        return name_of(self.origen)

    @property
    def nombre_destino(self) -> str:
        """What the sede to which it was sent is called."""
        return name_of(self.destino)

    @classmethod
    def is_seen_by(cls, principal: Principal) -> ColumnElement[bool]:
        """Match the transfers from and to the sedes of a specialist, never of their own legajo."""
        sedes = sedes_of(principal)
        is_theirs = cls.origen.in_(sedes) | cls.destino.in_(sedes)
        return is_theirs & (cls.dni != principal.dni)

    def pasos_of(self, principal: Principal) -> list[Paso]:
        """Return what a specialist can do with it."""
        return pasos_of(
            self.estado,
            is_origen=principal.may(Role.ESCALAFON, self.origen),
            is_destino=principal.may(Role.ESCALAFON, self.destino),
        )

    @property
    def is_unconfirmed(self) -> bool:
        """Whether it was received, and the register of servidores does not say so yet."""
        return self.estado is EstadoTraslado.RECIBIDO and self.confirmed_at is None

    @property
    def is_in_course(self) -> bool:
        """Whether it is still on its way."""
        return self.estado is EstadoTraslado.ENVIADO

    def finish(self, paso: Paso, *, por: str, comentario: str, at: datetime) -> None:
        """Take the one step that ends it, and leave a trace of who did it and why."""
        estado = next_estado(self.estado, paso)
        check_comentario(paso, comentario)
        self.estado = estado
        self.finished_at = at
        self.finished_by = por
        self.comentario = comentario
