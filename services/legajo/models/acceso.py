"""Who had the legajo of a servidor before their eyes: what that servidor may ask about."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, Index, String, and_, func, text
from sqlalchemy.orm import Mapped, mapped_column

from contracts.access_token import Principal, Role
from services.legajo.domain.acceso import Acto
from services.legajo.models.base import Base

TODAY = text("(now() AT TIME ZONE 'America/Lima')::date")
"""The day in Peru."""


class Acceso(Base):
    """The first time in a day that somebody did something with the legajo of another.

    Rows are added and never changed, which a trigger sees to. To look again on the same day adds
    none: what it costs does not grow with the patience of who presses F5.
    """

    __tablename__ = "acceso"
    __table_args__ = (Index(None, "dueno", "at"),)

    dueno: Mapped[str] = mapped_column(String(8), primary_key=True)
    """The DNI of the person whose legajo it is."""
    por: Mapped[str] = mapped_column(String(8), primary_key=True)
    """The DNI of who did it, or `NOBODY`."""
    acto: Mapped[Acto] = mapped_column(primary_key=True)
    sobre: Mapped[str] = mapped_column(primary_key=True)
    """What of it: an expediente, the name of a document; empty is the legajo as a whole."""
    dia: Mapped[date] = mapped_column(primary_key=True, server_default=TODAY)
    at: Mapped[datetime] = mapped_column(server_default=func.now())
    rol: Mapped[Role | None]
    """By what right; none when nobody knows who it was."""
    sede: Mapped[str | None] = mapped_column(String(6))
    """Over which sede the role was held."""
    nombre: Mapped[str | None]
    """What the token called who did it."""

    @classmethod
    def opens_reserved(cls, principal: Principal, dni: str) -> ColumnElement[bool]:
        """Match that a person said today why they need what is reserved of another (ADR 44)."""
        return and_(
            cls.dueno == dni,
            cls.por == principal.dni,
            cls.acto == Acto.RESERVADO,
            cls.dia == TODAY,
        )
