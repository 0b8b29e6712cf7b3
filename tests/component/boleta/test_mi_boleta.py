"""Mi boleta: a servidor finds, reads and keeps their own boletas, and nobody else's."""

import io
import re
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from contracts.access_token import Grant, Role
from contracts.legajo import ServidoresUpdated
from tests.component.boleta.conftest import CANCHIS, Import
from tests.support.builders.boleta import a_csv, a_lis, a_pago, a_servidor
from tests.support.page import lint
from tests.support.people import People
from tests.support.services import Service


def words(text: str) -> str:
    """Return a text as a person reads it: without line breaks and spaces that do not part."""
    return " ".join(text.split())


def rows(page) -> list[list[str]]:
    found = page.html.select("tbody tr:not(.sum)")
    return [[words(cell.text) for cell in row.select("td")] for row in found]


def sums(page) -> list[list[str]]:
    found = page.html.select("tr.sum")
    return [[words(cell.text) for cell in row.select("th, td")] for row in found]


def periodos(page) -> list[str]:
    return [row[1] for row in rows(page)]


def months(*periodos: int) -> list[bytes]:
    return [a_lis(a_pago(periodo=periodo)) for periodo in periodos]


@pytest.fixture
def rosa(boleta: Service, people: People):
    """Open the browser of the servidor 00000001."""
    return boleta.browser(people.token("00000001"))


@pytest.mark.parametrize("path", ["/boleta/", "/boleta/1", "/boleta/1/pdf"])
def test_nobody_sees_a_boleta_without_signing_in(boleta: Service, path: str):
    boleta.browser().get(path, status=401)


@pytest.mark.parametrize("suffix", ["", "/pdf"])
def test_the_boleta_of_another_person_is_not_there(
    boleta: Service, people: People, import_planilla: Import, rosa, suffix: str
):
    import_planilla(a_lis(a_pago(dni="00000001")))
    address = rosa.get("/boleta/").html.select_one("td.actions a")["href"]
    others = boleta.browser(people.token("00000002"))
    administrator = boleta.browser(people.with_role(Role.ADMINISTRADOR_BOLETA, CANCHIS))

    rosa.get(address + suffix, status=200)
    others.get(address + suffix, status=404)
    administrator.get(address + suffix, status=404)


@pytest.mark.parametrize("path", ["/boleta/1", "/boleta/9999999999999999999999/pdf", "/boleta/x"])
def test_what_is_no_boleta_is_not_there(rosa, path: str):
    rosa.get(path, status=404)


def test_the_list_has_the_columns_of_the_guide_and_the_newest_month_first(
    rosa, import_planilla: Import
):
    import_planilla(*months(202112, 202206, 202205))

    page = rosa.get("/boleta/")

    assert [words(cell.text) for cell in page.html.select("thead th")] == [
        *("Acciones", "Periodo", "Tipo de régimen", "Estado boleta", "Entidad"),
        *("Monto Bruto", "Total Descuentos", "Monto a pagar"),
    ]
    assert periodos(page) == ["JUNIO 2022", "MAYO 2022", "DICIEMBRE 2021"]
    assert rows(page)[0][1:] == [
        *("JUNIO 2022", "Ley Nro 30328", "Activo", "UGEL CANCHIS"),
        *("S/ 2,760.12", "S/ 342.87", "S/ 2,417.25"),
    ]


def test_the_list_tells_what_each_year_comes_to(rosa, import_planilla: Import):
    import_planilla(*months(202112, 202206, 202205))

    page = rosa.get("/boleta/")

    assert sums(page) == [
        [
            *("Total 2022: 2 boletasHoja anual 2022 Descargar 2022",),
            *("S/ 5,520.24", "S/ 685.74", "S/ 4,834.50"),
        ],
        [
            *("Total 2021: 1 boletaHoja anual 2021 Descargar 2021",),
            *("S/ 2,760.12", "S/ 342.87", "S/ 2,417.25"),
        ],
    ]


def test_a_month_of_several_years_is_added_up_as_a_whole(rosa, import_planilla: Import):
    import_planilla(*months(202106, 202206, 202205))

    page = rosa.get("/boleta/?mes=6")

    assert sums(page) == [["Total de 2 boletas", "S/ 5,520.24", "S/ 685.74", "S/ 4,834.50"]]


def test_many_years_are_shown_on_pages_of_whole_years(rosa, import_planilla: Import):
    years = [year * 100 + month for year in (2020, 2021, 2022) for month in range(1, 13)]
    import_planilla(*months(*years))

    first = rosa.get("/boleta/")
    second = first.click("Siguiente")

    assert {periodo[-4:] for periodo in periodos(first)} == {"2022", "2021"}
    assert len(periodos(second)) == 12
    assert periodos(second)[0] == "DICIEMBRE 2020"
    assert periodos(rosa.get("/boleta/?pagina=99")) == periodos(second)


