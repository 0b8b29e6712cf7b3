"""What ended before its time: tokens say of which sign-in they are, and services ask here.

An access token is believed for minutes without asking identity; its `sid`, `grant_id` or `jti` is
noted in Valkey when the session, the grant or the token itself is ended, for as long as any such
token could still be believed.
"""

from collections.abc import Mapping
from typing import Any

from redis import Redis

LIFETIME_SECONDS = 6 * 60
"""Longer than an access token lives, by more than clocks may differ."""

CLAIMS = ("sid", "grant_id", "jti")
"""By which of its claims a token may be ended."""


def note_ended(valkey: Redis, *names: str) -> None:
    """Let nobody believe the tokens that any of these is a claim of."""
    with valkey.pipeline() as pipeline:
        for name in names:
            pipeline.set(_key(name), "1", ex=LIFETIME_SECONDS)
        pipeline.execute()


def has_ended(valkey: Redis, claims: Mapping[str, Any]) -> bool:
    """Tell whether the token of these claims was ended."""
    names = [_key(str(claims[claim])) for claim in CLAIMS if claim in claims]
    return bool(names and valkey.exists(*names))


def _key(name: str) -> str:
    return f"ayni:ended:{name}"
