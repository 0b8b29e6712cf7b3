"""A request to have a legajo updated, and what happened to it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contracts.access_token import Role
from services.legajo.domain import SECCIONES, Accion, Estado, Seccion, check_comentario, next_estado
from services.legajo.models.base import Base
from services.legajo.models.servidor import Servidor


class Solicitud(Base):
    """A request by a servidor to have their legajo updated."""

    __tablename__ = "solicitud"
    __table_args__ = (UniqueConstraint("dni", "sending"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    expediente: Mapped[str] = mapped_column(unique=True)
    dni: Mapped[str] = mapped_column(ForeignKey("servidor.dni"))
    seccion: Mapped[str]
    asunto: Mapped[str]
    detalle: Mapped[str]
    estado: Mapped[Estado] = mapped_column(index=True)
    submitted_at: Mapped[datetime]
    sending: Mapped[UUID]
    """Which sending of the form this was: sent again, it is the same solicitud."""
    servidor: Mapped[Servidor] = relationship()
    movimientos: Mapped[list["Movimiento"]] = relationship(order_by="Movimiento.id")

    @property
    def about(self) -> Seccion:
        """The section that should be updated."""
        return SECCIONES[self.seccion]

    def take(self, accion: Accion, *, role: Role, dni: str, comentario: str, at: datetime) -> None:
        """Move to the next estado, and leave a trace of who did it and why."""
        estado = next_estado(self.estado, accion)
        check_comentario(accion, comentario)
        self.estado = estado
        self.movimientos.append(
            Movimiento(
                accion=accion,
                estado=self.estado,
                role=role,
                dni=dni,
                comentario=comentario,
                at=at,
            )
        )


class Movimiento(Base):
    """What happened to a solicitud. Rows are added, never changed."""

    __tablename__ = "movimiento"

    id: Mapped[int] = mapped_column(primary_key=True)
    solicitud_id: Mapped[int] = mapped_column(ForeignKey("solicitud.id"), index=True)
    at: Mapped[datetime]
    accion: Mapped[Accion]
    estado: Mapped[Estado]
    role: Mapped[Role]
    dni: Mapped[str] = mapped_column(String(8))
    """Who did it, in that role."""
    comentario: Mapped[str]


class Numeracion(Base):
    """The last expediente that was given out in each year."""

    __tablename__ = "numeracion"

    anio: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    ultimo: Mapped[int]
