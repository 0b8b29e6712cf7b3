"""What a servidor does with their legajo: prepare an entry with its document, and send it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages.landing import Landing
from tests.browser.window import Windows
from tests.support.builders.files import a_pdf, a_picture
from tests.support.inhabitants import Inhabitant, Inhabitants
from tests.support.journey import PASSWORD

Prepare = Callable[[Inhabitant], Inhabitant]


@pytest.fixture
def person(inhabitants: Inhabitants, with_password: Prepare) -> Inhabitant:
    """Take somebody with a legajo who can sign in."""
    return with_password(inhabitants.servidor())


@pytest.fixture
def papers(tmp_path: Path) -> list[Path]:
    """Scan a diploma and take a picture of its back."""
    front, back = tmp_path / "diploma.pdf", tmp_path / "reverso.png"
    front.write_bytes(a_pdf(2))
    back.write_bytes(a_picture("PNG", (600, 800)))
    return [front, back]


def begin(windows: Windows, person: Inhabitant) -> Page:
    """Sign in, and begin to ask for a new title."""
    inicio = Landing.open(windows.open()).press_iniciar_sesion().sign_in(person.dni, PASSWORD)
    page = inicio.page
    page.get_by_role("navigation").get_by_role("link", name="Actualizar mi legajo").click()
    page.get_by_role("link", name="II. Situación académica").click()
    page.get_by_role("button", name="Grado, título o estudios").click()
    expect(page.locator("h1")).to_have_text("Agregar: Grado, título o estudios")
    return page


def fill(page: Page) -> None:
    page.get_by_label("Nivel").select_option("Maestría")
    page.get_by_label("Grado o título").fill("Magíster en Educación")
    page.get_by_label("Especialidad").fill("Gestión educativa")
    page.get_by_label("Centro de estudios").fill("UNSAAC")
    page.get_by_label("Fecha de expedición").fill("2019-08-30")


def send(page: Page) -> None:
    """Finish the entry, and send what was prepared."""
    page.get_by_role("button", name="Guardar y continuar").click()
    expect(page.get_by_role("heading", name="Lo que va a pedir (1)")).to_be_visible()
    page.get_by_role("button", name="Enviar solicitud").click()
    expect(page.locator("h1")).to_contain_text("Solicitud EXP-")
    expect(page.get_by_text("Su solicitud quedó registrada")).to_be_visible()


def test_a_title_goes_up_while_it_is_chosen_and_is_sent(
    windows: Windows, person: Inhabitant, papers: list[Path]
) -> None:
    page = begin(windows, person)

    fill(page)
    expect(page.get_by_text("Guardado a las")).to_be_visible()
    page.locator("#archivo").set_input_files(papers)
    expect(page.get_by_text("Listo: el documento se guardó.")).to_be_visible()
    expect(page.get_by_role("list", name="Documentos").get_by_role("link")).to_have_text(
        ["diploma.pdf", "reverso.png"]
    )
    send(page)

    page.get_by_role("link", name="diploma.pdf").click()
    expect(page.get_by_role("heading", name="Página 1 de 2")).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Descargar").click()
    assert saved.value.path().read_bytes() == papers[0].read_bytes()


def test_what_was_typed_is_there_after_the_window_was_closed(
    windows: Windows, person: Inhabitant
) -> None:
    page = begin(windows, person)
    page.get_by_label("Grado o título").fill("Magíster en Educación")
    expect(page.get_by_text("Guardado a las")).to_be_visible()

    page.goto(page.url)

    expect(page.get_by_label("Grado o título")).to_have_value("Magíster en Educación")


def test_a_title_is_sent_without_javascript(
    windows_without_scripts: Windows, person: Inhabitant, papers: list[Path]
) -> None:
    page = begin(windows_without_scripts, person)

    fill(page)
    page.locator("#archivo").set_input_files(papers)
    page.get_by_role("button", name="Subir", exact=True).click()
    expect(page.get_by_role("link", name="reverso.png")).to_be_visible()

    send(page)
