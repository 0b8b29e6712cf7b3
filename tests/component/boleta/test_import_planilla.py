"""From a payroll file to boletas, by the command that operators use."""

import csv
from pathlib import Path

import pytest
from webtest import TestApp

from contracts.boleta import BoletasPublished, PlanillaImported
from services.boleta.usecases.importing import import_planilla as import_planilla_usecase
from tests.component.boleta.conftest import CANCHIS, Import
from tests.support.builders.boleta import a_csv, a_lis, a_pago, some_pagos
from tests.support.people import People
from tests.support.services import Service


def amounts_seen(boleta: Service, people: People, dni: str = "00000001") -> list[str]:
    """Return the "monto a pagar" of each boleta in the list of a person."""
    page = open_mi_boleta(boleta, people, dni)
    cells = page.html.select("tr:has(td[data-label='Entidad']) td[data-label='Monto a pagar']")
    return [cell.text.strip().replace("\N{NO-BREAK SPACE}", " ") for cell in cells]


def open_mi_boleta(boleta: Service, people: People, dni: str):
    browser: TestApp = boleta.browser(people.token(dni))
    return browser.get("/boleta/")


@pytest.mark.parametrize("file_of", [a_lis, a_csv])
def test_a_file_of_either_format_becomes_boletas(
    file_of, boleta: Service, people: People, import_planilla: Import
):
    file = file_of(a_pago(dni="00000001"), a_pago(dni="00000002"))

    result = import_planilla(file)

    assert result.exit_code == 0, result.output
    assert "JUNIO 2022, UGEL CANCHIS: 2 boletas, 0 rechazadas, 2 advertencias." in result.output
    assert amounts_seen(boleta, people, "00000001") == ["S/ 2,417.25"]
    assert amounts_seen(boleta, people, "00000002") == ["S/ 2,417.25"]


def test_an_import_announces_the_people_in_batches_and_then_the_planilla(
    boleta: Service, import_planilla: Import
):
    pagos = some_pagos(501)

    import_planilla(a_lis(*pagos))

    first, second, imported = boleta.outbox()
    assert isinstance(first, BoletasPublished)
    assert (first.entidad, first.periodo, len(first.dnis)) == ("UGEL CANCHIS", 202206, 500)
    assert isinstance(second, BoletasPublished)
    assert second.dnis == ("00000501",)
    assert imported == PlanillaImported(
        planilla=first.planilla,
        periodo=202206,
        entidad="UGEL CANCHIS",
        boletas=501,
        rejected=0,
        imported_by=None,
    )


def test_a_historical_month_is_imported_without_telling_its_people(
    boleta: Service, import_planilla: Import
):
    import_planilla(a_lis(a_pago()), "--no-notify")

    assert [type(event) for event in boleta.outbox()] == [PlanillaImported]


def test_the_same_file_twice_is_once_and_says_so(
    boleta: Service, people: People, import_planilla: Import
):
    import_planilla(a_lis(a_pago()))
    announced = boleta.envelopes()

    result = import_planilla(a_lis(a_pago()))

    assert result.exit_code == 0
    assert "ya se importó como planilla-1.txt, JUNIO 2022 de UGEL CANCHIS" in result.output
    assert boleta.envelopes() == announced
    assert len(amounts_seen(boleta, people)) == 1


def test_a_corrected_file_adds_who_was_missing_and_refuses_who_has_a_boleta(
    boleta: Service, people: People, import_planilla: Import
):
    import_planilla(a_lis(a_pago(dni="00000001")))

    result = import_planilla(
        a_lis(a_pago(dni="00000001", ingresos={"remcontrat": 9_000_00}), a_pago(dni="00000002"))
    )

    assert result.exit_code == 0
    assert "1 boleta, 1 rechazada" in result.output
    assert "línea 1: Ya tiene una boleta de JUNIO 2022 en UGEL CANCHIS." in result.output
    assert amounts_seen(boleta, people, "00000001") == ["S/ 2,417.25"]
    assert amounts_seen(boleta, people, "00000002") == ["S/ 2,417.25"]
    assert boleta.envelopes()[-2]["data"]["dnis"] == ["00000002"]


def test_a_person_who_comes_twice_in_a_file_is_refused_at_the_second_place(
    boleta: Service, people: People, import_planilla: Import
):
    twice = a_pago(ingresos={"remcontrat": 1_000_00}), a_pago(ingresos={"remcontrat": 2_000_00})

    result = import_planilla(a_lis(*twice))

    assert "1 boleta, 1 rechazada" in result.output
    assert amounts_seen(boleta, people) == ["S/ 657.13"]


def test_a_person_paid_by_two_sedes_has_a_boleta_of_each(
    boleta: Service, people: People, import_planilla: Import
):
    import_planilla(a_lis(a_pago()))

    elsewhere = a_pago(ingresos={"remcontrat": 1_000_00}, dre="DRE LIMA", ugel="UGEL 07 SAN BORJA")
    import_planilla(a_lis(elsewhere), sede="150108")

    assert sorted(amounts_seen(boleta, people)) == ["S/ 2,417.25", "S/ 657.13"]


