"""Signing keys: RSA pairs whose private half rests encrypted (JWE) with IDENTITY_KEY_SECRET."""

import hashlib
import json
from functools import lru_cache
from typing import Any, NamedTuple

from joserfc import jwe
from joserfc.jwk import OctKey, RSAKey

ALGORITHM = "RS256"
"""What every client and every service understands."""

SEALING = {"alg": "dir", "enc": "A256GCM"}
"""RFC 7518 §4.5 and §5.3: encrypted directly with a key that the secret gives."""


class NewKey(NamedTuple):
    """A key pair as its row keeps it."""

    kid: str
    public_jwk: dict[str, Any]
    sealed_private_jwk: str


def make_key(secret: str) -> NewKey:
    """Make a pair; its `kid` is the thumbprint of the public key (RFC 7638)."""
    key = RSAKey.generate_key(2048, {"use": "sig", "alg": ALGORITHM}, auto_kid=True)
    private = json.dumps(key.as_dict(private=True)).encode()
    sealed = jwe.encrypt_compact(SEALING, private, _sealing_key(secret))
    return NewKey(str(key.kid), dict(key.as_dict(private=False)), sealed)


@lru_cache(maxsize=8)
def open_key(sealed_private_jwk: str, secret: str) -> RSAKey:
    """Return the private key; raise JoseError when it was sealed with another secret."""
    algorithms = list(SEALING.values())
    opened = jwe.decrypt_compact(sealed_private_jwk, _sealing_key(secret), algorithms=algorithms)
    return RSAKey.import_key(json.loads(opened.plaintext or b"{}"))


def _sealing_key(secret: str) -> OctKey:
    return OctKey.import_key(hashlib.sha256(f"signing keys: {secret}".encode()).digest())
