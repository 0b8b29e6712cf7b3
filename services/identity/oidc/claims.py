"""What tokens say about a person, and the signature under it (RFC 9068, OIDC Core §2)."""

import time
import uuid
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, RSAKey

from chassis.service import current_settings
from contracts.access_token import AUDIENCE, Grant, Principal
from services.identity import queries
from services.identity.domain import ACCESS_TOKEN_LIFETIME
from services.identity.keyring import ALGORITHM, open_key
from services.identity.models import Client, LoginSession
from services.identity.settings import Settings

ID_TOKEN_LIFETIME = int(ACCESS_TOKEN_LIFETIME.total_seconds())
"""Seconds in which a client must have read its ID token."""


class BadToken(Exception):
    """The token is not one that we signed, or not of the kind that was asked for."""


def signing_key() -> RSAKey:
    """Return the one key that signs now."""
    settings = current_settings(Settings)
    return open_key(queries.active_key().sealed_private_jwk, settings.key_secret)


def public_keys() -> dict[str, Any]:
    """Return the JWK Set that our tokens are verified with (RFC 7517 §5)."""
    return {"keys": queries.published_keys()}


def access_token(client: Client, scope: str, session: LoginSession | None) -> str:
    """Sign what services believe for the next minutes about a person, or about a client alone."""
    now = int(time.time())
    claims = _principal(client, scope, session).to_claims() | {
        "iss": current_settings(Settings).issuer,
        "aud": AUDIENCE,
        "iat": now,
        "exp": now + int(ACCESS_TOKEN_LIFETIME.total_seconds()),
        "jti": str(uuid.uuid4()),
    }
    if session:
        claims |= session_claims(session)
    key = signing_key()
    return jwt.encode({"alg": ALGORITHM, "typ": "at+jwt", "kid": key.kid}, claims, key)


def session_claims(session: LoginSession) -> dict[str, Any]:
    """Return which sign-in it was and when; a refresh changes neither."""
    return {"sid": str(session.id), "auth_time": int(session.began_at.timestamp())}


def user_claims(session: LoginSession, scope: str) -> dict[str, Any]:
    """Return what a client may know about the person (OIDC Core §5.4)."""
    account = session.account
    claims: dict[str, Any] = {"sub": str(account.id)}
    if "profile" in scope.split():
        claims |= {
            "name": f"{account.nombres} {account.apellidos}",
            "given_name": account.nombres,
            "family_name": account.apellidos,
        }
    return claims


def read_access_token(token: str) -> dict[str, Any]:
    """Return the claims of an access token that we signed for a person; raise BadToken."""
    return _read(token, typ="at+jwt", aud={"essential": True, "value": AUDIENCE})


def read_id_token_hint(token: str) -> dict[str, Any]:
    """Return the claims of an ID token of ours, also when its time is over (RP-Initiated §2)."""
    return _read(token, typ="JWT", aud={"essential": True}, past_too=True)


def _read(token: str, *, typ: str, aud: jwt.ClaimsOption, past_too: bool = False) -> dict[str, Any]:
    essential: jwt.ClaimsOption = {"essential": True}
    issuer: jwt.ClaimsOption = {"essential": True, "value": current_settings(Settings).issuer}
    registry = jwt.JWTClaimsRegistry(iss=issuer, aud=aud, sub=essential, sid=essential)
    try:
        keys = KeySet([RSAKey.import_key(key) for key in queries.published_keys()])
        decoded = jwt.decode(token, keys, algorithms=[ALGORITHM])
        if decoded.header.get("typ") != typ:
            raise BadToken("typ")
        ignored = {"exp"} if past_too else set()
        registry.validate({k: v for k, v in decoded.claims.items() if k not in ignored})
    except (JoseError, ValueError) as error:
        raise BadToken(str(error)) from error
    return decoded.claims


def _principal(client: Client, scope: str, session: LoginSession | None) -> Principal:
    scopes = frozenset(scope.split())
    if session is None:
        return Principal(sub=client.id, client_id=client.id, scope=scopes)
    account = session.account
    return Principal(
        sub=str(account.id),
        client_id=client.id,
        scope=scopes,
        dni=account.dni,
        nombres=account.nombres,
        apellidos=account.apellidos,
        grants=tuple(Grant(held.role, held.sede) for held in account.roles),
        ultimo_acceso=session.previous_login_at,
    )
