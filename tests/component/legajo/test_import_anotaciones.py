"""`ayni legajo anotaciones import TIPO FILE…`."""

import csv
import io
import threading
from datetime import date
from functools import partial

import pytest
from sqlalchemy import func, select

from services.legajo.domain.anotacion import EstadoAnotacion, Operacion, Origen
from services.legajo.domain.importacion import Entrada
from services.legajo.domain.secciones import TIPOS
from services.legajo.forms.importaciones import OPERATOR, template_of
from services.legajo.models import Anotacion, Historia, db
from services.legajo.usecases.registering import register_anotaciones
from tests.support.builders.legajo import ESTUDIO, a_servidor, an_anotacion

ROW = {
    "dni": "00000001",
    "nivel": "Maestría",
    "grado": "Magíster en Educación",
    "especialidad": "Gestión educativa",
    "institucion": "UNSAAC",
    "fecha_emision": "30/08/2019",
}


@pytest.fixture
def file_of(write_rows):
    """Write rows, each with what it has different, to a file."""
    return partial(write_rows, ROW, name="estudios.csv")


def entries():
    db.session.expire_all()
    return db.session.scalars(select(Anotacion).order_by(Anotacion.id)).all()


def run(legajo, *arguments):
    return legajo.run("anotaciones", "import", "estudio", *arguments)


def test_entries_enter_the_legajo_with_their_history(legajo, file_of):
    a_servidor()

    result = run(legajo, file_of({}, {"nivel": "doctorado", "grado": "Doctor"}))

    assert "2 filas leídas, 2 anotaciones nuevas, 0 sin cambios, 0 rechazadas." in result.output
    first, second = entries()
    assert first.valores == ESTUDIO
    assert (first.seccion, first.tipo, first.desde) == ("II", "estudio", date(2019, 8, 30))
    assert (first.estado, first.origen) == (EstadoAnotacion.VIGENTE, Origen.IMPORTACION)
    assert second.valores["nivel"] == "Doctorado"
    history = db.session.scalars(select(Historia).order_by(Historia.id)).all()
    assert [each.anotacion_id for each in history] == [first.id, second.id]
    assert (history[0].dni, history[0].por, history[0].role) == ("00000001", "", None)
    assert (history[0].operacion, history[0].origen) == (Operacion.AGREGAR, Origen.IMPORTACION)
    assert (history[0].antes, history[0].despues) == (None, ESTUDIO)
    assert "un operador" in history[0].motivo


def test_the_same_file_twice_changes_nothing(legajo, file_of):
    a_servidor()
    path = file_of({}, {"grado": "Doctor"})
    run(legajo, path)

    result = run(legajo, path)

    assert "2 filas leídas, 0 anotaciones nuevas, 2 sin cambios" in result.output
    assert len(entries()) == 2
    assert db.session.scalar(select(func.count()).select_from(Historia)) == 2


def test_a_row_that_comes_twice_enters_once(legajo, file_of):
    a_servidor()

    result = run(legajo, file_of({}, {"fecha_emision": "2019-08-30"}))

    assert "1 anotaciones nuevas, 1 sin cambios" in result.output
    assert len(entries()) == 1


def test_what_was_annulled_or_is_of_another_kind_is_not_the_same(legajo, file_of):
    a_servidor()
    a_servidor("00000002")
    annulled = an_anotacion()
    annulled.estado = EstadoAnotacion.ANULADA
    an_anotacion("00000002")
    db.session.commit()

    result = run(legajo, file_of({}))

    assert "1 anotaciones nuevas, 0 sin cambios" in result.output


def test_bad_rows_are_told_and_the_good_ones_kept(legajo, file_of, tmp_path):
    a_servidor()
    a_servidor("00000003", legajo=None)
    rejected = tmp_path / "rechazadas.csv"
    path = file_of(
        {"dni": "00000009"},
        {"dni": "00000003"},
        {"fecha_emision": "30/08/1980", "grado": "=1+1"},
        {},
    )

    result = run(legajo, path, "--rejected", str(rejected))

    assert result.exit_code == 0
    assert "línea 2: dni: 00000009 no está entre los servidores del registro." in result.output
    assert "línea 3: dni: 00000003 todavía no tiene legajo" in result.output
    assert "línea 4: fecha_emision: La fecha es anterior a su nacimiento" in result.output
    assert "4 filas leídas, 1 anotaciones nuevas, 0 sin cambios, 3 rechazadas." in result.output
    text = rejected.read_text(encoding="utf-8-sig")
    assert ",'=1+1," in text, "no spreadsheet runs what somebody wrote in a cell"
    rejected.write_text(text.replace("30/08/1980", "30/08/2010"), encoding="utf-8")
    run(legajo, str(rejected))
    assert entries()[-1].valores["grado"] == "=1+1"


def test_a_dry_run_says_the_same_and_keeps_nothing(legajo, file_of):
    a_servidor()

    result = run(legajo, "--dry-run", file_of({}, {"dni": "x"}))

    assert "1 anotaciones nuevas, 0 sin cambios, 1 rechazadas." in result.output
    assert "no se guardó nada" in result.output
    assert entries() == []


def test_a_file_of_another_kind_is_a_failure(legajo, tmp_path):
    path = tmp_path / "sanciones.csv"
    path.write_text(",".join(template_of("sancion")[0]) + "\n")

    result = run(legajo, str(path))

    assert result.exit_code == 1
    assert "Faltan las columnas: nivel, grado" in result.output


def test_a_kind_that_there_is_not_is_told(legajo, file_of):
    result = legajo.run("anotaciones", "import", "estudios", file_of({}))

    assert result.exit_code != 0
    assert "estudio" in result.output


def test_the_template_is_a_file_that_can_be_imported(legajo, tmp_path):
    a_servidor()
    path = tmp_path / "plantilla.csv"

    written = legajo.run("anotaciones", "plantilla", "merito").output
    path.write_text(written, encoding="utf-8")
    result = legajo.run("anotaciones", "import", "merito", str(path))

    header, example = csv.reader(io.StringIO(written))
    assert header[0] == "dni"
    assert example[0] == "00000001"
    assert "1 filas leídas, 1 anotaciones nuevas" in result.output


def test_two_imports_at_once_add_each_entry_once(legajo):
    for number in range(1, 9):
        a_servidor(f"{number:08}")
    given = [Entrada(f"{number:08}", ESTUDIO) for number in range(1, 9)]
    added = []

    def work(entradas):
        with legajo.app.app_context():
            done = register_anotaciones(TIPOS["estudio"], entradas, alcance=OPERATOR, motivo="x")
            added.append(done.changed)

    threads = [threading.Thread(target=work, args=(rows,)) for rows in (given, given[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(added) == [0, 8]
    assert len(entries()) == 8
