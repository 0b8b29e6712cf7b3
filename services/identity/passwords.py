"""Password hashes: argon2id, as OWASP recommends. The only module that hashes or verifies one.

Hashing is the heaviest thing that a request does: only as many run at once as there are
processors, so many others wait their turn for a while, and who comes later is sent away.
"""

import hashlib
import hmac
import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from services.identity.domain import MAX_PASSWORD_BYTES
from services.identity.metrics import HASH_WAIT, HASHES_REFUSED

WAIT_SECONDS = 5.0
"""How long one may wait for one's turn; then it is better to come again."""

PEPPERED = "pepper:"
"""How a hash begins that only the pepper can verify."""

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

_at_once = BoundedSemaphore(os.cpu_count() or 2)
"""More hashes than processors would only wait for each other, each with its 19 MiB."""

PLACES_IN_LINE = 100
"""How many hash or wait to. It is less than the threads of the process: the others answer what
needs no hash, in milliseconds, however many people sign in."""

_in_line = BoundedSemaphore(PLACES_IN_LINE)

_NOBODYS = _hasher.hash("the password of nobody")
"""Verified when there is no account, so that time does not tell."""


class TooManyHashes(Exception):
    """So many people sign in at once that this one must come again in a moment."""

    def __init__(self) -> None:
        super().__init__()
        HASHES_REFUSED.inc()


def hash_password(password: str, pepper: str = "") -> str:
    """Return the hash of a password, with its parameters and salt."""
    with _turn():
        made = _hasher.hash(_peppered(password, pepper) if pepper else password)
    return f"{PEPPERED}{made}" if pepper else made


def verify_password(password_hash: str | None, password: str, pepper: str = "") -> bool:
    """Tell whether the password is the one of that hash; no hash costs the same time."""
    if len(password.encode(errors="surrogatepass")) > MAX_PASSWORD_BYTES:
        password_hash, password = None, ""
    kept = password_hash or _NOBODYS
    if kept.startswith(PEPPERED):
        kept, password = kept.removeprefix(PEPPERED), _peppered(password, pepper)
    try:
        with _turn():
            _hasher.verify(kept, password)
    except (Argon2Error, InvalidHashError, UnicodeError):
        return False
    return password_hash is not None


def is_outdated(password_hash: str, pepper: str = "") -> bool:
    """Tell whether the hash was made with other parameters than today's."""
    has_pepper = password_hash.startswith(PEPPERED)
    kept = password_hash.removeprefix(PEPPERED)
    return _hasher.check_needs_rehash(kept) or bool(pepper) > has_pepper


def _peppered(password: str, pepper: str) -> str:
    digest = hmac.digest(pepper.encode(), password.encode(errors="surrogatepass"), hashlib.sha256)
    return digest.hex()


@contextmanager
def _turn() -> Iterator[None]:
    """Wait for a processor; raise TooManyHashes when that would take too long."""
    if not _in_line.acquire(blocking=False):
        raise TooManyHashes
    try:
        with HASH_WAIT.time():
            is_my_turn = _at_once.acquire(timeout=WAIT_SECONDS)
        if not is_my_turn:
            raise TooManyHashes
        try:
            yield
        finally:
            _at_once.release()
    finally:
        _in_line.release()
