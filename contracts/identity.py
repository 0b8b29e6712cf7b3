"""Facts that identity announces."""

from dataclasses import dataclass, field
from datetime import datetime

from contracts.events import Event


@dataclass(frozen=True, kw_only=True)
class AccountContact:
    """A person who has an account, and where their mail goes."""

    dni: str
    nombres: str
    correo: str


@dataclass(frozen=True, kw_only=True)
class AccountsCreated(Event, publisher="identity", version=1):
    """Accounts now exist; at most BATCH_SIZE of them in one event."""

    accounts: tuple[AccountContact, ...]


@dataclass(frozen=True, kw_only=True)
class AccountEmailChanged(Event, publisher="identity", version=1):
    """A person's mail goes elsewhere from now on."""

    dni: str
    nombres: str
    previous_correo: str
    correo: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class PasswordLinkIssued(Event, publisher="identity", version=1):
    """A person may set their password by a link, once, until it expires."""

    dni: str
    nombres: str
    correo: str
    purpose: str
    """`generar` or `recuperar`."""
    sealed_link: str = field(repr=False)
    """The address, as a JWE to the notifier's key: nothing else in the platform can read it."""
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class PasswordSet(Event, publisher="identity", version=1):
    """A person set their password."""

    dni: str
    nombres: str
    correo: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class AccountOpened(Event, publisher="identity", version=1):
    """The mesa opened the account of one person, who asked for it and should hear of it."""

    dni: str
    nombres: str
    correo: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class NewDeviceSignIn(Event, publisher="identity", version=1):
    """A person signed in with a device that they had not used before; or somebody else did."""

    dni: str
    nombres: str
    correo: str
    device: str
    """What the browser says that it is: `Chrome en Windows`."""
    at: datetime


@dataclass(frozen=True, kw_only=True)
class CorreoLinkIssued(Event, publisher="identity", version=1):
    """A person wants their mail at this address from now on, and may confirm it by a link, once."""

    dni: str
    nombres: str
    correo: str
    sealed_link: str = field(repr=False)
    """The address, as a JWE to the notifier's key: nothing else in the platform can read it."""
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class RecoveryWithoutAccount(Event, publisher="identity", version=1):
    """Somebody asked to recover a password with an address that no account has."""

    correo: str
    at: datetime
