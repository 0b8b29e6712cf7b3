"""The database of boleta: its migrations are complete, and it finds boletas by their index."""

import os
import subprocess
import sys

from sqlalchemy import event, text

from services.boleta.models import db
from tests.component.boleta.conftest import Import
from tests.support.builders.boleta import a_lis, some_pagos
from tests.support.people import People
from tests.support.services import Service
from tests.support.stack import ROOT, Databases


def test_the_migrations_leave_nothing_to_do(databases: Databases):
    environ = {**os.environ, "BOLETA_DATABASE_URL": databases.url("boleta")}

    done = subprocess.run(
        [sys.executable, "-m", "chassis.migrate", "boleta", "check"],
        env=environ,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_my_boletas_and_one_boleta_are_found_by_an_index(
    boleta: Service, people: People, import_planilla: Import
):
    months = [a_lis(*some_pagos(400, periodo=periodo)) for periodo in range(202201, 202213)]
    import_planilla(*months)
    analyze(boleta)
    browser = boleta.browser(people.token("00000007"))

    with Plans(boleta) as plans:
        browser.get("/boleta/?anio=2022").click("Ver mi boleta", index=0)

    reading = [plan for plan in plans if "on boleta_2022" in plan]
    assert len(reading) >= 3  # list, personal data, document
    for plan in reading:
        assert "boleta_2022_dni_periodo" in plan or "boleta_2022_pkey" in plan
        assert "Seq Scan on boleta_2022" not in plan  # of an empty year PostgreSQL reads nothing


def analyze(boleta: Service) -> None:
    with boleta.app.app_context():
        db.session.execute(text("ANALYZE"))
        db.session.commit()


class Plans(list[str]):
    """How PostgreSQL went about each query that was made meanwhile."""

    def __init__(self, boleta: Service, options: str = "") -> None:
        self._options = options
        with boleta.app.app_context():
            self._engine = db.session.connection().engine
            db.session.rollback()

    def __enter__(self) -> "Plans":
        event.listen(self._engine, "before_cursor_execute", self._explain)
        return self

    def __exit__(self, *_: object) -> None:
        event.remove(self._engine, "before_cursor_execute", self._explain)

    def _explain(self, connection, _cursor, statement, parameters, _context, _many) -> None:
        if statement.startswith("SELECT"):
            with connection.connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN {self._options} {statement}", parameters)
                self.append("\n".join(line for (line,) in cursor.fetchall()))
