"""The rules of identity: what a password must be, how long things live, how long one must wait.

Values and tables only; the time is given, never asked for.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

LINK_LIFETIME = timedelta(hours=24)
"""How long the mailed link to set a password can be used, as the guide says."""

SESSION_LIFETIME = timedelta(hours=8)
"""How long a person stays signed in at most; refresh tokens do not outlive it."""

SESSION_IDLE = timedelta(minutes=30)
"""After this long without a sign of the person, they are asked for their password again."""

CODE_LIFETIME = timedelta(seconds=60)
"""How long a client may take to redeem its authorization code."""

ACCESS_TOKEN_LIFETIME = timedelta(minutes=5)
"""How long services believe an access token, whatever happens meanwhile."""

REFRESH_GRACE = timedelta(seconds=10)
"""In this time a client that lost the answer may repeat its refresh and gets the same token."""

FREE_FAILURES = 5
"""How often one may mistype the password before having to wait."""

LONGEST_WAIT = timedelta(minutes=15)
"""Nobody waits longer than this: a stranger's guesses must not lock the owner out."""

MOST_FAILURES = 100
"""After so many wrong passwords in a row only a link lets one in (NIST SP 800-63B-4 §3.2.2)."""

LINKS_AN_HOUR = 5
"""How often an hour a link may be asked for one person, so that nobody's mailbox is flooded."""

RECOVERIES_AN_HOUR = 3
"""How often an hour the same address may be typed in Recuperar contraseña, and be written to."""

MAX_PASSWORD_BYTES = 1024
"""The longest text that is hashed; far beyond what the rules let anyone choose."""


MAX_CORREO = 254
"""The longest address that mail can be sent to (RFC 5321)."""

_CORREO = r"[^@\s]+@[^@\s]+\.[^@\s.]+"


class AccountState(StrEnum):
    """What an account can be."""

    PENDING = "pending"
    """In the register, without a password yet."""
    ACTIVE = "active"
    SUSPENDED = "suspended"


class CaptchaMode(StrEnum):
    """When a form asks for the code of an image."""

    ALWAYS = "always"
    RISK = "risk"
    OFF = "off"


class LinkPurpose(StrEnum):
    """What a password link was asked for; the mail's words depend on it."""

    GENERAR = "generar"
    RECUPERAR = "recuperar"


class KeyState(StrEnum):
    """The life of a signing key: published before it signs, and for a while after."""

    NEXT = "next"
    ACTIVE = "active"
    RETIRED = "retired"


class AuthMethod(StrEnum):
    """How a client proves at the token endpoint who it is (OIDC Core §9); `none` is not for us."""

    BASIC = "client_secret_basic"
    POST = "client_secret_post"
    PRIVATE_KEY = "private_key_jwt"


class NoticeState(StrEnum):
    """Whether a client has heard that a session ended."""

    DUE = "due"
    HELD = "held"
    """A worker is telling it just now."""
    TOLD = "told"
    GIVEN_UP = "given_up"


@dataclass(frozen=True)
class Registration:
    """A person as the register Evaluación Docente has them."""

    dni: str
    apellidos: str
    nombres: str
    correo: str
    sede: str


def is_dni(text: str) -> bool:
    """Tell whether the text is a DNI: eight digits."""
    return re.fullmatch("[0-9]{8}", text) is not None


def is_correo(text: str) -> bool:
    """Tell whether the text looks like an e-mail address; only a mail proves that it is one."""
    is_short = len(text) <= MAX_CORREO
    return is_short and text.isprintable() and re.fullmatch(_CORREO, text) is not None


def fold_correo(correo: str) -> str:
    """Return what two spellings of one address have in common."""
    return correo.strip().casefold()


def wait_after(
    failures: int, free: int = FREE_FAILURES, longest: timedelta = LONGEST_WAIT
) -> timedelta:
    """Return how long to wait after so many wrong passwords in a row: nothing, 2, 4, 8 seconds."""
    beyond = failures - free
    if beyond <= 0:
        return timedelta(0)
    return min(timedelta(seconds=2 ** min(beyond, 20)), longest)


def network_of(address: str) -> str:
    """Return the network that an address is in: what neighbours share and a guesser cannot change.

    A text that is not an address is a network of its own.
    """
    try:
        ip = ip_address(address)
    except ValueError:
        return "unknown"
    return str(ip_network((ip, 24 if ip.version == 4 else 48), strict=False))  # noqa: PLR2004


def is_session_live(
    ended_at: datetime | None, expires_at: datetime, account: AccountState, now: datetime
) -> bool:
    """Tell whether tokens may still be issued for a session of such an account."""
    return ended_at is None and now < expires_at and account is AccountState.ACTIVE


def is_client_address(uri: str) -> bool:
    """Tell whether a program may be reached there: by TLS, or on the machine it is developed on."""
    try:
        parts = urlsplit(uri)
        parts.port  # noqa: B018  (raises when it is no number)
    except ValueError:
        return False
    if not re.fullmatch(r"[!-~]+", uri) or "\\" in uri or "#" in uri or "@" in parts.netloc:
        return False
    is_local = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and is_local)
    )
