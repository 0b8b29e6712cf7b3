"""People: their accounts, their roles, and the links by which they set a password."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, ForeignKey, Index, false, literal_column
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contracts.access_token import Role
from services.identity.domain import AccountState, LinkPurpose, fold_correo
from services.identity.models.base import Base

NAME_WORDS: ColumnElement[str] = literal_column(
    "to_tsvector('simple'::regconfig, translate(lower((apellidos || ' '::text) || nombres),"
    " 'áéíóúü'::text, 'aeiouu'::text))"
)
"""The words of a person's name, without accents: by their beginnings a person is found."""


class Account(Base):
    """A person who may sign in; PENDING until they set a password."""

    __tablename__ = "account"
    __table_args__ = (
        Index("ix_account_name_words", NAME_WORDS, postgresql_using="gin"),
        Index("ix_account_by_name", "apellidos", "nombres", "dni"),
        Index("ix_account_sede", "sede"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    """What tokens call the person: it tells nothing about them."""
    dni: Mapped[str] = mapped_column(unique=True)
    apellidos: Mapped[str]
    nombres: Mapped[str]
    correo: Mapped[str]
    """As the register spells it: where mail goes."""
    correo_key: Mapped[str] = mapped_column(index=True)
    """The same without case: how it is found."""
    correo_de_registro: Mapped[str | None]
    """What the register said before the person, or the mesa, said another."""
    correo_rebotado: Mapped[str | None]
    """The address (without case) that took no letters, which may no longer be theirs."""
    sede: Mapped[str] = mapped_column(default="")
    """Who looks after the account: the mesa of that sede. Empty: that of all Peru alone."""
    sede_de_legajo: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether legajo said it: then the register no longer does."""
    state: Mapped[AccountState] = mapped_column(default=AccountState.PENDING)
    password_hash: Mapped[str | None]
    password_set_at: Mapped[datetime | None]
    last_login_at: Mapped[datetime | None]

    roles: Mapped[list["RoleGrant"]] = relationship(order_by="RoleGrant.role, RoleGrant.sede")

    def move_to(self, correo: str) -> None:
        """Send mail elsewhere; the register changes that only by saying something new."""
        self.correo_de_registro = self.correo_de_registro or self.correo
        self.correo, self.correo_key = correo, fold_correo(correo)

    @property
    def correo_rebota(self) -> bool:
        """Whether letters to their address come back: they must be asked for another."""
        return self.correo_rebotado == self.correo_key


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
    """An address that somebody typed to get a link; the worker decides what it means."""

    __tablename__ = "recovery_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    correo: Mapped[str]
