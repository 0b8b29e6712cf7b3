"""Sessions: how long they last, and how their tokens are renewed while people work."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from gateway.sessions import REFRESH_BEFORE_SECONDS
from tests.component.gateway.browser import Browser
from tests.component.gateway.neighbours import Passport
from tests.support.waiting import wait_for


@pytest.fixture
def nearly_over(browser: Browser, passport: Passport) -> Browser:
    """Offer a browser whose token must be renewed before it is used."""
    passport.expires_in = REFRESH_BEFORE_SECONDS - 1
    browser.sign_in(passport)
    passport.expires_in = 300
    return browser


def test_a_token_is_renewed_before_it_ends(nearly_over: Browser, passport: Passport):
    before = passport.people.token()

    nearly_over.get("/legajo/")
    seen = nearly_over.get("/legajo/").json

    assert passport.refreshes == ["refresh-0"]
    assert seen["headers"]["authorization"] != f"Bearer {before}"


def test_the_next_renewal_uses_the_new_refresh_token(browser: Browser, passport: Passport):
    passport.expires_in = 10
    browser.sign_in(passport)

    browser.get("/legajo/")
    browser.get("/legajo/")

    assert passport.refreshes == ["refresh-0", "refresh-1"]


def test_two_requests_at_once_make_one_renewal(
    nearly_over: Browser, app: Flask, passport: Passport
):
    passport.may_refresh.clear()

    def visit(_: int) -> int:
        tab = Browser(app)
        tab.set_cookie("ayni", nearly_over.cookies["ayni"])
        return int(tab.get("/legajo/").status_int)

    with ThreadPoolExecutor(4) as tabs:
        answers = tabs.map(visit, range(4))
        wait_for(lambda: passport.refreshes, "a renewal")
        passport.may_refresh.set()

    assert [*answers] == [200] * 4
    assert passport.refreshes == ["refresh-0"]


def test_a_refused_renewal_ends_the_session(nearly_over: Browser, app: Flask, passport: Passport):
    passport.refresh_status = 400

    sent_away = nearly_over.get("/legajo/solicitudes", status=303)

    assert sent_away.location == "/login?next=/legajo/solicitudes"
    assert app.extensions["valkey"].keys("gateway:session:*") == []


def test_identity_being_away_costs_nobody_a_token_that_still_serves(
    nearly_over: Browser, passport: Passport
):
    passport.refresh_status = 500

    nearly_over.get("/legajo/", status=200)
    passport.refresh_status = 200
    nearly_over.get("/legajo/", status=200)

    assert len(passport.refreshes) == 2


def test_identity_being_away_does_not_end_a_session(browser: Browser, passport: Passport):
    passport.expires_in = 0
    browser.sign_in(passport)
    passport.refresh_status = 500

    browser.get("/legajo/", status=503)
    passport.refresh_status = 200

    browser.get("/legajo/", status=200)


def test_a_renewal_does_not_bring_back_who_signed_out_meanwhile(
    nearly_over: Browser, app: Flask, passport: Passport
):
    passport.may_refresh.clear()
    leaving = Browser(app)
    leaving.set_cookie("ayni", nearly_over.cookies["ayni"])

    with ThreadPoolExecutor(1) as other:
        working = other.submit(nearly_over.get, "/legajo/", status=303)
        wait_for(lambda: passport.refreshes, "a renewal")
        leaving.send("/logout", status=303)
        passport.may_refresh.set()
        working.result()

    assert app.extensions["valkey"].keys("gateway:session:*") == []


def test_a_session_that_is_used_lasts_and_one_that_is_not_ends(signed_in: Browser, app: Flask):
    valkey = app.extensions["valkey"]
    (key,) = valkey.keys("gateway:session:*")
    valkey.expire(key, 5)

    signed_in.get("/inicio", status=200)

    assert valkey.ttl(key) > 1700
    valkey.expire(key, 0)
    signed_in.get("/inicio", status=303)


def test_a_session_ends_after_a_working_day(start_gateway, app: Flask, passport: Passport):
    browser = Browser(start_gateway(GATEWAY_SESSION_MAX_HOURS="0"))
    browser.sign_in(passport)

    browser.get("/inicio", status=303)

    assert app.extensions["valkey"].keys("gateway:session:*") == []


def test_another_secret_opens_no_session(signed_in: Browser, start_gateway, passport: Passport):
    stranger = Browser(start_gateway(GATEWAY_SESSION_SECRET="t" * 43))
    stranger.set_cookie("ayni", signed_in.cookies["ayni"])

    stranger.get("/inicio", status=303)


@pytest.mark.parametrize("value", ["", "short", "x" * 43, "ñ" * 43, "../" * 20])
def test_a_cookie_that_names_no_session_is_nobody(browser: Browser, value: str):
    browser.extra_environ["HTTP_COOKIE"] = f"ayni={value}"

    browser.get("/inicio", status=303)


def test_without_valkey_people_are_told_to_come_back(start_gateway, passport: Passport):
    browser = Browser(start_gateway(AYNI_VALKEY_URL="redis://127.0.0.1:9/0"))

    assert "El servicio no está disponible" in browser.get("/login", status=503)
    browser.get("/", status=200)
