"""Authorization requests that wait while a person signs in, in Valkey for ten minutes.

Taken up once, and only in the session that the sign-in began: so `prompt=login` and `max_age` are
satisfied, and no address comes back from the browser.
"""

import json
import secrets
from datetime import timedelta

from redis import Redis

LIFETIME = timedelta(minutes=10)
"""How long signing in may take; after that it simply begins again."""

Parameters = list[tuple[str, str]]
"""The parameters of an authorization request, in their order."""


def begin(valkey: Redis, parameters: Parameters) -> str:
    """Keep a request that was found valid, and return by what to call it."""
    transaction = secrets.token_urlsafe(16)
    valkey.set(_key(transaction), json.dumps(parameters), ex=LIFETIME)
    return transaction


def bind(valkey: Redis, transaction: str, session_id: str) -> bool:
    """Let that session, and no other, take the request up; False when it is gone."""
    parameters = valkey.getdel(_key(transaction))
    if parameters is None:
        return False
    valkey.set(_key(f"{transaction}:{session_id}"), str(parameters), ex=LIFETIME)
    return True


def take_up(valkey: Redis, transaction: str, session_id: str) -> Parameters | None:
    """Return the request, once; None when it is gone or another session's."""
    parameters = valkey.getdel(_key(f"{transaction}:{session_id}"))
    return [(name, value) for name, value in json.loads(str(parameters))] if parameters else None


def _key(transaction: str) -> str:
    return f"identity:transaction:{transaction}"
