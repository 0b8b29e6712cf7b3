"""The steps of an import, whatever interrupts them, and who may pay what is in a file."""

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from psycopg import Connection
from sqlalchemy import func, select

from chassis.errors import Conflict, Invalid
from contracts.boleta import BoletasPublished
from contracts.sedes import NATIONAL
from services.boleta.domain.planilla import EstadoPlanilla
from services.boleta.models import Boleta, Planilla, db
from services.boleta.usecases.importing import import_planilla as import_at_once
from services.boleta.usecases.importing import receive, validate
from services.boleta.usecases.publishing import discard, publish
from tests.component.boleta.conftest import CANCHIS, NEIGHBOURS, Import
from tests.support.builders.boleta import a_csv, a_lis, a_pago, some_pagos
from tests.support.people import PUBLIC_URL, People
from tests.support.services import Service
from tests.support.stack import ROOT, Databases
from tests.support.waiting import wait_for

LIMA_07 = "150108"
CUSCO = "080000"


def seen_by(boleta: Service, people: People, dni: str = "00000001") -> int:
    page = boleta.browser(people.token(dni)).get("/boleta/")
    return len(page.html.select("td[data-label='Entidad']"))


def a_file(*pagos) -> io.BytesIO:
    return io.BytesIO(a_csv(*pagos))


def boletas_by_sede(boleta: Service) -> dict[str, int]:
    with boleta.app.app_context():
        counted = select(Boleta.sede, func.count()).group_by(Boleta.sede)
        return dict(db.session.execute(counted).all())


def test_nobody_sees_a_boleta_before_its_planilla_is_published(boleta: Service, people: People):
    with boleta.app.app_context():
        received = receive(a_file(*some_pagos(3)), archivo="junio.csv", sede=CANCHIS)
        assert received.estado is EstadoPlanilla.CARGADA
        told: list[int] = []
        validated = validate(received.id, told.append)
        assert (validated.estado, validated.boletas) == (EstadoPlanilla.VALIDADA, 3)
        assert told[-1] == 100
        planilla_id = validated.id

    assert seen_by(boleta, people) == 0
    assert boleta.outbox() == []
    with boleta.app.app_context():
        approved = db.session.get_one(Planilla, planilla_id)
        approved.estado = EstadoPlanilla.APROBADA
        db.session.commit()
        publish(planilla_id)
    assert seen_by(boleta, people) == 1
    (event,) = boleta.outbox()
    assert isinstance(event, BoletasPublished)


def test_what_is_discarded_leaves_room_for_the_corrected_file(boleta: Service, people: People):
    with boleta.app.app_context():
        first = validate(receive(a_file(*some_pagos(2)), archivo="a", sede=CANCHIS).id)
        discard(first.id, "Faltan personas.", discarded_by="00000003")

        again = receive(a_file(*some_pagos(2)), archivo="a", sede=CANCHIS)
        assert validate(again.id).boletas == 2

    with boleta.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Boleta)) == 2


def test_a_planilla_is_read_once(boleta: Service):
    with boleta.app.app_context():
        planilla_id = validate(receive(a_file(a_pago()), archivo="a", sede=CANCHIS).id).id

        with pytest.raises(Conflict):
            validate(planilla_id)


def test_a_file_of_another_month_than_was_said_is_refused_at_once(boleta: Service):
    with boleta.app.app_context(), pytest.raises(Invalid, match="El archivo es de JUNIO 2022"):
        receive(a_file(a_pago()), archivo="a", sede=CANCHIS, periodo=202207)


def test_the_same_file_at_the_same_time_is_once(boleta: Service):
    content = a_csv(*some_pagos(300))

    def run(_: int) -> str:
        with boleta.app.app_context():
            try:
                import_at_once(io.BytesIO(content), archivo="a", sede=CANCHIS)
            except Conflict:
                return "known"
        return "imported"

    with ThreadPoolExecutor(3) as imports:
        done = sorted(imports.map(run, range(3)))

    assert done == ["imported", "known", "known"]
    assert boletas_by_sede(boleta) == {CANCHIS: 300}


def test_an_import_that_was_killed_is_absent_and_can_be_run_again(
    boleta: Service, databases: Databases, people: People, tmp_path
):
    file = tmp_path / "junio.csv"
    file.write_bytes(a_csv(*some_pagos(8_000)))
    with (
        databases.postgres.connect("boleta") as observer,
        databases.postgres.connect("boleta") as holder,
    ):
        with holder.transaction():
            holder.execute("LOCK TABLE outbox IN SHARE MODE")  # where it writes at the end
            with an_import_that_is_killed(boleta, databases, people, file, tmp_path):
                ((session,),) = wait_for(lambda: who_waits(observer), "an import nearly done")
        wait_for(lambda: is_gone(observer, session), "the end of what was left of it")

    assert seen_by(boleta, people) == 0
    assert boletas_by_sede(boleta) == {}
    again = boleta.run("planilla", "import", str(file), "--sede", CANCHIS)
    assert "8000 boletas, 0 rechazadas" in again.output


