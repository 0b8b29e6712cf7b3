"""Identity tells that a sign-in ended: each thing that the standard asks of a client is asked."""

import time
import uuid

import pytest
from flask import Flask
from joserfc.jwk import RSAKey

from tests.component.gateway.browser import Browser
from tests.component.gateway.neighbours import Passport
from tests.support.people import People

EVENT = "http://schemas.openid.net/event/backchannel-logout"
SID = "sid-of-00000001"


@pytest.fixture
def signed_in(browser: Browser, passport: Passport) -> Browser:
    passport.sid = SID
    browser.sign_in(passport)
    return browser


def news(passport: Passport, signer: People | None = None, typ="logout+jwt", **changes):
    now = int(time.time())
    claims = {
        "sub": "sub-00000001",
        "aud": "gateway",
        "sid": SID,
        "iat": now,
        "exp": now + 120,
        "jti": str(uuid.uuid4()),
        "events": {EVENT: {}},
    }
    return (signer or passport.people).sign(claims | changes, typ=typ)


def tell(app: Flask, token: str):
    """Post as a program does: no cookie, and nothing said about where it comes from."""
    form = {"logout_token": token} if token else {}
    return Browser(app).post("/backchannel-logout", form, expect_errors=True)


def is_in(browser: Browser) -> bool:
    return browser.get("/inicio").status_int == 200


def test_the_session_of_that_sign_in_ends(signed_in: Browser, app: Flask, passport: Passport):
    told = tell(app, news(passport))

    assert told.status_int == 200
    assert told.headers["Cache-Control"] == "no-store"
    assert not is_in(signed_in)


def test_every_session_of_that_sign_in_ends(signed_in: Browser, app: Flask, passport: Passport):
    other = Browser(app)
    other.sign_in(passport)

    tell(app, news(passport))

    assert not is_in(signed_in)
    assert not is_in(other)


def test_no_session_of_another_sign_in_ends(signed_in: Browser, app: Flask, passport: Passport):
    assert tell(app, news(passport, sid="another")).status_int == 200

    assert is_in(signed_in)


def test_the_same_news_is_believed_once(signed_in: Browser, app: Flask, passport: Passport):
    token = news(passport)
    tell(app, token)
    signed_in.sign_in(passport)

    assert tell(app, token).status_int == 400

    assert is_in(signed_in)


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://otro.example/passport"},
        {"iss": None},
        {"aud": "boleta"},
        {"aud": None},
        {"iat": None},
        {"iat": 9_999_999_999},
        {"exp": None},
        {"exp": 1_000_000_000},
        {"exp": 9_999_999_999},
        {"jti": None},
        {"sid": None},
        {"events": None},
        {"events": {}},
        {"events": {EVENT: "x"}},
        {"events": [EVENT]},
        {"nonce": "x"},
        {"typ": "JWT"},
        {"typ": "at+jwt"},
        {"typ": ""},
    ],
    ids=str,
)
def test_what_is_not_the_news_that_it_seems_is_refused(
    signed_in: Browser, app: Flask, passport: Passport, changes: dict
):
    told = tell(app, news(passport, **changes))

    assert told.status_int == 400
    assert told.json["error"] == "invalid_request"
    assert is_in(signed_in)


def test_news_that_identity_did_not_sign_is_refused(
    signed_in: Browser, app: Flask, passport: Passport
):
    stranger = People("", RSAKey.generate_key(2048, auto_kid=True))

    assert tell(app, news(passport, stranger)).status_int == 400

    assert is_in(signed_in)


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "é", "e30.e30."])
def test_what_is_no_token_is_refused(app: Flask, token: str):
    assert tell(app, token).status_int == 400


def test_it_is_not_for_browsers(app: Flask, passport: Passport):
    assert Browser(app).get("/backchannel-logout", expect_errors=True).status_int == 405
