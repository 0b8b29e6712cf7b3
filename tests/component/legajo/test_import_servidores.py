"""`ayni legajo servidores import FILE…`."""

from datetime import date
from functools import partial
from pathlib import Path

import pytest

from contracts.events import BATCH_SIZE
from contracts.legajo import ServidoresUpdated, ServidorFile
from services.legajo.domain import Vigencia
from services.legajo.models import Servidor, db
from tests.support.builders.legajo import a_servidor

ROW = {
    "dni": "00000001",
    "apellidos": "QUISPE HUAMÁN",
    "nombres": "ROSA ELENA",
    "fecha_nacimiento": "14/02/1985",
    "sede": "080006",
    "tipo_servidor": "Docente Nombrado",
    "regimen": "Ley Nro 29944",
    "cargo": "PROFESOR",
    "establecimiento": "I.E. 56001",
    "codigo_modular": "1234567",
    "fecha_ingreso": "2010-03-01",
    "legajo": "VIGENTE",
}


@pytest.fixture
def file_of(write_rows):
    """Write rows, each with what it has different, to a file."""
    return partial(write_rows, ROW, name="servidores.csv")


def read_again(dni="00000001"):
    db.session.expire_all()
    return db.session.get(Servidor, dni)


def test_servidores_are_registered_and_announced(legajo, file_of):
    result = legajo.run("servidores", "import", file_of({}, {"dni": "00000002", "legajo": ""}))

    assert result.exit_code == 0
    assert (
        "2 filas leídas, 2 servidores nuevos o corregidos, 0 sin cambios, "
        "0 con la sede de su traslado, 0 rech" in result.output
    )
    assert read_again().has_legajo_vigente
    assert read_again("00000002").legajo is None
    (event,) = legajo.outbox()
    assert event.servidores[0] == ServidorFile(
        dni="00000001",
        apellidos="QUISPE HUAMÁN",
        nombres="ROSA ELENA",
        sede="080006",
        tipo_servidor="Docente Nombrado",
        regimen="Ley Nro 29944",
        cargo="PROFESOR",
        fecha_ingreso=date(2010, 3, 1),
    )
    assert len(event.servidores) == 2


def test_the_same_file_twice_changes_and_announces_nothing(legajo, file_of):
    path = file_of({}, {"dni": "00000002"})
    legajo.run("servidores", "import", path)
    before = read_again().updated_at

    result = legajo.run("servidores", "import", path)

    assert "2 filas leídas, 0 servidores nuevos o corregidos, 2 sin cambios" in result.output
    assert len(legajo.outbox()) == 1
    assert read_again().updated_at == before


def test_only_who_changed_is_announced(legajo, file_of):
    legajo.run("servidores", "import", file_of({}, {"dni": "00000002"}))

    legajo.run("servidores", "import", file_of({}, {"dni": "00000002", "cargo": "DIRECTOR IE"}))

    event = legajo.outbox()[-1]
    assert isinstance(event, ServidoresUpdated)
    assert [(file.dni, file.cargo) for file in event.servidores] == [("00000002", "DIRECTOR IE")]


def test_a_legajo_can_stop_being_vigente_and_is_never_taken_away(legajo, file_of):
    a_servidor()

    legajo.run("servidores", "import", file_of({"legajo": "NO VIGENTE"}))
    legajo.run("servidores", "import", file_of({"legajo": ""}))

    assert read_again().legajo.estado is Vigencia.NO_VIGENTE


def test_bad_rows_are_told_and_the_good_ones_kept(legajo, file_of):
    path = file_of({"dni": "1"}, {}, {}, {"dni": "00000002", "cargo": ""})

    result = legajo.run("servidores", "import", path)

    assert result.exit_code == 0
    assert "línea 2: El DNI debe tener 8 dígitos" in result.output
    assert "línea 4: El DNI 00000001 ya está en la línea 3." in result.output
    assert "línea 5: Falta: cargo." in result.output
    assert (
        "4 filas leídas, 1 servidores nuevos o corregidos, 0 sin cambios, "
        "0 con la sede de su traslado, 3 rech" in result.output
    )


def test_refused_rows_are_written_to_be_corrected_and_imported(legajo, file_of, tmp_path):
    rejected = tmp_path / "rechazadas.csv"
    path = file_of({}, {"dni": "00000002", "sede": "089999"}, {"dni": "00000003", "cargo": ""})

    legajo.run("servidores", "import", path, "--rejected", str(rejected))
    text = rejected.read_text(encoding="utf-8-sig")
    rejected.write_text(text.replace("089999", "080001").replace("29944,,", "29944,AUXILIAR,"))
    result = legajo.run("servidores", "import", str(rejected))

    assert "No existe la sede «089999»." in text
    assert "Falta: cargo." in text
    assert "2 servidores nuevos o corregidos" in result.output
    assert read_again("00000002").sede == "080001"
    assert read_again("00000003").cargo == "AUXILIAR"


def test_a_row_with_a_cell_too_many_is_not_shifted_into_a_good_one(legajo, file_of, tmp_path):
    path, rejected = tmp_path / "ancha.csv", tmp_path / "rechazadas.csv"
    path.write_text(",".join(ROW) + "\n" + ",".join([*ROW.values(), "X"]) + "\n")

    legajo.run("servidores", "import", str(path), "--rejected", str(rejected))
    result = legajo.run("servidores", "import", str(rejected))

    assert "línea 2: Tiene 14 celdas y el encabezado tiene 13" in result.output
    assert read_again() is None


def test_a_dry_run_says_the_same_and_keeps_nothing(legajo, file_of):
    result = legajo.run("servidores", "import", "--dry-run", file_of({}, {"dni": "x"}))

    assert (
        "1 servidores nuevos o corregidos, 0 sin cambios, "
        "0 con la sede de su traslado, 1 rechazadas." in result.output
    )
    assert "no se guardó nada" in result.output
    assert read_again() is None
    assert legajo.outbox() == []


def test_a_large_file_is_announced_in_batches(legajo, file_of):
    people = [{"dni": f"{number:08}"} for number in range(1, BATCH_SIZE + 2)]

    legajo.run("servidores", "import", file_of(*people))

    assert [len(event.servidores) for event in legajo.outbox()] == [BATCH_SIZE, 1]


def test_several_files_are_read_in_their_order(legajo, file_of):
    first = file_of({}, name="a.csv")
    second = file_of({"cargo": "DIRECTOR IE"}, name="b.csv")

    legajo.run("servidores", "import", first, second)

    assert read_again().cargo == "DIRECTOR IE"


def test_a_file_that_cannot_be_read_is_a_failure(legajo, tmp_path):
    no_csv = tmp_path / "foto.jpg"
    no_csv.write_bytes(b"\xff\xd8\xff\xe0")

    missing = legajo.run("servidores", "import", str(tmp_path / "none.csv"))
    wrong = legajo.run("servidores", "import", str(no_csv))

    assert missing.exit_code == wrong.exit_code == 1
    assert "no se puede leer" in missing.output
    assert "La línea 1 no está en UTF-8" in wrong.output


def test_the_file_of_refused_rows_never_takes_the_place_of_one_that_is_there(legajo, file_of):
    path = file_of({"sede": "089999"})
    before = Path(path).read_bytes()

    result = legajo.run("servidores", "import", path, "--rejected", path)

    assert result.exit_code != 0
    assert Path(path).read_bytes() == before
