"""The boletas: one row for each, with its lines inside it, and the person they are of.

A national month has half a million of them: the table is partitioned by year, rows are narrow, and
no index is there that another could replace. A year is opened by the function `open_anio` of the
database (migration 0003), once a planilla of it comes.
"""

from datetime import date

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Sequence,
    SmallInteger,
    String,
    literal_column,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from services.boleta.domain import Estado, periodo_of
from services.boleta.domain.planilla import TipoPlanilla
from services.boleta.models.base import Base

boleta_serial = Sequence("boleta_serial", metadata=Base.metadata, start=1)
"""What makes the id of a boleta unique within its month."""

BY_ANIO = {"postgresql_partition_by": "RANGE (periodo)"}
"""A table of which each year is a table of its own."""

NOMBRE_BUSCABLE = "translate(upper((apellidos || ' ') || nombres), 'ÁÉÍÓÚÜ', 'AEIOUU')"
"""A name as it is looked for: of a servidor or of a boleta, without accents."""


class Servidor(Base):
    """What legajo last said about a person: a replica, at most some seconds old."""

    __tablename__ = "servidor"
    __table_args__ = (
        # Who is looked for by the beginning of their name, typed with accents or without.
        Index(
            "ix_servidor_nombre",
            literal_column(NOMBRE_BUSCABLE).label("nombre"),
            postgresql_ops={"nombre": "text_pattern_ops"},
        ),
    )

    dni: Mapped[str] = mapped_column(String(8), primary_key=True)
    apellidos: Mapped[str]
    nombres: Mapped[str]
    sede: Mapped[str] = mapped_column(String(6))
    tipo_servidor: Mapped[str]
    regimen: Mapped[str]
    cargo: Mapped[str]
    fecha_ingreso: Mapped[date]


class Boleta(Base):
    """What one person was paid by one sede for one month, with all that was printed.

    Its owner sees it when its planilla has been published, not before.
    """

    __tablename__ = "boleta"
    __table_args__ = (
        PrimaryKeyConstraint("periodo", "id"),
        # One boleta counts for a person, month, sede and tipo; those it replaced stay beside it,
        # each as its version. It is the index of "my boletas" too: PostgreSQL reads it backwards.
        Index(
            "uq_boleta_dni_periodo_sede_tipo",
            *("dni", "periodo", "sede", "tipo"),
            text("(version * (estado <> 'vigente')::integer)"),
            unique=True,
        ),
        # A month of a sede, in the order of its file: a page of it is a page or two of the table.
        Index("ix_boleta_sede_periodo_id", "sede", "periodo", "id"),
        # The boletas of a planilla stand together: where, is told by an index of almost no size.
        Index(
            "ix_boleta_planilla_id_sede",
            *("planilla_id", "sede"),
            postgresql_using="brin",
            postgresql_with={"pages_per_range": 16, "autosummarize": True},
        ),
        BY_ANIO,
    )

    id: Mapped[int] = mapped_column(BigInteger, autoincrement=False)
    """`domain.SERIALS_IN_A_PERIODO` times the month, plus a serial: it tells the partition."""
    reemplaza: Mapped[int | None] = mapped_column(BigInteger)
    """The boleta that this one took the place of, of the same month."""
    planilla_id: Mapped[int]
    """No foreign key, to be looked up half a million times: no planilla is ever deleted."""
    periodo: Mapped[int]
    bruto: Mapped[int]
    descuentos: Mapped[int]
    liquido: Mapped[int]
    fecha_nacimiento: Mapped[date | None]
    fecha_ingreso: Mapped[date | None]
    fecha_termino: Mapped[date | None]
    version: Mapped[int] = mapped_column(SmallInteger, server_default="1")
    """1, or one more than that of the boleta it replaces."""
    dni: Mapped[str] = mapped_column(String(8))
    sede: Mapped[str] = mapped_column(String(6))
    tipo: Mapped[TipoPlanilla]
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


class Registro(Base):
    """A boleta of a historical month that is known and not loaded: where in its file it stands."""

    __tablename__ = "registro"
    __table_args__ = (PrimaryKeyConstraint("dni", "periodo", "planilla_id", "posicion"), BY_ANIO)

    posicion: Mapped[int] = mapped_column(BigInteger)
    """The byte of the file at which its record begins."""
    periodo: Mapped[int]
    planilla_id: Mapped[int]
    longitud: Mapped[int]
    """How many bytes its record has."""
    dni: Mapped[str] = mapped_column(String(8))
    sede: Mapped[str] = mapped_column(String(6))
    regimen: Mapped[str]


def is_boleta(boleta_id: int) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that find a boleta; its month tells in which partition."""
    return Boleta.periodo == periodo_of(boleta_id), Boleta.id == boleta_id
