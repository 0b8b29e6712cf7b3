"""What the lines of boletas are, and the figures that the law changes from year to year."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Identity, Index, Numeric, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.boleta.domain import TipoConcepto
from services.boleta.domain.conceptos import Explicacion
from services.boleta.models.base import Base


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


class ExplicacionConcepto(Base):
    """What people are told about a concept from some day on. Rows are added, never changed."""

    __tablename__ = "explicacion_concepto"
    __table_args__ = (Index(None, "concepto_id", "desde"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    concepto_id: Mapped[int] = mapped_column(ForeignKey("concepto.id"))
    desde: Mapped[date]
    nombre: Mapped[str]
    que_es: Mapped[str]
    calculo: Mapped[str]
    base_legal: Mapped[str]
    a_quien: Mapped[str]
    written_at: Mapped[datetime]
    written_by: Mapped[str] = mapped_column(String(8))

    @property
    def explicacion(self) -> Explicacion:
        """The words themselves."""
        return Explicacion(
            nombre=self.nombre,
            que_es=self.que_es,
            calculo=self.calculo,
            base_legal=self.base_legal,
            a_quien=self.a_quien,
        )


class ValorParametro(Base):
    """What a figure of the law is from some day on. Rows are added, never changed."""

    __tablename__ = "valor_parametro"
    __table_args__ = (Index(None, "parametro", "desde"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    parametro: Mapped[str]
    """Its code in `domain.parametros`."""
    desde: Mapped[date]
    valor: Mapped[Decimal] = mapped_column(Numeric(12, 4))
    """Soles, or per cent: as the norm says it."""
    base_legal: Mapped[str]
    written_at: Mapped[datetime]
    written_by: Mapped[str | None] = mapped_column(String(8))
    """None when an operator did, by command."""
