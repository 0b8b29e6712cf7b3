"""What a servidor does with their legajo: prepare an entry with its document, and send it."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Download, Route, expect
from pypdf import PdfReader

from contracts.access_token import Role
from tests.browser.pages.landing import Landing
from tests.browser.pages.legajo import MiLegajo, Solicitud
from tests.browser.pages.titulo import begin, begin_in, fill, send
from tests.browser.window import Windows
from tests.support.inhabitants import Inhabitant, Inhabitants
from tests.support.journey import PASSWORD

Prepare = Callable[[Inhabitant], Inhabitant]


@pytest.fixture
def specialist(inhabitants: Inhabitants, with_password: Prepare) -> Inhabitant:
    """Take who attends the legajos of the UGEL."""
    return with_password(inhabitants.with_role(Role.ESCALAFON))


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


def test_a_date_that_does_not_exist_is_told_and_not_lost(
    windows: Windows, person: Inhabitant
) -> None:
    page = begin(windows, person)
    fill(page)
    day = page.get_by_label("Fecha de expedición")

    day.fill("")
    day.press_sequentially("0230")
    page.get_by_role("button", name="Seguir otro día").click()

    expect(page.get_by_text("Esa fecha no existe o está incompleta.")).to_be_visible()
    expect(day).to_be_focused()
    day.fill("2021-03-02")
    expect(page.get_by_text("Esa fecha no existe o está incompleta.")).to_be_hidden()
    page.get_by_role("button", name="Seguir otro día").click()
    expect(page.get_by_role("heading", name="Lo que va a pedir (1)")).to_be_visible()


def test_enter_in_a_field_goes_on(windows: Windows, person: Inhabitant) -> None:
    page = begin(windows, person)
    fill(page)

    page.get_by_label("Centro de estudios").press("Enter")

    expect(page.get_by_role("heading", name="Lo que va a pedir (1)")).to_be_visible()


def test_what_is_sent_comes_after_the_draft_that_is_on_its_way(
    windows: Windows, person: Inhabitant
) -> None:
    page = begin(windows, person)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/borrador", hold)
    with page.expect_request("**/borrador"):
        fill(page)

    page.get_by_label("Grado o título").fill("Magíster en Educación Rural")
    page.get_by_role("button", name="Guardar y continuar").click()
    held[0].continue_()

    expect(page.get_by_role("heading", name="Lo que va a pedir (1)")).to_be_visible()
    expect(page.get_by_text("Magíster en Educación Rural", exact=True)).to_be_visible()


def test_a_title_is_sent_without_javascript(
    windows_without_scripts: Windows, person: Inhabitant, papers: list[Path]
) -> None:
    page = begin(windows_without_scripts, person)

    fill(page)
    page.locator("#archivo").set_input_files(papers)
    page.get_by_role("button", name="Subir", exact=True).click()
    expect(page.get_by_role("link", name="reverso.png")).to_be_visible()

    send(page)


def test_a_title_is_observed_mended_accepted_and_told_by_an_informe(
    windows: Windows,
    windows_of_another: Windows,
    person: Inhabitant,
    specialist: Inhabitant,
    papers: list[Path],
) -> None:
    front, back = papers

    # The servidor asks, with a document.
    window = windows.open()
    page = begin_in(window, person)
    fill(page)
    page.locator("#archivo").set_input_files(front)
    expect(page.get_by_role("link", name="diploma.pdf")).to_be_visible()
    window.look("anotacion")
    send(page)
    solicitud = Solicitud(window)

    # The specialist finds it unreadable.
    landing = Landing.open(windows_of_another.open())
    inicio = landing.press_iniciar_sesion().sign_in(specialist.dni, PASSWORD)
    desk = inicio.open_bandeja().find(solicitud.expediente).take()
    desk = desk.decide(diploma="No se lee: envíe otra copia.")
    assert "Observada" in desk.text

    # The servidor sends another.
    solicitud = solicitud.reload()
    assert "No se lee: envíe otra copia." in solicitud.text
    answer = solicitud.press_subsanar().replace("diploma.pdf", back)
    solicitud = answer.send("Es una foto más clara.")
    assert "Subsanada" in solicitud.text

    # It is accepted, and the legajo says so; and so does an informe.
    desk = desk.reopen().take().decide()
    assert "Atendida" in desk.text
    legajo = MiLegajo.open(window)
    assert "Magíster en Educación" in legajo.text
    informe = legajo.press_informe().issue("Concurso, ascenso o evaluación")
    told = "".join(page.extract_text() for page in PdfReader(BytesIO(read(informe))).pages)
    assert "Magíster en Educación" in told


def read(saved: Download) -> bytes:
    """Return what was downloaded."""
    return saved.path().read_bytes()
