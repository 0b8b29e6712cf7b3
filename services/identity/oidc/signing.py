"""What is signed with our keys, and what was: the tokens of RFC 7519, each of its own type."""

from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, RSAKey
from joserfc.jws import extract_compact

from chassis.service import current_settings
from contracts.access_token import AUDIENCE
from services.identity import queries
from services.identity.keyring import ALGORITHMS, open_key
from services.identity.recent import forget, recent
from services.identity.settings import Settings

ACCESS_TOKEN = "at+jwt"  # noqa: S105  (a type)
"""RFC 9068 §2.1."""

ID_TOKEN = "JWT"  # noqa: S105
"""What OpenID Connect leaves to RFC 7519 §5.1."""

LOGOUT_TOKEN = "logout+jwt"  # noqa: S105
"""Back-Channel Logout §2.4."""


class BadToken(Exception):
    """The token is not one that we signed, or not of the kind that was asked for."""


def signing_key(alg: str) -> RSAKey | ECKey:
    """Return the one key that signs so now."""
    return open_key(
        queries.active_key(alg).sealed_private_jwk, current_settings(Settings).key_secret
    )


def public_keys() -> dict[str, Any]:
    """Return the JWK Set that our tokens are verified with (RFC 7517 §5)."""
    return {"keys": queries.published_keys()}


def sign(claims: dict[str, Any], *, typ: str, alg: str) -> str:
    """Sign claims as a token of that type, naming the key so that it is found after a rotation."""
    key = signing_key(alg)
    return jwt.encode({"alg": alg, "typ": typ, "kid": key.kid}, claims, key, [alg])


def read_access_token(token: str) -> dict[str, Any]:
    """Return the claims of an access token that we signed and whose time has not passed."""
    issuer = current_settings(Settings).issuer
    aud: jwt.ClaimsOption = {"essential": True, "values": [AUDIENCE, issuer]}
    claims = _signed(token, typ=ACCESS_TOKEN)
    _validate(claims, aud=aud, exp={"essential": True})
    return claims


def read_id_token_hint(token: str) -> dict[str, Any]:
    """Return the claims of an ID token of ours, also when its time is over (RP-Initiated §2)."""
    essential: jwt.ClaimsOption = {"essential": True}
    claims = _signed(token, typ=ID_TOKEN)
    claims.pop("exp", None)
    _validate(claims, aud=essential, sid=essential)
    return claims


def _signed(token: str, *, typ: str) -> dict[str, Any]:
    try:
        kid = extract_compact(token.encode()).headers().get("kid")
        decoded = jwt.decode(token, _keys_with(kid), algorithms=list(ALGORITHMS))
    except (JoseError, ValueError) as error:
        raise BadToken(str(error)) from error
    if decoded.header.get("typ") != typ:
        raise BadToken("typ")
    return decoded.claims


def _keys_with(kid: str | None) -> KeySet:
    """Return the published keys; those of a moment ago if that one is among them."""
    known = recent("published keys", _published)
    if known is None or all(key.kid != kid for key in known.keys):
        forget()
        known = recent("published keys", _published)
    return known or KeySet([])


def _published() -> KeySet:
    return KeySet.import_key_set({"keys": queries.published_keys()})


def _validate(claims: dict[str, Any], **asked: jwt.ClaimsOption) -> None:
    issuer = current_settings(Settings).issuer
    options: dict[str, jwt.ClaimsOption] = {
        "iss": {"essential": True, "value": issuer},
        "sub": {"essential": True},
        **asked,
    }
    try:
        jwt.JWTClaimsRegistry(**options).validate(claims)  # type: ignore[arg-type]
    except JoseError as error:
        raise BadToken(str(error)) from error
