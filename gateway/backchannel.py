"""Hears from identity that a sign-in has ended, and ends what came of it here.

OpenID Connect Back-Channel Logout §2.5 and §2.6: the token is all that is believed.
"""

import time
from typing import cast

import structlog
from flask import Blueprint, Response, current_app, jsonify, request
from joserfc import jwt
from joserfc.errors import JoseError
from redis import Redis

from chassis.access import BadToken, PublicKeys, public
from gateway.passport import CLIENT_ID, LEEWAY_SECONDS
from gateway.routes import BACKCHANNEL_LOGOUT
from gateway.settings import Settings
from gateway.visitor import current_sessions

EVENT = "http://schemas.openid.net/event/backchannel-logout"
"""What must have happened."""

LONGEST_SECONDS = 600
"""For how long a token may be good: so long we remember that we have seen it."""

blueprint = Blueprint("backchannel", __name__)

log = structlog.get_logger()


class LogoutTokens:
    """Believes the logout tokens of identity, each once."""

    def __init__(self, settings: Settings, valkey: Redis) -> None:
        self._keys = PublicKeys(settings.identity_url)
        self._valkey = valkey
        self._claims = jwt.JWTClaimsRegistry(
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": settings.issuer},
            aud={"essential": True, "value": CLIENT_ID},
            iat={"essential": True},
            exp={"essential": True},
            jti={"essential": True},
            sid={"essential": True},
        )

    def take(self, token: str) -> str:
        """Return the `sid` that ended; raise BadToken for what is not the news that it seems."""
        claims = self._keys.verify(token, "logout+jwt")
        try:
            self._claims.validate(claims)
        except JoseError as error:
            raise BadToken(str(error)) from error
        events = claims.get("events")
        if not isinstance(events, dict) or not isinstance(events.get(EVENT), dict):
            raise BadToken("events")
        if "nonce" in claims:
            raise BadToken("nonce")  # It could be an ID token that somebody passes off.
        if claims["exp"] > time.time() + LONGEST_SECONDS:
            raise BadToken("exp")
        if not self._is_new(claims["jti"]):
            raise BadToken("jti")
        return str(claims["sid"])

    def _is_new(self, jti: str) -> bool:
        lifetime = LONGEST_SECONDS + 2 * LEEWAY_SECONDS
        return bool(self._valkey.set(f"gateway:logout:{jti}", "1", nx=True, ex=lifetime))


@blueprint.post(BACKCHANNEL_LOGOUT)
@public
def hear() -> Response:
    """End the sessions that came of a sign-in which identity ended."""
    tokens = cast(LogoutTokens, current_app.extensions["logout_tokens"])
    try:
        sid = tokens.take(request.form.get("logout_token", ""))
    except BadToken as refusal:
        log.warning("logout_token_refused", reason=str(refusal))
        response = jsonify(error="invalid_request", error_description="Bad logout token.")
        response.status_code = 400
        return response
    ended = current_sessions().end_all_of(sid)
    log.info("signed_out_by_identity", sessions=ended)
    return Response(status=200)
