"""Opaque tokens: what only their holder can show. We keep their fingerprints, never the tokens."""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode


def new_token() -> str:
    """Make a token of 256 random bits that fits in a URL or a cookie."""
    return secrets.token_urlsafe(32)


def fingerprint(token: str) -> str:
    """Return what a table keeps of a token: enough to recognise it, not to use it."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


def successor(token: str, secret: str) -> str:
    """Return the token that follows another one; always the same, and only we can tell which.

    So a client that repeats a refresh gets the same answer, although no token is stored.
    """
    digest = hmac.digest(secret.encode(), f"refresh token after {token}".encode(), "sha256")
    return urlsafe_b64encode(digest).decode().rstrip("=")
