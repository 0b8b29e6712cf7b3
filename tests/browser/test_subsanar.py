"""What was observed is mended piece by piece, and the draft of it outlives the window."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from contracts.access_token import Role
from tests.browser.pages.titulo import begin_in, enter, fill, send
from tests.browser.window import Window, Windows
from tests.support.inhabitants import Inhabitant, Inhabitants

Prepare = Callable[[Inhabitant], Inhabitant]


def observe(window: Window, expediente: str) -> None:
    """Take a solicitud as its specialist, and observe everything that it asks for."""
    page = window.page
    window.open(f"/legajo/bandeja/{expediente}")
    window.go(page.get_by_role("button", name="Tomar esta solicitud"))
    for verdict in page.locator("select[name^=fallo-]").all():
        verdict.select_option("observado")
    for motivo in page.locator("textarea[name^=motivo-]").all():
        motivo.fill("Falta el reverso.")
    page.get_by_role("button", name="Enviar decisión").click()
    expect(page.get_by_text("La solicitud fue observada")).to_be_visible()
    window.go(page.get_by_role("button", name="Cerrar sesión"))


def test_what_was_observed_is_mended_and_the_draft_survives_the_window(
    windows: Windows,
    person: Inhabitant,
    with_password: Prepare,
    inhabitants: Inhabitants,
    papers: list[Path],
) -> None:
    window = windows.open()
    page = begin_in(window, person)
    fill(page)
    page.locator("#archivo").set_input_files(papers[0])
    expect(page.get_by_text("Listo: el documento se guardó.")).to_be_visible()
    send(page)
    address, expediente = page.url.partition("?")[0], page.locator("h1").inner_text().split()[-1]
    window.go(page.get_by_role("button", name="Cerrar sesión"))
    specialist, desk = with_password(inhabitants.with_role(Role.ESCALAFON)), windows.open()
    enter(desk, specialist)
    observe(desk, expediente)

    window = windows.open()
    page = enter(window, person)
    page.goto(address)
    window.go(page.get_by_role("link", name="Subsanar"))
    window.look("subsanar")
    window.go(page.get_by_role("link", name="Corregir"))
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
