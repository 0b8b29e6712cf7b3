"""Who a program is, wherever it asks for itself (OIDC Core §9, RFC 7523): one way for each client.

Whatever is wrong, the answer is the same: nobody learns which clients there are.
"""

import binascii
import json
import time
from base64 import b64decode
from collections.abc import Mapping
from datetime import timedelta
from typing import NamedTuple
from urllib.parse import unquote_plus

from authlib.oauth2.rfc6749 import InvalidClientError
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, KeySet
from joserfc.jws import extract_compact

from chassis.service import current_settings, current_valkey
from services.identity import queries, throttle
from services.identity.acts import Act, Outcome
from services.identity.domain import AuthMethod
from services.identity.models import Client
from services.identity.opaque import fingerprint
from services.identity.settings import Settings
from services.identity.usecases.audit import record
from services.identity.visitor import visitor_network

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
"""RFC 7523 §2.2."""

ASSERTION_ALGORITHMS = ["ES256", "RS256"]
"""By what a client may sign; nothing that a secret could forge."""

ASSERTION_LIFETIME = 3600
"""Seconds for which an assertion may be good at most; so long we remember that it was shown."""

NOTED_EVERY = timedelta(minutes=1)
"""So often at most a program that cannot prove itself is in the audit trail, for each network."""

LEEWAY = 10
"""Seconds by which the clock of a client may differ."""


class Shown(NamedTuple):
    """What a request shows to prove who asks."""

    method: AuthMethod
    client_id: str
    proof: str


def authenticate(form: Mapping[str, str], authorization: str) -> Client:
    """Return the client that proved who it is; raise InvalidClientError for anything else."""
    shown = _shown(form, authorization)
    client = queries.find_client(shown.client_id) if shown else None
    if shown is None or client is None or not _is_proved(client, shown):
        _note_refusal(client)
        raise InvalidClientError("Client authentication failed.", status_code=401)
    return client


def _note_refusal(client: Client | None) -> None:
    """Tell it in the trail, which nobody shall be able to fill."""
    name = client.id if client else ""
    who = f"{name} {visitor_network()}"
    if throttle.count(current_valkey(), "client_refused", who, NOTED_EVERY) == 1:
        reason = "wrong_proof" if client else "unknown_client"
        record(Act.CLIENT_REFUSED, client=name or None, outcome=Outcome.REFUSED, reason=reason)


def _is_proved(client: Client, shown: Shown) -> bool:
    if client.disabled_at or client.auth_method is not shown.method:
        return False
    if shown.method is AuthMethod.PRIVATE_KEY:
        return _is_signed_by(client, shown.proof)
    return client.check_client_secret(shown.proof)


def _shown(form: Mapping[str, str], authorization: str) -> Shown | None:
    """Return what is shown in one way; who shows it in two, or in none, shows nothing."""
    ways = [way for way in (_in_header(authorization), _in_form(form), _in_assertion(form)) if way]
    if len(ways) != 1 or form.get("client_id", ways[0].client_id) != ways[0].client_id:
        return None
    return ways[0]


def _in_header(authorization: str) -> Shown | None:
    kind, _, encoded = authorization.partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        client_id, _, secret = b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return None
    # RFC 6749 §2.3.1: both are form-encoded before they are joined.
    return Shown(AuthMethod.BASIC, unquote_plus(client_id), unquote_plus(secret))


def _in_form(form: Mapping[str, str]) -> Shown | None:
    if "client_secret" not in form:
        return None
    return Shown(AuthMethod.POST, form.get("client_id", ""), form["client_secret"])


def _in_assertion(form: Mapping[str, str]) -> Shown | None:
    if "client_assertion" not in form or form.get("client_assertion_type") != ASSERTION_TYPE:
        return None
    assertion = form["client_assertion"]
    try:
        claims = json.loads(extract_compact(assertion.encode()).payload)
        return Shown(AuthMethod.PRIVATE_KEY, str(claims["sub"]), assertion)
    except (JoseError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _is_signed_by(client: Client, assertion: str) -> bool:
    """Check the assertion as RFC 7523 §3 wants it, and that it was never shown before."""
    mine: jwt.ClaimsOption = {"essential": True, "value": client.id}
    registry = jwt.JWTClaimsRegistry(
        leeway=LEEWAY,
        iss=mine,
        sub=mine,
        aud={"essential": True, "values": _ourselves()},
        exp={"essential": True},
        jti={"essential": True},
    )
    try:
        keys = KeySet([JWKRegistry.import_key(key) for key in (client.jwks or {})["keys"]])
        claims = jwt.decode(assertion, keys, algorithms=ASSERTION_ALGORITHMS).claims
        registry.validate(claims)
    except (JoseError, ValueError, KeyError):
        return False
    if claims["exp"] > time.time() + ASSERTION_LIFETIME:
        return False
    return _is_new(client.id, claims["jti"])


def _ourselves() -> list[str]:
    """Return by what a client may call us: the issuer, or the endpoint that it asks."""
    issuer = current_settings(Settings).issuer
    return [issuer, *(f"{issuer}/{name}" for name in ("token", "introspect", "revoke"))]


def _is_new(client_id: str, jti: str) -> bool:
    key = f"identity:assertion:{fingerprint(f'{client_id} {jti}')}"
    return bool(current_valkey().set(key, "1", nx=True, ex=ASSERTION_LIFETIME + 2 * LEEWAY))
