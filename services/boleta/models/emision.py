"""The documents that were issued: each once, with its code, and the same bytes ever after."""

from sqlalchemy import BigInteger, Identity, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from chassis.issuing.press import Emitted
from services.boleta.domain.emision import TipoDocumento
from services.boleta.models.base import Base


class Emision(Emitted, Base):
    """A document that was issued. Its bytes are in the store, under their SHA-256."""

    __tablename__ = "emision"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    tipo: Mapped[TipoDocumento]
    dni: Mapped[str] = mapped_column(String(8), index=True)
    nombre: Mapped[str]
    entidad: Mapped[str]
    desde: Mapped[int]
    hasta: Mapped[int]
    """The first and the last month that it is about."""
    boleta_id: Mapped[int | None] = mapped_column(BigInteger)
    version: Mapped[int] = mapped_column(SmallInteger)
    liquido: Mapped[int] = mapped_column(BigInteger)
    """What it says was to be paid: compared with what somebody types, never shown."""
