"""The second factor of a person: an app that shows codes, and codes on paper besides."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from services.identity.models.base import Base


class Totp(Base):
    """The secret that an app of the person shares with us; it counts once it was confirmed."""

    __tablename__ = "totp"

    account_id: Mapped[UUID] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    sealed_secret: Mapped[str]
    last_step: Mapped[int] = mapped_column(server_default="0")
    """The moment (RFC 6238 §4.2) of the last code that was used: none of before counts again."""
    begun_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    """When the person showed that the app works."""


class RecoveryCode(Base):
    """A code on paper that stands for the app, once."""

    __tablename__ = "recovery_code"

    fingerprint: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    used_at: Mapped[datetime | None]
