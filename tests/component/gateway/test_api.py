"""Programs at the JSON APIs: with the session of a browser, or with a token of their own."""

import pytest

from tests.component.gateway.browser import FROM_HERE

API = "/boleta/api/v1"
OWN = {"Authorization": "Bearer of.a.program"}


def test_a_program_comes_with_its_own_token_and_no_session(browser):
    seen = browser.get(f"{API}/boletas", headers=OWN).json["headers"]

    assert seen["authorization"] == "Bearer of.a.program"


def test_the_token_of_a_program_counts_and_not_the_cookie_beside_it(signed_in):
    seen = signed_in.get(f"{API}/boletas", headers=OWN).json["headers"]

    assert seen["authorization"] == "Bearer of.a.program"
    assert "cookie" not in seen


def test_the_session_of_a_browser_reaches_an_api_too(signed_in):
    seen = signed_in.get(f"{API}/boletas").json["headers"]

    assert seen["authorization"] != OWN["Authorization"]


@pytest.mark.parametrize("path", ["/boleta/", "/boleta/planillas", "/boleta/api", "/legajo/api/v1"])
def test_a_token_from_outside_opens_no_page(browser, path):
    browser.get(path, headers=OWN | {"Accept": "application/json"}, status=401)


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer ", "Basic YTpi", "bearer"])
def test_who_brings_nothing_is_told_so_as_a_problem(browser, authorization):
    refused = browser.get(
        f"{API}/boletas",
        headers={"Authorization": authorization, "Accept": "text/html"},
        status=401,
    )

    assert refused.content_type == "application/problem+json"


def test_a_program_sends_forms_without_being_a_page_of_ours(browser):
    seen = browser.post_json(f"{API}/reclamos", {"a": 1}, headers=OWN).json

    assert seen["headers"]["authorization"] == OWN["Authorization"]


def test_another_site_sends_nothing_in_the_name_of_who_is_signed_in(signed_in):
    from_there = {"Sec-Fetch-Site": "cross-site", "Origin": "https://malo.example"}

    signed_in.post_json(f"{API}/reclamos", {"a": 1}, headers=from_there, status=403)
    signed_in.post_json(f"{API}/reclamos", {"a": 1}, headers=FROM_HERE)


@pytest.mark.parametrize("path", [f"{API}/openapi.json", f"{API}/docs"])
def test_what_an_api_says_of_itself_anybody_may_read(browser, path):
    seen = browser.get(path).json

    assert seen["target"] == path
    assert "authorization" not in seen["headers"]
