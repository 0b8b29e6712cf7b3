"""/legajo/api/v1 where files come and go: imports, all the documents of a legajo, reports."""

import io
import zipfile
from uuid import UUID, uuid4

import pytest
from openpyxl import load_workbook

from contracts.access_token import Role
from services.legajo.domain.acceso import Acto
from services.legajo.forms.importaciones import kind_of
from services.legajo.models import Acceso, Anotacion, db
from services.legajo.usecases.importaciones import imports
from tests.support.builders import files
from tests.support.builders.legajo import ANTA, a_servidor, an_anotacion

API = "/legajo/api/v1"
IMPORTS = f"{API}/importaciones"
GOOD = "00000001,Maestría,Magíster,Gestión educativa,UNSAAC,30/08/2019"
BAD = "00000002,Maestría,Magíster,Gestión educativa,UNSAAC,30/08/2019"
ESTUDIOS = f"dni,nivel,grado,especialidad,institucion,fecha_emision\n{GOOD}\n{BAD}\n"

WANTED = (
    "/importaciones",
    "/importaciones/plantilla",
    f"/importaciones/{UUID(int=1)}",
    f"/importaciones/{UUID(int=1)}/rechazos",
    f"/importaciones/{UUID(int=1)}/rechazos/csv",
    "/legajos/00000001/documentos/zip",
    "/reportes/xlsx",
)
"""What a specialist alone is given."""


def send(browser, text=ESTUDIOS, que="estudio", status=202):
    upload = [("archivo", "estudios.csv", text.encode())]
    return browser.post(IMPORTS, {"que": que}, upload_files=upload, status=status)


def work():
    """Do what the worker does about what waits."""
    for import_id in imports.hand_over():
        imports.run(import_id, kind_of)
    db.session.expire_all()


def test_a_file_is_followed_reviewed_confirmed_and_its_errors_are_read(especialista):
    a_servidor()
    program = especialista()

    sent = send(program)
    assert sent.json["estado"] == "waiting"
    work()
    reviewed = program.get(sent.location).json
    assert (reviewed["estado"], reviewed["nuevas"], reviewed["rechazadas"]) == ("reviewed", 1, 1)
    assert db.session.query(Anotacion).count() == 0
    confirmed = program.post(f"{sent.location}/confirmacion", status=202)
    assert confirmed.location == sent.location
    work()

    assert program.get(sent.location).json["estado"] == "done"
    assert db.session.query(Anotacion).count() == 1
    (refused,) = program.get(f"{sent.location}/rechazos").json["rechazos"]
    assert (refused["linea"], refused["celdas"][0]) == (3, "00000002")
    again = program.get(f"{sent.location}/rechazos/csv")
    again.mustcontain("error", refused["motivo"].split(":")[0], "00000002", no="00000001")
    assert program.get(IMPORTS).json["importaciones"][0]["id"] == sent.json["id"]
    program.post(f"{sent.location}/confirmacion", status=409)


def test_a_file_is_given_up(especialista):
    program = especialista()
    address = send(program).location

    assert program.post(f"{address}/cancelacion").json["estado"] == "cancelled"

    program.post(f"{address}/cancelacion", status=409)
    program.post(f"{address}/confirmacion", status=409)


def test_what_cannot_be_imported_is_told_at_once(especialista):
    program = especialista()
    send(program)

    assert "Su id es" in send(program, status=409).json["detail"]
    assert "archivo" in send(program, text="nada\n1\n", status=422).json["errors"]
    assert "que" in send(program, que="planilla", status=422).json["errors"]
    program.post(IMPORTS, {"que": "estudio"}, status=422)
    template = program.get(f"{IMPORTS}/plantilla?que=estudio")
    template.mustcontain("dni,nivel")
    program.get(f"{IMPORTS}/plantilla?que=planilla", status=422)


def test_an_import_of_somebody_else_is_not_there(especialista):
    address = send(especialista()).location

    for method, path in (
        *(("get", ""), ("get", "/rechazos"), ("get", "/rechazos/csv")),
        *(("post", "/confirmacion"), ("post", "/cancelacion")),
    ):
        getattr(especialista(dni="00000901"), method)(f"{address}{path}", status=404)
    especialista().get(f"{IMPORTS}/{uuid4()}", status=404)


def test_all_documents_of_a_legajo_come_as_one_file(servidor, especialista):
    a_servidor()
    an_anotacion(document=files.a_pdf())

    own = servidor().get(f"{API}/legajo/documentos/zip")

    names = zipfile.ZipFile(io.BytesIO(own.body)).namelist()
    assert [name for name in names if name.endswith(".pdf")]
    assert own.headers["Cache-Control"] == "no-store"
    servidor().get(
        f"{API}/legajo/documentos/zip", headers={"If-None-Match": own.headers["ETag"]}, status=304
    )
    assert db.session.query(Acceso).count() == 0
    theirs = especialista().get(f"{API}/legajos/00000001/documentos/zip")
    assert zipfile.ZipFile(io.BytesIO(theirs.body)).namelist() == names
    db.session.expire_all()
    assert [each.acto for each in db.session.query(Acceso)] == [Acto.DESCARGA]


def test_where_there_is_no_document_there_is_no_file(servidor, especialista):
    servidor().get(f"{API}/legajo/documentos/zip", status=404)
    a_servidor()

    servidor().get(f"{API}/legajo/documentos/zip", status=404)
    especialista().get(f"{API}/legajos/00000001/documentos/zip", status=404)


def test_a_report_is_given_as_a_workbook(especialista):
    given = especialista().get(f"{API}/reportes/xlsx?desde=2026-01-01&hasta=2026-01-31")

    assert load_workbook(io.BytesIO(given.body)).sheetnames
    assert "escalafon-2026-01-01-2026-01-31.xlsx" in given.headers["Content-Disposition"]
    especialista().get(f"{API}/reportes/xlsx?desde=2026-02-01&hasta=2026-01-31", status=422)


@pytest.mark.parametrize("address", WANTED)
def test_it_is_for_specialists_alone(legajo, people, servidor, address):
    legajo.browser().get(f"{API}{address}", status=401)
    servidor().get(f"{API}{address}", status=403)
    elsewhere = legajo.browser(people.with_role(Role.ADMINISTRADOR_BOLETA, ANTA, "00000900"))
    elsewhere.get(f"{API}{address}", status=403)


def test_the_specialist_of_another_sede_finds_no_documents(legajo, people):
    a_servidor()
    an_anotacion(document=files.a_pdf())

    elsewhere = legajo.browser(people.with_role(Role.ESCALAFON, ANTA, "00000900"))

    elsewhere.get(f"{API}/legajos/00000001/documentos/zip", status=404)
