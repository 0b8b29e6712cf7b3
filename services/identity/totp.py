"""Codes that change every 30 seconds (RFC 6238), and the codes on paper that stand for them.

Values only: who may try how often, and which code was used already, others know.
"""

import base64
import hmac
import secrets
from collections.abc import Iterator
from urllib.parse import quote, urlencode

STEP_SECONDS = 30
DIGITS = 6
"""What every app on a phone understands, with SHA-1 (RFC 6238 §1.2)."""

DRIFT = 1
"""Steps by which the clock of a phone may be wrong, in either direction."""

RECOVERY_CODES = 10
"""How many codes on paper a person gets."""

PAPER_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that nobody takes for one another."""

PAPER_LENGTH = 10
"""Of a code on paper: about 50 random bits."""


def new_secret() -> str:
    """Make the secret that an app and we share: 160 random bits, in base32."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def code_at(secret: str, step: int) -> str:
    """Return the code of a step (RFC 4226 §5.3)."""
    digest = hmac.digest(base64.b32decode(secret), step.to_bytes(8, "big"), "sha1")
    offset = digest[-1] & 0xF
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def step_of(secret: str, typed: str, now: float, last_step: int) -> int | None:
    """Return the step whose code was typed: about now, and after the last one that was used."""
    current, given = int(now) // STEP_SECONDS, typed.encode(errors="replace")
    for step in range(current - DRIFT, current + DRIFT + 1):
        if step > last_step and hmac.compare_digest(code_at(secret, step).encode(), given):
            return step
    return None


def address(secret: str, *, account: str, issuer: str) -> str:
    """Return what the QR says: the otpauth address that apps read."""
    label = quote(f"{issuer}:{account}")
    query = urlencode({"secret": secret, "issuer": issuer}, quote_via=quote)
    return f"otpauth://totp/{label}?{query}"


def in_groups(secret: str) -> str:
    """Return the secret as a person copies it: in groups of four."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def new_recovery_codes() -> Iterator[str]:
    """Make the codes on paper."""
    for _ in range(RECOVERY_CODES):
        yield "".join(secrets.choice(PAPER_ALPHABET) for _ in range(PAPER_LENGTH))


def is_paper(typed: str) -> bool:
    """Tell whether that can be a code on paper, and not one of the app."""
    return len(typed) == PAPER_LENGTH
