"""The three ways to get tokens: a code, a refresh token, a client's own secret.

Each asks a use case, which decides; Authlib knows the protocol around it.
"""

import time
from datetime import UTC, datetime
from typing import Any

from authlib.oauth2.rfc6749 import OAuth2Request, grants
from authlib.oidc.core.grants import OpenIDCode, OpenIDToken
from joserfc.jwk import RSAKey

from chassis.service import current_settings
from services.identity.domain import ACCESS_TOKEN_LIFETIME
from services.identity.keyring import ALGORITHM
from services.identity.models import AuthorizationCode, Client, LoginSession, RefreshToken
from services.identity.oidc.claims import (
    ID_TOKEN_LIFETIME,
    access_token,
    session_claims,
    signing_key,
    user_claims,
)
from services.identity.oidc.strict import refuse_malformed
from services.identity.settings import Settings
from services.identity.usecases import tokens


def token_response(client: Client, scope: str, session: LoginSession | None) -> dict[str, Any]:
    """Return what the token endpoint answers (RFC 6749 §5.1), without a refresh token."""
    return {
        "token_type": "Bearer",
        "access_token": access_token(client, scope, session),
        "expires_in": int(ACCESS_TOKEN_LIFETIME.total_seconds()),
        "scope": scope,
    }


class CodeGrant(grants.AuthorizationCodeGrant):  # type: ignore[misc]
    """Authorization code: a person signs in with a browser."""

    TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic",)

    @staticmethod
    def validate_no_multiple_request_parameter(request: OAuth2Request) -> None:
        """Check every parameter, not only the five that Authlib knows."""
        refuse_malformed(request.payload.datalist)

    def generate_authorization_code(self) -> str:
        """Leave it to the use case."""
        session: LoginSession = self.request.user
        given = self.request.payload
        return tokens.issue_code(
            session.id,
            given.client_id,
            redirect_uri=given.redirect_uri,
            scope=self.request.scope,
            nonce=given.data.get("nonce"),
            code_challenge=given.data["code_challenge"],
        )

    def save_authorization_code(self, code: str, request: OAuth2Request) -> None:
        """Do nothing: it was issued and kept in one step."""

    def query_authorization_code(self, code: str, client: Client) -> AuthorizationCode | None:
        """Use the code up already here: of several requests at once, one gets it."""
        return tokens.redeem_code(code, client.id)

    def delete_authorization_code(self, authorization_code: AuthorizationCode) -> None:
        """Do nothing: a used code is kept, to recognise a second use."""

    def authenticate_user(self, authorization_code: AuthorizationCode) -> LoginSession | None:
        """Return the session that the code speaks for."""
        session = authorization_code.session
        return session if session.is_live(datetime.now(UTC)) else None

    def generate_token(
        self, *, user: LoginSession, scope: str, include_refresh_token: bool
    ) -> dict[str, Any]:
        """Answer with both tokens."""
        answer = token_response(self.request.client, scope, user)
        if include_refresh_token:
            code = self.request.authorization_code
            answer["refresh_token"] = tokens.issue_refresh_token(code)
        return answer


class RefreshGrant(grants.RefreshTokenGrant):  # type: ignore[misc]
    """Refresh token: rotated at each use."""

    TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic",)

    def authenticate_refresh_token(self, refresh_token: str) -> RefreshToken | None:
        """Return the token if this client may use it now."""
        key_secret = current_settings(Settings).key_secret
        return tokens.find_refresh_token(refresh_token, self.request.client.id, key_secret)

    def authenticate_user(self, refresh_token: RefreshToken) -> LoginSession:
        """Return the session that the token speaks for."""
        return refresh_token.session

    def issue_token(self, user: LoginSession, refresh_token: RefreshToken) -> dict[str, Any]:
        """Answer with a new access token and the token's successor."""
        scope = self.request.payload.scope or refresh_token.scope
        following = tokens.rotate_refresh_token(
            self.request.form["refresh_token"],
            refresh_token,
            current_settings(Settings).key_secret,
        )
        return token_response(self.request.client, scope, user) | {"refresh_token": following}

    def revoke_old_credential(self, refresh_token: RefreshToken) -> None:
        """Do nothing: it was used up before its successor was given."""


class ClientGrant(grants.ClientCredentialsGrant):  # type: ignore[misc]
    """Client credentials: a service of ours asks another one, for nobody."""

    TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic",)

    def generate_token(self, *, scope: str | None, include_refresh_token: bool) -> dict[str, Any]:
        """Answer with an access token that speaks for the client."""
        client: Client = self.request.client
        return token_response(client, self.server.allowed_scope(client, scope), None)


class SignedByUs:
    """What Authlib asks about our ID tokens: who signs, for how long, about whom."""

    def get_client_algorithm(self, _client: Client) -> str:
        """Say how every ID token is signed."""
        return ALGORITHM

    def resolve_client_private_key(self, _client: Client) -> RSAKey:
        """Return the one active key: from a set, Authlib would take any."""
        return signing_key()

    def get_encode_header(self, _client: Client) -> dict[str, Any]:
        """Name the key, so that it is found after a rotation."""
        return {"alg": ALGORITHM, "kid": signing_key().kid}

    def get_compatible_claims(self, request: OAuth2Request) -> dict[str, Any]:
        """Return the claims about the token itself."""
        now = int(time.time())
        return {
            "iss": current_settings(Settings).issuer,
            "aud": request.client.id,
            "iat": now,
            "exp": now + ID_TOKEN_LIFETIME,
        }

    def generate_user_info(self, session: LoginSession, scope: str) -> dict[str, Any]:
        """Return the claims about the person and their sign-in."""
        return user_claims(session, scope) | session_claims(session)


class IdTokenOfCode(SignedByUs, OpenIDCode):  # type: ignore[misc]
    """The ID token that a code gives; it repeats the client's nonce."""

    def exists_nonce(self, nonce: str, request: OAuth2Request) -> bool:
        """Keep no list: the code is single, and the client compares its nonce."""
        return False

    def get_authorization_code_claims(self, code: AuthorizationCode) -> dict[str, Any]:
        """Return the nonce, if there was one."""
        return {"nonce": code.nonce} if code.nonce else {}


class IdTokenOfRefresh(SignedByUs, OpenIDToken):  # type: ignore[misc]
    """The ID token that a refresh gives (OIDC Core §12.2)."""
