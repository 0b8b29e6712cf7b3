"""People who are signed in."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.identity.domain import is_session_live
from services.identity.models.accounts import Account
from services.identity.models.base import Base


class LoginSession(Base):
    """A person signed in with one browser. Its id is the `sid` of tokens; ending it ends them."""

    __tablename__ = "login_session"
    __table_args__ = (
        Index(
            "ix_login_session_untold",
            "ended_at",
            postgresql_where="ended_at IS NOT NULL AND told_at IS NULL",
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    fingerprint: Mapped[str] = mapped_column(unique=True)
    """Of the cookie."""
    account_id: Mapped[UUID] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    began_at: Mapped[datetime]
    """When the password was given: the `auth_time` of tokens."""
    amr: Mapped[list[str]] = mapped_column(server_default="{pwd}")
    """How the person proved who they are (RFC 8176): `pwd`, and `otp` if a second factor was."""
    device: Mapped[str] = mapped_column(server_default="")
    """What the browser said of itself, so that the person recognises the session."""
    previous_login_at: Mapped[datetime | None]
    """When the person had last signed in before: their "Último acceso"."""
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    """When services and clients were told that it ended; whoever ends it need not do so."""

    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)
    """Always wanted: whether the session is live depends on it."""

    def is_live(self, now: datetime) -> bool:
        """Tell whether tokens may still be issued for it."""
        return is_session_live(self.ended_at, self.expires_at, self.account.state, now)
