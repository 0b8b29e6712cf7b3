"""Discovery, and who a token is about."""

import pytest

from tests.component.identity.browser import CALLBACK, Client
from tests.support.builders.identity import an_account
from tests.support.people import PUBLIC_URL


def ask(gateway, authorization):
    headers = {"Authorization": authorization} if authorization else {}
    return gateway.http.get("/passport/userinfo", headers=headers, expect_errors=True)


def test_a_client_learns_who_the_person_is(browser, gateway):
    account = an_account()
    token = gateway.tokens(browser)["access_token"]

    answer = ask(gateway, f"Bearer {token}")

    assert answer.json == {
        "sub": str(account.id),
        "name": "ROSA ELENA QUISPE HUAMÁN",
        "given_name": "ROSA ELENA",
        "family_name": "QUISPE HUAMÁN",
    }


@pytest.mark.parametrize(
    "kind",
    ["id_token", "refresh_token", "changed", "nothing", "empty", "not a bearer", "of a client"],
)
def test_only_an_access_token_of_a_person_is_believed(identity, browser, gateway, kind):
    an_account()
    tokens = gateway.tokens(browser)
    boleta = Client(identity.app, "boleta", "the secret of boleta")
    of_a_client = boleta.ask({"grant_type": "client_credentials"}).json
    authorization = {
        "id_token": f"Bearer {tokens['id_token']}",
        "refresh_token": f"Bearer {tokens['refresh_token']}",
        "changed": f"Bearer {tokens['access_token'][:-5]}AAAAA",
        "nothing": "",
        "not a bearer": f"Basic {tokens['access_token']}",
        "empty": "Bearer ",
        "of a client": f"Bearer {of_a_client['access_token']}",
    }[kind]

    answer = ask(gateway, authorization)

    assert answer.status_int == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'


def test_a_token_of_an_ended_session_tells_nothing(browser, gateway):
    an_account()
    tokens = gateway.tokens(browser)
    browser.post("/passport/end-session", {"id_token_hint": tokens["id_token"]})

    assert ask(gateway, f"Bearer {tokens['access_token']}").status_int == 401


def test_discovery_tells_what_is_true(gateway):
    found = gateway.http.get("/passport/.well-known/openid-configuration").json

    assert found["issuer"] == f"{PUBLIC_URL}/passport"
    for name in ("authorization", "token", "userinfo", "end_session"):
        assert found[f"{name}_endpoint"].startswith(found["issuer"])
    assert found["code_challenge_methods_supported"] == ["S256"]
    assert found["response_types_supported"] == ["code"]
    assert CALLBACK not in str(found)
