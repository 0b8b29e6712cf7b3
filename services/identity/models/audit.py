"""The audit trail: what was done, never changed afterwards; a trigger sees to that."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from services.identity.acts import Act, Outcome
from services.identity.models.base import Base


class AuditEntry(Base):
    """One act: written in the transaction of what it tells, so neither is there without the other.

    It names accounts and clients without foreign keys: it stays when they go.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_at", "at", "id"),
        Index("ix_audit_entry_account_id", "account_id", "at", "id"),
        Index("ix_audit_entry_actor_id", "actor_id", "at", "id"),
        Index("ix_audit_entry_sede", "sede", "at", "id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=func.now())
    act: Mapped[Act]
    outcome: Mapped[Outcome]
    account_id: Mapped[UUID | None]
    """Whom it was about."""
    actor_id: Mapped[UUID | None]
    """Who did it, when it was not that person: somebody of the mesa, an administrador."""
    client_id: Mapped[str | None]
    sede: Mapped[str]
    """The sede that the account had then: who looks after it may read this. Empty: all of Peru."""
    network: Mapped[str]
    """From where, as a network and not an address; or `consola`, or `sistema`."""
    reason: Mapped[str]
    """Why, as the actor wrote it; or what was wrong, as a short constant."""
    details: Mapped[dict[str, Any]]
    request_id: Mapped[str]
