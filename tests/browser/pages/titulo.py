"""A title that a servidor asks to have in their legajo, from the sign-in until it is sent."""

from playwright.sync_api import Page, expect

from tests.browser.pages.landing import Landing
from tests.browser.window import Window, Windows
from tests.support.inhabitants import Inhabitant
from tests.support.journey import PASSWORD


def enter(window: Window, person: Inhabitant) -> Page:
    """Sign in."""
    return Landing.open(window).press_iniciar_sesion().sign_in(person.dni, PASSWORD).page


def begin(windows: Windows, person: Inhabitant) -> Page:
    """Sign in, and begin to ask for a new title."""
    return begin_in(windows.open(), person)


def begin_in(window: Window, person: Inhabitant) -> Page:
    """Sign in there, and begin to ask for a new title."""
    page = enter(window, person)
    page.get_by_role("navigation").get_by_role("link", name="Actualizar mi legajo").click()
    page.get_by_role("link", name="II. Situación académica").click()
    page.get_by_role("button", name="Grado, título o estudios").click()
    expect(page.locator("h1")).to_have_text("Agregar: Grado, título o estudios")
    page.wait_for_load_state()
    return page


def fill(page: Page) -> None:
    """Say what the title is."""
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
