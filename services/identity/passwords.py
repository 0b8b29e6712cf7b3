"""Password hashes: argon2id, as OWASP recommends. The only module that hashes or verifies one."""

import os
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from services.identity.domain import MAX_PASSWORD_BYTES

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

_at_once = BoundedSemaphore(os.cpu_count() or 2)
"""More hashes than processors would only wait for each other, each with its 19 MiB."""

_NOBODYS = _hasher.hash("the password of nobody")
"""Verified when there is no account, so that time does not tell."""


def hash_password(password: str) -> str:
    """Return the hash of a password, with its parameters and salt."""
    with _at_once:
        return _hasher.hash(password)


def verify_password(password_hash: str | None, password: str) -> bool:
    """Tell whether the password is the one of that hash; no hash costs the same time."""
    if len(password.encode(errors="surrogatepass")) > MAX_PASSWORD_BYTES:
        password_hash, password = None, ""
    try:
        with _at_once:
            _hasher.verify(password_hash or _NOBODYS, password)
    except (Argon2Error, InvalidHashError, UnicodeError):
        return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Tell whether the hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(password_hash)
