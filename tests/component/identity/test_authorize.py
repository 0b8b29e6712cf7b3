"""The browser's way to a code: the request is checked wholly, before anybody is asked anything."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from services.identity.models import LoginSession, Totp, db
from tests.component.identity.browser import (
    CALLBACK,
    a_client,
    answer_of,
    challenge_of,
    claims_of,
)
from tests.support.builders.identity import PASSWORD, an_account
from tests.support.people import PUBLIC_URL

ISSUER = f"{PUBLIC_URL}/passport"

CALLBACK_ON_TLS = "https://otra.example.pe/cb"


@pytest.fixture
def signed_in(browser):
    """Open a browser in which 00000001 has signed in."""
    an_account("00000001")
    browser.sign_in()
    return browser


def test_a_person_signs_in_and_comes_back_with_a_code(browser, gateway):
    an_account()
    login = browser.get(gateway.request())

    back = browser.sign_in(at=login.location).follow()

    answer = answer_of(back)
    assert (answer["state"], answer["iss"]) == ("the state", ISSUER)
    assert answer["code"]


def test_who_has_signed_in_is_not_asked_again(signed_in, gateway):
    assert answer_of(signed_in.get(gateway.request()))["code"]


def test_the_request_may_come_by_post(signed_in, gateway):
    address, _, query = gateway.request().partition("?")

    assert answer_of(signed_in.post(address, query))["code"]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"redirect_uri": None}, id="no redirect_uri"),
        pytest.param({"redirect_uri": f"{CALLBACK}/"}, id="a slash more"),
        pytest.param({"redirect_uri": f"{CALLBACK}?a=b"}, id="a query"),
        pytest.param({"redirect_uri": CALLBACK.upper()}, id="capitals"),
        pytest.param({"redirect_uri": "http://evil.example/callback"}, id="another host"),
        pytest.param({"redirect_uri": 'http://x/"ñ\\'}, id="signs that Authlib stumbles over"),
        pytest.param({"client_id": None}, id="no client"),
        pytest.param({"client_id": "nobody"}, id="unknown client"),
        pytest.param({"client_id": "ñ\0"}, id="a control character"),
        pytest.param({"client_id": "boleta"}, id="a client without people"),
        pytest.param({"response_type": '"ñ\\'}, id="a response_type of odd signs"),
        pytest.param({"state": "\0"}, id="a state that no parameter can be"),
    ],
)
def test_who_cannot_be_answered_is_not_redirected(signed_in, gateway, changes):
    page = signed_in.get(gateway.request(**changes), expect_errors=True)

    assert page.status_int == 400
    assert "No se puede iniciar sesión desde ahí" in page.text


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_challenge": None, "code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "code id_token"}, "unsupported_response_type"),
        ({"response_type": None}, "unsupported_response_type"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"scope": None}, "invalid_scope"),
        ({"request": "eyJ"}, "request_not_supported"),
        ({"request_uri": "https://example.pe/r"}, "request_uri_not_supported"),
        ({"response_mode": "fragment"}, "invalid_request"),
        ({"max_age": "soon"}, "invalid_request"),
        ({"prompt": "none login"}, "invalid_request"),
    ],
)
def test_the_client_is_told_what_is_wrong_and_by_whom(signed_in, gateway, changes, error):
    response = signed_in.get(gateway.request(**changes), expect_errors=True)

    answer = answer_of(response)
    assert (answer["error"], answer["state"], answer["iss"]) == (error, "the state", ISSUER)
    assert "code" not in answer


@pytest.mark.parametrize("name", ["client_id", "redirect_uri", "nonce", "code_challenge", "scope"])
def test_no_parameter_may_be_given_twice(signed_in, gateway, name):
    page = signed_in.get(f"{gateway.request()}&{name}=x", expect_errors=True)

    assert page.status_int == 400


def test_an_unknown_scope_is_ignored(signed_in, gateway):
    code = gateway.code(signed_in, scope="openid email")

    assert gateway.redeem(code).json["scope"] == "openid"


def test_prompt_none_asks_nobody(browser, gateway):
    answer = answer_of(browser.get(gateway.request(prompt="none")))

    assert (answer["error"], answer["iss"]) == ("login_required", ISSUER)


def test_prompt_none_answers_who_has_signed_in(signed_in, gateway):
    assert answer_of(signed_in.get(gateway.request(prompt="none")))["code"]


@pytest.mark.parametrize("changes", [{"prompt": "login"}, {"max_age": "0"}])
def test_a_client_can_ask_for_the_password_again(signed_in, gateway, changes):
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=2)):
        login = signed_in.get(gateway.request(**changes))
        assert login.location.startswith("/passport/login?tx=")

        assert answer_of(signed_in.sign_in(at=login.location).follow())["code"]


@pytest.mark.parametrize(
    ("away", "asked"), [({"minutes": 29}, False), ({"minutes": 31}, True), ({"hours": 9}, True)]
)
def test_who_was_away_too_long_is_asked_again(signed_in, gateway, away, asked):
    with time_machine.travel(datetime.now(UTC) + timedelta(**away)):
        response = signed_in.get(gateway.request())

    assert response.location.startswith("/passport/login") is asked


def test_a_sign_in_can_be_resumed_once_and_only_in_its_session(browser, other_browser, gateway):
    an_account("00000001")
    an_account("00000002")
    other_browser.sign_in("00000002")
    login = browser.get(gateway.request())
    resume = browser.sign_in(at=login.location).location

    assert other_browser.get(resume).location == "/login"
    assert answer_of(browser.get(resume))["code"]
    assert browser.get(resume).location == "/login"


def test_a_sign_in_that_took_too_long_begins_again(browser, identity, gateway):
    an_account()
    login = browser.get(gateway.request())
    for key in identity.valkey.scan_iter("identity:transaction:*"):
        identity.valkey.delete(key)

    assert browser.sign_in(at=login.location).location == "/login"


def test_changing_the_code_does_not_lose_the_way(browser, gateway):
    an_account()
    login = browser.get(gateway.request()).follow()
    form = login.form.submit("otro_codigo").form
    form["usuario"], form["contrasena"] = "00000001", PASSWORD
    form["captcha"] = browser.code_of(form)

    assert answer_of(form.submit().follow())["code"]


def test_very_long_values_do_no_harm(signed_in, gateway):
    for name in ("state", "nonce", "scope", "client_id", "code_challenge", "redirect_uri"):
        response = signed_in.get(gateway.request(**{name: "x" * 8192}), expect_errors=True)

        assert response.status_int < 500


def test_the_challenge_of_the_standard_is_ours():
    """RFC 7636 appendix B."""
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"

    assert challenge_of(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_the_client_may_say_whom_it_expects(browser, gateway):
    login = browser.get(gateway.request(login_hint="00000001"))

    assert login.follow().form["usuario"].value == "00000001"


@pytest.mark.parametrize("hint", ["ROSA", "0000000", '"><script>', "\0", "x" * 8192, "ñ"])
def test_only_a_usuario_is_typed_for_the_person(browser, gateway, hint):
    login = browser.get(gateway.request(login_hint=hint), expect_errors=True)

    assert login.status_int == 400 or login.follow().form["usuario"].value == ""


def test_the_hint_of_who_is_here_changes_nothing(signed_in, gateway):
    id_token = gateway.tokens(signed_in)["id_token"]

    answer = answer_of(signed_in.get(gateway.request(prompt="none", id_token_hint=id_token)))

    assert answer["code"]


def test_the_hint_of_another_person_asks_for_them(signed_in, other_browser, gateway):
    an_account("00000002")
    login = other_browser.get(gateway.request())
    code = answer_of(other_browser.sign_in("00000002", at=login.location).follow())["code"]
    hint = gateway.redeem(code).json["id_token"]

    silent = answer_of(signed_in.get(gateway.request(prompt="none", id_token_hint=hint)))
    login = signed_in.get(gateway.request(id_token_hint=hint))

    assert silent["error"] == "login_required"
    as_oneself = answer_of(signed_in.sign_in("00000001", at=login.location).follow())
    assert as_oneself["error"] == "login_required"
    login = signed_in.get(gateway.request(id_token_hint=hint))
    assert answer_of(signed_in.sign_in("00000002", at=login.location).follow())["code"]


@pytest.mark.parametrize("kind", ["access_token", "refresh_token", "nonsense", "of another client"])
def test_a_hint_is_an_id_token_of_the_client(identity, signed_in, gateway, kind):
    tokens = gateway.tokens(signed_in)
    if kind == "of another client":
        other = a_client(identity, "--first-party", redirect_uri=CALLBACK_ON_TLS)
        asked = other.request(redirect_uri=CALLBACK_ON_TLS)
        code = answer_of(signed_in.get(asked), CALLBACK_ON_TLS)["code"]
        tokens[kind] = other.redeem(code, redirect_uri=CALLBACK_ON_TLS).json["id_token"]

    answer = answer_of(signed_in.get(gateway.request(id_token_hint=tokens.get(kind, kind))))

    assert (answer["error"], answer["iss"]) == ("invalid_request", ISSUER)


def test_the_sign_in_is_as_old_as_it_is_and_says_how_it_was(signed_in, gateway):
    began = claims_of(gateway.tokens(signed_in)["id_token"])["auth_time"]

    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=20)):
        claims = claims_of(gateway.tokens(signed_in)["id_token"])

    assert claims["auth_time"] == began
    assert (claims["amr"], claims["acr"]) == (["pwd"], "urn:ayni:acr:1")


def test_with_a_code_besides_the_sign_in_is_worth_more(signed_in, gateway):
    with db.transaction():
        db.session.query(LoginSession).update({"amr": ["pwd", "otp"]})

    claims = claims_of(gateway.tokens(signed_in)["id_token"])

    assert (claims["amr"], claims["acr"]) == (["pwd", "otp"], "urn:ayni:acr:2")


def test_a_stronger_sign_in_is_asked_for_only_of_who_can_give_it(signed_in, gateway):
    asked = gateway.request(acr_values="urn:ayni:acr:2 urn:ayni:acr:1")
    assert answer_of(signed_in.get(asked))["code"]

    now = datetime.now(UTC)
    with db.transaction():
        account_id = db.session.query(LoginSession.account_id).scalar()
        totp = Totp(account_id=account_id, sealed_secret="x", begun_at=now, confirmed_at=now)
        db.session.add(totp)

    assert "/passport/login" in signed_in.get(asked).location
    silent = signed_in.get(f"{asked}&prompt=none")
    assert answer_of(silent)["error"] == "login_required"


@pytest.mark.parametrize("prompt", ["create", "none consent", "login none", "ñ"])
def test_a_prompt_that_means_nothing_is_refused(signed_in, gateway, prompt):
    answer = answer_of(signed_in.get(gateway.request(prompt=prompt)))

    assert (answer["error"], answer["iss"]) == ("invalid_request", ISSUER)


def test_what_is_not_known_is_ignored(signed_in, gateway):
    asked = gateway.request(ui_locales="qu", display="popup", claims="{}", resource="x", x="y")

    assert answer_of(signed_in.get(asked))["code"]


def test_a_client_may_not_register_itself_on_the_way(signed_in, gateway):
    answer = answer_of(signed_in.get(gateway.request(registration="{}")))

    assert answer["error"] == "registration_not_supported"


def test_the_back_button_after_a_sign_in_does_no_harm(browser, gateway):
    an_account()
    login = browser.get(gateway.request()).location
    resume = browser.sign_in(at=login).location
    answer_of(browser.get(resume))

    again = browser.sign_in(at=login)

    assert again.location == "/login"
    assert answer_of(browser.get(gateway.request()))["code"]


def test_two_tabs_sign_in_one_after_the_other(browser, gateway):
    an_account()
    first, second = (browser.get(gateway.request(state=tab)).location for tab in ("1", "2"))

    in_second = answer_of(browser.sign_in(at=second).follow())
    in_first = answer_of(browser.sign_in(at=first).follow())

    assert (in_first["state"], in_second["state"]) == ("1", "2")
    assert gateway.redeem(in_first["code"]).status_int == 200


def test_when_valkey_forgets_a_sign_in_begins_again(identity, signed_in, browser, gateway):
    login = browser.get(gateway.request(prompt="login")).location
    identity.valkey.flushdb()

    assert browser.sign_in(at=login).location == "/login"