def test_who_misses_a_month_is_led_to_a_reclamo_about_it(rosa, import_planilla: Import):
    empty = rosa.get("/boleta/?anio=2022&mes=5")
    import_planilla(*months(202206))
    filled = rosa.get("/boleta/")

    assert a_reclamo(empty) == "/boleta/reclamos/nuevo?periodo=202205"
    assert a_reclamo(filled) == "/boleta/reclamos/nuevo"


def a_reclamo(page) -> str:
    return page.html.select_one("a[href^='/boleta/reclamos/nuevo']")["href"]


@pytest.mark.parametrize("form", ["xlsx", "pdf", "csv"])
def test_what_the_filter_shows_can_be_exported(rosa, import_planilla: Import, form: str):
    import_planilla(*months(202205, 202206))

    links = rosa.get("/boleta/?anio=2022&mes=6").html.select(".tools a")

    assert f"/boleta/exportar.{form}?anio=2022&mes=6" in [link["href"] for link in links]


def test_boletas_are_chosen_by_a_box_that_says_which(rosa, import_planilla: Import):
    import_planilla(*months(202205, 202206))

    page = rosa.get("/boleta/")

    assert [words(label.text) for label in page.html.select("label.pick")] == [
        *("Elegir JUNIO 2022, UGEL CANCHIS", "Elegir MAYO 2022, UGEL CANCHIS"),
    ]
    chosen = [box["value"] for box in page.html.select("[name=ids]")]
    assert page.html.select_one(f"a[href='/boleta/{chosen[0]}']")


@pytest.mark.parametrize(
    ("anio", "mes", "found"),
    [
        ("", "", ["JUNIO 2022", "MAYO 2022", "JUNIO 2021"]),
        ("2022", "", ["JUNIO 2022", "MAYO 2022"]),
        ("", "6", ["JUNIO 2022", "JUNIO 2021"]),
        ("2021", "6", ["JUNIO 2021"]),
        ("2021", "5", []),
    ],
)
def test_the_list_is_filtered_by_year_and_month(
    rosa, import_planilla: Import, anio: str, mes: str, found: list[str]
):
    import_planilla(*months(202106, 202205, 202206))

    form = rosa.get("/boleta/").forms[1]
    form["anio"], form["mes"] = anio, mes
    page = form.submit()

    assert periodos(page) == found
    assert (page.forms[1]["anio"].value, page.forms[1]["mes"].value) == (anio, mes)


def test_the_filters_offer_only_years_that_exist_and_are_cleared_by_a_link(
    rosa, import_planilla: Import
):
    import_planilla(*months(202106, 202205))

    page = rosa.get("/boleta/?anio=2021")

    years = [option[0] for option in page.forms[1]["anio"].options]
    assert years == ["", "2022", "2021"]
    assert page.click("Limpiar").request.path_qs == "/boleta/"


@pytest.mark.parametrize("query", ["anio=x&mes=13", "anio=%C2%B2&mes=", "anio=99999999999"])
def test_a_filter_that_makes_no_sense_is_as_if_not_asked(rosa, import_planilla: Import, query: str):
    import_planilla(*months(202206))

    assert periodos(rosa.get(f"/boleta/?{query}")) == ["JUNIO 2022"]


def test_who_has_no_boleta_is_told_so(rosa):
    page = rosa.get("/boleta/")

    assert "No hay registros para mostrar" in page.html.select_one("#resultados ~ *").text


def test_the_heading_says_who_one_is_and_when_one_was_last_here(boleta: Service, people: People):
    grants = (Grant(Role.ADMINISTRADOR_BOLETA, CANCHIS), Grant(Role.AUDITOR, CANCHIS))
    last = datetime(2022, 4, 1, 15, 28, 28, tzinfo=UTC)
    token = people.token("00000900", grants=grants, ultimo_acceso=last)

    page = words(boleta.browser(token).get("/boleta/").html.select_one("main").text)

    assert "ROSA ELENA QUISPE HUAMÁN" in page
    assert "Administrador MI BOLETA · Región: DRE CUSCO · UGEL: UGEL CANCHIS" in page
    assert "Auditor" not in page
    assert "Último acceso: 01/04/2022 10:28:28 a.m." in page


def personal_data(page) -> dict[str, str]:
    pairs = page.html.select(".data-list > div")
    return {words(pair.dt.text): words(pair.dd.text) for pair in pairs}


def test_the_personal_data_are_what_legajo_says(boleta: Service, rosa, import_planilla: Import):
    import_planilla(a_lis(a_pago(cargo="DIRECTOR IE")))
    event = ServidoresUpdated(servidores=(a_servidor(cargo="PROFESOR"),))
    corrected = ServidoresUpdated(servidores=(a_servidor(cargo="SUBDIRECTOR"),))

    boleta.receive(event.to_envelope())
    boleta.receive(corrected.to_envelope())

    assert personal_data(rosa.get("/boleta/")) == {
        "Nombre y apellidos": "ROSA ELENA QUISPE HUAMÁN",
        "Tipo de documento": "D.N.I.",
        "Nro. de documento": "00000001",
        "Tipo de servidor": "Docente Contratado",
        "Cargo": "SUBDIRECTOR",
        "Fecha de ingreso": "01/03/2022",
    }


