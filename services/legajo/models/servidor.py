"""The register of servidores, and whether each has a legajo."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String, func, literal_column
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contracts.access_token import Principal, Role
from contracts.sedes import all_sedes, name_of
from services.legajo.domain import Vigencia
from services.legajo.domain.custodia import Motivo, Ubicacion
from services.legajo.models.base import Base

FOLDED_FROM, FOLDED_TO = "áàäâéèëêíìïîóòöôúùüûñ'-./", "aaaaeeeeiiiioooouuuun    "
"""The letters that are looked for without their accents, and the signs that part two words."""

PALABRAS = (
    "to_tsvector('simple'::regconfig, translate(lower((apellidos || ' ') || nombres), "
    f"'{FOLDED_FROM.replace(chr(39), chr(39) * 2)}', '{FOLDED_TO}'))"
)
"""The words of a name as they are looked for, in whichever order."""


ROOM = "NULLIF(ambiente, '')"
"""The room where the paper of a legajo is, by which they are put in order: those that are nowhere,
last."""


class Servidor(Base):
    """A person who works, or worked, for the sector, as the heading of their legajo says."""

    __tablename__ = "servidor"
    __table_args__ = (
        # Who is looked for by the beginnings of their names, and who is listed in their order.
        Index(
            "ix_servidor_palabras",
            literal_column(PALABRAS).label("palabras"),
            postgresql_using="gin",
        ),
        Index(None, "apellidos", "nombres", "dni"),
        Index(None, "sede", "apellidos", "nombres", "dni"),
    )

    dni: Mapped[str] = mapped_column(String(8), primary_key=True)
    apellidos: Mapped[str]
    nombres: Mapped[str]
    fecha_nacimiento: Mapped[date]
    sede: Mapped[str] = mapped_column(String(6))
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
    __table_args__ = (
        Index("ix_legajo_shelf", literal_column(ROOM).label("room"), "estante", "caja", "dni"),
    )

    dni: Mapped[str] = mapped_column(ForeignKey("servidor.dni"), primary_key=True)
    estado: Mapped[Vigencia]
    motivo: Mapped[Motivo | None]
    """Why it counts, or counts no more; none, when only a file said so."""
    desde: Mapped[date | None]
    """Since which day it is so."""
    opened_at: Mapped[datetime] = mapped_column(server_default=func.now())
    opened_by: Mapped[str] = mapped_column(String(8), server_default="")
    """DNI of the specialist who opened it; empty when a file did."""
    documento: Mapped[str] = mapped_column(server_default="")
    """What it was opened with: the kind of resolution; empty when nobody said."""
    numero_documento: Mapped[str] = mapped_column(server_default="")
    fecha_documento: Mapped[date | None]
    norma: Mapped[str] = mapped_column(server_default="")
    """By which norm it is kept."""
    ambiente: Mapped[str] = mapped_column(server_default="")
    """The room where its paper is; empty when nobody said."""
    estante: Mapped[str] = mapped_column(server_default="")
    caja: Mapped[str] = mapped_column(server_default="")
    folios: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    """How many leaves of paper each section has, by its number; what is not said is not there."""
    version: Mapped[int] = mapped_column(server_default="1")
    """Grows with each change of how it is kept: who sends another number has seen an older page."""
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())

    @property
    def lugar(self) -> str:
        """Say in one line where its paper is; nothing, when nobody said."""
        estante = f"estante {self.estante}" if self.estante else ""
        caja = f"caja {self.caja}" if self.caja else ""
        return ", ".join(each for each in (self.ambiente, estante, caja) if each)

    @property
    def is_vigente(self) -> bool:
        """Whether it counts today."""
        return self.estado is Vigencia.VIGENTE

    @property
    def vigencia(self) -> dict[str, Any]:
        """What is known of its estado, as its history tells it."""
        desde = self.desde.isoformat() if self.desde else None
        return {"estado": self.estado, "motivo": self.motivo, "desde": desde}

    @property
    def ubicacion(self) -> dict[str, Any]:
        """What is known of where its paper is, as its history tells it."""
        return {
            "ambiente": self.ambiente,
            "estante": self.estante,
            "caja": self.caja,
            "folios": dict(self.folios),
        }

    def become(self, estado: Vigencia, motivo: Motivo | None, desde: date | None) -> None:
        """Count from now on, or no more, and say why and since when."""
        self.estado, self.motivo, self.desde = estado, motivo, desde
        self.touch()

    def move_to(self, ubicacion: Ubicacion) -> None:
        """Let its paper be there from now on."""
        self.ambiente, self.estante = ubicacion.ambiente, ubicacion.estante
        self.caja, self.folios = ubicacion.caja, dict(ubicacion.folios)
        self.touch()

    def leave_its_place(self) -> None:
        """Be nowhere that is known: another sede has it now, with the same folios."""
        self.ambiente = self.estante = self.caja = ""
        self.touch()

    def touch(self) -> None:
        """Note that how it is kept has changed: who saw it before must look again."""
        self.version += 1
        self.updated_at = datetime.now(UTC)

    @property
    def total_folios(self) -> int:
        """How many leaves of paper it has, as far as they were counted."""
        return sum(self.folios.values())
