"""A specialist imports a file on a page: uploaded, reviewed, and imported on their word."""

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select
from webtest import Upload

from chassis.importing import ImportState
from services.legajo.domain import Vigencia
from services.legajo.domain.anotacion import Origen
from services.legajo.forms.importaciones import FILES, kind_of, template_of
from services.legajo.models import (
    Anotacion,
    Historia,
    Importacion,
    ImportacionPieza,
    Servidor,
    db,
)
from services.legajo.usecases.importaciones import KEPT, forget_reviewed, imports
from tests.support.builders.legajo import CANCHIS, ESTUDIO, a_servidor

PAGE = "/legajo/importaciones"

HEADER = "dni,nivel,grado,especialidad,institucion,fecha_emision\n"

SERVIDORES = (
    "dni,apellidos,nombres,fecha_nacimiento,sede,tipo_servidor,regimen,cargo,fecha_ingreso,legajo\n"
)


class Killed(BaseException):
    """What happens to a worker between two batches."""


def row(dni="00000001", grado="Magíster en Educación"):
    return f"{dni},Maestría,{grado},Gestión educativa,UNSAAC,30/08/2019\n"


def a_row(dni="00000001", sede=CANCHIS, cargo="PROFESOR"):
    return f"{dni},A,B,14/02/1985,{sede},Docente Nombrado,Ley Nro 29944,{cargo},01/03/2010,\n"


def send(browser, text, que="estudio", name="estudios.csv"):
    content = text if isinstance(text, bytes) else text.encode()
    form = browser.get(PAGE).forms["form-importar"]
    form["que"] = que
    form["archivo"] = Upload(name, content, "text/csv")
    return form.submit(expect_errors=True)


def work(kind=kind_of):
    """Do what the worker does about what waits."""
    for import_id in imports.hand_over():
        imports.run(import_id, kind)


def small(importacion, **changed):
    """Say what is done with a file, three rows at once."""
    return replace(kind_of(importacion), batch=3, **changed)


def found(page):
    db.session.expire_all()
    return db.session.get(Importacion, UUID(page.request.path.split("/")[3]))


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def say(browser, page, paso):
    """Say that a file be imported, or cancelled, as the page asks."""
    asked = browser.get(f"{page.request.path}?paso={paso}")
    forms = [form for form in asked.forms.values() if form.action.endswith(f"/{paso}")]
    return forms[0].submit(expect_errors=True)


def test_a_file_is_reviewed_first_and_imported_on_the_word_of_who_sent_it(especialista):
    a_servidor()
    browser = especialista()

    waiting = send(browser, HEADER + row() + row(grado="Doctor") + row("00000099")).follow()
    told = browser.get(f"{waiting.request.path}/progreso").json
    work()
    reviewed = browser.get(waiting.request.path)
    before = count(Anotacion)
    say(browser, waiting, "importar")
    work()
    done = browser.get(waiting.request.path)

    assert "data-follows" in waiting.text
    assert told == {"estado": "waiting", "porcentaje": 0, "texto": "Revisando: por empezar"}
    assert "Todavía no se guardó nada" in reviewed.text
    assert "2 anotaciones nuevas" in reviewed.text
    assert before == 0
    assert "El archivo se importó" in done.text
    importacion = found(waiting)
    assert (importacion.read, importacion.changed, importacion.refused) == (3, 2, 1)
    assert count(ImportacionPieza) == 0
    first = db.session.scalars(select(Anotacion).order_by(Anotacion.id)).first()
    assert (first.valores, first.origen) == (ESTUDIO, Origen.IMPORTACION)
    noted = db.session.scalars(select(Historia)).first()
    assert (noted.por, noted.role) == ("00000900", "escalafon")
    assert "estudios.csv" in noted.motivo


def test_the_refused_rows_are_downloaded_corrected_and_sent_again(especialista):
    a_servidor()
    browser = especialista()
    page = send(browser, HEADER + row("1") + row("00000099", grado="=1+1")).follow()
    work()

    shown = browser.get(page.request.path)
    refused = browser.get(f"{page.request.path}/rechazadas.csv").text
    corrected = refused.replace("00000099", "00000001").replace(",1,", ",00000001,")
    again = send(browser, corrected).follow()
    work()
    say(browser, again, "importar")
    work()

    assert "Debe tener 8 dígitos" in shown.text
    assert "Ninguna fila se puede usar" in shown.text
    assert ",'=1+1," in refused
    assert refused.startswith("\ufefferror,dni,nivel,")
    assert sorted(each.valores["grado"] for each in db.session.scalars(select(Anotacion))) == [
        "=1+1",
        "Magíster en Educación",
    ]


