"""Sealed texts: what only the service that holds the private key can read (JWE, RFC 7516).

A live link travels sealed from identity to the notifier, so that it rests nowhere in clear: not in
the outbox, the broker, a table or a log.
"""

import json

from joserfc import jwe
from joserfc.jwk import ECKey

HEADER = {"alg": "ECDH-ES+A256KW", "enc": "A256GCM"}
"""RFC 7518 §4.6 and §5.3: an ephemeral key for each text."""


def seal(text: str, public_key: str) -> str:
    """Encrypt to the JWK (JSON) `public_key`."""
    return jwe.encrypt_compact(HEADER, text.encode(), ECKey.import_key(json.loads(public_key)))


def unseal(sealed: str, private_key: str) -> str:
    """Decrypt with the JWK (JSON) `private_key`; raise JoseError when it was sealed to another."""
    key = ECKey.import_key(json.loads(private_key))
    plaintext = jwe.decrypt_compact(sealed, key, algorithms=list(HEADER.values())).plaintext
    return (plaintext or b"").decode()
