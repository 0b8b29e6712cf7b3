"""The boletas: one row for each, with its lines inside it, and the person they are of.

Tens of millions of boletas are to come: rows are narrow, no index is there that another could
replace, and both id and key hold the month, by which the table can be partitioned one day.
"""

from datetime import date

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Integer,
    Sequence,
    SmallInteger,
    String,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from services.boleta.domain import Estado
from services.boleta.models.base import Base

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
