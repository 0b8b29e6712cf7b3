"""Signing keys: pairs whose private half rests encrypted (JWE) with IDENTITY_KEY_SECRET."""

import hashlib
import json
from functools import lru_cache
from typing import Any, NamedTuple

from joserfc import jwe
from joserfc.jwk import ECKey, OctKey, RSAKey

ALGORITHMS = ("RS256", "ES256")
"""What we sign with: ID tokens so that every client understands them, access tokens quickly."""

SEALING = {"alg": "dir", "enc": "A256GCM"}
"""RFC 7518 §4.5 and §5.3: encrypted directly with a key that the secret gives."""


class NewKey(NamedTuple):
    """A key pair as its row keeps it."""

    kid: str
    alg: str
    public_jwk: dict[str, Any]
    sealed_private_jwk: str


def make_key(alg: str, secret: str) -> NewKey:
    """Make a pair; its `kid` is the thumbprint of the public key (RFC 7638)."""
    key = _generate(alg)
    private = json.dumps(key.as_dict(private=True)).encode()
    sealed = jwe.encrypt_compact(SEALING, private, _sealing_key(secret))
    return NewKey(str(key.kid), alg, dict(key.as_dict(private=False)), sealed)


@lru_cache(maxsize=8)
def open_key(sealed_private_jwk: str, secret: str) -> RSAKey | ECKey:
    """Return the private key; raise JoseError when it was sealed with another secret."""
    algorithms = list(SEALING.values())
    opened = jwe.decrypt_compact(sealed_private_jwk, _sealing_key(secret), algorithms=algorithms)
    jwk = json.loads(opened.plaintext or b"{}")
    return ECKey.import_key(jwk) if jwk["kty"] == "EC" else RSAKey.import_key(jwk)


def _generate(alg: str) -> RSAKey | ECKey:
    if alg == "ES256":
        return ECKey.generate_key("P-256", {"use": "sig", "alg": alg}, auto_kid=True)
    return RSAKey.generate_key(2048, {"use": "sig", "alg": alg}, auto_kid=True)


def _sealing_key(secret: str) -> OctKey:
    return OctKey.import_key(hashlib.sha256(f"signing keys: {secret}".encode()).digest())
