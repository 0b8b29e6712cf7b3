"""What an authorization request must be, beyond what Authlib checks (RFC 9700, OIDC Core §3)."""

from collections.abc import Mapping, Sequence
from typing import Any

from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import InvalidRequestError
from authlib.oauth2.rfc7636 import CodeChallenge

NOT_SUPPORTED = {
    "request": "request_not_supported",
    "request_uri": "request_uri_not_supported",
    "registration": "registration_not_supported",
}
"""Parameters by which a request would come from elsewhere: nothing is fetched (OIDC Core §6)."""


class S256Required(CodeChallenge):  # type: ignore[misc]
    """PKCE with S256, of every client: Authlib asks it only of public ones, and allows `plain`."""

    DEFAULT_CODE_CHALLENGE_METHOD = "S256"
    SUPPORTED_CODE_CHALLENGE_METHOD = ("S256",)

    def validate_code_challenge(self, grant: Any, redirect_uri: Any) -> None:
        """Refuse a request without a challenge, or without its method."""
        for name in ("code_challenge", "code_challenge_method"):
            if not grant.request.payload.data.get(name):
                raise InvalidRequestError(f"Missing '{name}'")
        super().validate_code_challenge(grant, redirect_uri)

    def get_authorization_code_challenge_method(self, authorization_code: Any) -> str:
        """Say how every challenge that we keep was made."""
        return "S256"


class NothingIgnored:
    """Refuses parameters that we would otherwise pass over, to the surprise of the client."""

    def __call__(self, grant: Any) -> None:
        """Take part in a grant, as Authlib's extensions do."""
        grant.register_hook("before_validate_authorization_request_payload", self.check)

    def check(self, grant: Any, _redirect_uri: Any) -> None:
        """Refuse what we do not support."""
        given = grant.request.payload.data
        for name, error in NOT_SUPPORTED.items():
            if name in given:
                raise OAuth2Error(f"'{name}' is not supported.", error=error)
        if given.get("response_mode", "query") != "query":
            raise InvalidRequestError("Only response_mode query is supported.")
        max_age = given.get("max_age", "0")
        if not (max_age.isascii() and max_age.isdigit()):
            raise InvalidRequestError("'max_age' is not a number of seconds.")


def refuse_malformed(parameters: Mapping[str, Sequence[str]]) -> None:
    """Refuse a parameter given twice (RFC 6749 §3.1), and signs that no parameter has."""
    for name, values in parameters.items():
        if len(values) > 1:
            raise InvalidRequestError("A parameter is given more than once.")
        if not (name + values[0]).isprintable():
            raise InvalidRequestError("A parameter has a control character.")
