"""A request to have a legajo updated, and what happened to it."""

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contracts.access_token import Role
from services.legajo.domain import LIMA, SECCIONES, Accion, Estado, Seccion
from services.legajo.domain.plazos import working_days_between
from services.legajo.domain.secciones import APERTURA
from services.legajo.domain.workflow import (
    IN_COURSE,
    check_comentario,
    check_in_time,
    check_taker,
    deadline_after,
    next_estado,
)
from services.legajo.models.base import Base
from services.legajo.models.servidor import Servidor

if TYPE_CHECKING:
    from services.legajo.models.anotacion import Adjunto, Cambio


class Solicitud(Base):
    """A request by a servidor to have their legajo updated."""

    __tablename__ = "solicitud"
    __table_args__ = (
        UniqueConstraint("dni", "sending"),
        Index(None, "estado", "vence_el"),
        # In the order of the bandeja: what ends first, then what was finished last.
        Index("ix_solicitud_bandeja", "vence_el", text("finished_at DESC"), "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    expediente: Mapped[str] = mapped_column(unique=True)
    dni: Mapped[str] = mapped_column(ForeignKey("servidor.dni"))
    seccion: Mapped[str]
    """Its number; empty when it asks for the legajo itself."""
    asunto: Mapped[str]
    detalle: Mapped[str]
    estado: Mapped[Estado]
    submitted_at: Mapped[datetime]
    vence_el: Mapped[date | None]
    """The last day for what the estado waits for; none, if it waits for nothing."""
    warned_of: Mapped[date | None]
    """Of which `vence_el` its servidor was warned."""
    taken_by: Mapped[str | None] = mapped_column(String(8))
    """DNI of the specialist who is looking at it: nobody else answers it."""
    finished_at: Mapped[datetime | None]
    """When it was finished, in whichever way."""
    dias_habiles: Mapped[int | None]
    """In how many working days that was."""
    sending: Mapped[UUID]
    """Which sending of the form this was: sent again, it is the same solicitud."""
    servidor: Mapped[Servidor] = relationship()
    movimientos: Mapped[list["Movimiento"]] = relationship(order_by="Movimiento.id")
    cambios: Mapped[list["Cambio"]] = relationship(order_by="Cambio.id", back_populates="solicitud")
    """What is asked of each entry; none, if it was asked for in words alone."""
    adjuntos: Mapped[list["Adjunto"]] = relationship(
        order_by="Adjunto.id", back_populates="solicitud"
    )
    """The documents of what asks for no entry."""

    @property
    def about(self) -> Seccion:
        """The section that should be updated."""
        return SECCIONES.get(self.seccion, APERTURA)

    @property
    def asks_for_opening(self) -> bool:
        """Whether it asks for the legajo itself."""
        return self.seccion == APERTURA.numero

    @property
    def documentos(self) -> "list[Adjunto]":
        """The documents of the solicitud itself: what asks for entries has them there."""
        return [] if self.cambios else self.adjuntos

    @property
    def is_reserved(self) -> bool:
        """Whether it asks, in entries or in words, for something that is reserved."""
        return self.about.es_reservada or any(cambio.is_reserved for cambio in self.cambios)

    @property
    def version(self) -> int:
        """How many things have happened to it: who sends another number has seen an older page."""
        return len(self.movimientos)

    def take(
        self, accion: Accion, *, role: Role | None, dni: str, comentario: str, at: datetime
    ) -> None:
        """Move to the next estado, and leave a trace of who did it and why; None is the clock."""
        today = at.astimezone(LIMA).date()
        estado = next_estado(self.estado, accion)
        check_in_time(accion, self.vence_el, today)
        if role is Role.ESCALAFON:
            check_taker(accion, self.taken_by, dni)
        check_comentario(accion, comentario)
        self.vence_el = deadline_after(accion, estado, self.vence_el, today)
        self._note_taker(accion, dni)
        self.estado = estado
        if estado not in IN_COURSE:
            self.finished_at = at
            began_on = self.submitted_at.astimezone(LIMA).date()
            self.dias_habiles = working_days_between(began_on, today)
        self.movimientos.append(
            Movimiento(
                accion=accion, estado=estado, role=role, dni=dni, comentario=comentario, at=at
            )
        )

    def _note_taker(self, accion: Accion, dni: str) -> None:
        """Keep who looks at it; once it is subsanada, anybody may."""
        if accion in {Accion.TOMAR, Accion.RELEVAR}:
            self.taken_by = dni
        elif accion in {Accion.SOLTAR, Accion.SUBSANAR, Accion.TRASLADAR}:
            self.taken_by = None


class Movimiento(Base):
    """What happened to a solicitud. Rows are added, never changed."""

    __tablename__ = "movimiento"

    id: Mapped[int] = mapped_column(primary_key=True)
    solicitud_id: Mapped[int] = mapped_column(ForeignKey("solicitud.id"), index=True)
    at: Mapped[datetime]
    accion: Mapped[Accion]
    estado: Mapped[Estado]
    role: Mapped[Role | None]
    """None is nobody: a deadline passed."""
    dni: Mapped[str] = mapped_column(String(8))
    """Who did it, in that role; empty when nobody did."""
    comentario: Mapped[str]


class Numeracion(Base):
    """The last expediente that was given out in each year."""

    __tablename__ = "numeracion"

    anio: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    ultimo: Mapped[int]
