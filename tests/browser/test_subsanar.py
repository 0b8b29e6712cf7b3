"""What was observed is mended piece by piece, and the draft of it outlives the window."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from contracts.access_token import Role
from tests.browser.pages.titulo import begin, enter, fill, send
from tests.browser.window import Windows
from tests.support.inhabitants import Inhabitant, Inhabitants

Prepare = Callable[[Inhabitant], Inhabitant]


def observe(page: Page, expediente: str) -> None:
    """Take a solicitud as its specialist, and observe everything that it asks for."""
    page.goto(page.url.partition("/inicio")[0] + f"/legajo/bandeja/{expediente}")
    page.get_by_role("button", name="Tomar esta solicitud").click()
    for verdict in page.locator("select[name^=fallo-]").all():
        verdict.select_option("observado")
    for motivo in page.locator("textarea[name^=motivo-]").all():
        motivo.fill("Falta el reverso.")
    page.get_by_role("button", name="Enviar decisión").click()
    expect(page.get_by_text("La solicitud fue observada")).to_be_visible()
    page.get_by_role("button", name="Cerrar sesión").click()


def test_what_was_observed_is_mended_and_the_draft_survives_the_window(
    windows: Windows,
    person: Inhabitant,
    with_password: Prepare,
    inhabitants: Inhabitants,
    papers: list[Path],
) -> None:
    page = begin(windows, person)
    fill(page)
    page.locator("#archivo").set_input_files(papers[0])
    expect(page.get_by_text("Listo: el documento se guardó.")).to_be_visible()
    send(page)
    address, expediente = page.url.partition("?")[0], page.locator("h1").inner_text().split()[-1]
    page.get_by_role("button", name="Cerrar sesión").click()
    specialist = with_password(inhabitants.with_role(Role.ESCALAFON))
    observe(enter(windows.open(), specialist), expediente)

    window = windows.open()
    page = enter(window, person)
    page.goto(address)
    page.get_by_role("link", name="Subsanar").click()
    window.look("subsanar")
    page.get_by_role("link", name="Corregir").click()
    window.look("subsanar-anotacion")
    page.get_by_label("Grado o título").fill("Magíster en Gestión Educativa")
    expect(page.get_by_text("Guardado a las")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Grado o título")).to_have_value("Magíster en Gestión Educativa")
    page.locator("#archivo").set_input_files(papers[1])
    expect(page.get_by_text("Listo: el documento se guardó.")).to_be_visible()
    page.get_by_role("button", name="Quitar diploma.pdf").click()
    expect(page.get_by_text("Se quitará al enviar su respuesta")).to_be_visible()
    page.get_by_role("button", name="Guardar y volver").click()
    page.get_by_label("Qué responde").fill("Va el reverso, y corregí el grado.")
    page.get_by_role("button", name="Enviar respuesta").click()

    expect(page.get_by_text("Su respuesta fue enviada")).to_be_visible()
    expect(page.get_by_role("cell", name="Magíster en Gestión Educativa")).to_be_visible()
    window.look("subsanada")
