"""What programs ask without a person: discovery, keys, tokens, and who a token is about."""

from flask import Blueprint, Response, jsonify, request

from chassis.access import public
from chassis.service import current_settings
from services.identity import queries
from services.identity.domain import AuthMethod
from services.identity.keyring import ALGORITHMS
from services.identity.models import db
from services.identity.oidc.claims import ONE_FACTOR, TWO_FACTORS, user_claims
from services.identity.oidc.client_auth import ASSERTION_ALGORITHMS
from services.identity.oidc.inspection import is_usable
from services.identity.oidc.provider import provider
from services.identity.oidc.signing import BadToken, public_keys, read_access_token
from services.identity.settings import Settings
from services.identity.usecases.clients import ALLOWED_SCOPES

KEYS_MAX_AGE = 300
"""Seconds for which a service may believe the key set; a new key is published long before."""

blueprint = Blueprint("endpoints", __name__)


@blueprint.get("/.well-known/openid-configuration")
@public
def discovery() -> Response:
    """Tell exactly what is true (OIDC Discovery §3)."""
    issuer = current_settings(Settings).issuer
    return jsonify(
        issuer=issuer,
        authorization_endpoint=f"{issuer}/authorize",
        token_endpoint=f"{issuer}/token",
        userinfo_endpoint=f"{issuer}/userinfo",
        end_session_endpoint=f"{issuer}/end-session",
        introspection_endpoint=f"{issuer}/introspect",
        revocation_endpoint=f"{issuer}/revoke",
        jwks_uri=f"{issuer}/jwks",
        scopes_supported=[*ALLOWED_SCOPES],
        response_types_supported=["code"],
        response_modes_supported=["query"],
        grant_types_supported=["authorization_code", "refresh_token", "client_credentials"],
        subject_types_supported=["public"],
        id_token_signing_alg_values_supported=[*ALGORITHMS],
        acr_values_supported=[ONE_FACTOR, TWO_FACTORS],
        **_authentication("token"),
        **_authentication("introspection"),
        **_authentication("revocation"),
        code_challenge_methods_supported=["S256"],
        prompt_values_supported=["none", "login", "consent", "select_account"],
        claims_supported=[
            *("iss", "aud", "exp", "iat", "sub", "sid", "nonce", "at_hash"),
            *("auth_time", "acr", "amr"),
            *("name", "given_name", "family_name", "email", "dni"),
        ],
        ui_locales_supported=["es-PE"],
        backchannel_logout_supported=True,
        backchannel_logout_session_supported=True,
        authorization_response_iss_parameter_supported=True,
        request_parameter_supported=False,
        request_uri_parameter_supported=False,
        claims_parameter_supported=False,
    )


def _authentication(endpoint: str) -> dict[str, list[str]]:
    return {
        f"{endpoint}_endpoint_auth_methods_supported": [*AuthMethod],
        f"{endpoint}_endpoint_auth_signing_alg_values_supported": ASSERTION_ALGORITHMS,
    }


@blueprint.get("/jwks")
@public
def jwks() -> Response:
    """Publish the public keys, for a short while in caches."""
    response = jsonify(public_keys())
    response.cache_control.public = True
    response.cache_control.max_age = KEYS_MAX_AGE
    return response


@blueprint.post("/token")
@public
@db.transactional
def token() -> Response:
    """Exchange a code, a refresh token or a client's secret for tokens.

    One transaction: a code is not used up without its tokens, and who comes second sees that.
    """
    return provider.create_token_response(request.form)


@blueprint.route("/userinfo", methods=["GET", "POST"])
@public
def userinfo() -> Response:
    """Tell a client about the person of its token (OIDC Core §5.3), while the session lives."""
    kind, _, access_token = request.headers.get("Authorization", "").partition(" ")
    try:
        claims = read_access_token(access_token if kind.lower() == "bearer" else "")
    except BadToken:
        return _refuse_token()
    if "openid" not in claims["scope"].split() or not is_usable(claims):
        return _refuse_token()
    session = queries.find_session_by_id(claims["sid"])
    if session is None:
        return _refuse_token()
    return jsonify(user_claims(session, claims["scope"]))


def _refuse_token() -> Response:
    response = jsonify(error="invalid_token")
    response.status_code = 401
    response.headers["WWW-Authenticate"] = 'Bearer error="invalid_token"'  # RFC 6750 §3
    return response
