"""A program that is not ours: the person is asked once, and may take it back."""

import pytest

from services.identity import queries
from services.identity.usecases.consents import revoke_consent
from tests.component.identity.browser import a_client, answer_of, claims_of
from tests.support.builders.identity import an_account

TALLER = "https://taller.example.pe/cb"


@pytest.fixture
def account(identity):
    return an_account("00000001")


@pytest.fixture
def taller(identity):
    """Register a program that is not ours, and be it."""
    return a_client(identity, "--scope", "profile", "--scope", "email", redirect_uri=TALLER)


@pytest.fixture
def signed_in(account, browser):
    browser.sign_in()
    return browser


def ask(browser, client, **changes):
    return browser.get(client.request(redirect_uri=TALLER, **changes))


def answer(page, decision):
    """Press a button of the page; return what the program hears."""
    return answer_of(page.form.submit("decision", value=decision), TALLER)


def test_the_person_is_told_what_the_program_wants_to_know(signed_in, taller):
    page = ask(signed_in, taller, scope="openid email").follow()

    assert "Dar permiso a Otra" in page.text
    assert "taller.example.pe" in page.text
    assert "ROSA ELENA QUISPE HUAMÁN" in page.text
    assert "Su correo electrónico." in page.text
    assert "Sus nombres y apellidos." not in page.text
    assert page.headers["X-Form-Action"] == "https://taller.example.pe"


def test_who_permits_comes_back_with_a_code_and_is_not_asked_again(signed_in, taller):
    page = ask(signed_in, taller).follow()

    told = answer(page, "permitir")

    tokens = taller.redeem(told["code"], redirect_uri=TALLER).json
    assert claims_of(tokens["id_token"])["name"] == "ROSA ELENA QUISPE HUAMÁN"
    assert told["state"] == "the state"
    assert answer_of(ask(signed_in, taller), TALLER)["code"]


def test_who_does_not_permit_is_sent_back_without_one(signed_in, taller):
    page = ask(signed_in, taller).follow()

    told = answer(page, "negar")

    assert (told["error"], told["state"]) == ("access_denied", "the state")
    assert told["iss"].endswith("/passport")
    assert "/passport/permiso" in ask(signed_in, taller).location


def test_who_must_sign_in_first_is_asked_after_that(account, browser, taller):
    login = ask(browser, taller)
    assert "/passport/login" in login.location
    assert browser.get(login.location).headers["X-Form-Action"] == "https://taller.example.pe"

    page = browser.sign_in(at=login.location).follow().follow()

    assert answer(page, "permitir")["code"]


def test_more_is_asked_for_only_with_leave(signed_in, taller):
    answer(ask(signed_in, taller, scope="openid profile").follow(), "permitir")

    more = ask(signed_in, taller, scope="openid profile email")

    assert "/passport/permiso" in more.location
    answer(more.follow(), "permitir")
    assert answer_of(ask(signed_in, taller, scope="openid profile"), TALLER)["code"]


def test_a_program_may_ask_to_be_permitted_anew(signed_in, taller):
    answer(ask(signed_in, taller).follow(), "permitir")

    again = ask(signed_in, taller, prompt="consent")

    assert answer(again.follow(), "permitir")["code"]


def test_login_and_leave_may_be_asked_for_together(signed_in, taller):
    answer(ask(signed_in, taller).follow(), "permitir")

    login = ask(signed_in, taller, prompt="login consent")

    page = signed_in.sign_in(at=login.location).follow().follow()
    assert answer(page, "permitir")["code"]


def test_without_a_word_nothing_is_permitted(signed_in, taller):
    assert answer_of(ask(signed_in, taller, prompt="none"), TALLER)["error"] == "consent_required"


def test_what_was_asked_is_answered_once(signed_in, taller):
    page = ask(signed_in, taller).follow()
    answer(page, "permitir")

    again = page.form.submit("decision", value="permitir", expect_errors=True)

    assert again.status_int == 400
    assert "La solicitud de permiso venció" in again.text


def test_another_person_does_not_answer(signed_in, other_browser, taller):
    an_account("00000002")
    other_browser.sign_in("00000002")
    asked = ask(signed_in, taller).location

    assert other_browser.get(asked, expect_errors=True).status_int == 400
    assert other_browser.post(asked, {"decision": "permitir"}, expect_errors=True).status_int == 400


def test_nobody_answers_without_a_session(browser, signed_in, taller, other_browser):
    asked = ask(signed_in, taller).location

    assert other_browser.get(asked).location == "/login"
    assert other_browser.post(asked, {"decision": "permitir"}, expect_errors=True).status_int == 400


def test_what_a_strangers_token_says_no_service_believes(signed_in, taller):
    code = answer(ask(signed_in, taller).follow(), "permitir")["code"]

    claims = claims_of(taller.redeem(code, redirect_uri=TALLER).json["access_token"])

    assert claims["aud"].endswith("/passport")
    assert not {"dni", "grants", "given_name"} & claims.keys()


def test_leave_that_is_taken_back_ends_what_it_gave(account, signed_in, taller):
    code = answer(ask(signed_in, taller).follow(), "permitir")["code"]
    tokens = taller.redeem(code, redirect_uri=TALLER).json
    (given,) = queries.list_consents(account.id)
    assert (given.client.name, given.scopes) == ("Otra", ["openid", "profile"])

    revoke_consent(account.id, taller.id)

    assert queries.list_consents(account.id) == []
    assert taller.refresh(tokens["refresh_token"]).json["error"] == "invalid_grant"
    assert taller.post("/passport/introspect", {"token": tokens["access_token"]}).json == {
        "active": False
    }
    assert "/passport/permiso" in ask(signed_in, taller).location


def test_a_program_of_the_platform_asks_nobody(identity, signed_in):
    ours = a_client(identity, "--first-party", redirect_uri=TALLER)

    assert answer_of(ask(signed_in, ours), TALLER)["code"]
