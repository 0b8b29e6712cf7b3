"""The tables of boleta. One row for each boleta, with its lines inside it.

Tens of millions of boletas are to come: rows are narrow, no index is there that another could
replace, and both id and key hold the month, by which the table can be partitioned one day.
"""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Sequence,
    SmallInteger,
    String,
    UniqueConstraint,
    func,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from chassis.database import COLUMN_TYPES, Database, new_metadata
from contracts.sedes import name_of
from services.boleta.domain import Estado, TipoConcepto


class Base(DeclarativeBase):
    """The tables of the boleta database."""

    metadata = new_metadata()
    type_annotation_map = COLUMN_TYPES


db = Database(Base.metadata)

boleta_serial = Sequence("boleta_serial", metadata=Base.metadata, start=1)
"""What makes the id of a boleta unique within its month."""


class Servidor(Base):
    """What legajo last said about a person: a replica, at most some seconds old."""

    __tablename__ = "servidor"

    dni: Mapped[str] = mapped_column(String(8), primary_key=True)
    apellidos: Mapped[str]
    nombres: Mapped[str]
    sede: Mapped[str] = mapped_column(String(6))
    tipo_servidor: Mapped[str]
    regimen: Mapped[str]
    cargo: Mapped[str]
    fecha_ingreso: Mapped[date]


class Concepto(Base):
    """A line of boletas: income, deduction or employer's contribution, by its short name."""

    __tablename__ = "concepto"
    __table_args__ = (UniqueConstraint("tipo", "codigo"),)

    id: Mapped[int] = mapped_column(SmallInteger, Identity(), primary_key=True)
    tipo: Mapped[TipoConcepto]
    codigo: Mapped[str]
    """The short name, as payroll files write it."""
    nombre: Mapped[str]
    """What it is, in plain Spanish; the short name when we do not know."""


class Planilla(Base):
    """A payroll file that was read: one month of one sede, or an addition to it."""

    __tablename__ = "planilla"
    __table_args__ = (Index(None, "sede", "periodo"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    sede: Mapped[str] = mapped_column(String(6))
    periodo: Mapped[int]
    archivo: Mapped[str]
    sha256: Mapped[bytes] = mapped_column(unique=True)
    """The same file is read once, whatever it is called."""
    boletas: Mapped[int] = mapped_column(default=0)
    rechazos: Mapped[int] = mapped_column(default=0)
    advertencias: Mapped[int] = mapped_column(default=0)
    total_liquido: Mapped[int] = mapped_column(BigInteger, default=0)
    imported_at: Mapped[datetime] = mapped_column(server_default=func.now())
    imported_by: Mapped[str | None] = mapped_column(String(8))
    """DNI of who imported it; none when an operator did, by command."""

    @property
    def entidad(self) -> str:
        """Who paid."""
        return name_of(self.sede)


class Incidencia(Base):
    """What was wrong with a record of a planilla: it was refused, or kept with a warning."""

    __tablename__ = "incidencia"

    planilla_id: Mapped[int] = mapped_column(ForeignKey("planilla.id"), primary_key=True)
    orden: Mapped[int] = mapped_column(primary_key=True)
    line: Mapped[int]
    is_rechazo: Mapped[bool]
    motivo: Mapped[str]
    texto: Mapped[str]
    """The record as it was read, to be corrected; nothing for a warning."""


class Boleta(Base):
    """What one person was paid by one sede for one month, with all that was printed."""

    __tablename__ = "boleta"
    __table_args__ = (
        # Also the index of "my boletas", newest first: PostgreSQL reads it backwards.
        UniqueConstraint("dni", "periodo", "sede"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """`domain.SERIALS_IN_A_PERIODO` times the month, plus a serial."""
    planilla_id: Mapped[int] = mapped_column(ForeignKey("planilla.id"))
    periodo: Mapped[int]
    bruto: Mapped[int]
    descuentos: Mapped[int]
    liquido: Mapped[int]
    fecha_nacimiento: Mapped[date | None]
    fecha_ingreso: Mapped[date | None]
    fecha_termino: Mapped[date | None]
    dni: Mapped[str] = mapped_column(String(8))
    sede: Mapped[str] = mapped_column(String(6))
    estado: Mapped[Estado]
    conceptos: Mapped[list[int]] = mapped_column(ARRAY(SmallInteger))
    """The concept of each line, in the order of the file."""
    montos: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    """The céntimos of each line."""
    apellidos: Mapped[str]
    nombres: Mapped[str]
    regimen: Mapped[str]
    tipo_servidor: Mapped[str]
    cargo: Mapped[str]
    establecimiento: Mapped[str]
    situacion: Mapped[str]
    """`Habilitado`: whether the pay could be collected."""
    tiempo_servicio: Mapped[str]
    pension: Mapped[str]
    cuenta: Mapped[str]
    mensajes: Mapped[str]
    avisos: Mapped[list[str] | None] = mapped_column(ARRAY(String))
    """What the import had to warn of; most boletas have nothing here."""
