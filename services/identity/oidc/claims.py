"""What tokens say about a person and their sign-in (RFC 9068, OIDC Core §2)."""

import time
import uuid
from typing import Any

from chassis.service import current_settings
from contracts.access_token import AUDIENCE, Principal
from services.identity.domain import ACCESS_TOKEN_LIFETIME
from services.identity.models import Client, Subject
from services.identity.oidc.signing import ACCESS_TOKEN, ID_TOKEN, sign
from services.identity.settings import Settings

ID_TOKEN_LIFETIME = int(ACCESS_TOKEN_LIFETIME.total_seconds())
"""Seconds in which a client must have read its ID token."""

ACCESS_TOKEN_ALG = "ES256"  # noqa: S105
"""Access tokens are made at every refresh and read by us alone: see docs/adr."""

ONE_FACTOR, TWO_FACTORS = "urn:ayni:acr:1", "urn:ayni:acr:2"
"""The `acr` of a sign-in: a password, or a password and a code."""


def access_token(
    client: Client, scope: str, session: Subject | None = None, grant_id: str = ""
) -> str:
    """Sign what is believed for the next minutes about a person, or about a client alone.

    Services believe only what was made for a program of the platform; a stranger's token is good
    for our own userinfo, and says no more than its `sub`.
    """
    issuer = current_settings(Settings).issuer
    claims = (
        _principal(client, scope, session).to_claims()
        | _times()
        | {
            "iss": issuer,
            "aud": AUDIENCE if client.is_first_party else issuer,
            "jti": str(uuid.uuid4()),
        }
    )
    if session:
        claims |= session_claims(session) | {"grant_id": grant_id}
    return sign(claims, typ=ACCESS_TOKEN, alg=ACCESS_TOKEN_ALG)


def id_token(client: Client, claims: dict[str, Any]) -> str:
    """Sign what a client learns of a person when they sign in, in the way that it understands."""
    about = {"iss": current_settings(Settings).issuer, "aud": client.id}
    return sign(claims | about | _times(), typ=ID_TOKEN, alg=client.id_token_alg)


def session_claims(session: Subject) -> dict[str, Any]:
    """Return which sign-in it was, when and how; a refresh changes nothing of it."""
    return {
        "sid": str(session.id),
        "auth_time": int(session.began_at.timestamp()),
        "acr": acr_of(session),
        "amr": session.amr,
    }


def acr_of(session: Subject) -> str:
    """Return how far one may trust the sign-in."""
    return TWO_FACTORS if "otp" in session.amr else ONE_FACTOR


def user_claims(session: Subject, scope: str) -> dict[str, Any]:
    """Return what a client may know about the person (OIDC Core §5.4)."""
    claims: dict[str, Any] = {"sub": str(session.account_id)}
    scopes = scope.split()
    if "profile" in scopes:
        claims |= {
            "name": f"{session.nombres} {session.apellidos}",
            "given_name": session.nombres,
            "family_name": session.apellidos,
        }
    if "email" in scopes:
        claims["email"] = session.correo  # Who corrected it last, we do not say: not verified.
    if "dni" in scopes:
        claims["dni"] = session.dni
    return claims


def _times() -> dict[str, int]:
    now = int(time.time())
    return {"iat": now, "exp": now + ID_TOKEN_LIFETIME}


def _principal(client: Client, scope: str, session: Subject | None) -> Principal:
    scopes = frozenset(scope.split())
    if session is None:
        return Principal(sub=client.id, client_id=client.id, scope=scopes)
    if not client.is_first_party:
        return Principal(sub=str(session.account_id), client_id=client.id, scope=scopes)
    return Principal(
        sub=str(session.account_id),
        client_id=client.id,
        scope=scopes,
        dni=session.dni,
        nombres=session.nombres,
        apellidos=session.apellidos,
        grants=session.grants,
        ultimo_acceso=session.previous_login_at,
    )
