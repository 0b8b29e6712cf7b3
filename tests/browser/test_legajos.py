"""What a specialist writes in a legajo de oficio: a sanction, seen and annulled."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from contracts.access_token import Role
from tests.browser.pages.landing import Landing
from tests.browser.window import Window, Windows
from tests.support.builders.files import a_pdf
from tests.support.inhabitants import Inhabitant, Inhabitants
from tests.support.journey import PASSWORD

SANCION = {
    "Motivo": "Tardanzas reiteradas",
    "Entidad que lo emite": "UGEL CANCHIS",
    "Número del documento": "R.D. 5-2021",
    "Fecha del documento": "2021-05-03",
}


@pytest.fixture
def specialist(
    windows: Windows, inhabitants: Inhabitants, with_password: Callable[[Inhabitant], Inhabitant]
) -> Window:
    """Sign in a specialist of the UGEL."""
    person = with_password(inhabitants.with_role(Role.ESCALAFON))
    login = Landing.open(windows.open()).press_iniciar_sesion()
    return login.sign_in(person.dni, PASSWORD).window


@pytest.fixture
def resolucion(tmp_path: Path) -> Path:
    """Scan a resolution."""
    path = tmp_path / "resolucion.pdf"
    path.write_bytes(a_pdf(2))
    return path


def test_a_sanction_is_added_with_its_resolution_seen_and_annulled(
    specialist: Window, inhabitants: Inhabitants, resolucion: Path
) -> None:
    person, page = inhabitants.servidor(), specialist.page

    page.get_by_role("main").get_by_role("link", name="Legajos de mi sede").click()
    page.get_by_label("DNI, o apellidos y nombres").fill(person.nombres.lower())
    specialist.go(page.get_by_role("button", name="Buscar"))
    specialist.look("servidores")
    page.get_by_role("link", name=f"Ver el legajo de {person.nombre_completo}").click()
    expect(page.locator("h1")).to_have_text(f"Legajo de {person.apellidos}, {person.nombres}")
    specialist.go(page.get_by_role("link", name="Agregar una anotación"))
    specialist.look("legajo-agregar")
    page.get_by_role("link", name="Sanción", exact=True).click()
    page.locator("#tipo_sancion").select_option("Amonestación escrita")
    page.locator("#documento").select_option("Resolución directoral")
    for label, text in SANCION.items():
        page.get_by_label(label, exact=True).fill(text)
    page.locator("#archivo").set_input_files(resolucion)
    specialist.look("legajo-sancion")
    page.get_by_role("button", name="Anotar en el legajo").click()

    expect(page.get_by_role("status").first).to_contain_text("La anotación consta")
    expect(page.get_by_text("1 anotación reservada")).to_be_visible()
    specialist.look("legajo-de-otro")
    page.get_by_label("Para qué necesita verlo").fill("Informe para el expediente 123-2026")
    page.get_by_role("button", name="Ver lo reservado").click()
    expect(page.get_by_role("heading", name="Amonestación escrita")).to_be_visible()
    expect(page.get_by_role("link", name="resolucion.pdf").first).to_be_visible()

    specialist.go(page.get_by_role("link", name="Anular Amonestación escrita"))
    specialist.look("legajo-anular")
    page.get_by_label("Por qué la anula").fill("La dejó sin efecto la R.D. 9-2021")
    page.get_by_role("button", name="Sí, anular").click()
    expect(page.get_by_role("status").first).to_contain_text("La anotación fue anulada")
    expect(page.get_by_text("Anulada", exact=True)).to_be_visible()

    page.get_by_role("link", name="Historia", exact=True).click()
    expect(page.get_by_text("La dejó sin efecto la R.D. 9-2021")).to_be_visible()
    specialist.look("legajo-historia")
