"""Speaks OpenID Connect with identity: code with PKCE (S256), state, nonce, a pinned issuer.

Browsers are sent to the public address; what we ask ourselves goes to the inner one. It keeps
nothing: what a sign-in must remember is handed to the caller.
"""

import json
import time
from dataclasses import dataclass
from typing import Any

import requests
from authlib.integrations.flask_client import OAuth, OAuthError
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from flask import Flask
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from chassis.http import Unavailable
from gateway.settings import Settings

CLIENT_ID = "gateway"
"""The name under which identity knows us."""

TIMEOUT_SECONDS = 5
"""How long identity may take to answer."""

LEEWAY_SECONDS = 10
"""How much the clocks of two hosts may differ."""


class Refused(Exception):
    """Identity did not give tokens, or gave some that are not to be believed."""


@dataclass(frozen=True, kw_only=True)
class Start:
    """A sign-in that has begun: where to send the browser, and what its end must match."""

    url: str
    state: str
    nonce: str
    code_verifier: str


@dataclass(frozen=True, kw_only=True)
class Tokens:
    """What identity gave for one session; it never reaches a browser."""

    access_token: str
    refresh_token: str
    id_token: str
    expires_at: float
    """When the access token ends, in seconds since 1970."""


class Passport:
    """Identity, as its client sees it."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self.issuer = settings.issuer
        self._redirect_uri = f"{settings.public_url}/callback"
        self._after_logout = f"{settings.public_url}/"
        inner = f"{settings.identity_url}/passport"
        self._client = OAuth(app).register(
            "passport",
            client_id=CLIENT_ID,
            **_proof(settings),
            # Told here, not discovered: what is said at an address cannot change whom we trust.
            issuer=settings.issuer,
            authorize_url=f"{settings.issuer}/authorize",
            access_token_url=f"{inner}/token",
            jwks_uri=f"{inner}/jwks",
            id_token_signing_alg_values_supported=["ES256", "RS256"],
            client_kwargs={
                "scope": "openid profile",
                "code_challenge_method": "S256",
                "token_endpoint_auth_method": (
                    PrivateKeyJWT.name if settings.client_key else "client_secret_basic"
                ),
                "default_timeout": TIMEOUT_SECONDS,
                "trust_env": False,
            },
        )

    def start(self) -> Start:
        """Begin a sign-in."""
        made = self._client.create_authorization_url(self._redirect_uri)
        return Start(
            url=made["url"],
            state=made["state"],
            nonce=made["nonce"],
            code_verifier=made["code_verifier"],
        )

    def finish(self, code: str, *, nonce: str, code_verifier: str) -> Tokens:
        """Exchange the code for tokens, and verify who they are about."""
        given = self._ask(redirect_uri=self._redirect_uri, code=code, code_verifier=code_verifier)
        self._verify(given, nonce)
        return _tokens(given)

    def refresh(self, tokens: Tokens) -> Tokens:
        """Exchange the refresh token for new tokens of the same session."""
        given = self._ask(grant_type="refresh_token", refresh_token=tokens.refresh_token)
        kept = {"refresh_token": tokens.refresh_token}
        # The first ID token was verified with its nonce; it stays the hint for the sign-out.
        return _tokens({**kept, **given, "id_token": tokens.id_token})

    def end_session_form(self, tokens: Tokens) -> dict[str, str]:
        """Return what identity needs to sign the person out (RP-Initiated Logout §2)."""
        return {
            "id_token_hint": tokens.id_token,
            "client_id": CLIENT_ID,
            "post_logout_redirect_uri": self._after_logout,
        }

    def _ask(self, **form: str) -> dict[str, Any]:
        try:
            return dict(self._client.fetch_access_token(**form))
        except OAuthError as error:
            raise Refused(error.error) from error
        except (requests.RequestException, ValueError) as error:
            raise Unavailable(f"token: {type(error).__name__}") from error

    def _verify(self, given: dict[str, Any], nonce: str) -> None:
        if not given.get("id_token"):
            raise Refused("no id_token")
        options = {
            "iss": {"essential": True, "value": self.issuer},
            "aud": {"essential": True, "value": CLIENT_ID},
        }
        try:
            self._client.parse_id_token(
                given, nonce=nonce, claims_options=options, leeway=LEEWAY_SECONDS
            )
        except (JoseError, ValueError) as error:
            raise Refused(f"id_token: {error}") from error
        except requests.RequestException as error:
            raise Unavailable(f"jwks: {type(error).__name__}") from error


def _proof(settings: Settings) -> dict[str, Any]:
    """Return by what we prove who we are: the secret, or a key that never leaves us (RFC 7523)."""
    if not settings.client_key:
        return {"client_secret": settings.client_secret}
    signs = PrivateKeyJWT(f"{settings.issuer}/token", alg="ES256")
    key = ECKey.import_key(json.loads(settings.client_key))
    return {"client_secret": key, "client_auth_methods": [signs]}


def _tokens(given: dict[str, Any]) -> Tokens:
    try:
        return Tokens(
            access_token=given["access_token"],
            refresh_token=given["refresh_token"],
            id_token=given["id_token"],
            expires_at=time.time() + int(given["expires_in"]),
        )
    except (KeyError, ValueError) as error:
        raise Refused(f"tokens: {error}") from error
