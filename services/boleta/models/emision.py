"""The documents that were issued: each once, with its code, and the same bytes ever after."""

from datetime import datetime

from sqlalchemy import BigInteger, Identity, SmallInteger, String, func
from sqlalchemy.orm import Mapped, mapped_column

from services.boleta.domain.emision import TipoDocumento
from services.boleta.models.base import Base


class Emision(Base):
    """A document that was issued. Its bytes are in the store, under their SHA-256.

    The code opens what is told about a document: it rests hashed, to be looked up, and encrypted,
    to be printed again where several documents are put into one.
    """

    __tablename__ = "emision"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    clave: Mapped[str] = mapped_column(unique=True)
    """What makes it this document and no other: who asks for the same gets the same."""
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
    codigo_hash: Mapped[bytes] = mapped_column(unique=True)
    codigo_sellado: Mapped[bytes]
    sha256: Mapped[bytes] = mapped_column(index=True)
    """Of its bytes, by which the store has them."""
    issued_at: Mapped[datetime] = mapped_column(server_default=func.now())
