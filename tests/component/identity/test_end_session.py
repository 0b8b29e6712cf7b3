"""The end of a session, asked by a client or by the person."""

import pytest

from tests.support.builders.identity import an_account
from tests.support.people import PUBLIC_URL

END = "/passport/end-session"


@pytest.fixture
def tokens(browser, gateway):
    """Sign 00000001 in with the browser."""
    an_account("00000001")
    return gateway.tokens(browser)


def test_a_client_signs_its_person_out(browser, gateway, tokens):
    form = {
        "id_token_hint": tokens["id_token"],
        "post_logout_redirect_uri": f"{PUBLIC_URL}/",
        "state": "the state",
    }

    response = browser.post(END, form)

    assert response.location == f"{PUBLIC_URL}/?state=the+state"
    assert "passport" not in browser.cookies
    assert gateway.refresh(tokens["refresh_token"]).json["error"] == "invalid_grant"
    assert "/passport/login" in browser.get(gateway.request()).location


@pytest.mark.parametrize("address", ["http://evil.example/", f"{PUBLIC_URL}", f"{PUBLIC_URL}/x"])
def test_nobody_is_sent_to_an_address_that_the_client_did_not_register(browser, tokens, address):
    form = {"id_token_hint": tokens["id_token"], "post_logout_redirect_uri": address}

    assert browser.post(END, form).location == "/"


@pytest.mark.parametrize("hint", ["", "nonsense", "access_token", "refresh_token"])
def test_without_a_hint_the_person_is_asked(browser, gateway, tokens, hint):
    form = {"id_token_hint": tokens.get(hint, hint), "post_logout_redirect_uri": f"{PUBLIC_URL}/"}

    page = browser.post(END, form)

    assert "¿Desea cerrar su sesión" in page.text
    assert gateway.refresh(tokens["refresh_token"]).status_int == 200


@pytest.mark.parametrize("client_id", ["boleta", "nobody", ""])
def test_a_hint_of_one_client_does_not_serve_another(browser, gateway, tokens, client_id):
    page = browser.post(END, {"id_token_hint": tokens["id_token"], "client_id": client_id})

    assert "¿Desea cerrar su sesión" in page.text
    assert gateway.refresh(tokens["refresh_token"]).status_int == 200


def test_who_says_yes_goes_where_the_client_wants_them(browser, gateway, tokens):
    asked = f"client_id=gateway&state=the+state&post_logout_redirect_uri={PUBLIC_URL}/"
    page = browser.get(f"{END}?{asked}")

    assert page.headers["X-Form-Action"] == PUBLIC_URL
    assert page.form.submit().location == f"{PUBLIC_URL}/?state=the+state"
    assert gateway.refresh(tokens["refresh_token"]).json["error"] == "invalid_grant"


@pytest.mark.parametrize("address", ["http://evil.example/", "javascript:alert(1)", "ñ"])
def test_who_says_yes_goes_nowhere_else(browser, tokens, address):
    form = {"client_id": "gateway", "post_logout_redirect_uri": address, "state": "x"}

    assert browser.post(f"{END}/confirm", form).location == "/"


def test_the_person_may_say_yes(browser, gateway, tokens):
    response = browser.get(END).form.submit()

    assert response.location == "/"
    assert gateway.refresh(tokens["refresh_token"]).json["error"] == "invalid_grant"


def test_the_hint_of_one_session_does_not_end_another(browser, other_browser, gateway, tokens):
    an_account("00000002")
    other_browser.sign_in("00000002")

    other_browser.post(END, {"id_token_hint": tokens["id_token"]})

    assert "code=" in other_browser.get(gateway.request()).location


def test_an_old_id_token_is_still_a_hint(browser, gateway, tokens, identity):
    identity.run("keys", "rotate")

    response = browser.get(f"{END}?id_token_hint={tokens['id_token']}")

    assert response.status_int == 303
    assert gateway.refresh(tokens["refresh_token"]).json["error"] == "invalid_grant"
