"""Planillas: what an Administrador MI BOLETA sees of the imports of their sedes."""

import pytest

from contracts.access_token import Role
from contracts.sedes import NATIONAL
from tests.component.boleta.conftest import CANCHIS, Import
from tests.support.builders.boleta import a_lis, a_pago, some_pagos
from tests.support.page import lint
from tests.support.people import People
from tests.support.services import Service

CUSCO = "080000"
LIMA_07 = "150108"


def administrator(boleta: Service, people: People, sede: str):
    return boleta.browser(people.with_role(Role.ADMINISTRADOR_BOLETA, sede))


def texts(page, label: str) -> list[str]:
    return [" ".join(cell.text.split()) for cell in page.html.select(f"td[data-label='{label}']")]


PATHS = (
    "/boleta/planillas",
    "/boleta/planillas/nueva",
    "/boleta/planillas/plantilla.csv",
    "/boleta/planillas/plantilla.xlsx",
    "/boleta/tablero",
)
"""What an administrador of any sede may open."""

OF_ONE = (
    "/boleta/planillas/1",
    "/boleta/planillas/1/progreso",
    "/boleta/planillas/1/registros",
    "/boleta/planillas/1/errores",
    "/boleta/planillas/1/diferencias",
)
"""What is about one planilla, and only for its sede."""


@pytest.mark.parametrize("path", [*PATHS, *OF_ONE])
def test_planillas_are_for_their_administrators(
    boleta: Service, people: People, import_planilla: Import, path: str
):
    import_planilla(a_lis(a_pago()))

    boleta.browser().get(path, status=401)
    boleta.browser(people.token("00000001")).get(path, status=403)
    boleta.browser(people.with_role(Role.ESCALAFON, CANCHIS)).get(path, status=403)
    administrator(boleta, people, CANCHIS).get(path, status=200)


@pytest.mark.parametrize(
    ("sede", "seen"),
    [
        (CANCHIS, ["UGEL CANCHIS"]),
        (CUSCO, ["UGEL CANCHIS"]),
        (LIMA_07, ["UGEL 07 SAN BORJA"]),
        (NATIONAL, ["UGEL 07 SAN BORJA", "UGEL CANCHIS"]),
        ("140003", []),
    ],
)
def test_an_administrator_sees_the_planillas_of_their_sedes(
    boleta: Service, people: People, import_planilla: Import, sede: str, seen: list[str]
):
    import_planilla(a_lis(a_pago(dni="00000001")))
    import_planilla(a_lis(a_pago(dni="00000002")), sede=LIMA_07)

    page = administrator(boleta, people, sede).get("/boleta/planillas")

    assert texts(page, "Entidad") == seen
    assert ("Todavía no hay planillas de su sede" in page) is (seen == [])


def test_the_planilla_of_another_sede_is_not_there(
    boleta: Service, people: People, import_planilla: Import
):
    import_planilla(a_lis(a_pago()))

    for path in (*OF_ONE, "/boleta/planillas/1/rechazados"):
        administrator(boleta, people, LIMA_07).get(path, status=404)
        administrator(boleta, people, CANCHIS).get(path.replace("/1", "/2"), status=404)


def test_a_planilla_reports_what_was_refused_and_warned_of(
    boleta: Service, people: People, import_planilla: Import
):
    good, warned, refused = some_pagos(3)
    import_planilla(a_lis(good, a_pago(dni=warned.dni, slip=1), a_pago(dni=refused.dni, slip=500)))

    page = administrator(boleta, people, CANCHIS).get("/boleta/planillas").click("Ver", index=0)

    assert texts(page, "Línea") == ["45"]
    assert "el total dice S/ 2,765.12" in texts(page, "Motivo")[0]
    counts = {pair.dt.text: pair.dd.text for pair in page.html.select(".data-list > div")}
    assert counts["Boletas"] == "2"
    assert counts["Registros rechazados"] == "1"


def test_a_planilla_without_a_fault_says_so(
    boleta: Service, people: People, import_planilla: Import
):
    import_planilla(a_lis(a_pago()))

    page = administrator(boleta, people, CANCHIS).get("/boleta/planillas/1")

    assert "Todos los registros del archivo se pueden usar" in page


def test_a_long_report_is_read_page_by_page(
    boleta: Service, people: People, import_planilla: Import
):
    pagos = [a_pago(dni=pago.dni, slip=500) for pago in some_pagos(60)]
    import_planilla(a_lis(a_pago(dni="00000900"), *pagos))

    page = administrator(boleta, people, CANCHIS).get("/boleta/planillas/1")
    first = page.click("Ver los 60")
    second = first.click("Siguiente")

    assert len(texts(page, "Línea")) == 10
    assert len(texts(first, "Línea")) == 50
    assert len(texts(second, "Línea")) == 10
    assert "Página 2 de 2" in " ".join(second.html.text.split())


def test_the_list_is_filtered_by_estado(boleta: Service, people: People, import_planilla: Import):
    import_planilla(a_lis(a_pago()))
    browser = administrator(boleta, people, CANCHIS)

    published = browser.get("/boleta/planillas?estado=publicada")
    waiting = browser.get("/boleta/planillas?estado=cargada")

    assert texts(published, "Estado") == ["Publicada"]
    assert "No hay planillas en ese estado" in waiting


def test_the_pages_are_well_made(boleta: Service, people: People, import_planilla: Import):
    browser = administrator(boleta, people, CANCHIS)
    paths = ["/boleta/planillas", "/boleta/planillas/nueva", "/boleta/tablero"]
    empty = [browser.get(path) for path in paths]
    import_planilla(a_lis(a_pago(), a_pago(dni="00000002", slip=1), a_pago(slip=500)))

    one = ["/1", "/1/registros", "/1/registros?clase=otro", "/1/diferencias"]
    filled = [browser.get(path) for path in (*paths, *(f"/boleta/planillas{path}" for path in one))]

    for page in (*empty, *filled):
        lint(page.text, page.request.url)
