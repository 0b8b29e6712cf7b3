"""What a servidor does with their boletas: read, compare, print, and see who looked."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.pages.landing import Landing
from tests.browser.pages.mi_boleta import MiBoleta
from tests.browser.window import Window, Windows
from tests.support.inhabitants import Inhabitant, Inhabitants
from tests.support.journey import PASSWORD

Prepare = Callable[[Inhabitant], Inhabitant]


@pytest.fixture
def person(inhabitants: Inhabitants, with_password: Prepare) -> Inhabitant:
    """Take somebody who can sign in."""
    return with_password(inhabitants.sin_legajo())


def open_mi_boleta(windows: Windows, person: Inhabitant) -> MiBoleta:
    inicio = Landing.open(windows.open()).press_iniciar_sesion().sign_in(person.dni, PASSWORD)
    inicio.accept()
    return inicio.open_mi_boleta()


def test_a_boleta_is_read_compared_and_printed(windows: Windows, person: Inhabitant) -> None:
    boleta = open_mi_boleta(windows, person).open("DICIEMBRE 2025")

    assert "zona rural" in boleta.explain("Asignación por zona rural")
    told = boleta.compare("NOVIEMBRE 2025")
    assert "En DICIEMBRE 2025 se le paga lo mismo que en NOVIEMBRE 2025." in told
    assert boleta.on_paper()[:2] == ["Resumen", "Detalle del pago"]
    boleta.page.get_by_role("link", name="Boleta anterior").click()
    expect(boleta.page.locator("h1")).to_have_text("Boleta de NOVIEMBRE 2025")


def test_boletas_are_read_compared_and_taken_away_without_javascript(
    windows_without_scripts: Windows, person: Inhabitant
) -> None:
    mi_boleta = open_mi_boleta(windows_without_scripts, person)

    mi_boleta.page.get_by_label("Elegir NOVIEMBRE 2025").check()
    with mi_boleta.page.expect_download() as saved:
        mi_boleta.button("Descargar").click()
    assert saved.value.suggested_filename.endswith(".pdf")

    boleta = mi_boleta.open("DICIEMBRE 2025")
    assert "zona rural" in boleta.explain("Asignación por zona rural")
    assert "lo mismo" in boleta.compare("NOVIEMBRE 2025")


def test_the_pages_around_the_boletas(windows: Windows, person: Inhabitant) -> None:
    mi_boleta = open_mi_boleta(windows, person)

    for link, name, heading in (
        ("Hoja anual", "hoja-anual", "Hoja anual 2025"),
        ("Constancia de haberes", "constancia", "Constancia de haberes"),
        ("¿Quién vio mis boletas?", "accesos", "¿Quién vio mis boletas?"),
    ):
        mi_boleta.link(link).click()
        look(mi_boleta.window, name, heading)
        mi_boleta.page.get_by_role("link", name="Mi boleta").first.click()
        expect(mi_boleta.page.locator("h1")).to_have_text("Mi boleta")


def look(window: Window, name: str, heading: str) -> None:
    expect(window.page.locator("h1")).to_have_text(heading)
    window.look(name)
