"""Seals what rests in Valkey, so that who reads Valkey can sign in as nobody."""

import json
import secrets
from base64 import b64decode, b64encode
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE_BYTES = 12
"""The nonce of AES-GCM (NIST SP 800-38D §8.2)."""


class Vault:
    """Opens only what it sealed itself, for the same place."""

    def __init__(self, secret: str) -> None:
        key = HKDF(SHA256(), 32, salt=None, info=b"ayni gateway vault").derive(secret.encode())
        self._cipher = AESGCM(key)

    def seal(self, value: Any, *, place: str) -> str:
        """Turn a value into a text that says nothing, bound to the key under which it rests."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = self._cipher.encrypt(nonce, json.dumps(value).encode(), place.encode())
        return b64encode(nonce + sealed).decode()

    def open(self, text: str, *, place: str) -> Any:
        """Return the value, or None when it was sealed by another secret or for another place."""
        try:
            sealed = b64decode(text)
            plain = self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place.encode())
        except (InvalidTag, ValueError):
            return None
        return json.loads(plain)