def test_only_the_legajos_that_they_attend_are_written_into(especialista):
    a_servidor("00000001")
    a_servidor("00000002", sede="080001")
    a_servidor("00000900")
    browser = especialista()

    page = send(browser, HEADER + row() + row("00000002") + row("00000900")).follow()
    work()

    assert found(page).changed == 1
    assert browser.get(page.request.path).text.count("las sedes que usted atiende") == 2


def test_servidores_are_imported_into_the_sedes_that_they_attend_alone(legajo, especialista):
    a_servidor("00000002", sede="080001")
    rows = a_row() + a_row("00000002") + a_row("00000003", sede="080001") + a_row("00000900")
    browser = especialista()

    page = send(browser, SERVIDORES + rows, "servidores").follow()
    work()
    shown = browser.get(page.request.path).text
    say(browser, page, "importar")
    work()

    assert (found(page).changed, found(page).refused) == (1, 3)
    assert "00000002 ya es de otra sede" in shown
    assert "sede: 080001: lo importa otro especialista" in shown
    assert "Es su propio registro" in shown
    assert db.session.get(Servidor, "00000001").sede == CANCHIS
    assert db.session.get(Servidor, "00000002").sede == "080001"
    assert [file.dni for event in legajo.outbox() for file in event.servidores] == ["00000001"]


def test_the_history_tells_which_specialist_imported_a_servidor(especialista):
    a_servidor(legajo=Vigencia.VIGENTE)
    browser = especialista()

    page = send(
        browser, SERVIDORES + a_row().replace(",\n", ",NO VIGENTE\n"), "servidores"
    ).follow()
    work()
    say(browser, page, "importar")
    work()

    (noted,) = db.session.scalars(select(Historia))
    assert (noted.por, noted.role, noted.origen) == ("00000900", "escalafon", Origen.IMPORTACION)


def test_the_same_file_again_changes_nothing_and_says_so(especialista):
    a_servidor()
    browser = especialista()
    first = send(browser, HEADER + row()).follow()
    work()
    say(browser, first, "importar")
    work()

    second = send(browser, HEADER + row()).follow()
    work()
    shown = browser.get(second.request.path)

    assert "No hay nada nuevo que importar" in shown.text
    assert "Este mismo archivo ya se importó" in shown.text
    assert found(second).unchanged == 1
    assert count(Anotacion) == 1


def test_the_same_file_while_the_first_one_is_in_hand_leads_to_it(especialista):
    a_servidor()
    browser = especialista()
    first = send(browser, HEADER + row()).follow()

    second = send(browser, HEADER + row())

    assert second.status_int == 409
    assert "todavía está en proceso" in second.text
    assert first.request.path in second.text
    assert count(Importacion) == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "El archivo está vacío"),
        ("dni;nombre\n1;2\n", "Faltan las columnas"),
        (SERVIDORES + a_row(), "Parece un archivo de «Servidores"),
        ("dni,licencia\xd1\n".encode("latin-1"), "no está en UTF-8"),
        (b"\xff\xd8\xff\xe0", "no está en UTF-8"),
        (b"PK\x03\x04\x00\x00", "no está en UTF-8"),
    ],
    ids=["empty", "other columns", "another kind", "latin-1", "a picture", "a workbook"],
)
def test_what_is_no_such_file_is_told_at_once(especialista, text, told):
    answer = send(especialista(), text)

    assert answer.status_int == 422
    assert told in answer.text
    assert count(Importacion) == 0


def test_nothing_was_chosen(especialista):
    page = especialista().post(PAGE, {}, status=422)

    assert "Elija qué contiene el archivo." in page.text
    assert "Elija el archivo CSV." in page.text


def test_a_huge_file_is_refused_with_what_to_do(legajo, especialista, monkeypatch):
    settings = legajo.app.extensions["settings"]
    monkeypatch.setitem(legajo.app.extensions, "settings", replace(settings, max_importacion_mb=0))

    answer = send(especialista(), HEADER + row() * 40_000)

    assert answer.status_int == 413
    assert "pártalo en varios" in answer.text


def test_what_is_not_text_in_the_middle_ends_the_review_and_is_told(especialista):
    a_servidor()
    browser = especialista()
    good = (HEADER + row() * 5_000).encode()

    page = send(browser, good + "00000001,Maestría,Ñ\n".encode("latin-1")).follow()
    work()
    shown = browser.get(page.request.path)

    assert found(page).state is ImportState.FAILED
    assert "La línea 5002 no está en UTF-8" in shown.text
    assert "No se guardó nada." in shown.text


