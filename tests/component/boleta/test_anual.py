"""The year of a servidor on one sheet, and the request of a constancia."""

import pytest

from tests.component.boleta.conftest import Import
from tests.component.boleta.test_mi_boleta import words
from tests.support.builders.boleta import a_csv, a_pago
from tests.support.page import lint
from tests.support.people import People
from tests.support.services import Service


@pytest.fixture
def rosa(boleta: Service, people: People):
    """Open the browser of the servidor 00000001."""
    return boleta.browser(people.token("00000001"))


@pytest.mark.parametrize("path", ["/boleta/anual/2022", "/boleta/anual", "/boleta/constancia"])
def test_nobody_sees_them_without_signing_in(boleta: Service, path: str):
    boleta.browser().get(path, status=401)


def test_the_sheet_has_concepts_by_months(rosa, import_planilla: Import):
    import_planilla(
        a_csv(a_pago(periodo=202201, ingresos={"remcontrat": 2_000_00}, descuentos={})),
        a_csv(
            a_pago(
                periodo=202202,
                ingresos={"remcontrat": 2_000_00, "reintegro": 100_00},
                descuentos={"dl25897": 200_00},
            )
        ),
        a_csv(a_pago(periodo=202112), a_pago(periodo=202202, dni="00000002")),
    )

    page = rosa.get("/boleta/anual/2022")

    rows = {row.th.text: [cell.text for cell in row.select("td")] for row in matrix_rows(page)}
    assert rows == {
        "Remuneración del contrato": ["2,000.00", "2,000.00", *[""] * 10, "4,000.00"],
        "Reintegro": ["", "100.00", *[""] * 10, "100.00"],
        "Monto bruto": ["2,000.00", "2,100.00", *[""] * 10, "4,100.00"],
        "Aporte a la AFP": ["", "200.00", *[""] * 10, "200.00"],
        "Total descuentos": ["0.00", "200.00", *[""] * 10, "200.00"],
        "Monto a pagar": ["2,000.00", "1,900.00", *[""] * 10, "3,900.00"],
    }
    lint(page.text, page.request.path)


def matrix_rows(page):
    return page.html.select(".matrix tr:has(td)")


def test_another_year_is_chosen_from_a_list(rosa, import_planilla: Import):
    import_planilla(a_csv(a_pago(periodo=202112)), a_csv(a_pago(periodo=202201)))

    page = rosa.get("/boleta/anual/2022")
    form = next(form for form in page.forms.values() if "anio" in form.fields)
    form["anio"] = "2021"

    assert form.submit().follow().html.h1.text == "Hoja anual 2021"


def test_of_a_year_without_boletas_one_is_told_so(rosa):
    page = rosa.get("/boleta/anual/2020")

    assert "No tiene boletas de 2020" in page
    lint(page.text, page.request.path)


@pytest.mark.parametrize("query", ["", "?anio=x"])
def test_without_a_year_one_is_led_to_the_list(rosa, query: str):
    assert rosa.get(f"/boleta/anual{query}").location.endswith("/boleta/")


@pytest.mark.parametrize("path", ["/boleta/anual/1", "/boleta/anual/x"])
def test_what_is_no_year_is_not_there(rosa, path: str):
    rosa.get(path, status=404)


def test_a_constancia_is_asked_for_from_the_first_month_of_the_year(rosa, import_planilla: Import):
    import_planilla(*(a_csv(a_pago(periodo=month)) for month in (202112, 202201, 202202)))

    page = rosa.get("/boleta/constancia")

    form = next(form for form in page.forms.values() if "desde" in form.fields)
    assert (form["desde"].value, form["hasta"].value) == ("202201", "202202")
    assert [text for _, _, text in form["desde"].options] == [
        *("FEBRERO 2022", "ENERO 2022", "DICIEMBRE 2021")
    ]
    lint(page.text, page.request.path)


def test_who_has_no_boletas_cannot_ask_for_a_constancia(rosa):
    page = rosa.get("/boleta/constancia")

    assert "Todavía no tiene boletas publicadas" in words(page.html.text)
    lint(page.text, page.request.path)
