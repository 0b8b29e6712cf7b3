"""The reclamos of people about their pay, and what happened to each."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    ForeignKey,
    Identity,
    Index,
    SmallInteger,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contracts.access_token import Principal, Role
from contracts.sedes import name_of
from services.boleta.domain.alcance import sedes_of
from services.boleta.domain.reclamo import (
    AccionReclamo,
    EstadoReclamo,
    check_comentario,
    check_taker,
    next_estado,
)
from services.boleta.models.base import Base


class Reclamo(Base):
    """What a person says is wrong: with a boleta, a line of it, or that there is none."""

    __tablename__ = "reclamo"
    __table_args__ = (
        UniqueConstraint("dni", "sending"),
        Index(None, "sede", "estado", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    numero: Mapped[str] = mapped_column(unique=True)
    dni: Mapped[str] = mapped_column(String(8))
    nombre: Mapped[str]
    """What the token called the person: not everybody is in the replica of legajo."""
    sede: Mapped[str] = mapped_column(String(6))
    """Who paid, or should have paid: its administradores attend it."""
    periodo: Mapped[int]
    boleta_id: Mapped[int | None] = mapped_column(BigInteger)
    """None when the person does not find the boleta of the month."""
    linea: Mapped[int | None] = mapped_column(SmallInteger)
    """Which line of the boleta, counted from 1; none is the boleta as a whole."""
    concepto: Mapped[str | None]
    """What that line was called when it was claimed."""
    texto: Mapped[str]
    monto_esperado: Mapped[int | None]
    estado: Mapped[EstadoReclamo]
    opened_at: Mapped[datetime]
    taken_by: Mapped[str | None] = mapped_column(String(8))
    """DNI of the administrador who is looking at it: nobody else answers it."""
    boleta_corregida: Mapped[int | None] = mapped_column(BigInteger)
    """The version that replaced the boleta because of this reclamo."""
    sending: Mapped[UUID]
    """Which sending of the form this was: sent again, it is the same reclamo."""
    movimientos: Mapped[list["MovimientoReclamo"]] = relationship(order_by="MovimientoReclamo.id")

    @property
    def entidad(self) -> str:
        """What the sede that attends it is called."""
        return name_of(self.sede)

    @property
    def asunto(self) -> str:
        """What it is about, in some words."""
        if self.boleta_id is None:
            return "No encuentra su boleta"
        return f"Línea «{self.concepto}»" if self.concepto else "La boleta"

    @property
    def updated_at(self) -> datetime:
        """When something last happened to it."""
        return self.movimientos[-1].at

    @classmethod
    def is_attended_by(cls, principal: Principal) -> ColumnElement[bool]:
        """Match what an administrador attends: of their sedes, never their own."""
        return cls.sede.in_(sedes_of(principal)) & (cls.dni != principal.dni)

    def take(
        self, accion: AccionReclamo, *, role: Role, dni: str, comentario: str, at: datetime
    ) -> None:
        """Move to the next estado, and leave a trace of who did it and why."""
        estado = next_estado(self.estado, accion)
        if role is Role.ADMINISTRADOR_BOLETA:
            check_taker(accion, self.taken_by, dni)
        check_comentario(accion, comentario)
        if accion in {AccionReclamo.TOMAR, AccionReclamo.RELEVAR}:
            self.taken_by = dni
        elif accion is AccionReclamo.SOLTAR:
            self.taken_by = None
        self.estado = estado
        self.movimientos.append(
            MovimientoReclamo(
                accion=accion, estado=estado, role=role, dni=dni, comentario=comentario, at=at
            )
        )


class MovimientoReclamo(Base):
    """What happened to a reclamo. Rows are added, never changed."""

    __tablename__ = "movimiento_reclamo"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    reclamo_id: Mapped[int] = mapped_column(ForeignKey("reclamo.id"), index=True)
    at: Mapped[datetime]
    accion: Mapped[AccionReclamo]
    estado: Mapped[EstadoReclamo]
    role: Mapped[Role]
    dni: Mapped[str] = mapped_column(String(8))
    """Who did it, in that role."""
    comentario: Mapped[str]


class NumeracionReclamo(Base):
    """The last number of reclamo that was given out in each year."""

    __tablename__ = "numeracion_reclamo"

    anio: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    ultimo: Mapped[int]
