"""Introspection and revocation: what a program may ask about a token, and how it gives one back."""

import pytest

from tests.component.identity.browser import Client, a_client, claims_of
from tests.support.builders.identity import an_account

INTROSPECT, REVOKE, USERINFO = "/passport/introspect", "/passport/revoke", "/passport/userinfo"


@pytest.fixture
def tokens(browser, gateway):
    """Sign 00000001 in with the browser, through the gateway."""
    an_account()
    return gateway.tokens(browser)


def is_active(client, token):
    return client.post(INTROSPECT, {"token": token}).json["active"]


def knows_the_person(client, token):
    headers = {"Authorization": f"Bearer {token}"}
    return client.http.get(USERINFO, headers=headers, expect_errors=True).status_int == 200


def test_a_client_learns_what_its_access_token_is_good_for(gateway, tokens):
    answer = gateway.post(INTROSPECT, {"token": tokens["access_token"]}).json

    claims = claims_of(tokens["access_token"])
    assert answer["active"] is True
    assert (answer["client_id"], answer["scope"]) == ("gateway", "openid profile")
    assert (answer["sub"], answer["exp"]) == (claims["sub"], claims["exp"])
    assert "00000001" not in str(answer)


def test_a_client_learns_that_its_refresh_token_is_good(gateway, tokens):
    answer = gateway.post(INTROSPECT, {"token": tokens["refresh_token"]}).json

    assert (answer["active"], answer["client_id"]) == (True, "gateway")


@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
def test_about_a_token_of_another_a_stranger_learns_nothing(identity, gateway, tokens, kind):
    stranger = a_client(identity)

    assert stranger.post(INTROSPECT, {"token": tokens[kind]}).json == {"active": False}


def test_a_service_of_ours_may_ask_about_what_was_made_for_services(identity, tokens):
    boleta = Client(identity.app, "boleta", "the secret of boleta")

    assert is_active(boleta, tokens["access_token"])
    assert not is_active(boleta, tokens["refresh_token"])


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "é", "\0", "x" * 9000, '{"alg": "none"}'])
def test_what_is_no_token_is_not_active(gateway, token):
    answer = gateway.post(INTROSPECT, {"token": token})

    assert answer.status_int in {200, 400}
    assert answer.json.get("active", False) is False


def test_an_id_token_is_no_access_token(gateway, tokens):
    assert not is_active(gateway, tokens["id_token"])


def test_a_refresh_token_that_was_given_back_is_worth_nothing(gateway, tokens):
    assert gateway.post(REVOKE, {"token": tokens["refresh_token"]}).status_int == 200

    assert gateway.refresh(tokens["refresh_token"]).json["error"] == "invalid_grant"
    assert not is_active(gateway, tokens["refresh_token"])
    assert not is_active(gateway, tokens["access_token"])
    assert not knows_the_person(gateway, tokens["access_token"])


def test_an_access_token_that_was_given_back_is_worth_nothing_alone(gateway, tokens):
    hint = {"token_type_hint": "refresh_token"}

    assert gateway.post(REVOKE, {"token": tokens["access_token"]} | hint).status_int == 200

    assert not is_active(gateway, tokens["access_token"])
    assert not knows_the_person(gateway, tokens["access_token"])
    assert gateway.refresh(tokens["refresh_token"]).status_int == 200


@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
def test_nobody_gives_back_what_is_not_theirs(identity, gateway, tokens, kind):
    stranger = a_client(identity)

    assert stranger.post(REVOKE, {"token": tokens[kind]}).status_int == 200

    assert is_active(gateway, tokens[kind])


@pytest.mark.parametrize("token", ["nothing", "a.b.c", "é"])
def test_to_give_back_what_is_nothing_is_no_error(gateway, token):
    assert gateway.post(REVOKE, {"token": token}).status_int == 200


@pytest.mark.parametrize("address", [INTROSPECT, REVOKE])
def test_a_token_must_be_named_once_by_who_says_who_they_are(gateway, address):
    assert gateway.post(address, {}).json["error"] == "invalid_request"
    assert gateway.post(address, [("token", "x"), ("token", "y")]).status_int == 400
    gateway.authorization = ""
    assert gateway.post(address, {"token": "x"}).json["error"] == "invalid_client"


@pytest.mark.parametrize("address", [INTROSPECT, REVOKE, "/passport/token"])
def test_what_concerns_tokens_is_posted_as_a_form(gateway, address):
    assert gateway.http.get(address, expect_errors=True).status_int == 405
    headers = {"Authorization": gateway.authorization}
    as_json = gateway.http.post_json(address, {"token": "x"}, headers=headers, expect_errors=True)
    assert as_json.status_int == 400


def test_when_a_session_ends_its_tokens_are_not_active(browser, gateway, tokens):
    browser.post("/passport/end-session", {"id_token_hint": tokens["id_token"]})

    assert not is_active(gateway, tokens["access_token"])
    assert not is_active(gateway, tokens["refresh_token"])


def test_a_code_that_is_shown_twice_ends_all_that_it_gave(browser, gateway):
    an_account()
    code = gateway.code(browser)
    tokens = gateway.redeem(code).json

    assert gateway.redeem(code).json["error"] == "invalid_grant"

    assert not is_active(gateway, tokens["access_token"])
    assert not knows_the_person(gateway, tokens["access_token"])
    assert gateway.refresh(tokens["refresh_token"]).json["error"] == "invalid_grant"
