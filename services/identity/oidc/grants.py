"""The three ways to get tokens: a code, a refresh token, a client's own secret.

Each asks a use case, which decides; Authlib knows the protocol around it.
"""

from datetime import UTC, datetime
from typing import Any

from authlib.oauth2.rfc6749 import OAuth2Request, grants
from authlib.oidc.core.util import create_half_hash

from chassis.service import current_settings
from services.identity.domain import ACCESS_TOKEN_LIFETIME
from services.identity.models import Client, Subject
from services.identity.oidc.claims import access_token, id_token, session_claims, user_claims
from services.identity.oidc.strict import refuse_malformed
from services.identity.settings import Settings
from services.identity.usecases import tokens
from services.identity.usecases.tokens import HeldToken, RedeemedCode


def token_response(
    client: Client, scope: str, session: Subject | None = None, grant_id: str = ""
) -> dict[str, Any]:
    """Return what the token endpoint answers (RFC 6749 §5.1), without a refresh token."""
    return {
        "token_type": "Bearer",
        "access_token": access_token(client, scope, session, grant_id),
        "expires_in": int(ACCESS_TOKEN_LIFETIME.total_seconds()),
        "scope": scope,
    }


def with_id_token(
    answer: dict[str, Any], client: Client, session: Subject, nonce: str | None = None
) -> dict[str, Any]:
    """Add who signed in, for a client that asked (OIDC Core §3.1.3.3, and §12.2 for a refresh)."""
    if "openid" not in answer["scope"].split():
        return answer
    claims = user_claims(session, answer["scope"]) | session_claims(session)
    claims["at_hash"] = create_half_hash(answer["access_token"], client.id_token_alg).decode()
    if nonce:
        claims["nonce"] = nonce
    return answer | {"id_token": id_token(client, claims)}


class CodeGrant(grants.AuthorizationCodeGrant):  # type: ignore[misc]
    """Authorization code: a person signs in with a browser."""

    @staticmethod
    def validate_no_multiple_request_parameter(request: OAuth2Request) -> None:
        """Check every parameter, not only the five that Authlib knows."""
        refuse_malformed(request.payload.datalist)

    def generate_authorization_code(self) -> str:
        """Leave it to the use case."""
        session: Subject = self.request.user
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

    def query_authorization_code(self, code: str, client: Client) -> RedeemedCode | None:
        """Use the code up already here: of several requests at once, one gets it."""
        return tokens.redeem_code(code, client.id)

    def delete_authorization_code(self, authorization_code: RedeemedCode) -> None:
        """Do nothing: a used code is kept, to recognise a second use."""

    def authenticate_user(self, authorization_code: RedeemedCode) -> Subject | None:
        """Return the session that the code speaks for."""
        session = authorization_code.session
        return session if session.is_live(datetime.now(UTC)) else None

    def generate_token(
        self, *, user: Subject, scope: str, include_refresh_token: bool
    ) -> dict[str, Any]:
        """Answer with all three tokens."""
        client, code = self.request.client, self.request.authorization_code
        answer = token_response(client, scope, user, str(code.id))
        if include_refresh_token:
            answer["refresh_token"] = tokens.issue_refresh_token(code)
        return with_id_token(answer, client, user, code.nonce)


class RefreshGrant(grants.RefreshTokenGrant):  # type: ignore[misc]
    """Refresh token: rotated at each use."""

    def authenticate_refresh_token(self, refresh_token: str) -> HeldToken | None:
        """Return the token if this client may use it now."""
        key_secret = current_settings(Settings).key_secret
        return tokens.find_refresh_token(refresh_token, self.request.client.id, key_secret)

    def authenticate_user(self, refresh_token: HeldToken) -> Subject:
        """Return the session that the token speaks for."""
        return refresh_token.session

    def issue_token(self, user: Subject, refresh_token: HeldToken) -> dict[str, Any]:
        """Answer with a new access token and the token's successor."""
        scope = self.request.payload.scope or refresh_token.scope
        following = tokens.rotate_refresh_token(
            self.request.form["refresh_token"],
            refresh_token,
            current_settings(Settings).key_secret,
        )
        client = self.request.client
        answer = token_response(client, scope, user, str(refresh_token.family))
        return with_id_token(answer | {"refresh_token": following}, client, user)

    def revoke_old_credential(self, refresh_token: HeldToken) -> None:
        """Do nothing: it was used up before its successor was given."""


class ClientGrant(grants.ClientCredentialsGrant):  # type: ignore[misc]
    """Client credentials: a service of ours asks another one, for nobody."""

    def generate_token(self, *, scope: str | None, include_refresh_token: bool) -> dict[str, Any]:
        """Answer with an access token that speaks for the client."""
        client: Client = self.request.client
        return token_response(client, self.server.allowed_scope(client, scope))
