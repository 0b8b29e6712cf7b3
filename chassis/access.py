"""Who asks: the bearer token that identity signed becomes a Principal. Deny by default.

Every view needs a token unless it is marked `public`; `requires` asks for a role besides. Whose
data it is comes from the token, never from the request.
"""

import threading
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import Flask, abort, g, request
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import extract_compact
from redis import Redis

from chassis.ended import has_ended
from chassis.errors import NotAllowed
from chassis.http import JsonClient
from contracts.access_token import AUDIENCE, Principal, Role

P = ParamSpec("P")
R = TypeVar("R")

ALGORITHMS = ["ES256", "RS256"]
"""What identity signs with; nothing else is believed."""

KEYS_LIFETIME_SECONDS = 300
"""How long identity's keys are believed without asking again."""

KEYS_REFETCH_SECONDS = 10
"""An unknown key makes us ask again, but not more often than this."""


class BadToken(Exception):
    """The token is not one that identity signed for us, or its time is over, or was ended."""


class PublicKeys:
    """The keys that identity publishes, asked for as seldom as will do."""

    def __init__(self, identity_url: str) -> None:
        self._identity = JsonClient(identity_url)
        self._lock = threading.Lock()
        self._keys = KeySet([])
        self._fetched_at = float("-inf")

    def verify(self, token: str, typ: str) -> dict[str, Any]:
        """Return what identity signed as a token of that type; raise BadToken, or Unavailable."""
        try:
            header = extract_compact(token.encode()).headers()
            if header.get("typ") != typ:
                raise BadToken("typ")
            decoded = jwt.decode(token, self._with(header.get("kid")), algorithms=ALGORITHMS)
        except (JoseError, ValueError) as error:
            raise BadToken(str(error)) from error
        return decoded.claims

    def _with(self, kid: str | None) -> KeySet:
        with self._lock:
            age = time.monotonic() - self._fetched_at
            is_known = any(key.kid == kid for key in self._keys.keys)
            if age > (KEYS_LIFETIME_SECONDS if is_known else KEYS_REFETCH_SECONDS):
                self._keys = KeySet.import_key_set(self._identity.get("/passport/jwks"))
                self._fetched_at = time.monotonic()
            return self._keys


class TokenVerifier:
    """Believes the access tokens of one issuer (RFC 9068 §4)."""

    def __init__(self, issuer: str, identity_url: str, valkey: Redis) -> None:
        self._keys = PublicKeys(identity_url)
        self._valkey = valkey
        self._claims = jwt.JWTClaimsRegistry(
            leeway=5,
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": AUDIENCE},
            exp={"essential": True},
            sub={"essential": True},
            client_id={"essential": True},
        )

    def verify(self, token: str) -> Principal:
        """Return who the token speaks for; raise BadToken, or Unavailable with identity away."""
        claims = self._keys.verify(token, "at+jwt")
        try:
            self._claims.validate(claims)
        except JoseError as error:
            raise BadToken(str(error)) from error
        if has_ended(self._valkey, claims):
            raise BadToken("ended")
        return Principal.from_claims(claims)


def protect(app: Flask, verifier: TokenVerifier) -> None:
    """Let nobody into any view of the app without a token, but for the public ones."""

    @app.before_request
    def authenticate() -> None:
        g.principal = None
        view = app.view_functions.get(request.endpoint or "")
        if view is None or getattr(view, "is_public", False) or _is_asset(request.endpoint):
            return
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            abort(401)
        try:
            g.principal = verifier.verify(token)
        except BadToken:
            abort(401)


def _is_asset(endpoint: str | None) -> bool:
    return (endpoint or "").rpartition(".")[2] == "static"


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Let anyone see this view, without a token."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def requires(*roles: Role) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let only who holds one of the roles see this view; their sedes, the query decides."""

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if not any(map(current_principal().has, roles)):
                labels = ", ".join(role.label for role in roles)
                raise NotAllowed(f"Esta página es solo para: {labels}.")
            return view(*args, **kwargs)

        guarded.required_roles = roles  # type: ignore[attr-defined]
        return guarded

    return decorate


def requires_scope(scope: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let only a client of ours that was given the scope call this view."""

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if scope not in current_principal().scope:
                raise NotAllowed("Este cliente no tiene acceso a esa información.")
            return view(*args, **kwargs)

        guarded.required_scope = scope  # type: ignore[attr-defined]
        return guarded

    return decorate


def current_principal() -> Principal:
    """Return who asks; only a view that is not public may call this."""
    principal: Any = g.principal
    if not isinstance(principal, Principal):
        abort(401)
    return principal
