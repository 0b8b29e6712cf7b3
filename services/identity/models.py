"""The tables of identity. Of every secret thing they keep a fingerprint or a sealed text."""

import hmac
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
from sqlalchemy.types import Text

from chassis.database import COLUMN_TYPES, Database, new_metadata, text_enum
from contracts.access_token import Role
from services.identity.domain import SESSION_IDLE, AccountState, KeyState, LinkPurpose
from services.identity.opaque import fingerprint


class Base(DeclarativeBase):
    """The tables of the identity database."""

    metadata = new_metadata()
    type_annotation_map = {  # noqa: RUF012  (SQLAlchemy's)
        **COLUMN_TYPES,
        str: Text,
        list[str]: ARRAY(Text),
        StrEnum: text_enum(32),
    }


db = Database(Base.metadata)


class Account(Base):
    """A person who may sign in; PENDING until they set a password."""

    __tablename__ = "account"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    """What tokens call the person: it tells nothing about them."""
    dni: Mapped[str] = mapped_column(unique=True)
    apellidos: Mapped[str]
    nombres: Mapped[str]
    correo: Mapped[str]
    """As the register spells it: where mail goes."""
    correo_key: Mapped[str] = mapped_column(index=True)
    """The same without case: how it is found."""
    sede: Mapped[str] = mapped_column(default="")
    state: Mapped[AccountState] = mapped_column(default=AccountState.PENDING)
    password_hash: Mapped[str | None]
    password_set_at: Mapped[datetime | None]
    last_login_at: Mapped[datetime | None]

    roles: Mapped[list["RoleGrant"]] = relationship(order_by="RoleGrant.role, RoleGrant.sede")


class RoleGrant(Base):
    """A role that a person holds over a sede, given by an operator."""

    __tablename__ = "role_grant"

    account_id: Mapped[UUID] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    role: Mapped[Role] = mapped_column(primary_key=True)
    sede: Mapped[str] = mapped_column(primary_key=True)


class PasswordLink(Base):
    """A mailed link that lets its holder set the password of one account, once."""

    __tablename__ = "password_link"

    fingerprint: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    purpose: Mapped[LinkPurpose]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()


class RecoveryRequest(Base):
    """An address that somebody typed in Recuperar contraseña; the worker decides what it means."""

    __tablename__ = "recovery_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    correo: Mapped[str]


class LoginSession(Base):
    """A person signed in with one browser. Its id is the `sid` of tokens; ending it ends them."""

    __tablename__ = "login_session"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    fingerprint: Mapped[str] = mapped_column(unique=True)
    """Of the cookie."""
    account_id: Mapped[UUID] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    began_at: Mapped[datetime]
    """When the password was given: the `auth_time` of tokens."""
    previous_login_at: Mapped[datetime | None]
    """When the person had last signed in before: their "Último acceso"."""
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)
    """Always wanted: whether the session is live depends on it."""

    def is_live(self, now: datetime) -> bool:
        """Tell whether tokens may still be issued for it."""
        return (
            self.ended_at is None
            and now < self.expires_at
            and self.account.state is AccountState.ACTIVE
        )

    def is_idle(self, now: datetime) -> bool:
        """Tell whether the person has been away so long that we ask for the password again."""
        return now - self.seen_at >= SESSION_IDLE


class Client(Base):
    """A program that may ask us for tokens. Methods have the names by which Authlib asks."""

    __tablename__ = "client"

    id: Mapped[str] = mapped_column(primary_key=True)
    secret_fingerprint: Mapped[str]
    grant_types: Mapped[list[str]]
    scopes: Mapped[list[str]]
    redirect_uris: Mapped[list[str]]
    post_logout_redirect_uris: Mapped[list[str]]

    def get_client_id(self) -> str:
        """Return the `client_id`."""
        return self.id

    def check_client_secret(self, secret: str) -> bool:
        """Compare in constant time; secrets are random, so a plain hash protects them."""
        return hmac.compare_digest(fingerprint(secret), self.secret_fingerprint)

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

    @property
    def client_metadata(self) -> dict[str, Any]:
        """Return what Authlib wants to know at the end of a session."""
        return {"post_logout_redirect_uris": self.post_logout_redirect_uris}


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

    session: Mapped[LoginSession] = relationship()

    def get_redirect_uri(self) -> str:
        """Return the address that the code was sent to."""
        return self.redirect_uri

    def get_scope(self) -> str:
        """Return what was granted."""
        return self.scope


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

    def check_client(self, client: Client) -> bool:
        """Tell whether the token was given to this client."""
        return self.client_id == client.id

    def get_scope(self) -> str:
        """Return what was granted."""
        return self.scope


class SigningKey(Base):
    """A key pair that signs tokens, or did, or will; the private half is encrypted."""

    __tablename__ = "signing_key"
    __table_args__ = (
        Index("uq_signing_key_active", "state", unique=True, postgresql_where="state = 'active'"),
    )

    kid: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[KeyState]
    public_jwk: Mapped[dict[str, Any]]
    sealed_private_jwk: Mapped[str]
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]
