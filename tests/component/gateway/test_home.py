"""The two pages of the gateway, as people read them."""

import pytest
from flask import Flask

from contracts.access_token import Grant, Role
from tests.component.gateway.browser import Browser
from tests.component.gateway.neighbours import Echo, Passport

MI_BOLETA = "/boleta/"
OF_LEGAJO = ["/legajo/", "/legajo/solicitudes/nueva", "/legajo/solicitudes"]
DIALOG = "USTED NO TIENE LEGAJO CREADO O VIGENTE, SOLICITAR LA ACTUALIZACIÓN A SU DRE/UGEL"


def cards(page) -> list[str]:
    return [link["href"] for link in page.html.select(".card a")]


def menu(page) -> list[str]:
    return [link["href"] for link in page.html.select("nav a")]


def test_the_welcome_shows_the_two_ways_in_and_what_to_do_without_either(browser: Browser):
    page = browser.get("/")

    assert (
        page.html.h1.text == "¡Bienvenidos! A la Plataforma de Servicios para el Servidor Público"
    )
    ways = {link.text.strip(): link["href"] for link in page.html.select(".button")}
    assert ways == {"INICIAR SESIÓN": "/login", "GENERAR CONTRASEÑA": "/passport/generar"}
    assert "mesa de partes de su UGEL o DRE" in page


def test_the_welcome_shows_the_way_on_to_who_is_signed_in(signed_in: Browser):
    page = signed_in.get("/")

    assert "ROSA ELENA QUISPE HUAMÁN" in page
    assert [link["href"] for link in page.html.select("main .button")] == ["/inicio"]


def test_inicio_is_for_who_is_signed_in(browser: Browser):
    assert browser.get("/inicio", status=303).location == "/login?next=/inicio"


def test_inicio_shows_the_four_options_of_legajo(signed_in: Browser):
    page = signed_in.get("/inicio")

    assert cards(page) == [*OF_LEGAJO, MI_BOLETA]
    assert menu(page) == ["/inicio", *OF_LEGAJO, MI_BOLETA]
    assert "Opciones de legajo" in page
    assert "ROSA ELENA QUISPE HUAMÁN" in page
    assert page.html.find("dialog") is None


@pytest.mark.parametrize("legajo", ["no_vigente", "ninguno"])
def test_who_has_no_legajo_vigente_is_told_what_to_do_and_has_mi_boleta(
    signed_in: Browser, echo: Echo, legajo: str
):
    echo.legajo = legajo

    page = signed_in.get("/inicio")

    assert page.html.find("dialog").h2.text == DIALOG
    assert page.html.find("dialog").button.text.strip() == "Aceptar"
    assert cards(page) == [MI_BOLETA]
    assert menu(page) == ["/inicio", MI_BOLETA]
    assert page.html.find("main").find("a", href="/legajo/").text.endswith("que lo abran")


def test_with_legajo_away_inicio_opens_all_the_same(start_gateway, app: Flask, passport: Passport):
    browser = Browser(start_gateway(AYNI_LEGAJO_URL="http://127.0.0.1:9"))
    browser.sign_in(passport)

    page = browser.get("/inicio", status=200)

    assert "No pudimos consultar su legajo en este momento" in page
    assert cards(page) == [*OF_LEGAJO, MI_BOLETA]


def test_who_holds_a_role_has_its_card(browser: Browser, passport: Passport):
    passport.grants = (Grant(Role.ADMINISTRADOR_BOLETA, "080006"),)
    browser.sign_in(passport)

    assert cards(browser.get("/inicio"))[-1] == "/boleta/planillas"


def test_what_is_not_there_is_said_in_the_frame_of_who_asks(signed_in: Browser, app: Flask):
    assert "ROSA ELENA" in signed_in.get("/nada", status=404)
    assert "No encontramos esa página" in Browser(app).get("/nada", status=404)
