"""The token endpoint: codes and refresh tokens are used once, tokens say what is true."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from joserfc import jwt
from joserfc.jwk import KeySet

from contracts.access_token import Grant, Principal, Role
from services.identity.domain import AccountState
from services.identity.models import db
from tests.component.identity.browser import Client, a_client, claims_of
from tests.support.builders.identity import an_account
from tests.support.people import PUBLIC_URL

ISSUER = f"{PUBLIC_URL}/passport"


@pytest.fixture
def account(identity):
    """Register 00000001, who can sign in and administers the boletas of Canchis."""
    return an_account("00000001", grants=(Grant(Role.ADMINISTRADOR_BOLETA, "080006"),))


@pytest.fixture
def code(account, browser, gateway):
    """Receive a code for 00000001."""
    return gateway.code(browser)


@pytest.fixture
def boleta(identity):
    """Be the client `boleta`, which acts for itself."""
    return Client(identity.app, "boleta", "the secret of boleta")


def test_the_access_token_says_who_it_is_and_what_they_may(identity, account, browser, gateway):
    token = gateway.tokens(browser)["access_token"]

    keys = KeySet.import_key_set(gateway.http.get("/passport/jwks").json)
    decoded = jwt.decode(token, keys, algorithms=["ES256"])
    assert decoded.header["typ"] == "at+jwt"
    claims = decoded.claims
    assert (claims["iss"], claims["aud"], claims["exp"] - claims["iat"]) == (ISSUER, "ayni", 300)
    assert {"jti", "sid", "auth_time"} < claims.keys()
    principal = Principal.from_claims(claims)
    assert (principal.dni, principal.client_id) == ("00000001", "gateway")
    assert principal.sub == str(account.id)
    assert principal.may(Role.ADMINISTRADOR_BOLETA, "080006")
    assert principal.ultimo_acceso is None


def test_ultimo_acceso_is_when_one_had_signed_in_before(account, browser, other_browser, gateway):
    yesterday = datetime.now(UTC) - timedelta(days=1)
    with time_machine.travel(yesterday, tick=False):
        other_browser.sign_in()

    principal = Principal.from_claims(claims_of(gateway.tokens(browser)["access_token"]))

    assert principal.ultimo_acceso == yesterday


def test_the_id_token_is_for_the_client(account, browser, gateway):
    tokens = gateway.tokens(browser)

    claims = claims_of(tokens["id_token"])
    assert (claims["iss"], claims["aud"], claims["nonce"]) == (ISSUER, "gateway", "the nonce")
    assert claims["sid"] == claims_of(tokens["access_token"])["sid"]
    assert claims["name"] == "ROSA ELENA QUISPE HUAMÁN"
    assert "00000001" not in str(claims)
    assert claims_of(tokens["id_token"], 0)["kid"] == claims_of(tokens["access_token"], 0)["kid"]


def test_no_answer_stays_in_a_cache(code, gateway):
    assert gateway.redeem(code).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_verifier": None}, "invalid_request"),
        ({"code_verifier": "x" * 43}, "invalid_grant"),
        ({"code_verifier": "ñ"}, "invalid_request"),
        ({"redirect_uri": None}, "invalid_grant"),
        ({"redirect_uri": "http://evil.example/callback"}, "invalid_grant"),
        ({"code": "another"}, "invalid_grant"),
        ({"code": "ñ"}, "invalid_grant"),
        ({"code": "\0"}, "invalid_request"),
        ({"code": None}, "invalid_request"),
        ({"grant_type": None}, "invalid_request"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": '"ñ\\'}, "unsupported_grant_type"),
    ],
)
def test_a_code_is_not_given_to_whoever_has_it(code, gateway, changes, error):
    response = gateway.redeem(code, **changes)

    assert response.status_int == 400
    assert response.json["error"] == error


def test_a_code_works_for_a_minute(account, browser, gateway):
    with time_machine.travel(datetime.now(UTC) - timedelta(seconds=61)):
        code = gateway.code(browser)

    assert gateway.redeem(code).json["error"] == "invalid_grant"


def test_a_code_used_twice_ends_what_it_gave(code, gateway):
    tokens = gateway.redeem(code).json

    again = gateway.redeem(code)

    assert again.json["error"] == "invalid_grant"
    assert gateway.refresh(tokens["refresh_token"]).json["error"] == "invalid_grant"


def test_of_many_redemptions_at_once_one_succeeds_and_then_none(code, gateway):
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: gateway.redeem(code), range(4)))

    assert sorted(answer.status_int for answer in answers) == [200, 400, 400, 400]
    (winner,) = [answer.json for answer in answers if answer.status_int == 200]
    assert gateway.refresh(winner["refresh_token"]).status_int == 400


def test_a_code_is_bound_to_its_client(identity, code):
    other = a_client(identity)

    assert other.redeem(code).json["error"] == "invalid_grant"


@pytest.mark.parametrize(
    "authorization",
    [
        pytest.param("", id="nothing"),
        pytest.param("Basic ", id="empty"),
        pytest.param("Basic ñ", id="not ASCII"),
        pytest.param("Basic /w==", id="not UTF-8"),
        pytest.param("Basic Z2F0ZXdheQ==", id="no secret"),
        pytest.param("Basic Z2F0ZXdheTrDsQ==", id="a secret with ñ"),
        pytest.param("Basic bm9ib2R5OnNlY3JldA==", id="unknown client"),
        pytest.param("Basic Z2F0ZXdheTp3cm9uZw==", id="wrong secret"),
        pytest.param("Basic AAA6AA==", id="control characters"),
        pytest.param("Bearer x", id="another scheme"),
    ],
)
def test_who_is_not_the_client_gets_one_answer(code, gateway, authorization):
    gateway.authorization = authorization.encode().decode("latin-1")

    response = gateway.redeem(code)

    assert response.status_int == 401
    assert response.json == {
        "error": "invalid_client",
        "error_description": "Client authentication failed.",
    }
    assert response.headers["WWW-Authenticate"].startswith("Basic")


def test_no_parameter_may_be_given_twice(code, gateway):
    form = [("grant_type", "authorization_code"), ("code", code), ("code", code)]

    assert gateway.ask(form).json["error"] == "invalid_request"


def test_a_refresh_token_is_replaced_and_the_sign_in_stays(account, browser, gateway):
    with time_machine.travel(datetime.now(UTC) - timedelta(minutes=4)):
        first = gateway.tokens(browser)

    second = gateway.refresh(first["refresh_token"]).json

    assert second["refresh_token"] != first["refresh_token"]
    for name in ("sid", "auth_time", "sub"):
        assert claims_of(second["access_token"])[name] == claims_of(first["access_token"])[name]
        assert claims_of(second["id_token"])[name] == claims_of(first["id_token"])[name]
    assert gateway.refresh(second["refresh_token"]).status_int == 200


def test_a_client_that_lost_the_answer_may_repeat_itself(account, browser, gateway):
    token = gateway.tokens(browser)["refresh_token"]

    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(lambda _: gateway.refresh(token).json, range(3)))

    assert len({answer["refresh_token"] for answer in answers}) == 1


def test_a_refresh_token_used_twice_ends_its_family(account, browser, gateway):
    with time_machine.travel(datetime.now(UTC) - timedelta(seconds=11)):
        stolen = gateway.tokens(browser)["refresh_token"]
        following = gateway.refresh(stolen).json["refresh_token"]

    assert gateway.refresh(stolen).json["error"] == "invalid_grant"
    assert gateway.refresh(following).json["error"] == "invalid_grant"


def test_to_repeat_oneself_after_going_on_is_reuse_even_at_once(account, browser, gateway):
    stolen = gateway.tokens(browser)["refresh_token"]
    following = gateway.refresh(stolen).json["refresh_token"]
    newest = gateway.refresh(following).json["refresh_token"]

    assert gateway.refresh(stolen).json["error"] == "invalid_grant"
    assert gateway.refresh(newest).json["error"] == "invalid_grant"


def test_a_refresh_token_is_bound_to_its_client(identity, account, browser, gateway):
    token = gateway.tokens(browser)["refresh_token"]
    other = a_client(identity)

    assert other.refresh(token).json["error"] == "invalid_grant"
    assert gateway.refresh(token).status_int == 200


def test_a_refresh_does_not_widen_the_scope(account, browser, gateway):
    token = gateway.tokens(browser)["refresh_token"]

    response = gateway.refresh(token, scope="openid profile legajo.servidores")

    assert response.json["error"] == "invalid_scope"


def test_a_refresh_may_narrow_the_scope(account, browser, gateway):
    token = gateway.tokens(browser)["refresh_token"]

    narrowed = gateway.refresh(token, scope="openid").json

    assert "name" not in claims_of(narrowed["id_token"])


def test_a_refresh_does_not_outlive_the_session(account, browser, gateway):
    with time_machine.travel(datetime.now(UTC) - timedelta(hours=8, seconds=1)):
        token = gateway.tokens(browser)["refresh_token"]

    assert gateway.refresh(token).json["error"] == "invalid_grant"


def test_who_is_suspended_is_out_within_minutes(account, browser, gateway):
    token = gateway.tokens(browser)["refresh_token"]
    with db.transaction():
        account.state = AccountState.SUSPENDED

    assert gateway.refresh(token).json["error"] == "invalid_grant"
    assert "/passport/login" in browser.get(gateway.request()).location


def test_a_role_is_in_the_next_token(identity, account, browser, gateway):
    token = gateway.tokens(browser)["refresh_token"]
    identity.run("roles", "grant", "00000001", "--role", "escalafon", "--sede", "080000")

    claims = claims_of(gateway.refresh(token).json["access_token"])

    assert {"role": "escalafon", "sede": "080000"} in claims["grants"]


def test_a_client_acts_for_itself(boleta):
    answer = boleta.ask({"grant_type": "client_credentials", "scope": "legajo.servidores"}).json

    principal = Principal.from_claims(claims_of(answer["access_token"]))
    assert (principal.sub, principal.client_id, principal.dni) == ("boleta", "boleta", "")
    assert principal.scope == {"legajo.servidores"}
    assert "refresh_token" not in answer
    assert "id_token" not in answer


def test_a_client_gets_its_own_scope_if_it_asks_for_none(boleta):
    assert boleta.ask({"grant_type": "client_credentials"}).json["scope"] == "legajo.servidores"


def test_a_client_gets_no_scope_of_another(boleta):
    answer = boleta.ask({"grant_type": "client_credentials", "scope": "openid"})

    assert answer.json["error"] == "invalid_scope"


def test_a_client_with_people_does_not_act_for_itself(gateway):
    answer = gateway.ask({"grant_type": "client_credentials", "scope": "openid"})

    assert answer.json["error"] == "unauthorized_client"


def test_after_a_rotation_old_tokens_are_still_believed(identity, account, browser, gateway):
    before = gateway.tokens(browser)
    assert identity.run("keys", "rotate").exit_code == 0

    after = gateway.refresh(before["refresh_token"]).json

    keys = KeySet.import_key_set(gateway.http.get("/passport/jwks").json)
    assert claims_of(before["access_token"], 0)["kid"] != claims_of(after["access_token"], 0)["kid"]
    for tokens in (before, after):
        assert jwt.decode(tokens["access_token"], keys, algorithms=["ES256"])
    assert all("d" not in key.as_dict() for key in keys.keys)