def test_who_comes_after_a_kill_reads_on(especialista):
    for number in range(1, 9):
        a_servidor(f"{number:08}")
    browser = especialista()
    page = send(browser, HEADER + "".join(row(f"{n:08}") for n in range(1, 9))).follow()
    work(small)
    say(browser, page, "importar")
    calls = []

    def killed_in_the_second_batch(importacion):
        register = kind_of(importacion).register

        def killed(rows):
            calls.append(len(rows))
            if len(calls) == 2:
                raise Killed
            return register(rows)

        return small(importacion, register=killed)

    with pytest.raises(Killed):
        work(killed_in_the_second_batch)
    kept = found(page)
    assert (kept.state, kept.read, count(Anotacion)) == (ImportState.WAITING, 3, 3)
    with db.transaction():
        found(page).wake_at = None
    work(small)

    assert (found(page).state, found(page).changed) == (ImportState.DONE, 8)
    assert count(Anotacion) == count(Historia) == 8


def test_a_file_that_is_cancelled_is_kept_no_longer(especialista):
    a_servidor()
    browser = especialista()
    page = send(browser, HEADER + row()).follow()
    work()

    cancelled = say(browser, page, "cancelar").follow()
    again = browser.post(f"{page.request.path}/importar", status=409)

    assert "La importación se canceló" in cancelled.text
    assert "dejó de estar pendiente" in again.text
    assert count(ImportacionPieza) == count(Anotacion) == 0


def test_a_file_that_is_cancelled_while_it_is_imported_is_read_no_further(especialista):
    for number in range(1, 9):
        a_servidor(f"{number:08}")
    browser = especialista()
    page = send(browser, HEADER + "".join(row(f"{n:08}") for n in range(1, 9))).follow()
    work(small)
    say(browser, page, "importar")

    def cancelled_after_the_first_batch(importacion):
        register = kind_of(importacion).register

        def cancelling(rows):
            if found(page).read:
                imports.cancel(found(page))
            return register(rows)

        return small(importacion, register=cancelling)

    work(cancelled_after_the_first_batch)

    assert count(Anotacion) == 3, "the batch in which it was cancelled is undone with it"


def test_a_reviewed_file_that_nobody_speaks_of_is_forgotten(especialista):
    a_servidor()
    browser = especialista()
    page = send(browser, HEADER + row()).follow()
    work()
    forget_reviewed()
    assert found(page).state is ImportState.REVIEWED
    with db.transaction():
        found(page).finished_at = datetime.now(UTC) - KEPT - timedelta(hours=1)

    forget_reviewed()

    assert "Pasaron 7 días" in browser.get(page.request.path).text
    assert count(ImportacionPieza) == 0


@pytest.mark.parametrize("path", ["", "/progreso", "/rechazadas.csv"])
def test_the_file_of_another_specialist_is_not_there(especialista, path):
    a_servidor()
    page = send(especialista(), HEADER + row()).follow()

    especialista(dni="00000901").get(page.request.path + path, status=404)


@pytest.mark.parametrize("paso", ["importar", "cancelar"])
def test_nobody_speaks_for_the_file_of_another(especialista, paso):
    a_servidor()
    page = send(especialista(), HEADER + row()).follow()
    work()

    especialista(dni="00000901").post(f"{page.request.path}/{paso}", status=404)

    assert found(page).state is ImportState.REVIEWED


def test_the_list_is_of_ones_own_files_alone(especialista):
    a_servidor()
    send(especialista(), HEADER + row())

    mine, theirs = especialista().get(PAGE), especialista(dni="00000901").get(PAGE)

    assert "estudios.csv" in mine.text
    assert "Todavía no ha importado ningún archivo" in theirs.text


@pytest.mark.parametrize("que", ["servidores", "sancion", "no hay tal"])
def test_the_template_opens_in_a_spreadsheet(especialista, que):
    answer = especialista().get(f"{PAGE}/plantilla.csv", {"que": que})

    header, example = csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")))
    assert answer.text.startswith("\ufeff")
    assert header[0] == "dni"
    assert len(header) == len(example)


@pytest.mark.parametrize("que", FILES)
def test_every_column_of_every_file_is_explained(especialista, que):
    page = especialista().get(f"{PAGE}/columnas", {"que": que})

    header, _ = template_of(que)
    assert [cell.text for cell in page.html.select("td.key")] == list(header)


def test_the_name_of_a_file_says_neither_folders_nor_what_cannot_be_seen(especialista):
    a_servidor()
    name = "../Mis archivos/datos\u202evsc.exe<b>.csv"

    page = send(especialista(), HEADER + row(), name=name).follow()

    page.mustcontain("datosvsc.exe&lt;b&gt;.csv", no=["Mis archivos", "\u202e", "<b>"])
