"""The authorization server: which grants there are, and who may use them."""

from http import HTTPStatus
from typing import Any, cast

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.integrations.flask_oauth2.requests import FlaskOAuth2Request
from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import (
    InvalidRequestError,
    InvalidScopeError,
    OAuth2Payload,
    OAuth2Request,
)
from flask import Response, request
from werkzeug.datastructures import MultiDict

from services.identity import queries
from services.identity.metrics import TOKEN_ERRORS
from services.identity.models import Client
from services.identity.oidc.client_auth import authenticate
from services.identity.oidc.grants import ClientGrant, CodeGrant, RefreshGrant
from services.identity.oidc.strict import NothingIgnored, S256Required, refuse_malformed

Parameters = MultiDict[str, str]
"""What a client sent, in the query, in a form, or a while ago."""


class Given(OAuth2Payload):  # type: ignore[misc]
    """The parameters of a request, wherever they come from."""

    def __init__(self, parameters: Parameters) -> None:
        self._parameters = parameters

    @property
    def data(self) -> Parameters:
        """Return one value of each parameter."""
        return self._parameters

    @property
    def datalist(self) -> dict[str, list[str]]:
        """Return all values of each parameter."""
        return dict(self._parameters.lists())


class GivenRequest(FlaskOAuth2Request):  # type: ignore[misc]
    """A request as Authlib wants it, with parameters that we chose.

    Whether people come by TLS cannot be seen from behind the gateway: who answers for it is the
    public URL. So Authlib is told an address that it does not ask TLS of.
    """

    def __init__(self, parameters: Parameters) -> None:
        OAuth2Request.__init__(self, request.method, "http://localhost/", headers=request.headers)
        self._request = request
        self.payload = Given(parameters)


class Provider(AuthorizationServer):  # type: ignore[misc]
    """Our authorization server."""

    def __init__(self) -> None:
        super().__init__()
        self.scopes_supported = None
        self.register_grant(CodeGrant, [S256Required(), NothingIgnored()])
        self.register_grant(RefreshGrant)
        self.register_grant(ClientGrant)

    def create_oauth2_request(self, parameters: Parameters) -> GivenRequest:
        """Build the request from the parameters that the view found."""
        return GivenRequest(parameters)

    def query_client(self, client_id: str) -> Client | None:
        """Return the client of that id, if it may still bring people here."""
        client = queries.find_client(client_id)
        return client if client and client.disabled_at is None else None

    def save_token(self, token: dict[str, Any], request: OAuth2Request) -> None:
        """Keep nothing: an access token says all by itself, the rest the use cases keep."""

    def authenticate_client(self, request: OAuth2Request, *_: Any) -> Client:
        """Demand the proof that the client registered (RFC 6749 §2.3)."""
        client = authenticate(request.form, request.headers.get("Authorization", ""))
        request.client = client
        return client

    def create_token_response(self, parameters: Parameters) -> Response:
        """Answer a client that asks for tokens, and count what is refused."""
        response = self._token_response(parameters)
        if response.status_code >= HTTPStatus.BAD_REQUEST and response.is_json:
            TOKEN_ERRORS.labels(response.get_json()["error"]).inc()
        return response

    def _token_response(self, parameters: Parameters) -> Response:
        """Answer; what is malformed, without further ado."""
        try:
            refuse_malformed(dict(parameters.lists()))
            if not parameters.get("grant_type"):
                raise InvalidRequestError("Missing 'grant_type' in request.")
        except OAuth2Error as error:
            return cast(Response, self.handle_error_response(None, error))
        return cast(Response, super().create_token_response(parameters))

    def allowed_scope(self, client: Client, scope: str | None) -> str:
        """Return what the client may have of what it asks for."""
        allowed = client.get_allowed_scope(scope)
        if allowed is None:
            raise InvalidScopeError
        return allowed


provider = Provider()
"""The one provider of this service; it keeps nothing of its own."""
