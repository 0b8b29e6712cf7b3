"""Sign-ins whose password was right and that still lack a code, in Valkey for ten minutes."""

import json
from dataclasses import asdict, dataclass
from datetime import timedelta
from uuid import UUID

from redis import Redis

from services.identity.opaque import fingerprint, new_token

LIFETIME = timedelta(minutes=10)
"""How long a person may look for their phone; after that they give their password again."""


@dataclass(frozen=True, kw_only=True)
class HalfSignedIn:
    """Who gave their password, and what they came for."""

    account: str
    usuario: str
    proof: str
    transaction: str
    must_enrol: bool
    """Whether they must connect an app first."""

    @property
    def account_id(self) -> UUID:
        """Return whose sign-in it is."""
        return UUID(self.account)


def begin(valkey: Redis, half: HalfSignedIn) -> str:
    """Keep it, and return the token of its browser."""
    token = new_token()
    valkey.set(_key(token), json.dumps(asdict(half)), ex=LIFETIME)
    return token


def find(valkey: Redis, token: str) -> HalfSignedIn | None:
    """Return the one of that browser, if it is not too late."""
    kept = valkey.get(_key(token)) if token else None
    return HalfSignedIn(**json.loads(str(kept))) if kept else None


def finish(valkey: Redis, token: str) -> bool:
    """Take it up, once."""
    return bool(valkey.delete(_key(token)))


def _key(token: str) -> str:
    return f"identity:second_step:{fingerprint(token)}"
