"""Who had what is kept about a person before their eyes: remembered for that person to ask about.

What they did, and with what of it, each service knows; here is what all of them remember alike.
"""

from datetime import date, datetime
from typing import Any, Protocol

from sqlalchemy import Index, String, func, text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from contracts.access_token import Principal, Role
from contracts.sedes import name_of

NOBODY = ""
"""In the place of a DNI: who verifies a document does not say who they are."""

TODAY = text("(now() AT TIME ZONE 'America/Lima')::date")
"""The day in Peru."""


class Looked:
    """The columns of the first time in a day that somebody did something with it.

    Rows are added and never changed, which a trigger sees to. To look again on the same day adds
    none: what it costs does not grow with the patience of who presses F5.
    """

    __tablename__ = "acceso"

    dueno: Mapped[str] = mapped_column(String(8), primary_key=True)
    """The DNI of the person whom it is about."""
    por: Mapped[str] = mapped_column(String(8), primary_key=True)
    """The DNI of who did it, or `NOBODY`."""
    dia: Mapped[date] = mapped_column(primary_key=True, server_default=TODAY)
    at: Mapped[datetime] = mapped_column(server_default=func.now())
    rol: Mapped[Role | None]
    """By what right; none when it was the person, or nobody knows who it was."""
    sede: Mapped[str | None] = mapped_column(String(6))
    """Over which sede the role was held."""
    nombre: Mapped[str | None]
    """What the token called who did it."""

    @declared_attr.directive
    def __table_args__(cls) -> tuple[Any, ...]:  # noqa: N805  (it is a class, to SQLAlchemy)
        """Find the looks at a person in their order."""
        return (Index(None, "dueno", "at"),)


class Look(Protocol):
    """What is read of such a row to tell of it."""

    por: Any
    rol: Any
    sede: Any
    nombre: Any


def right_of(principal: Principal, role: Role) -> dict[str, Any]:
    """Return by what right somebody looks, and what they are called, for the row."""
    grants = principal.grants_of(role)
    return {
        "rol": role,
        "sede": grants[0].sede if grants else None,
        "nombre": principal.nombre_completo,
    }


def who_looked(row: Look) -> str:
    """Name who it was, as far as is known."""
    if row.por == NOBODY:
        return "Alguien con el código del documento"
    return str(row.nombre or row.por)


def why_they_may(row: Look) -> str:
    """Say by what right they looked, in words."""
    sede = f", {name_of(row.sede)}" if row.sede else ""
    return f"{row.rol.label}{sede}" if row.rol else ""
