"""What clients are still owed: the news that a session of theirs has ended."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.identity.domain import NoticeState
from services.identity.models.base import Base
from services.identity.models.clients import Client


class LogoutNotice(Base):
    """One client is to hear that one session ended (OpenID Connect Back-Channel Logout)."""

    __tablename__ = "logout_notice"
    __table_args__ = (
        UniqueConstraint("session_id", "client_id"),
        Index(
            "ix_logout_notice_due", "next_attempt_at", postgresql_where="state IN ('due', 'held')"
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    session_id: Mapped[UUID]
    """The `sid` that the client knows; the session itself may be gone by the time it hears."""
    account_id: Mapped[UUID]
    """The `sub` that the client knows."""
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id", ondelete="CASCADE"))
    state: Mapped[NoticeState] = mapped_column(default=NoticeState.DUE)
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    next_attempt_at: Mapped[datetime]
    """When it is due; while a worker holds it, when the worker is given up for lost."""
    lease: Mapped[UUID | None]
    """Names the hold of one worker: who comes back later than allowed changes nothing."""
    answer: Mapped[str] = mapped_column(default="")
    """What the client said the last time."""

    client: Mapped[Client] = relationship()
