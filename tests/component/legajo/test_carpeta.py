"""All the documents of a legajo in one ZIP, with an index."""

import csv
import io
from typing import Any
from zipfile import ZipFile

import pytest
from pypdf import PdfWriter
from webtest import TestApp

from services.legajo.domain import Vigencia
from tests.component.legajo.conftest import Browsers
from tests.support.builders.legajo import a_servidor, an_anotacion
from tests.support.services import Service

OWN = "/legajo/documentos.zip"
OF_ROSA = "/legajo/servidores/00000001/documentos.zip"
INDEX = "00 Índice.csv"


def a_pdf(width: int) -> bytes:
    writer, content = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width, 800)
    writer.write(content)
    return content.getvalue()


ONE, OTHER, THIRD = map(a_pdf, (500, 510, 520))


def opened(answer: Any) -> tuple[ZipFile, list[dict[str, str]]]:
    """Return an archive, and the rows of its index."""
    archive = ZipFile(io.BytesIO(answer.body))
    assert archive.testzip() is None
    text = archive.read(INDEX).decode("utf-8-sig")
    return archive, list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def rosa(servidor: Browsers) -> TestApp:
    """Open the browser of a servidor with documents in three sections."""
    a_servidor()
    an_anotacion(document=ONE)
    an_anotacion(document=OTHER, grado="Doctora: en/Educación", fecha_emision="2022-01-02")
    an_anotacion(
        tipo="sancion", tipo_sancion="Amonestación escrita", numero_documento="9", document=THIRD
    )
    an_anotacion(tipo="merito", tipo_merito="Felicitación", entidad="UGEL")
    return servidor()


def test_the_documents_are_in_folders_by_section_and_listed(rosa):
    answer = rosa.get("/legajo/").click("Todos mis documentos")

    archive, rows = opened(answer)
    assert answer.content_type == "application/zip"
    assert "legajo-00000001-documentos.zip" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert archive.namelist() == [
        "02 II. Situación académica/2019-08-30 Magíster en Educación · Gestión educativa.pdf",
        "02 II. Situación académica/2022-01-02 Doctora en Educación · Gestión educativa.pdf",
        "08 VIII. Sanciones/Amonestación escrita · 9.pdf",
        INDEX,
    ]
    assert archive.read(archive.namelist()[0]) == ONE
    assert [row["Archivo"] for row in rows] == archive.namelist()[:-1]
    assert rows[0]["Sección"] == "II. Situación académica"
    assert rows[0]["Desde"] == "2019-08-30"
    assert rows[0]["Documento"] == "titulo.pdf"


def test_the_same_legajo_is_the_same_archive(rosa):
    assert rosa.get(OWN).body == rosa.get(OWN).body


def test_documents_of_the_same_name_do_not_hide_each_other(servidor):
    a_servidor()
    an_anotacion(document=ONE)
    an_anotacion(document=OTHER)

    archive, _ = opened(servidor().get(OWN))

    first, second, _index = archive.namelist()
    assert second == first.replace(".pdf", "-2.pdf")
    assert {archive.read(first), archive.read(second)} == {ONE, OTHER}


def test_a_document_that_cannot_be_read_is_told_and_the_rest_is_given(rosa, legajo):
    _, rows = opened(rosa.get(OWN))
    legajo.app.extensions["files"].forget(rows[0]["Huella SHA-256"])

    archive, rows = opened(rosa.get(OWN))

    assert len(archive.namelist()) == 3
    assert rows[0]["Archivo"].startswith("No se pudo leer")
    assert rows[1]["Archivo"] in archive.namelist()


def test_who_has_no_document_is_told_so(servidor):
    a_servidor()
    an_anotacion()

    page = servidor().get(OWN, status=404)

    assert "no tiene todavía ningún documento" in page


@pytest.mark.parametrize("legajo_", [None, Vigencia.NO_VIGENTE])
def test_who_has_no_legajo_is_told_what_to_do(servidor, legajo_):
    a_servidor(legajo=legajo_)

    assert "USTED NO TIENE LEGAJO" in servidor().get(OWN)


def test_a_specialist_gets_what_is_not_reserved_and_is_remembered(rosa, especialista):
    archive, _ = opened(especialista().get(OF_ROSA))

    assert not [name for name in archive.namelist() if "Sanciones" in name]
    assert len(archive.namelist()) == 3
    rosa.get("/legajo/accesos").mustcontain("Descargó su legajo", "Todos sus documentos")


def test_a_specialist_who_said_why_gets_what_is_reserved(rosa, especialista):
    browser = especialista()
    reason = {"motivo_reserva": "Informe para el proceso disciplinario"}
    browser.post("/legajo/servidores/00000001/reservado", reason, status=303)

    archive, _ = opened(browser.get(OF_ROSA))

    assert [name for name in archive.namelist() if "Sanciones" in name]


def test_nobody_else_gets_the_documents(rosa, servidor, especialista, legajo: Service):
    legajo.browser().get(OWN, status=401)
    legajo.browser().get(OF_ROSA, status=401)
    servidor("00000002").get(OF_ROSA, status=403)
    especialista("080014").get(OF_ROSA, status=404)
    especialista(dni="00000001").get(OF_ROSA, status=404)
