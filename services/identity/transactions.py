"""Authorization requests that wait while a person signs in or decides, in Valkey for ten minutes.

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


def begin(valkey: Redis, parameters: Parameters, *, session_id: str = "") -> str:
    """Keep a request that was found valid, and return by what to call it.

    With a session, it waits for that alone; without one, until `bind` says for which.
    """
    transaction = secrets.token_urlsafe(16)
    valkey.set(_key(transaction, session_id), json.dumps(parameters), ex=LIFETIME)
    return transaction


def look_at(valkey: Redis, transaction: str, session_id: str = "") -> Parameters | None:
    """Return the request while it waits; to look does not take it up."""
    return _read(valkey.get(_key(transaction, session_id)))


def login_hint(valkey: Redis, transaction: str) -> str:
    """Return whom the client expects to sign in; anybody may have written it."""
    waiting = look_at(valkey, transaction) if transaction else None
    return dict(waiting or []).get("login_hint", "")


def bind(valkey: Redis, transaction: str, session_id: str) -> bool:
    """Let that session, and no other, take the request up; False when it is gone."""
    parameters = valkey.getdel(_key(transaction))
    if parameters is None:
        return False
    valkey.set(_key(transaction, session_id), str(parameters), ex=LIFETIME)
    return True


def take_up(valkey: Redis, transaction: str, session_id: str) -> Parameters | None:
    """Return the request, once; None when it is gone or another session's."""
    return _read(valkey.getdel(_key(transaction, session_id)))


def _read(parameters: object) -> Parameters | None:
    return [(name, value) for name, value in json.loads(str(parameters))] if parameters else None


def _key(transaction: str, session_id: str = "") -> str:
    return f"identity:transaction:{transaction}:{session_id}"
