"""Who is signed in: sessions in Valkey, sealed, under the hash of the id that the browser holds.

A session ends when nobody uses it, when its day is over, when its person signs out, or when
identity no longer renews its tokens. Losing Valkey signs everybody out and lets nobody in.
"""

import json
import time
from base64 import urlsafe_b64decode
from collections.abc import Callable
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

import structlog
from redis import Redis
from redis.exceptions import LockError

from chassis.http import Unavailable
from contracts.access_token import Principal
from gateway.cookies import new_id
from gateway.passport import Refused, Tokens
from gateway.vault import Vault

REFRESH_BEFORE_SECONDS = 60
"""A token that ends sooner than this is renewed before it is used."""

LOCK_SECONDS = 15
"""How long one request may hold the others back while it renews: longer than identity may take."""

REMEMBERED_SECONDS = 24 * 3600
"""How long after a session we still know whose its id was: a page may stay open overnight."""

log = structlog.get_logger()


@dataclass(frozen=True, kw_only=True)
class Session:
    """A person who is signed in."""

    key: str
    """Where it rests."""
    began_at: float
    tokens: Tokens

    @property
    def principal(self) -> Principal:
        """Return who it is, in the words of identity, from which the token came to us directly."""
        return Principal.from_claims(self._claims)

    @property
    def sid(self) -> str:
        """Return how identity calls the sign-in that it came of."""
        return str(self._claims.get("sid", ""))

    @property
    def _claims(self) -> dict[str, Any]:
        payload = self.tokens.access_token.split(".")[1]
        claims: dict[str, Any] = json.loads(urlsafe_b64decode(payload + "=="))
        return claims

    @property
    def age(self) -> float:
        """Return how many seconds ago the person signed in."""
        return time.time() - self.began_at

    @property
    def seconds_left(self) -> float:
        """Return how long services still believe the access token."""
        return self.tokens.expires_at - time.time()


class Sessions:
    """The sessions of everybody."""

    def __init__(
        self,
        valkey: Redis,
        vault: Vault,
        renew: Callable[[Tokens], Tokens],
        *,
        idle_seconds: int,
        max_seconds: int,
    ) -> None:
        self._valkey = valkey
        self._vault = vault
        self._renew = renew
        self._idle_seconds = idle_seconds
        self._max_seconds = max_seconds

    def begin(self, tokens: Tokens) -> str:
        """Keep the tokens under a new id, and return it."""
        session_id = new_id()
        session = Session(key=_key(session_id), began_at=time.time(), tokens=tokens)
        with self._valkey.pipeline() as pipeline:
            pipeline.set(session.key, self._seal(session), ex=self._idle_seconds)
            if session.sid:
                pipeline.sadd(_of(session.sid), session.key)
                pipeline.expire(_of(session.sid), self._max_seconds)
            remembered = self._max_seconds + REMEMBERED_SECONDS
            pipeline.set(_whose(session.key), session.principal.sub, ex=remembered)
            pipeline.execute()
        return session_id

    def find(self, session_id: str) -> Session | None:
        """Return the session of that id, if it has not ended; to ask is to use it."""
        if not session_id:
            return None
        return self._opened(_key(session_id), touch=True)

    def whose(self, session_id: str) -> str:
        """Return who (`sub`) had that session, also when it has ended; it lets nobody in."""
        return str(self._valkey.get(_whose(_key(session_id))) or "") if session_id else ""

    def end(self, session: Session) -> None:
        """End a session at once."""
        self._valkey.delete(session.key)

    def end_all_of(self, sid: str) -> int:
        """End every session that came of one sign-in at identity; return how many there were."""
        keys = [str(key) for key in self._valkey.smembers(_of(sid))]
        return int(self._valkey.delete(*keys, _of(sid))) - 1 if keys else 0

    def access_token(self, session: Session) -> str:
        """Return a token that services will believe; an empty text when the session has ended."""
        if session.seconds_left > REFRESH_BEFORE_SECONDS:
            return session.tokens.access_token
        lock = self._valkey.lock(
            f"{session.key}:renewal",
            timeout=LOCK_SECONDS,
            blocking_timeout=LOCK_SECONDS,
            sleep=0.05,
        )
        try:
            with lock:
                return self._renewed(session.key)
        except LockError as error:
            raise Unavailable("the renewal took too long") from error

    def _renewed(self, key: str) -> str:
        session = self._opened(key)
        if session is None:
            return ""
        if session.seconds_left > REFRESH_BEFORE_SECONDS:
            return session.tokens.access_token  # Another request was quicker.
        try:
            tokens = self._renew(session.tokens)
        except Refused as refusal:
            log.info("session_not_renewed", reason=str(refusal))
            self.end(session)
            return ""
        except Unavailable:
            if session.seconds_left > 0:
                return session.tokens.access_token
            raise
        renewed = Session(key=key, began_at=session.began_at, tokens=tokens)
        # xx: who signed out meanwhile stays signed out.
        kept = self._valkey.set(key, self._seal(renewed), xx=True, keepttl=True)
        return tokens.access_token if kept else ""

    def _opened(self, key: str, *, touch: bool = False) -> Session | None:
        text = self._valkey.getex(key, ex=self._idle_seconds if touch else None)
        content = self._vault.open(str(text), place=key) if text else None
        if content is None:
            return None
        session = Session(key=key, began_at=content["began_at"], tokens=Tokens(**content["tokens"]))
        if session.age > self._max_seconds:
            self.end(session)
            return None
        return session

    def _seal(self, session: Session) -> str:
        content = {"began_at": session.began_at, "tokens": asdict(session.tokens)}
        return self._vault.seal(content, place=session.key)


def _whose(key: str) -> str:
    return f"gateway:whose:{key.rpartition(':')[2]}"


def _of(sid: str) -> str:
    return f"gateway:sid:{sid}"


def _key(session_id: str) -> str:
    return f"gateway:session:{sha256(session_id.encode()).hexdigest()}"
