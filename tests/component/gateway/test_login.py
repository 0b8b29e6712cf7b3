"""Signing in and out: each thing that OpenID Connect asks of a client is asked of ours."""

import re

import pytest
from flask import Flask
from joserfc.jwk import RSAKey

from tests.component.gateway.browser import Browser
from tests.component.gateway.neighbours import ISSUER, Passport, query_of
from tests.support.people import PUBLIC_URL, People


def test_a_sign_in_goes_by_way_of_identity_and_ends_where_it_was_going(
    browser: Browser, passport: Passport
):
    asked = browser.get("/boleta/?anio=2022", status=303)
    assert asked.location == "/login?next=/boleta/%3Fanio%3D2022"

    started = browser.get(asked.location, status=303)
    finished = browser.get(passport.approve(started.location), status=303)

    assert finished.location == "/boleta/?anio=2022"
    assert browser.get(finished.location).json["target"] == "/boleta/?anio=2022"


def test_a_sign_in_asks_for_a_code_with_state_nonce_and_pkce(browser: Browser):
    started = browser.get("/login", status=303)

    asked = query_of(started.location)
    assert started.location.startswith(f"{ISSUER}/authorize?")
    assert asked["response_type"] == "code"
    assert asked["client_id"] == "gateway"
    assert asked["scope"] == "openid profile"
    assert asked["redirect_uri"] == f"{PUBLIC_URL}/callback"
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["code_challenge"]) == 43
    assert len(asked["state"]) >= 22
    assert len(asked["nonce"]) >= 16


def test_a_browser_is_given_an_opaque_cookie_and_no_token(
    browser: Browser, passport: Passport, app: Flask
):
    finished = browser.sign_in(passport)

    (cookie,) = finished.headers.getall("Set-Cookie")
    assert re.fullmatch(r"ayni=[\w-]{43}; HttpOnly; Path=/; SameSite=Lax", cookie)
    valkey = app.extensions["valkey"]
    (key,) = valkey.keys("gateway:session:*")
    assert browser.cookies["ayni"] not in key
    assert "refresh-0" not in valkey.get(key)
    assert 1700 < valkey.ttl(key) <= 1800


def test_over_tls_the_cookies_belong_to_this_host_alone(start_gateway, passport: Passport):
    browser = Browser(start_gateway(AYNI_PUBLIC_URL="https://ayni.test"))

    started = browser.get("/login", status=303)

    cookie = started.headers["Set-Cookie"]
    assert re.fullmatch(
        r"__Host-ayni_login=[\w-]{43}; .*Max-Age=600; Secure; HttpOnly; Path=/; SameSite=Lax",
        cookie,
    )
    assert "Strict-Transport-Security" in started.headers


def test_each_tab_has_its_own_sign_in(browser: Browser, passport: Passport):
    first = browser.get("/login?next=/legajo/", status=303)
    second = browser.get("/login?next=/boleta/", status=303)

    assert browser.get(passport.approve(second.location)).location == "/boleta/"
    assert browser.get(passport.approve(first.location)).location == "/legajo/"


def test_who_is_signed_in_does_not_sign_in_again(signed_in: Browser):
    assert signed_in.get("/login?next=/legajo/", status=303).location == "/legajo/"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://malo.example/",
        "//malo.example/",
        "/\\malo.example/",
        "\\\\malo.example",
        "javascript:alert(1)",
        "/\tmalo",
        "malo.example",
        "/login",
        "/logout?x=1",
        "/",
        "",
    ],
)
def test_a_sign_in_leads_nowhere_but_to_a_page_of_ours(
    browser: Browser, passport: Passport, elsewhere: str
):
    started = browser.get("/login", {"next": elsewhere}, status=303)

    assert browser.get(passport.approve(started.location)).location == "/inicio"


def test_a_state_that_nobody_began_is_refused(browser: Browser, passport: Passport):
    started = browser.get("/login")

    refused = browser.get(passport.approve(started.location, state="invented"), status=400)

    assert "El inicio de sesión venció" in refused
    assert "ayni" not in browser.cookies


def test_a_sign_in_cannot_be_finished_by_another_browser(
    browser: Browser, app: Flask, passport: Passport
):
    callback = passport.approve(browser.get("/login").location)
    victim = Browser(app)
    victim.get("/login")

    victim.get(callback, status=400)

    assert browser.get(callback, status=303).location == "/inicio"


