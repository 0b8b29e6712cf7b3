"""The register of servidores, and whether each has a legajo."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, ForeignKey, String, func
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contracts.access_token import Principal, Role
from contracts.sedes import all_sedes, name_of
from services.legajo.domain import Vigencia
from services.legajo.models.base import Base


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
