"""What the lines of boletas are, and the figures that the law changes from year to year."""

from sqlalchemy import Identity, SmallInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.boleta.domain import TipoConcepto
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
