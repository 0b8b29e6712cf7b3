"""Entries of a region: 100,000 rows enter 20,000 legajos, and are read again."""

import io
import tracemalloc
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from chassis.importing import ImportState
from contracts.access_token import Grant, Principal, Role
from deploy.embedded import Valkey
from services.legajo.forms.importaciones import kind_of
from services.legajo.models import Importacion, db
from services.legajo.usecases.importaciones import (
    Upload,
    import_reviewed,
    imports,
    upload_importacion,
)
from tests.performance.bench import CPU, WALL, Scoreboard, at_most
from tests.support.builders.legajo import CANCHIS
from tests.support.people import People
from tests.support.services import Service, start
from tests.support.stack import Databases

PEOPLE, EACH = 20_000, 5

ROWS = PEOPLE * EACH

A_MINUTE = at_most(60, " s")

SERVIDORES = f"""
INSERT INTO servidor (dni, apellidos, nombres, fecha_nacimiento, sede, tipo_servidor, regimen,
    cargo, establecimiento, codigo_modular, fecha_ingreso)
SELECT lpad(n::text, 8, '0'), 'QUISPE', 'ROSA', '1985-02-14', '{CANCHIS}', 'Docente Nombrado',
    'Ley Nro 29944', 'PROFESOR', '', '', '2010-03-01'
FROM generate_series(1, {PEOPLE}) AS n
"""


ANA = Principal(
    sub="00000900",
    client_id="gateway",
    dni="99999999",
    nombres="ANA",
    apellidos="ROJAS",
    grants=(Grant(Role.ESCALAFON, CANCHIS),),
)


@pytest.fixture
def legajo(databases: Databases, valkey: Valkey, people: People) -> Iterator[Service]:
    """Run legajo with a region of legajos that say nothing yet."""
    legajo = start("legajo", databases, valkey, people)
    legajo.empty()
    with legajo.app.app_context():
        with db.transaction():
            db.session.execute(text(SERVIDORES))
            db.session.execute(
                text("INSERT INTO legajo (dni, estado) SELECT dni, 'vigente' FROM servidor")
            )
        yield legajo
    legajo.empty()


def test_the_entries_of_a_region(benchmark: Scoreboard, legajo: Service):
    content = _entries()

    for work in ("reviewed and imported", "again, unchanged"):
        began = CPU(), WALL()
        found = _import(content)
        seconds = CPU() - began[0], WALL() - began[1]
        assert (found.state, found.read) == (ImportState.DONE, ROWS)
        benchmark.figure(f"100,000 entries {work}, CPU of ours", seconds[0], "s", A_MINUTE)
        benchmark.figure(f"100,000 entries {work}", seconds[1], "s", A_MINUTE)


def test_what_a_file_of_entries_needs_of_memory(benchmark: Scoreboard, legajo: Service):
    content = _entries()

    tracemalloc.start()
    _import(content)
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()

    benchmark.figure("100,000 entries, memory", peak, "MB", at_most(40, " MB"))


def _entries() -> bytes:
    rows = (
        f"{person:08},Maestría,Magíster {number},Gestión educativa,UNSAAC,30/08/2019\n"
        for number in range(EACH)
        for person in range(1, PEOPLE + 1)
    )
    header = "dni,nivel,grado,especialidad,institucion,fecha_emision\n"
    return (header + "".join(rows)).encode()


def _import(content: bytes) -> Importacion:
    """Upload a file, have it reviewed and imported, as the page and the worker do."""
    upload = Upload(stream=io.BytesIO(content), archivo="estudios.csv", que="estudio")
    importacion_id = upload_importacion(ANA, upload)
    _work()
    import_reviewed(ANA, importacion_id)
    _work()
    db.session.expire_all()
    return db.session.get_one(Importacion, importacion_id)


def _work() -> None:
    for waiting in imports.hand_over():
        imports.run(waiting, kind_of)
