"""The tables of legajo. A model may decide about itself, and asks `domain` how."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, String, UniqueConstraint, func
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from chassis.database import COLUMN_TYPES, Database, new_metadata
from contracts.access_token import Principal, Role
from contracts.sedes import all_sedes, name_of
from services.legajo.domain import (
    SECCIONES,
    Accion,
    Estado,
    Seccion,
    Vigencia,
    check_comentario,
    next_estado,
)


class Base(DeclarativeBase):
    """The tables of the legajo database."""

    metadata = new_metadata()
    type_annotation_map = COLUMN_TYPES


db = Database(Base.metadata)


class Servidor(Base):
    """A person who works, or worked, for the sector, as the heading of their legajo says."""

    __tablename__ = "servidor"

    dni: Mapped[str] = mapped_column(String(8), primary_key=True)
    apellidos: Mapped[str]
    nombres: Mapped[str]
    fecha_nacimiento: Mapped[date]
    sede: Mapped[str] = mapped_column(String(6), index=True)
    """The UGEL or DRE that keeps the legajo."""
    tipo_servidor: Mapped[str]
    regimen: Mapped[str]
    cargo: Mapped[str]
    establecimiento: Mapped[str]
    codigo_modular: Mapped[str]
    fecha_ingreso: Mapped[date]
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())
    legajo: Mapped["Legajo | None"] = relationship(lazy="joined")

    @property
    def nombre_sede(self) -> str:
        """What the sede that keeps the legajo is called."""
        return name_of(self.sede)

    @property
    def has_legajo_vigente(self) -> bool:
        """Whether the person has a legajo that counts today."""
        return self.legajo is not None and self.legajo.estado is Vigencia.VIGENTE

    @classmethod
    def is_attended_by(cls, principal: Principal) -> ColumnElement[bool]:
        """Match the people whose legajo a specialist attends: of their sedes, never their own."""
        sedes = [code for code in all_sedes() if principal.may(Role.ESCALAFON, code)]
        return cls.sede.in_(sedes) & (cls.dni != principal.dni)


class Legajo(Base):
    """The personnel file of a servidor: one at most."""

    __tablename__ = "legajo"

    dni: Mapped[str] = mapped_column(ForeignKey("servidor.dni"), primary_key=True)
    estado: Mapped[Vigencia]
    opened_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())


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