@pytest.mark.parametrize("file_of", [a_csv, a_lis])
def test_a_national_file_says_who_pays_each_record(
    file_of, boleta: Service, people: People, import_planilla: Import
):
    here = a_pago(dni="00000001", sede=CANCHIS)
    there = a_pago(dni="00000002", sede=LIMA_07, dre="DRE LIMA", ugel="UGEL 07 SAN BORJA")

    done = import_planilla(file_of(here, there), sede=NATIONAL)

    assert done.exit_code == 0, done.output
    assert boletas_by_sede(boleta) == {CANCHIS: 1, LIMA_07: 1}
    told = [event for event in boleta.outbox() if isinstance(event, BoletasPublished)]
    assert [(event.entidad, event.dnis) for event in told] == [
        ("UGEL CANCHIS", ("00000001",)),
        ("UGEL 07 SAN BORJA", ("00000002",)),
    ]


@pytest.mark.parametrize("file_of", [a_csv, a_lis])
@pytest.mark.parametrize(("scope", "entidad"), [(CANCHIS, "UGEL CANCHIS"), (CUSCO, "DRE CUSCO")])
def test_a_record_of_another_sede_is_refused_with_its_line(
    file_of, scope: str, entidad: str, boleta: Service, import_planilla: Import
):
    here = a_pago(dni="00000001", sede=CANCHIS)
    there = a_pago(dni="00000002", sede=LIMA_07, dre="DRE LIMA", ugel="UGEL 07 SAN BORJA")

    done = import_planilla(file_of(here, there), sede=scope)

    assert "1 boleta, 1 rechazada" in done.output
    assert f": Es de UGEL 07 SAN BORJA y la planilla es de {entidad}." in done.output
    assert boletas_by_sede(boleta) == {CANCHIS: 1}


def test_a_record_of_nobody_knows_which_sede_is_refused_where_there_are_several(
    boleta: Service, import_planilla: Import
):
    pagos = (
        a_pago(dni="00000001", sede=CANCHIS),
        a_pago(dni="00000002"),
        a_pago(dni="00000003", sede="999999"),
    )

    done = import_planilla(a_csv(*pagos), sede=CUSCO)

    assert "1 boleta, 2 rechazadas" in done.output
    assert "No dice qué UGEL o DRE paga" in done.output
    assert "No hay ninguna UGEL o DRE con el código 999999." in done.output


def test_a_dre_and_its_ugel_do_not_both_pay_a_person_the_same_month(
    boleta: Service, import_planilla: Import
):
    import_planilla(a_lis(a_pago(dni="00000001")))

    done = import_planilla(
        a_csv(a_pago(dni="00000001", sede=CANCHIS), a_pago(dni="00000002", sede=CANCHIS)),
        sede=CUSCO,
    )

    assert "1 boleta, 1 rechazada" in done.output
    assert "Ya tiene una boleta de JUNIO 2022 en UGEL CANCHIS." in done.output


def test_another_tipo_of_pay_is_another_boleta(
    boleta: Service, people: People, import_planilla: Import
):
    import_planilla(a_lis(a_pago()))

    bonus = a_pago(ingresos={"escolaridad": 400_00, "aguinaldo": 300_00})
    done = import_planilla(a_lis(bonus), "--tipo", "adicional")

    assert "1 boleta, 0 rechazadas" in done.output, done.output

    assert seen_by(boleta, people) == 2


def test_texts_that_copy_would_misunderstand_arrive_as_they_were(
    boleta: Service, people: People, import_planilla: Import
):
    odd = r'I.E. "SAN JUAN" \N C:\new	{1,2}'

    done = import_planilla(a_csv(a_pago(cargo=odd, ingresos={r"bon\tx": 500_00}, descuentos={})))

    assert "1 boleta, 0 rechazadas" in done.output, done.output
    with boleta.app.app_context():
        assert db.session.scalars(select(Boleta.cargo)).one() == odd


@contextmanager
def an_import_that_is_killed(boleta, databases, people, file, state) -> Iterator[None]:
    """Import a file in a process of its own, which is killed at the end of the `with`."""
    environ = {
        "AYNI_STATE": str(state),
        "AYNI_PUBLIC_URL": PUBLIC_URL,
        "AYNI_IDENTITY_URL": people.url,
        "AYNI_VALKEY_URL": boleta.app.extensions["settings"].valkey_url,
        "BOLETA_DATABASE_URL": databases.url("boleta"),
        "BOLETA_FILES_DIR": str(databases.files / "boleta"),
        "BOLETA_FILES_KEY": "what files are encrypted with",
        **NEIGHBOURS,
    }
    command = [sys.executable, "-m", "deploy.cli", "boleta", "planilla", "import", str(file)]
    with subprocess.Popen(
        [*command, "--sede", CANCHIS],
        env={**os.environ, **environ},
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            yield
        finally:
            process.kill()


def who_waits(observer: Connection) -> list[tuple[int]]:
    """Return the sessions that wait for what somebody holds."""
    waiting = "SELECT pid FROM pg_stat_activity WHERE datname = 'boleta' AND wait_event_type"
    return observer.execute(f"{waiting} = 'Lock'").fetchall()


def is_gone(observer: Connection, session: int) -> bool:
    asked = "SELECT 1 FROM pg_stat_activity WHERE pid = %s"
    return observer.execute(asked, [session]).fetchone() is None
