"""A month of 20,000 boletas with 200,000 lines: read, checked and stored."""

import io
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from psycopg import Connection

from deploy.embedded import Valkey
from deploy.environment import ROOT
from services.boleta.domain.planilla import EstadoPlanilla
from services.boleta.models import db
from services.boleta.usecases.importing import import_planilla, receive, validate
from services.boleta.usecases.publishing import publish
from services.boleta.usecases.registering import register_planilla
from tests.performance.bench import Scoreboard, Way, at_least, at_most
from tests.performance.child_rows import ChildRows
from tests.performance.conftest import NEIGHBOURS
from tests.support.builders.boleta import a_csv, a_lis, a_pago
from tests.support.people import PUBLIC_URL
from tests.support.services import Service
from tests.support.stack import Databases

UGEL = "080006"

BOLETAS = 20_000

BOLETAS_BY_ORM = 500
"""Enough to know what one takes; all of them would take half a minute."""

INGRESOS = {f"ingreso{number}": 500_00 + number for number in range(7)}
DESCUENTOS = {f"dscto{number}": 50_00 + number for number in range(2)}

ROUNDS = 3


@pytest.fixture(scope="module")
def planillas() -> dict[str, bytes]:
    """Offer the same month in both formats."""
    pagos = [
        # A contribution in per cent is another for everybody; the rest is by scale.
        a_pago(dni=f"{number:08}", ingresos=INGRESOS, descuentos=DESCUENTOS | {"afp": number})
        for number in range(1, BOLETAS + 1)
    ]
    return {".lis": a_lis(*pagos), "CSV": a_csv(*pagos)}


@pytest.fixture
def connection(databases: Databases, boleta: Service) -> Iterator[Connection]:
    with databases.postgres.connect("boleta") as connection:
        yield connection


def test_a_month(
    benchmark: Scoreboard,
    boleta: Service,
    databases: Databases,
    connection: Connection,
    planillas: dict[str, bytes],
):
    def ours(planilla: bytes) -> Way:
        return Way(run=lambda: _import(boleta, planilla), units=BOLETAS, prepare=boleta.empty)

    _import(boleta, planillas["CSV"])
    with closing(ChildRows(databases, connection)) as theirs:
        theirs.read(BOLETAS_BY_ORM)
        copy = Way(
            name="COPY of ready-made child rows",
            run=theirs.copy,
            units=BOLETAS,
            prepare=boleta.empty,
            goal=at_least(0.75),
        )
        orm = Way(
            name="ORM add_all of the same",
            run=theirs.add_all,
            units=BOLETAS_BY_ORM,
            prepare=boleta.empty,
            goal=at_least(30),
        )
        work = "a boleta of 10 lines imported"
        benchmark.compare(f"{work} from CSV", ours(planillas["CSV"]), copy, orm, rounds=ROUNDS)
        benchmark.compare(f"{work} from .lis", ours(planillas[".lis"]), copy, rounds=ROUNDS)

        boleta.empty()
        _import(boleta, planillas["CSV"])
        theirs.copy()
        child_rows = "child rows", _megabytes(connection, "parent", "child")
        mine = _megabytes(connection, "boleta_2022")
        benchmark.figure("20,000 boletas on disk", mine, "MB", at_most(0.35), child_rows)


def test_a_month_that_is_only_registered(
    benchmark: Scoreboard, boleta: Service, planillas: dict[str, bytes]
):
    for name, planilla in planillas.items():
        benchmark.compare(
            f"a boleta of 10 lines registered from {name}",
            Way(
                run=lambda planilla=planilla: _register(boleta, planilla),
                units=BOLETAS,
                prepare=boleta.empty,
            ),
            Way(
                name="imported",
                run=lambda planilla=planilla: _import(boleta, planilla),
                units=BOLETAS,
                prepare=boleta.empty,
                goal=at_least(2),
            ),
            rounds=ROUNDS,
        )


def test_a_month_is_published(benchmark: Scoreboard, boleta: Service, planillas: dict[str, bytes]):
    def prepare() -> None:
        boleta.empty()
        with boleta.app.app_context():
            received = receive(io.BytesIO(planillas["CSV"]), archivo="planilla", sede=UGEL)
            validate(received.id).estado = EstadoPlanilla.APROBADA
            db.session.commit()

    def run() -> None:
        with boleta.app.app_context():
            publish(1)

    ours = Way(run=run, units=BOLETAS, prepare=prepare)
    benchmark.compare("a boleta published, in events of 500 people", ours, rounds=ROUNDS)


def test_the_memory_of_an_import(
    benchmark: Scoreboard,
    databases: Databases,
    valkey: Valkey,
    planillas: dict[str, bytes],
    tmp_path: Path,
):
    environ = {
        "AYNI_STATE": str(tmp_path),
        "AYNI_PUBLIC_URL": PUBLIC_URL,
        "AYNI_IDENTITY_URL": PUBLIC_URL,
        "AYNI_VALKEY_URL": valkey.url,
        "BOLETA_DATABASE_URL": databases.url("boleta"),
        "BOLETA_FILES_DIR": str(tmp_path / "files"),
        "BOLETA_FILES_KEY": "what files are encrypted with",
        **NEIGHBOURS,
    }
    for name, planilla in planillas.items():
        databases.empty("boleta")
        path = tmp_path / "planilla"
        path.write_bytes(planilla)
        peak = _peak(["boleta", "planilla", "import", str(path), "--sede", UGEL], environ)
        work = f"20,000 boletas imported from {name}, memory"
        benchmark.figure(work, peak, "MB", at_most(150, " MB"))


def _import(boleta: Service, planilla: bytes) -> None:
    with boleta.app.app_context():
        kept = import_planilla(io.BytesIO(planilla), archivo="planilla", sede=UGEL)
        assert kept.boletas == BOLETAS


def _register(boleta: Service, planilla: bytes) -> None:
    with boleta.app.app_context():
        kept = register_planilla(io.BytesIO(planilla), archivo="planilla", sede=UGEL)
        assert kept.registros == BOLETAS


def _megabytes(connection: Connection, *tables: str) -> float:
    """Return what tables and their indexes take on disk."""
    sizes = "SELECT sum(pg_total_relation_size(name::regclass)) FROM unnest(%s::text[]) AS name"
    return float(connection.execute(sizes, [list(tables)]).fetchone()[0]) / 2**20


def _peak(command: list[str], environ: dict[str, str]) -> float:
    """Return the most memory that a command of ours has held, in megabytes.

    The kernel tells it of a process that lives; what it tells of an ended one counts ours in.
    """
    argv = [sys.executable, "-m", "deploy.cli", *command]
    kilobytes = 0
    with subprocess.Popen(
        argv, env={**os.environ, **environ}, cwd=ROOT, stdout=subprocess.DEVNULL
    ) as process:
        status = Path(f"/proc/{process.pid}/status")
        while process.poll() is None:
            if found := re.search(r"VmHWM:\s+(\d+)", status.read_text()):
                kilobytes = int(found[1])
            time.sleep(0.05)
    assert process.returncode == 0
    return kilobytes / 1024
