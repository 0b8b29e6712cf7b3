"""What the gateway lets through, and what it does not, with everything behind it."""

from collections.abc import Callable

import pytest

from deploy.platform import Platform
from tests.e2e.logs import read_log
from tests.support.inhabitants import Inhabitant, Inhabitants
from tests.support.journey import Copy, Journey
from tests.support.page import heading_of, lint
from tests.support.visitor import Page, Visitor

SignIn = Callable[[Inhabitant], Journey]


def heading(page: Page) -> str:
    return heading_of(lint(page.text, page.request.url))


def refusal(page: Page) -> str:
    return str(page.html.select_one(".problem .lead").get_text())


def first_boleta(journey: Journey) -> str:
    return str(journey.browser.visit("/boleta/").click("Ver mi boleta", index=0).request.path)


def test_nobody_sees_the_boleta_of_another(signed_in: SignIn, inhabitants: Inhabitants) -> None:
    mine = first_boleta(signed_in(inhabitants.servidor()))
    another = signed_in(inhabitants.servidor())

    theirs = another.browser.visit(mine, status=404)
    nobodys = another.browser.visit("/boleta/999999999", status=404)
    another.browser.visit(f"{mine}/pdf", status=404)

    assert refusal(theirs) == refusal(nobodys)


def test_who_is_not_signed_in_gets_to_the_page_they_asked_for(
    copy: Copy, signed_in: SignIn, inhabitants: Inhabitants
) -> None:
    person = inhabitants.servidor()
    signed_in(person)

    page = Journey(copy).sign_in(person.dni, at="/boleta/?anio=2025&mes=11")

    assert page.request.path_qs == "/boleta/?anio=2025&mes=11"
    assert heading(page) == "Mi boleta"


def test_signing_out_ends_everything(
    copy: Copy, signed_in: SignIn, inhabitants: Inhabitants
) -> None:
    journey = signed_in(inhabitants.servidor())
    thief = Visitor(copy.public_url)
    for cookie in journey.browser.cookiejar:
        thief.cookiejar.set_cookie(cookie)

    page = journey.sign_out()

    assert page.request.path == "/"
    assert heading(journey.browser.visit("/inicio")) == "Iniciar sesión"
    assert heading(thief.visit("/boleta/")) == "Iniciar sesión"


def test_a_token_from_outside_is_of_no_use_and_does_no_harm(
    copy: Copy, signed_in: SignIn, inhabitants: Inhabitants
) -> None:
    journey = signed_in(inhabitants.servidor())
    forged = {"Authorization": "Bearer eyJhbGciOiJub25lIn0.e30."}

    outside = Visitor(copy.public_url).get("/boleta/", headers=forged)
    inside = journey.browser.get("/boleta/", headers=forged)

    assert outside.location.endswith("/login?next=/boleta/")
    assert inside.status_int == 200


def test_a_request_id_from_outside_is_not_believed(platform: Platform, copy: Copy) -> None:
    given = "0123456789abcdef-de-otro"

    Visitor(copy.public_url).get("/passport/generar", headers={"X-Request-ID": given})

    for name in ("gateway-web", "identity-web"):
        assert given not in {line.get("request_id") for line in read_log(platform, name)}


@pytest.mark.parametrize(
    "said",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "https://example.pe"},
    ],
    ids=str,
)
def test_a_form_of_another_site_is_refused(
    said: dict[str, str], signed_in: SignIn, inhabitants: Inhabitants
) -> None:
    journey = signed_in(inhabitants.servidor())

    page = journey.browser.post("/logout", headers=said, status=403)

    assert heading(page) == "No tiene permiso para esto"
    assert heading(journey.browser.visit("/inicio")) == "Inicio"


@pytest.mark.parametrize("service", ["passport", "legajo", "boleta"])
def test_the_health_of_what_is_inside_is_not_shown(
    service: str, signed_in: SignIn, inhabitants: Inhabitants
) -> None:
    journey = signed_in(inhabitants.servidor())

    for probe in ("healthz", "readyz"):
        journey.browser.visit(f"/{service}/{probe}", status=404)
        journey.browser.visit(f"/{service}/..%2f{probe}", status=404)
