"""Who had boletas before their eyes: evidence of delivery, and what a servidor may ask about."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Index, String, func, text
from sqlalchemy.orm import Mapped, mapped_column

from contracts.access_token import Role
from services.boleta.domain.acceso import Acto
from services.boleta.models.base import Base

TODAY = text("(now() AT TIME ZONE 'America/Lima')::date")
"""The day in Peru."""


class Acceso(Base):
    """The first time in a day that somebody did something with the boletas of a person.

    Rows are added and never changed, which a trigger sees to. To look again on the same day adds
    none: what it costs does not grow with the patience of who presses F5.
    """

    __tablename__ = "acceso"
    __table_args__ = (Index(None, "dueno", "at"),)

    boleta_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """No foreign key: a look is remembered whatever becomes of what was seen. Or `NO_BOLETA`."""
    dueno: Mapped[str] = mapped_column(String(8), primary_key=True)
    """The DNI of the person whose boletas they are."""
    por: Mapped[str] = mapped_column(String(8), primary_key=True)
    """The DNI of who did it: the person, somebody else, or `NOBODY`."""
    acto: Mapped[Acto] = mapped_column(primary_key=True)
    dia: Mapped[date] = mapped_column(primary_key=True, server_default=TODAY)
    at: Mapped[datetime] = mapped_column(server_default=func.now())
    rol: Mapped[Role | None]
    """By what right; none when it was the person."""
    sede: Mapped[str | None] = mapped_column(String(6))
    """Over which sede the role was held."""
    nombre: Mapped[str | None]
    """What the token called who did it; none when it was the person."""
    que: Mapped[str | None]
    """More about it, in plain words."""
