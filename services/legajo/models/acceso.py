"""Who had the legajo of a servidor before their eyes: what that servidor may ask about."""

from sqlalchemy import ColumnElement, and_
from sqlalchemy.orm import Mapped, mapped_column

from chassis.accesos import TODAY, Looked
from contracts.access_token import Principal
from services.legajo.domain.acceso import Acto
from services.legajo.models.base import Base


class Acceso(Looked, Base):
    """The first time in a day that somebody did something with the legajo of another."""

    acto: Mapped[Acto] = mapped_column(primary_key=True)
    sobre: Mapped[str] = mapped_column(primary_key=True)
    """What of it: an expediente, the name of a document; empty is the legajo as a whole."""

    @classmethod
    def opens_reserved(cls, principal: Principal, dni: str) -> ColumnElement[bool]:
        """Match that a person said today why they need what is reserved of another (ADR 44)."""
        return and_(
            cls.dueno == dni,
            cls.por == principal.dni,
            cls.acto == Acto.RESERVADO,
            cls.dia == TODAY,
        )
