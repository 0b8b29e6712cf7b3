"""A document page by page: drawn as pictures by a process of its own, beside what it proves."""

from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from io import BytesIO

import pytest
from PIL import Image

from chassis.filestore import current_files
from services.legajo.domain.anotacion import Operacion
from services.legajo.models import db
from tests.support.builders import files
from tests.support.builders.legajo import (
    ESTUDIO,
    a_cambio,
    a_servidor,
    a_solicitud,
    an_anotacion,
)
from tests.support.page import lint

EXPEDIENTE = "EXP-2020-000007"


def address(row, view="/ver"):
    return f"/legajo/documentos/{row.adjuntos[0].id}{view}"


def linted(page):
    lint(page.text, page.request.url)
    return page


def picture(answer):
    assert answer.content_type == "image/jpeg"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert answer.headers["Cache-Control"] == "no-store"
    return Image.open(BytesIO(answer.body))


def test_a_pdf_is_read_page_by_page_and_given_to_keep(servidor):
    a_servidor()
    anotacion = an_anotacion(document=files.a_pdf(3))

    page = linted(servidor().get(address(anotacion)))

    page.mustcontain("titulo.pdf", "Página 1 de 3", "Magíster en Educación", "Descargar")
    second = linted(page.click("Siguiente"))
    second.mustcontain("Página 2 de 3", "Anterior")
    assert max(picture(servidor().get(address(anotacion, "/vista?pagina=2"))).size) == 1600
    assert max(picture(servidor().get(address(anotacion, "/vista"))).size) == 320
    servidor().get(address(anotacion, "/vista?pagina=4"), status=404)
    linted(servidor().get(address(anotacion, "/ver?pagina=9"))).mustcontain("Página 3 de 3")


def test_a_picture_of_a_telephone_stands_upright(servidor):
    a_servidor()
    anotacion = an_anotacion(document=files.a_picture_on_its_side((640, 480)))

    drawn = picture(servidor().get(address(anotacion, "/vista?pagina=1")))

    assert drawn.size == (480, 640)
    assert not drawn.getexif()
    linted(servidor().get(address(anotacion))).mustcontain("El documento", "JPG")


@pytest.mark.parametrize("broken", [files.an_encrypted_pdf(), b"%PDF-1.7\nnothing"])
def test_what_cannot_be_drawn_says_so_and_can_be_downloaded(servidor, broken):
    a_servidor()
    anotacion = an_anotacion(document=files.a_pdf())
    _keep_instead(anotacion, broken)

    drawn = servidor().get(address(anotacion, "/vista?pagina=1"))

    assert drawn.content_type == "image/svg+xml"
    drawn.mustcontain("Descargue")
    assert drawn.headers["Content-Security-Policy"].startswith("sandbox")


def test_the_specialist_sees_what_is_asked_beside_the_document(servidor, especialista):
    a_servidor()
    cambio = a_cambio(
        a_solicitud(expediente=EXPEDIENTE),
        operacion=Operacion.CORREGIR,
        anotacion=an_anotacion(),
        antes=ESTUDIO,
        valores=ESTUDIO | {"grado": "Maestra"},
        document=files.a_pdf(),
    )

    page = linted(especialista().get(address(cambio)))

    page.mustcontain("Lo que se pide con él", "Maestra", "consta hoy: Magíster en Educación")
    page.mustcontain(f"/legajo/bandeja/{EXPEDIENTE}")
    servidor().get("/legajo/accesos").mustcontain("Abrió un documento")


def test_a_list_of_small_pictures_is_no_look_at_each(servidor, especialista):
    a_servidor()
    anotacion = an_anotacion(document=files.a_pdf())

    especialista().get(address(anotacion, "/vista"), status=200)

    servidor().get("/legajo/accesos").mustcontain(no="Abrió un documento")


def _keep_instead(anotacion, content):
    """Let the document be another file: one that was believed once and no longer is what it was."""
    kept = current_files().keep(BytesIO(content))
    anotacion.adjuntos[0].documento.sha256 = kept.key
    db.session.commit()


def test_who_asks_for_many_pages_lets_others_see_theirs(servidor, especialista):
    a_servidor()
    anotacion = an_anotacion(document=files.a_pdf(20))
    pages = [address(anotacion, f"/vista?pagina={page}") for page in range(1, 21)]
    browsers = [servidor() for _ in pages]
    with ThreadPoolExecutor(len(pages)) as windows:
        many = [
            windows.submit(browser.get, page, expect_errors=True)
            for browser, page in zip(browsers, pages, strict=True)
        ]

        one = especialista().get(pages[0])

    assert one.content_type == "image/jpeg"
    answers = [asked.result() for asked in many]
    told_to_wait = [each for each in answers if each.status_int == HTTPStatus.SERVICE_UNAVAILABLE]
    assert len(answers) > len(told_to_wait)
    for answer in told_to_wait:
        answer.mustcontain("Se está preparando")
        assert answer.content_type == "image/svg+xml"
        assert answer.headers["Retry-After"] == "2"
        assert answer.headers["Content-Security-Policy"].startswith("sandbox")
