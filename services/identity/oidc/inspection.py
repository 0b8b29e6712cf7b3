"""What a program may ask about a token, and how it gives one back (RFC 7662, RFC 7009)."""

from typing import Any

from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import InvalidRequestError
from flask import Blueprint, Response, jsonify, request

from chassis.access import public
from chassis.ended import has_ended, note_ended
from chassis.service import current_valkey
from contracts.access_token import AUDIENCE
from services.identity import queries
from services.identity.models import Client
from services.identity.oidc.client_auth import authenticate
from services.identity.oidc.provider import provider
from services.identity.oidc.signing import BadToken, read_access_token
from services.identity.oidc.strict import refuse_malformed
from services.identity.usecases.tokens import end_grant

TOLD = ("scope", "client_id", "sub", "aud", "iss", "exp", "iat", "jti", "sid", "auth_time", "acr")
"""The claims of an access token that introspection repeats (RFC 7662 §2.2)."""

blueprint = Blueprint("inspection", __name__)


@blueprint.post("/introspect")
@public
def introspect() -> Response:
    """Tell a program whether a token of its own can still be used, and for what."""
    try:
        client, token = _asked()
    except OAuth2Error as error:
        return _refused(error)
    return jsonify(_access_token(token, client) or _refresh_token(token, client) or _INACTIVE)


@blueprint.post("/revoke")
@public
def revoke() -> Response:
    """End a token of the program; about one that is not its own nothing is said (RFC 7009 §2.2)."""
    try:
        client, token = _asked()
    except OAuth2Error as error:
        return _refused(error)
    if claims := _claims_of(token):
        if claims["client_id"] == client.id:
            note_ended(current_valkey(), claims["jti"])
    elif found := queries.find_refresh_token(token, client.id):
        end_grant(found.family, "revoked")
    return Response(status=200)


_INACTIVE = {"active": False}


def _asked() -> tuple[Client, str]:
    """Return who asks about which token."""
    refuse_malformed(dict(request.form.lists()))
    client = authenticate(request.form, request.headers.get("Authorization", ""))
    if not request.form.get("token"):
        raise InvalidRequestError("Missing 'token' in request.")
    return client, request.form["token"]


def _refused(error: OAuth2Error) -> Response:
    response: Response = provider.handle_error_response(None, error)
    return response


def _access_token(token: str, client: Client) -> dict[str, Any] | None:
    claims = _claims_of(token)
    if not claims or not _may_know(client, claims) or not is_usable(claims):
        return None
    told = {name: claims[name] for name in TOLD if name in claims}
    return {"active": True, "token_type": "Bearer", **told}


def _refresh_token(token: str, client: Client) -> dict[str, Any] | None:
    found = queries.find_refresh_token(token, client.id)
    if found is None:
        return None
    session = found.session
    return {
        "active": True,
        "token_type": "refresh_token",
        "client_id": client.id,
        "scope": found.scope,
        "sub": str(session.account_id),
        "sid": str(session.id),
        "exp": int(session.expires_at.timestamp()),
    }


def is_usable(claims: dict[str, Any]) -> bool:
    """Tell whether nothing has ended the token of these claims: in the database, or in Valkey."""
    if has_ended(current_valkey(), claims):
        return False
    return "sid" not in claims or queries.is_grant_live(claims["sid"], claims["grant_id"])


def _may_know(client: Client, claims: dict[str, Any]) -> bool:
    """Tell whether the token was made for the program, or for a service that it is."""
    is_ours = client.is_first_party and claims["aud"] == AUDIENCE
    return bool(claims["client_id"] == client.id or is_ours)


def _claims_of(token: str) -> dict[str, Any] | None:
    try:
        return read_access_token(token)
    except BadToken:
        return None
