"""Pages that no journey passes: each is looked at as those of the journeys are."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from contracts.access_token import Role
from services.identity import totp
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


def look(
    window: Window, address: str, name: str, heading: str | re.Pattern[str], status: int = 200
) -> None:
    window.expected.add(status)
    window.open(address)
    expect(window.page.locator("h1")).to_have_text(heading)
    window.look(name)


def code_of(secret: str) -> str:
    """Be the app on a phone."""
    return totp.code_at(secret, int(time.time()) // totp.STEP_SECONDS)


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

    window.go(page.get_by_role("button", name="Cerrar sesión"))
    specialist = sign_in(inhabitants.with_role(Role.ESCALAFON))
    look(specialist, "/legajo/bandeja", "bandeja", "Bandeja de escalafón")
    specialist.page.get_by_role("link", name=expediente).click()
    expect(specialist.page.locator("h1")).to_contain_text(expediente)
    specialist.look("bandeja-solicitud")


def test_an_informe_from_where_it_is_issued(sign_in: SignIn, inhabitants: Inhabitants) -> None:
    window = sign_in(inhabitants.servidor())
    page = window.page

    look(window, "/legajo/informes", "informes-vacio", "Informe escalafonario")
    page.get_by_label("¿Para qué es el informe?").select_option(label="Otros: Trámite personal")
    page.get_by_role("button", name="Emitir informe").click()

    expect(page.get_by_text("El informe está listo")).to_be_visible()
    window.look("informes")
    look(window, "/legajo/historia", "mi-historia", "Qué cambió en mi legajo")
    look(window, "/legajo/accesos", "accesos", "¿Quién vio mi legajo?")
    look(window, "/legajo/?vista=servir", "legajo-servir", "Mi legajo")


def test_how_legajos_are_kept(sign_in: SignIn, inhabitants: Inhabitants) -> None:
    dni = inhabitants.servidor().dni
    window = sign_in(inhabitants.with_role(Role.ESCALAFON))
    legajo = f"/legajo/servidores/{dni}"

    look(window, f"{legajo}/custodia", "custodia", "Ubicación, vigencia y traslado")
    look(window, f"{legajo}/custodia/ubicacion", "custodia-ubicacion", "Ubicación de un legajo")
    look(window, f"{legajo}/custodia/vigencia", "vigencia", "Declarar un legajo no vigente")
    window.expected.add(422)
    window.page.get_by_role("button", name="Declararlo no vigente").click()
    expect(window.page.get_by_text("Revise los datos marcados")).to_be_visible()
    window.look("vigencia-errores")
    look(window, f"{legajo}/custodia/traslado", "traslado-nuevo", "Enviar un legajo a otra sede")
    look(window, f"{legajo}/agregar", "oficio-tipos", re.compile("^Agregar al legajo de "))
    look(window, f"{legajo}/informes", "informes-de", re.compile("^Informes de "))
    look(window, "/legajo/traslados", "traslados", "Traslados de legajos")
    look(window, "/legajo/ubicaciones", "ubicaciones", "Legajos por ubicación")
    look(window, "/legajo/reportes", "reportes", "Reporte de escalafón")


def test_a_file_of_legajos_from_its_template(sign_in: SignIn, inhabitants: Inhabitants) -> None:
    window = sign_in(inhabitants.with_role(Role.ESCALAFON))
    page = window.page

    look(window, "/legajo/importaciones", "importaciones", "Importaciones")
    look(window, "/legajo/importaciones/columnas", "columnas", "Columnas de «Servidores»")
    window.open("/legajo/importaciones")
    page.get_by_label("Qué contiene").select_option(label="Servidores")
    file = {"name": "servidores.csv", "mimeType": "text/csv", "buffer": b"dni,apellidos\n1,2\n"}
    page.get_by_label("Archivo CSV").set_input_files(file)
    window.expected.add(422)
    page.get_by_role("button", name="Subir y revisar").click()

    expect(page.get_by_text("Faltan las columnas").first).to_be_visible()
    window.look("importaciones-error")


def test_what_who_has_no_legajo_finds_there(sign_in: SignIn, inhabitants: Inhabitants) -> None:
    window = sign_in(inhabitants.sin_legajo())

    look(window, "/legajo/", "sin-legajo", "Mi legajo")
    look(window, "/legajo/bandeja", "sin-permiso", "No tiene permiso para esto", 403)


def test_the_report_of_a_planilla(sign_in: SignIn, inhabitants: Inhabitants) -> None:
    window = sign_in(inhabitants.with_role(Role.ADMINISTRADOR_BOLETA))

    look(window, "/boleta/planillas", "planillas", "Planillas")
    row = window.page.get_by_role("row").filter(has_text="DICIEMBRE 2025")
    row.get_by_role("link", name="Ver la planilla").click()
    expect(window.page.locator("h1")).to_have_text("Planilla de DICIEMBRE 2025")
    window.look("planilla")


def test_what_a_person_does_with_their_account(sign_in: SignIn, inhabitants: Inhabitants) -> None:
    person = inhabitants.servidor()
    window = sign_in(person)
    page = window.page

    page.get_by_role("link", name="Mi cuenta").click()
    expect(page.locator("h1")).to_have_text("Mi cuenta")
    window.look("mi-cuenta")
    look(window, "/passport/cuenta/contrasena", "cambiar-contrasena", "Cambiar contraseña")
    look(window, "/passport/cuenta/correo", "cambiar-correo", "Cambiar correo")
    look(window, "/passport/cuenta/dos-pasos", "dos-pasos", "Verificación en dos pasos")

    page.get_by_text("No puedo escanearlo").click()
    secret = page.locator(".secret code").inner_text().replace(" ", "")
    page.get_by_label("Código de la aplicación").fill(code_of(secret))
    page.get_by_role("button", name="Activar").click()
    expect(page.locator("h1")).to_have_text("Sus códigos de respaldo")
    window.look("codigos-de-respaldo")
    paper = page.locator(".paper-codes code").first.inner_text()

    window.go(page.get_by_role("button", name="Cerrar sesión"))
    login = Landing.open(window).press_iniciar_sesion()
    login.fill(person.dni, PASSWORD)
    login.button("Iniciar sesión").click()
    expect(page.locator("h1")).to_have_text("Verificación en dos pasos")
    window.look("codigo")
    page.get_by_label("Código").fill(paper)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{window.copy.public_url}/inicio")


def test_a_device_works_instead_of_a_code(
    windows: Windows, inhabitants: Inhabitants, with_password: Callable[[Inhabitant], Inhabitant]
) -> None:
    person = with_password(inhabitants.servidor())
    window = windows.open()
    page = window.page
    window.open("/login")
    page.get_by_label("Usuario").fill(person.dni)
    page.get_by_label("Contraseña", exact=True).fill(PASSWORD)

    button = page.get_by_role("button", name="No puedo ver ni escuchar el código")
    window.tab_to(button)
    page.keyboard.press("Enter")
    expect(page.get_by_text("ya no hace falta que escriba el código")).to_be_visible()
    window.look("sin-codigo")
    page.get_by_role("button", name="Iniciar sesión").click()

    expect(page).to_have_url(f"{window.copy.public_url}/inicio")


def test_a_code_changes_and_nothing_typed_is_lost(windows: Windows) -> None:
    window = windows.open()
    page = window.page
    window.open("/login")
    page.get_by_label("Contraseña", exact=True).fill("lo que escribí")
    before = page.locator("[name=captcha_id]").input_value()

    page.get_by_role("button", name="Cambiar código").click()

    expect(page.get_by_text("Hay un código nuevo.")).to_be_visible()
    assert page.locator("[name=captcha_id]").input_value() != before
    assert page.get_by_label("Contraseña", exact=True).input_value() == "lo que escribí"
