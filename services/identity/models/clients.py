"""Programs that ask for tokens: clients, consents, codes, refresh tokens and signing keys."""

import hmac
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, func
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.identity.domain import AuthMethod, KeyState
from services.identity.models.base import Base
from services.identity.models.sessions import LoginSession
from services.identity.opaque import fingerprint


class Client(Base):
    """A program that may ask us for tokens. Methods have the names by which Authlib asks."""

    __tablename__ = "client"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(server_default="")
    """What people know the program by."""
    auth_method: Mapped[AuthMethod] = mapped_column(server_default=AuthMethod.BASIC)
    secret_fingerprint: Mapped[str | None]
    """None for who signs its own assertions."""
    jwks: Mapped[dict[str, Any] | None]
    """The public keys of who signs its own assertions."""
    is_first_party: Mapped[bool] = mapped_column(server_default="false")
    """Whether it is part of the platform: then nobody is asked, and services believe its tokens."""
    id_token_alg: Mapped[str] = mapped_column(server_default="RS256")
    grant_types: Mapped[list[str]]
    scopes: Mapped[list[str]]
    redirect_uris: Mapped[list[str]]
    post_logout_redirect_uris: Mapped[list[str]]
    backchannel_logout_uri: Mapped[str | None]
    """Where it wants to hear that a session ended (Back-Channel Logout §2.2)."""
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    disabled_at: Mapped[datetime | None]

    def get_client_id(self) -> str:
        """Return the `client_id`."""
        return self.id

    def check_client_secret(self, secret: str) -> bool:
        """Compare in constant time; secrets are random, so a plain hash protects them."""
        return hmac.compare_digest(fingerprint(secret), self.secret_fingerprint or "")

    def check_grant_type(self, grant_type: str) -> bool:
        """Tell whether the client may get tokens in this way."""
        return grant_type in self.grant_types

    def check_response_type(self, response_type: str) -> bool:
        """Allow the authorization code and nothing else (RFC 9700 §2.1.2)."""
        return response_type == "code" and self.check_grant_type("authorization_code")

    def check_redirect_uri(self, uri: str) -> bool:
        """Compare exactly (RFC 9700 §2.1)."""
        return uri in self.redirect_uris

    def get_default_redirect_uri(self) -> None:
        """Guess none: the client must say it."""

    def get_allowed_scope(self, scope: str | None) -> str | None:
        """Keep what the client may have of what it asks for; None refuses the request."""
        asked = (scope or "").split()
        if not asked and not self.check_grant_type("authorization_code"):
            asked = self.scopes
        allowed = [name for name in dict.fromkeys(asked) if name in self.scopes]
        is_enough = "openid" in allowed or "openid" not in self.scopes
        return " ".join(allowed) if allowed and is_enough else None

    def check_endpoint_auth_method(self, method: str, _endpoint: str) -> bool:
        """Tell whether this is how the client proves who it is."""
        return method == self.auth_method


class Consent(Base):
    """What a person allows a program that is not ours to know about them, until they revoke it."""

    __tablename__ = "consent"

    account_id: Mapped[UUID] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    client_id: Mapped[str] = mapped_column(
        ForeignKey("client.id", ondelete="CASCADE"), primary_key=True
    )
    scopes: Mapped[list[str]]
    given_at: Mapped[datetime]

    client: Mapped[Client] = relationship()


class AuthorizationCode(Base):
    """A code that a client redeems once for the tokens of a session."""

    __tablename__ = "authorization_code"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    """Also the family of the refresh tokens that it gave."""
    fingerprint: Mapped[str] = mapped_column(unique=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id", ondelete="CASCADE"))
    session_id: Mapped[UUID] = mapped_column(
        ForeignKey("login_session.id", ondelete="CASCADE"), index=True
    )
    redirect_uri: Mapped[str]
    scope: Mapped[str]
    nonce: Mapped[str | None]
    code_challenge: Mapped[str]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]


class RefreshToken(Base):
    """What a client shows for new tokens; used once, then its successor counts."""

    __tablename__ = "refresh_token"

    fingerprint: Mapped[str] = mapped_column(primary_key=True)
    family: Mapped[UUID] = mapped_column(index=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.id", ondelete="CASCADE"))
    session_id: Mapped[UUID] = mapped_column(
        ForeignKey("login_session.id", ondelete="CASCADE"), index=True
    )
    scope: Mapped[str]
    used_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    """When the family was ended because one of its tokens was used twice."""

    session: Mapped[LoginSession] = relationship()


class SigningKey(Base):
    """A key pair that signs tokens, or did, or will; the private half is encrypted."""

    __tablename__ = "signing_key"
    __table_args__ = (
        Index("uq_signing_key_active", "alg", unique=True, postgresql_where="state = 'active'"),
    )

    kid: Mapped[str] = mapped_column(primary_key=True)
    alg: Mapped[str] = mapped_column(server_default="RS256")
    state: Mapped[KeyState]
    public_jwk: Mapped[dict[str, Any]]
    sealed_private_jwk: Mapped[str]
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]
