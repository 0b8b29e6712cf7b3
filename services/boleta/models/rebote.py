"""Whose mail does not arrive, as the notifier tells."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from services.boleta.models.base import Base


class Rebote(Base):
    """A person whose address takes no letters: nobody tells them of their boleta."""

    __tablename__ = "rebote"

    dni: Mapped[str] = mapped_column(String(8), primary_key=True)
    at: Mapped[datetime]
    """When the last letter came back."""
