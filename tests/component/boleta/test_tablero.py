"""The dashboard of a month: what became of its boletas, in the sedes of who looks."""

import re
from datetime import UTC, datetime

import pytest

from contracts.access_token import Role
from contracts.identity import AccountEmailChanged
from contracts.notifier import EmailBounced
from tests.component.boleta.conftest import CANCHIS, Import
from tests.support.builders.boleta import a_csv, a_lis, some_pagos
from tests.support.page import lint
from tests.support.people import People
from tests.support.services import Service

CUSCO, LIMA_07 = "080000", "150108"


@pytest.fixture
def month(boleta: Service, import_planilla: Import) -> Service:
    """Pay ten people of Canchis and two of Lima for June."""
    import_planilla(a_lis(*some_pagos(10)))
    import_planilla(a_csv(*some_pagos(2)), sede=LIMA_07)
    return boleta


def tablero(boleta: Service, people: People, sede: str, query: str = "", status: int = 200):
    browser = boleta.browser(people.with_role(Role.ADMINISTRADOR_BOLETA, sede))
    page = browser.get(f"/boleta/tablero{query}", status=status)
    if status == 200:
        lint(page.text, page.request.url)
    return page


def rows(page) -> dict[str, list[str]]:
    """Return what the table says of each sede."""
    found = [
        [cell.text.strip() for cell in row.select("td")] for row in page.html.select("tbody tr")
    ]
    return {sede: said for sede, *said in found}


def test_it_tells_how_many_were_seen_and_downloaded(month: Service, people: People):
    owner = month.browser(people.token("00000003"))  # whom Canchis alone pays
    boleta_id = re.search(r"/boleta/(\d{15})", owner.get("/boleta/").text)[1]
    owner.get(f"/boleta/{boleta_id}")
    owner.get(f"/boleta/{boleta_id}")

    before = rows(tablero(month, people, CANCHIS))
    owner.get(f"/boleta/{boleta_id}/pdf")
    after = rows(tablero(month, people, CANCHIS))

    assert before == {"UGEL CANCHIS": ["10", "1 (10 %)", "0 (0 %)", "0", "0"]}
    assert after == {"UGEL CANCHIS": ["10", "1 (10 %)", "1 (10 %)", "0", "0"]}


def test_who_gets_no_mail_is_counted_until_they_have_another_address(
    month: Service, people: People
):
    at = datetime(2026, 1, 1, tzinfo=UTC)
    bounced = EmailBounced(dni="00000001", correo="a@example.pe", reason="550", at=at)
    month.receive(bounced.to_envelope())
    month.receive(bounced.to_envelope())

    while_it_bounces = rows(tablero(month, people, CANCHIS))
    changed = AccountEmailChanged(
        dni="00000001", nombres="ROSA", previous_correo="a@example.pe", correo="b@example.pe", at=at
    )
    month.receive(changed.to_envelope())

    assert while_it_bounces["UGEL CANCHIS"][3] == "1"
    assert rows(tablero(month, people, CANCHIS))["UGEL CANCHIS"][3] == "0"


@pytest.mark.parametrize(
    ("sede", "seen"),
    [
        (CANCHIS, ["UGEL CANCHIS"]),
        (CUSCO, ["UGEL CANCHIS"]),
        ("000000", ["Total", "UGEL CANCHIS", "UGEL 07 SAN BORJA"]),
        ("140003", []),
    ],
)
def test_it_tells_of_the_sedes_within_the_scope(
    month: Service, people: People, sede: str, seen: list[str]
):
    page = tablero(month, people, sede, "?anio=2022&mes=6")

    assert sorted(rows(page)) == sorted(seen)
    assert ("No hay boletas publicadas" in page) is (seen == [])


def test_the_newest_month_that_is_published_is_shown_first(month: Service, people: People):
    assert "JUNIO 2022" in tablero(month, people, CANCHIS)
    assert "No hay boletas publicadas" in tablero(month, people, CANCHIS, "?anio=2022&mes=5")


def test_another_sede_is_not_there(month: Service, people: People):
    tablero(month, people, CANCHIS, f"?sede={LIMA_07}", status=404)
    tablero(month, people, CANCHIS, "?sede=999999", status=404)
    month.browser().get("/boleta/tablero", status=401)
    month.browser(people.token("00000001")).get("/boleta/tablero", status=403)
