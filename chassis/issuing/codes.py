"""Codes of verification at rest: hashed, to be looked up, and encrypted, to be printed again."""

import hmac
from functools import lru_cache
from hashlib import sha256
from secrets import token_bytes

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE = 12
"""Bytes at the beginning of what is encrypted (NIST SP 800-38D)."""


class Codes:
    """What an installation makes of a code, with keys that no other has."""

    def __init__(self, pepper: bytes, key: bytes) -> None:
        self._pepper = pepper
        self._cipher = AESGCM(key)

    def hash(self, codigo: str) -> bytes:
        """Return what a code is looked up by; nobody finds the code from it."""
        return hmac.digest(self._pepper, codigo.encode(), sha256)

    def seal(self, codigo: str) -> bytes:
        """Encrypt a code."""
        nonce = token_bytes(NONCE)
        return nonce + self._cipher.encrypt(nonce, codigo.encode(), None)

    def open(self, sealed: bytes) -> str:
        """Return a code that was encrypted."""
        return self._cipher.decrypt(sealed[:NONCE], sealed[NONCE:], None).decode()


@lru_cache(4)
def codes_of(secret: str) -> Codes:
    """Derive the keys from the secret of the files (RFC 5869)."""
    derived = HKDF(SHA256(), 64, None, b"ayni codes").derive(secret.encode())
    return Codes(derived[:32], derived[32:])
