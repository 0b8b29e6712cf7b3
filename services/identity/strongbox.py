"""Small secrets of people that we must be able to read again, encrypted (JWE) at rest."""

import hashlib

from joserfc import jwe
from joserfc.jwk import OctKey

HEADER = {"alg": "dir", "enc": "A256GCM"}
"""RFC 7518 §4.5 and §5.3: encrypted directly with a key that the secret gives."""


def lock_up(text: str, secret: str) -> str:
    """Encrypt with IDENTITY_KEY_SECRET."""
    return jwe.encrypt_compact(HEADER, text.encode(), _key(secret))


def unlock(sealed: str, secret: str) -> str:
    """Decrypt; raise JoseError when it was encrypted with another secret."""
    plaintext = jwe.decrypt_compact(sealed, _key(secret), algorithms=list(HEADER.values()))
    return (plaintext.plaintext or b"").decode()


def _key(secret: str) -> OctKey:
    return OctKey.import_key(hashlib.sha256(f"secrets of people: {secret}".encode()).digest())