def test_a_sign_in_is_finished_once(browser: Browser, app: Flask, passport: Passport):
    callback = passport.approve(browser.get("/login").location)
    browser.get(callback, status=303)

    again = browser.get(callback, status=303)

    assert again.location == "/inicio"
    assert "Set-Cookie" not in again.headers


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "https://otro.example/passport"},
        {"iss": ""},
        {"code": "invented"},
        {"code": "", "error": "access_denied"},
    ],
    ids=str,
)
def test_an_answer_that_is_not_as_identity_gives_it_is_refused(
    browser: Browser, passport: Passport, change: dict
):
    started = browser.get("/login")

    refused = browser.get(passport.approve(started.location, **change), status=400)

    assert "No pudimos completar el inicio de sesión" in refused
    assert "ayni" not in browser.cookies


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "of-another"},
        {"nonce": None},
        {"iss": "https://otro.example/passport"},
        {"iss": None},
        {"aud": "boleta"},
        {"aud": None},
        {"exp": 1000000000},
        {"exp": None},
        {"sub": None},
    ],
    ids=str,
)
def test_an_id_token_that_is_not_for_this_sign_in_is_refused(
    browser: Browser, passport: Passport, claims: dict
):
    passport.id_token = claims

    browser.get(passport.approve(browser.get("/login").location), status=400)

    assert "ayni" not in browser.cookies


def test_an_id_token_that_identity_did_not_sign_is_refused(browser: Browser, passport: Passport):
    passport.signer = People("", RSAKey.generate_key(2048, auto_kid=True))

    browser.get(passport.approve(browser.get("/login").location), status=400)


@pytest.mark.parametrize("missing", ["id_token", "access_token", "refresh_token", "expires_in"])
def test_a_sign_in_without_all_its_tokens_is_refused(
    browser: Browser, passport: Passport, missing: str
):
    passport.withheld = {missing}

    browser.get(passport.approve(browser.get("/login").location), status=400)


def test_the_session_has_a_new_name_after_each_sign_in(
    signed_in: Browser, app: Flask, passport: Passport
):
    before = signed_in.cookies["ayni"]
    second_tab = Browser(app)
    started = second_tab.get("/login")
    second_tab.set_cookie("ayni", before)

    second_tab.get(passport.approve(started.location), status=303)

    assert second_tab.cookies["ayni"] != before
    signed_in.get("/inicio", status=303)


def test_signing_out_ends_both_sessions_without_a_token_in_an_address(
    signed_in: Browser, app: Flask, passport: Passport
):
    session_id = signed_in.cookies["ayni"]
    signed_in.set_cookie("passport", "of-identity")

    answered = signed_in.send("/logout", status=303)

    assert answered.location == "/"
    (form,) = passport.signed_out
    assert form["client_id"] == "gateway"
    assert form["post_logout_redirect_uri"] == f"{PUBLIC_URL}/"
    assert form["id_token_hint"].count(".") == 2
    assert passport.seen_cookies == 'passport="of-identity"'
    assert "ayni" not in signed_in.cookies
    thief = Browser(app)
    thief.set_cookie("ayni", session_id)
    thief.get("/inicio", status=303)


def test_with_identity_away_signing_out_tells_what_is_left_to_do(
    signed_in: Browser, start_gateway, app: Flask
):
    leaving = Browser(start_gateway(AYNI_IDENTITY_URL="http://127.0.0.1:9"))
    leaving.set_cookie("ayni", signed_in.cookies["ayni"])

    page = leaving.send("/logout", status=503)

    assert "Cierre su navegador para terminar" in page
    signed_in.get("/inicio", status=303)


def test_who_is_signed_out_already_is_not_told_off(browser: Browser):
    assert browser.send("/logout", status=303).location == "/"


def test_signing_out_is_not_a_link(signed_in: Browser):
    signed_in.get("/logout", status=405)

    signed_in.get("/inicio", status=200)


def test_with_identity_away_a_sign_in_says_so(start_gateway, passport: Passport):
    browser = Browser(start_gateway(AYNI_IDENTITY_URL="http://127.0.0.1:9"))
    started = browser.get("/login", status=303)

    answered = browser.get(passport.approve(started.location), status=503)

    assert "El servicio no está disponible" in answered


def test_who_signs_out_at_identity_is_signed_out_here(signed_in: Browser):
    answer = signed_in.send("/passport/end-session")

    assert "ayni" not in signed_in.cookies
    assert answer.status_int == 303
    signed_in.get("/inicio", status=303)
