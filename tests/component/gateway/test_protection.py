"""What every request must pass, and what every answer carries."""

import pytest

from tests.component.gateway.browser import FROM_HERE, Browser
from tests.component.gateway.neighbours import Passport
from tests.support.people import PUBLIC_URL


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": PUBLIC_URL},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
    ],
    ids=str,
)
def test_a_form_of_our_own_passes(signed_in: Browser, headers: dict):
    signed_in.post("/legajo/solicitudes/nueva", headers=headers, status=200)


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": PUBLIC_URL},
        {"Origin": "https://malo.example"},
        {"Origin": f"{PUBLIC_URL}.malo.example"},
        {"Origin": "null"},
        {},
    ],
    ids=str,
)
@pytest.mark.parametrize("path", ["/legajo/solicitudes/nueva", "/logout", "/passport/login"])
def test_a_form_of_another_site_is_refused(signed_in: Browser, path: str, headers: dict):
    refused = signed_in.post(path, headers=headers, status=403)

    assert "No tiene permiso" in refused
    signed_in.get("/inicio", status=200)


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_every_unsafe_method_is_held_to_it(signed_in: Browser, method: str):
    send = getattr(signed_in, method)

    send("/legajo/1", status=403)
    send("/legajo/1", headers=FROM_HERE, status=200)


def test_a_program_asks_for_tokens_without_being_a_browser(browser: Browser):
    form = {"grant_type": "refresh_token", "refresh_token": "x"}
    credentials = {"Authorization": "Basic Z2F0ZXdheTpvZi10aGUtZ2F0ZXdheQ=="}

    assert browser.post("/passport/token", form, headers=credentials).json["token_type"]
    browser.post(
        "/passport/token", form, headers=credentials | {"Sec-Fetch-Site": "cross-site"}, status=403
    )


@pytest.mark.parametrize(
    "path", ["/", "/inicio", "/login", "/nada", "/legajo/", "/passport/x", "/ui/ayni.css"]
)
def test_every_answer_carries_the_headers(browser: Browser, path: str):
    headers = browser.get(path, expect_errors=True).headers

    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in headers


def test_the_address_of_a_mailed_link_is_told_to_nobody(browser: Browser):
    opened = browser.get("/passport/generar/of-the-mail")

    assert opened.headers["Referrer-Policy"] == "no-referrer"


def test_a_flood_of_forms_from_one_address_is_stopped(start_gateway, passport: Passport):
    browser = Browser(start_gateway(GATEWAY_POSTS_PER_MINUTE="2"))
    browser.app.extensions["valkey"].flushdb()
    for _ in range(2):
        browser.send("/passport/login", status=200)

    stopped = browser.send("/passport/login", status=429)

    assert "Demasiados intentos" in stopped
    assert 0 < int(stopped.headers["Retry-After"]) <= 60
    browser.get("/passport/login", status=200)
    browser.extra_environ["REMOTE_ADDR"] = "192.0.2.8"
    browser.send("/passport/login", status=200)


def test_the_files_of_the_look_are_for_everybody(browser: Browser):
    assert browser.get("/ui/ayni.css").content_type == "text/css"


def test_who_tries_one_code_of_a_document_after_another_is_slowed_down(start_gateway):
    browser = Browser(start_gateway(GATEWAY_POSTS_PER_MINUTE="3"))
    for number in range(3):
        browser.get(f"/v/{number}", status=200)

    refused = browser.get("/V/4", status=429)

    assert refused.headers["Retry-After"]
    browser.get("/vi/4", status=429)
    browser.get("/VI/4", status=429)
    browser.get("/", status=200)


def test_a_form_of_identity_may_end_at_the_client_for_whom_one_signs_in(browser, passport):
    passport.form_action = "https://taller.example.pe"

    page = browser.get("/passport/leads-away")

    policy = page.headers["Content-Security-Policy"]
    assert "form-action 'self' https://taller.example.pe;" in policy
    assert "default-src 'self'" in policy
    assert "X-Form-Action" not in page.headers


@pytest.mark.parametrize("origin", ["*", "https:", "'unsafe-inline'", "https://a.pe; script-src *"])
def test_nothing_else_comes_into_the_policy_that_way(browser, passport, origin):
    passport.form_action = origin

    policy = browser.get("/passport/leads-away").headers["Content-Security-Policy"]

    assert "form-action 'self';" in policy


def test_no_other_service_sends_forms_away(signed_in):
    page = signed_in.get("/legajo/leads-away")

    assert "form-action 'self';" in page.headers["Content-Security-Policy"]
    assert "X-Form-Action" not in page.headers


@pytest.mark.parametrize("path", ["/passport/authorize", "/passport/end-session"])
def test_a_client_may_send_a_browser_by_a_form_of_its_own(browser, path):
    headers = {"Sec-Fetch-Site": "cross-site", "Origin": "https://taller.example.pe"}

    assert browser.post(path, {"x": "y"}, headers=headers).status_int in {200, 303}