def test_without_a_legajo_the_personal_data_are_those_of_the_newest_boleta(
    rosa, import_planilla: Import
):
    import_planilla(
        a_lis(a_pago(periodo=202206, cargo="DIRECTOR IE")),
        a_lis(a_pago(periodo=202205, cargo="PROFESOR")),
    )

    said = personal_data(rosa.get("/boleta/"))

    assert said["Cargo"] == "DIRECTOR IE"
    assert said["Tipo de servidor"] == "DOCENTE CONTRATADO"
    assert said["Fecha de ingreso"] == "01/03/2022"


def test_without_a_legajo_and_a_boleta_the_name_is_the_one_that_identity_says(rosa):
    said = personal_data(rosa.get("/boleta/"))

    assert said["Nombre y apellidos"] == "ROSA ELENA QUISPE HUAMÁN"
    assert said["Cargo"] == "—"


COMPLETE = a_pago(
    ingresos={"remcontrat": 2_500_12, "ruralcont": 260_00},
    descuentos={"dl25897": 300_00, "inventado": 42_87},
    aportes={"essalud": 225_01},
)


def test_a_boleta_shows_its_lines_with_the_employers_apart(rosa, import_planilla: Import):
    import_planilla(a_csv(COMPLETE))

    page = rosa.get("/boleta/").click("Ver mi boleta")

    columns = {
        table.caption.text: [line(row) for row in table.select("tr")]
        for table in page.html.select(".boleta-columns table, #aportes ~ * table")
    }
    assert columns == {
        "Ingresos": [
            "Remuneración del contrato (remcontrat) S/ 2,500.12",
            "Asignación por zona rural (ruralcont) S/ 260.00",
            "Monto bruto S/ 2,760.12",
        ],
        "Descuentos": [
            "Aporte a la AFP (dl25897) S/ 300.00",
            "inventado S/ 42.87",
            "Total descuentos S/ 342.87",
        ],
        "Aportes del empleador": [
            "EsSalud, aporte del empleador (essalud) S/ 225.01",
            "Total aportes S/ 225.01",
        ],
    }
    assert words(page.html.select_one(".totals").get_text(" ")).endswith(
        "Monto a pagar S/ 2,417.25"
    )
    assert "Son: Dos mil cuatrocientos diecisiete y 25/100 soles." in page


def line(row) -> str:
    """Return the name and the amount of a line, without what explains it."""
    name = row.select_one("summary") or row.th
    return words(f"{name.text} {row.td.text}")


def test_a_boleta_tells_its_messages_and_that_a_total_is_off(rosa, import_planilla: Import):
    import_planilla(a_lis(a_pago(slip=1, mensajes="FELIZ DIA DEL MAESTRO")))

    page = rosa.get("/boleta/").click("Ver mi boleta")

    assert "FELIZ DIA DEL MAESTRO" in page
    assert "difieren en un céntimo" in page


def test_the_pdf_says_what_the_page_says_on_one_sheet(rosa, import_planilla: Import):
    import_planilla(a_csv(COMPLETE))
    page = rosa.get("/boleta/").click("Ver mi boleta")

    answer = page.click("Descargar PDF")

    assert answer.content_type == "application/pdf"
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith('inline; filename="boleta-2022-06-00000001.pdf"')
    (sheet,) = PdfReader(io.BytesIO(answer.body)).pages
    text = words(sheet.extract_text())
    shown = page.html.select("#resumen ~ * .totals, .boleta-columns td, #aportes ~ * td")
    assert amounts(text) == amounts(words(" ".join(cell.text for cell in shown)))
    assert "Boleta de pago JUNIO 2022" in text
    assert "ROSA ELENA QUISPE HUAMÁN" in text
    assert "Dos mil cuatrocientos diecisiete y 25/100 soles" in text


def amounts(text: str) -> set[str]:
    return set(re.findall(r"S/ [0-9,.]+[0-9]", text))


def test_the_pdf_is_the_same_every_time(rosa, import_planilla: Import):
    import_planilla(a_lis(a_pago()))
    address = rosa.get("/boleta/").html.select_one("td.actions a")["href"] + "/pdf"

    assert rosa.get(address).body == rosa.get(address).body


def test_the_pages_are_well_made(rosa, import_planilla: Import):
    empty = rosa.get("/boleta/")
    with_messages = a_pago(periodo=202207, slip=1, mensajes="FELIZ DIA DEL MAESTRO")
    import_planilla(a_lis(with_messages), a_csv(COMPLETE))

    filled = rosa.get("/boleta/")

    boletas = [filled.click("Ver mi boleta", index=index) for index in (0, 1)]
    for page in (empty, filled, *boletas):
        lint(page.text, page.request.path)


def test_no_page_with_a_persons_data_stays_in_a_cache(rosa, import_planilla: Import):
    import_planilla(a_lis(a_pago()))
    page = rosa.get("/boleta/")
    address = page.html.select_one("td.actions a")["href"]

    for answer in (page, rosa.get(address), rosa.get(f"{address}/pdf")):
        assert answer.headers["Cache-Control"] == "no-store"
