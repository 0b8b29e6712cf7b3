"""¿Quién vio mis boletas?: a servidor reads who did, and nobody else does."""

import pytest

from contracts.access_token import Grant, Principal, Role
from services.boleta.domain.acceso import Acto
from services.boleta.usecases import evidence
from tests.component.boleta.conftest import CANCHIS, Import
from tests.component.boleta.test_mi_boleta import words
from tests.support.builders.boleta import a_csv, a_pago
from tests.support.page import lint
from tests.support.people import People
from tests.support.services import Service

LUZ = Principal(
    sub="luz",
    client_id="gateway",
    dni="00000900",
    nombres="LUZ",
    apellidos="MAMANI",
    grants=(Grant(Role.ADMINISTRADOR_BOLETA, CANCHIS),),
)


@pytest.fixture
def rosa(boleta: Service, people: People):
    """Open the browser of the servidor 00000001."""
    return boleta.browser(people.token("00000001"))


def rows(page, name: str) -> list[list[str]]:
    found = page.html.select(f"[aria-labelledby={name}] tbody tr")
    return [[words(cell.text) for cell in row.select("td")] for row in found]


def test_nobody_sees_it_without_signing_in(boleta: Service):
    boleta.browser().get("/boleta/accesos", status=401)


def test_one_reads_who_looked_by_what_right_and_what_at(
    boleta: Service, rosa, import_planilla: Import
):
    import_planilla(a_csv(a_pago(), a_pago(dni="00000002")))
    seen = int(rosa.get("/boleta/").html.select_one("[name=ids]")["value"])
    with boleta.app.app_context():
        evidence.note_looked(LUZ, "00000001", "00000002", que="Búsqueda por apellidos")
        evidence.note_looked(LUZ, "00000001", boleta_id=seen, acto=Acto.VISTA)
        evidence.note_verified("00000001", seen)

    page = rosa.get("/boleta/accesos")

    right = "Administrador MI BOLETA, UGEL CANCHIS"
    assert sorted(row[1:] for row in rows(page, "miradas")) == sorted(
        [
            ["LUZ MAMANI", right, "Consultó sus boletas. Búsqueda por apellidos", "En general"],
            ["LUZ MAMANI", right, "Vio la boleta", "JUNIO 2022"],
            [
                *("Alguien con el código del documento", "—"),
                *("Comprobó que el documento es auténtico", "JUNIO 2022"),
            ],
        ]
    )
    lint(page.text, page.request.path)


def test_ones_own_looks_are_evidence_of_delivery_and_no_look_of_another(
    rosa, import_planilla: Import
):
    import_planilla(a_csv(a_pago(periodo=202205)), a_csv(a_pago(periodo=202206)))
    rosa.get("/boleta/").click("Ver mi boleta", index=0).click("Descargar PDF")

    page = rosa.get("/boleta/accesos")

    assert "Nadie más ha visto sus boletas" in page
    june, may = rows(page, "entregas")
    assert june[0] == "JUNIO 2022 UGEL CANCHIS"
    assert [cell != "—" for cell in june[1:]] == [True, True, True, True]
    assert [cell != "—" for cell in may[1:]] == [True, True, False, False]


def test_what_others_did_with_the_boletas_of_another_person_is_not_told(
    boleta: Service, rosa, people: People, import_planilla: Import
):
    import_planilla(a_csv(a_pago(), a_pago(dni="00000002")))
    boleta.browser(people.token("00000002")).get("/boleta/").click("Ver mi boleta")
    with boleta.app.app_context():
        evidence.note_looked(LUZ, "00000002")

    page = rosa.get("/boleta/accesos")

    assert rows(page, "miradas") == []
    assert rows(page, "entregas")[0][-2:] == ["—", "—"]


def test_many_looks_and_boletas_are_shown_a_page_at_a_time(
    boleta: Service, rosa, import_planilla: Import
):
    months = [year * 100 + month for year in (2020, 2021, 2022) for month in range(1, 11)]
    import_planilla(*(a_csv(a_pago(periodo=month)) for month in months))
    with boleta.app.app_context():
        for month in months:
            evidence.note_looked(LUZ, "00000001", boleta_id=month * 10**9 + 1, acto=Acto.VISTA)

    first = rosa.get("/boleta/accesos")
    looks, deliveries = first.html.select("[rel=next]")

    assert [len(rows(first, name)) for name in ("miradas", "entregas")] == [25, 25]
    assert len(rows(rosa.get(looks["href"]), "miradas")) == 5
    assert len(rows(rosa.get(deliveries["href"]), "entregas")) == 5


def test_who_has_no_boletas_is_told_so(rosa):
    page = rosa.get("/boleta/accesos")

    assert "Nadie más ha visto sus boletas" in page
    assert "Todavía no tiene boletas publicadas" in page
    lint(page.text, page.request.path)
