"""Reports of escalafón: what entered, was answered and is late, in the sedes of a specialist."""

import io
from datetime import UTC, date, datetime

import openpyxl
import pytest

from services.legajo.domain import Estado
from tests.support.builders.legajo import CANCHIS, a_servidor, a_solicitud
from tests.support.page import lint

PAGE = "/legajo/reportes"
JUNE = {"desde": "2026-06-01", "hasta": "2026-06-30"}
FIFTH = datetime(2026, 6, 5, 15, tzinfo=UTC)
LAST_EVENING = datetime(2026, 7, 1, 4, 59, tzinfo=UTC)
"""Still the 30th of June in Peru."""


@pytest.fixture
def a_june(legajo):
    """Let things happen to solicitudes of two UGEL of Cusco in June."""
    a_servidor("00000001", sede=CANCHIS)
    a_servidor("00000002", sede="080001")
    done = {"submitted_at": FIFTH, "finished_at": LAST_EVENING, "vence_el": None}
    a_solicitud(expediente="EXP-2026-000001", estado=Estado.ATENDIDA, dias_habiles=4, **done)
    a_solicitud(estado=Estado.RECHAZADA, dias_habiles=7, **done)
    a_solicitud(estado=Estado.NO_PRESENTADA, dias_habiles=90, **done)
    a_solicitud(submitted_at=FIFTH, vence_el=date(2026, 6, 19))
    a_solicitud("00000002", submitted_at=datetime(2026, 7, 1, 5, tzinfo=UTC))
    a_solicitud(
        estado=Estado.ATENDIDA,
        submitted_at=datetime(2026, 5, 1, tzinfo=UTC),
        finished_at=datetime(2026, 5, 20, tzinfo=UTC),
    )


def rows_of(page):
    return [[cell.text.strip() for cell in row("td")] for row in page.html.select("tbody tr")]


def test_a_sede_sees_what_entered_was_answered_and_is_late(a_june, especialista):
    page = especialista().get(PAGE, JUNE)

    lint(page.text, PAGE)
    assert rows_of(page) == [["UGEL CANCHIS", "4", "1", "0", "1", "1", "1", "1", "5.5"]]


def test_who_attends_several_sedes_sees_each_and_their_total(a_june, especialista):
    names = [row[0] for row in rows_of(especialista("080000").get(PAGE, JUNE))]

    assert len(names) == 3
    assert names[-1] == "Total"


def test_one_sede_can_be_asked_for(a_june, especialista):
    rows = rows_of(especialista("080000").get(PAGE, JUNE | {"sede": "080001"}))

    assert [row[1] for row in rows] == ["0"]


def test_of_another_sede_nothing_is_told(a_june, especialista):
    page = especialista("090000").get(PAGE, JUNE | {"sede": CANCHIS})

    page.mustcontain("No hubo solicitudes", no="UGEL CANCHIS")


def test_without_dates_it_is_this_month(legajo, especialista):
    a_servidor()
    a_solicitud()

    assert rows_of(especialista().get(PAGE))[0][1] == "1"


@pytest.mark.parametrize(
    ("dates", "mistake"),
    [
        ({"desde": "2026-06-31"}, "Elija una fecha del calendario."),
        ({"desde": "2026-06-30", "hasta": "2026-06-01"}, "«Hasta» es anterior a «Desde»."),
        ({"desde": "2024-01-01", "hasta": "2026-01-01"}, "un año como máximo"),
    ],
)
def test_dates_that_cannot_be_are_told_beside_their_field(especialista, dates, mistake):
    page = especialista().get(PAGE, dates, status=422)

    page.mustcontain(mistake, 'aria-invalid="true"')
    lint(page.text, PAGE)
    especialista().get(f"{PAGE}/exportar.xlsx", dates, status=422)


def test_the_workbook_has_true_numbers_and_dates(a_june, especialista):
    answer = especialista().get(f"{PAGE}/exportar.xlsx", JUNE)

    book = openpyxl.load_workbook(io.BytesIO(answer.body))
    summary = [[cell.value for cell in row] for row in book["Resumen"].rows]
    assert summary[1] == ["UGEL CANCHIS", 4, 1, 0, 1, 1, 1, 1, 5.5]
    assert summary[2][0] == "Total"
    first = [cell.value for cell in list(book["Solicitudes"].rows)[1]]
    assert first[0] == "EXP-2026-000001"
    assert first[4].date() == date(2026, 6, 5)
    assert first[6].date() == date(2026, 6, 30)
    assert first[7] == 4
    assert (
        'filename="escalafon-2026-06-01-2026-06-30.xlsx"' in answer.headers["Content-Disposition"]
    )
