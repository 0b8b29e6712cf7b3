"""The informes escalafonarios that were issued: each once, and the same bytes ever after."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from chassis.issuing.press import Emitted
from contracts.sedes import name_of
from services.legajo.domain.informe import (
    MOTIVOS,
    TIPOS_INFORME,
    EstadoInforme,
    estado_of,
    format_numero,
)
from services.legajo.domain.servidor import LIMA
from services.legajo.models.base import Base


class Informe(Emitted, Base):
    """An informe escalafonario. The database lets nobody change what it says of itself."""

    __tablename__ = "informe"
    __table_args__ = (UniqueConstraint("sede", "anio", "numero"), Index(None, "dni", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    dni: Mapped[str] = mapped_column(ForeignKey("legajo.dni"))
    nombre: Mapped[str]
    sede: Mapped[str] = mapped_column(String(6))
    """Which UGEL or DRE issued it, and counts it among its own."""
    anio: Mapped[int]
    numero: Mapped[int]
    tipo: Mapped[str] = mapped_column(String(20))
    motivo: Mapped[str] = mapped_column(String(40))
    is_de_oficio: Mapped[bool]
    """Whether a specialist issued it, and not who it is about."""
    por: Mapped[str] = mapped_column(String(8))
    """DNI of who issued it."""
    huella: Mapped[str] = mapped_column(String(64))
    """What tells whether the legajo still says the same."""
    vence_el: Mapped[date]
    """The last day on which it holds."""

    @property
    def cita(self) -> str:
        """How it is cited: `000042-2026`."""
        return format_numero(self.anio, self.numero)

    def estado(self, huella: str) -> EstadoInforme:
        """Tell whether it holds today, when that is what the legajo says now."""
        today = datetime.now(LIMA).date()
        return estado_of(self.vence_el, has_changed=self.huella != huella, today=today)

    @property
    def titulo(self) -> str:
        """What it is called where it stands alone."""
        return f"Informe escalafonario N.° {self.cita}"

    @property
    def archivo(self) -> str:
        """The name under which its PDF is given."""
        return f"informe-escalafonario-{self.cita}-{self.dni}.pdf"

    @property
    def nombre_sede(self) -> str:
        """What the sede that issued it is called."""
        return name_of(self.sede)

    @property
    def nombre_tipo(self) -> str:
        """How people call its kind."""
        return TIPOS_INFORME.get(self.tipo, self.tipo)

    @property
    def nombre_motivo(self) -> str:
        """What it was asked for, in words."""
        return MOTIVOS[self.motivo].nombre if self.motivo in MOTIVOS else self.motivo


class NumeracionInforme(Base):
    """The last informe that each sede issued in each year."""

    __tablename__ = "numeracion_informe"

    sede: Mapped[str] = mapped_column(String(6), primary_key=True)
    anio: Mapped[int] = mapped_column(primary_key=True)
    ultimo: Mapped[int]