def test_a_bad_record_is_told_with_its_line_and_the_good_ones_are_kept(
    boleta: Service, people: People, import_planilla: Import, tmp_path: Path
):
    rejected = tmp_path / "rechazados.csv"
    bad = a_pago(dni="00000002", slip=500)

    result = import_planilla(
        a_lis(a_pago(dni="00000001"), bad, a_pago(dni="00000003")), "--rejected", str(rejected)
    )

    assert result.exit_code == 0
    assert "2 boletas, 1 rechazada" in result.output
    assert "línea 23: Los ingresos dan S/ 2,760.12" in result.output
    assert amounts_seen(boleta, people, "00000002") == []
    with rejected.open(encoding="utf-8-sig", newline="") as file:
        header, row = csv.reader(file)
    assert header == ["archivo", "linea", "error", "registro"]
    assert row[:2] == ["planilla-1.txt", "23"]
    assert "00000002" in row[3]


def test_a_total_that_is_one_centimo_off_is_kept_with_a_warning(
    boleta: Service, people: People, import_planilla: Import
):
    result = import_planilla(a_lis(a_pago(slip=1)))

    assert "1 boleta, 0 rechazadas, 1 advertencia" in result.output
    assert amounts_seen(boleta, people) == ["S/ 2,417.26"]


def test_a_file_in_which_nothing_is_good_leaves_no_trace(boleta: Service, import_planilla: Import):
    file = a_lis(a_pago(slip=500))

    result = import_planilla(file)

    assert result.exit_code == 1
    assert "Ninguna boleta se puede usar. Línea 1:" in result.output
    assert boleta.outbox() == []
    assert "ya se importó" not in import_planilla(file).output


def test_what_is_no_planilla_is_refused(import_planilla: Import):
    result = import_planilla(b"%PDF-1.7 nothing of the kind")

    assert result.exit_code == 1
    assert "no es una planilla" in result.output


def test_a_file_that_cannot_be_read_does_not_keep_the_others_out(
    boleta: Service, people: People, import_planilla: Import
):
    result = import_planilla(b"nothing", a_lis(a_pago()))

    assert result.exit_code == 1
    assert "Total: 1 boleta" in result.output
    assert len(amounts_seen(boleta, people)) == 1


def test_a_dry_run_tells_the_same_and_keeps_nothing(
    boleta: Service, people: People, import_planilla: Import
):
    file = a_lis(a_pago(dni="00000001"), a_pago(dni="00000002", slip=500))

    rehearsed = import_planilla(file, "--dry-run")

    assert "1 boleta, 1 rechazada" in rehearsed.output
    assert "no se guardó nada" in rehearsed.output
    assert amounts_seen(boleta, people) == []
    assert boleta.outbox() == []
    done = import_planilla(file)
    assert done.output.splitlines()[:2] == rehearsed.output.splitlines()[:2]


def test_an_import_that_is_interrupted_is_as_if_it_had_never_begun(
    boleta: Service, people: People, import_planilla: Import, tmp_path: Path
):
    file = tmp_path / "interrupted.lis"
    file.write_bytes(a_lis(*some_pagos(1200)))

    with (
        boleta.app.app_context(),
        file.open("rb") as stream,
        pytest.raises(KeyboardInterrupt),
    ):
        import_planilla_usecase(InterruptedAfter(stream), archivo="interrupted.lis", sede=CANCHIS)

    assert amounts_seen(boleta, people) == []
    assert boleta.outbox() == []
    again = boleta.run("planilla", "import", str(file), "--sede", CANCHIS)
    assert "1200 boletas, 0 rechazadas" in again.output


def test_a_sede_that_does_not_exist_is_refused(import_planilla: Import):
    result = import_planilla(a_lis(a_pago()), sede="999999")

    assert result.exit_code == 1
    assert "999999" in result.output


class InterruptedAfter:
    """A stream whose reader is interrupted when the file has been read once and half a time."""

    def __init__(self, stream) -> None:
        self._stream = stream
        self._rewinds = 0

    def seek(self, offset: int) -> int:
        self._rewinds += 1
        return self._stream.seek(offset)

    def read(self, size: int) -> bytes:
        if self._rewinds > 2 and self._stream.tell() > 0:
            raise KeyboardInterrupt
        return self._stream.read(size)


@pytest.mark.parametrize(("concepto", "warnings"), [("SUBCAFAE", 0), ("xyz_nuevo", 1)])
def test_a_concept_that_nobody_explained_is_warned_of_even_by_command(
    concepto, warnings, import_planilla: Import
):
    result = import_planilla(a_lis(a_pago(ingresos={"remcontrat": 2_600_00, concepto: 10_00})))

    assert f"0 rechazadas, {warnings} advertencia" in result.output
