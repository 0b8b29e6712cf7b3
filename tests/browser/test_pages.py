"""Pages that no journey passes: each is looked at as those of the journeys are."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from contracts.access_token import Role
from tests.browser.pages.landing import Landing
from tests.browser.window import Window, Windows
from tests.support.inhabitants import Inhabitant, Inhabitants
from tests.support.journey import PASSWORD

SignIn = Callable[[Inhabitant], Window]


@pytest.fixture
def sign_in(
    windows: Windows, with_password: Callable[[Inhabitant], Inhabitant]
) -> Callable[[Inhabitant], Window]:
    """Lead a person to Inicio, in a window."""

    def lead(person: Inhabitant) -> Window:
        login = Landing.open(windows.open()).press_iniciar_sesion()
        return login.sign_in(with_password(person).dni, PASSWORD).window

    return lead


def look(window: Window, address: str, name: str, heading: str, status: int = 200) -> None:
    window.expected.add(status)
    window.open(address)
    expect(window.page.locator("h1")).to_have_text(heading)
    window.look(name)


def test_what_who_is_not_signed_in_may_come_to(windows: Windows) -> None:
    window = windows.open()

    look(window, "/passport/recuperar", "recuperar", "Recuperar contraseña")
    look(window, f"/passport/generar/{'x' * 43}", "enlace", "Este enlace ya no sirve", 410)
    look(window, "/no-existe", "no-existe", "No encontramos esa página", 404)


def test_a_solicitud_from_both_sides(sign_in: SignIn, inhabitants: Inhabitants) -> None:
    window = sign_in(inhabitants.servidor())
    page = window.page

    look(window, "/legajo/", "legajo", "Mi legajo")
    look(window, "/legajo/solicitudes", "solicitudes-vacio", "Seguimiento de atención de solicitud")
    look(window, "/legajo/solicitudes/nueva", "solicitud-nueva", "Actualizar mi legajo")
    page.get_by_label("Sección del legajo").select_option(index=2)
    page.get_by_label("Qué desea actualizar").fill("Título de segunda especialidad")
    page.get_by_label("Detalle").fill("Título N.º 123 del 01/02/2020.")
    page.get_by_role("button", name="Enviar solicitud").click()

    expect(page.get_by_role("status").first).to_contain_text("Su solicitud quedó registrada")
    window.look("solicitud")
    expediente = page.url.partition("?")[0].rpartition("/")[2]
    look(window, "/legajo/solicitudes", "solicitudes", "Seguimiento de atención de solicitud")

    page.get_by_role("button", name="Cerrar sesión").click()
    specialist = sign_in(inhabitants.with_role(Role.ESCALAFON))
    look(specialist, "/legajo/bandeja", "bandeja", "Bandeja de escalafón")
    specialist.page.get_by_role("link", name=expediente).click()
    expect(specialist.page.locator("h1")).to_contain_text(expediente)
    specialist.look("bandeja-solicitud")


def test_what_who_has_no_legajo_finds_there(sign_in: SignIn, inhabitants: Inhabitants) -> None:
    window = sign_in(inhabitants.sin_legajo())

    look(window, "/legajo/", "sin-legajo", "Mi legajo")
    look(window, "/legajo/bandeja", "sin-permiso", "No tiene permiso para esto", 403)


def test_the_report_of_a_planilla(sign_in: SignIn, inhabitants: Inhabitants) -> None:
    window = sign_in(inhabitants.with_role(Role.ADMINISTRADOR_BOLETA))

    look(window, "/boleta/planillas", "planillas", "Planillas")
    window.page.get_by_role("link", name="Ver reporte").first.click()
    expect(window.page.locator("h1")).to_have_text("Planilla de DICIEMBRE 2025")
    window.look("planilla")
