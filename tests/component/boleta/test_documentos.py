"""What people take away: lists, years, several boletas, constancias."""

import csv
import io
import re
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from webtest import TestApp

from tests.component.boleta.conftest import Browsers, Import
from tests.support.builders.boleta import a_lis, a_pago
from tests.support.services import Service

ROUTES = (
    *("/boleta/exportar.xlsx", "/boleta/exportar.csv", "/boleta/exportar.pdf"),
    *("/boleta/anual/2022.pdf", "/boleta/anual/2022.xlsx"),
    "/boleta/constancia.pdf?desde=202204&hasta=202206",
)


@pytest.fixture
def rosa(import_planilla: Import, servidor: Browsers) -> TestApp:
    """Pay two people for three months, and open the browser of the first."""
    for mes in (4, 5, 6):
        pagos = [a_pago(dni=f"0000000{n}", periodo=202200 + mes) for n in (1, 2)]
        import_planilla(a_lis(*pagos), "--no-notify")
    return servidor()


def ids_of(browser: TestApp) -> list[str]:
    return sorted(set(re.findall(r"/boleta/(\d{10,})\b", browser.get("/boleta/").text)))


def text_of(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join("".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize("route", ROUTES)
def test_a_file_is_named_and_kept_by_no_cache(rosa, route):
    answer = rosa.get(route)

    assert re.search(r'attachment; filename="[\w.-]+"; filename\*=', str(answer.headers))
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("route", ROUTES)
def test_nobody_gets_a_file_without_signing_in(boleta: Service, route):
    boleta.browser().get(route, status=401)


@pytest.mark.parametrize("route", ROUTES[3:])
def test_who_has_no_boletas_is_told_so(rosa, servidor, route):
    servidor("00000003").get(route, status=404)


@pytest.mark.parametrize("route", ROUTES[:3])
def test_a_list_without_boletas_is_a_file_all_the_same(boleta, servidor, route):
    assert len(servidor("00000003").get(route).body) > 50


def test_excel_has_true_numbers_and_totals_that_any_program_reads(rosa):
    content = rosa.get("/boleta/exportar.xlsx?anio=2022").body

    book = load_workbook(io.BytesIO(content), data_only=True)
    assert book.sheetnames == ["Boletas", "Detalle", "Acerca de"]
    sheet = book["Boletas"]
    assert [cell.value for cell in sheet[2]][3:] == (
        ["Activo", 1, "UGEL CANCHIS", 2760.12, 342.87, 2417.25]
    )
    assert sheet["A2"].value.month == 6
    assert sheet["I6"].value == 7251.75
    (table,) = sheet.tables.values()
    assert table.ref == "A1:I4"
    formulas = load_workbook(io.BytesIO(content))
    assert formulas["Boletas"]["I6"].value == '=SUMIFS(I2:I4,D2:D4,"Activo")'


def test_the_details_lay_out_concepts_by_months(rosa):
    book = load_workbook(io.BytesIO(rosa.get("/boleta/exportar.xlsx").body), data_only=True)

    heads, first = ([cell.value for cell in row] for row in book["Detalle"].iter_rows(max_row=2))
    assert heads[2:] == ["ABRIL 2022", "MAYO 2022", "JUNIO 2022", "Total"]
    assert first == ["Ingreso", "Remuneración del contrato (remcontrat)", *[2500.12] * 3, 7500.36]


def test_the_filter_of_the_page_is_that_of_its_export(rosa):
    rows = csv.DictReader(
        io.StringIO(rosa.get("/boleta/exportar.csv?mes=5").body.decode("utf-8-sig"))
    )

    (row,) = rows
    assert (row["periodo"], row["monto_a_pagar"]) == ("2022-05", "2417.25")


def test_a_text_that_looks_like_a_formula_is_a_text(import_planilla, servidor):
    import_planilla(a_lis(a_pago(regimen="=HYPERLINK(1)")))
    browser = servidor()

    rows = browser.get("/boleta/exportar.csv").body.decode("utf-8-sig")
    book = load_workbook(io.BytesIO(browser.get("/boleta/exportar.xlsx").body))

    assert "'=HYPERLINK" in rows
    assert book["Boletas"]["B2"].data_type == "s"


def test_csv_is_what_excel_of_peru_opens(rosa):
    content = rosa.get("/boleta/exportar.csv").body

    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == 4


def test_the_list_on_paper_has_its_totals(rosa):
    text = text_of(rosa.get("/boleta/exportar.pdf").body)

    assert "Total: 3" in text
    assert "S/ 7,251.75" in text


def test_several_boletas_come_as_one_pdf_with_the_codes_of_each(rosa):
    ids = ids_of(rosa)

    answer = rosa.post("/boleta/descargar", {"ids": ids[:2], "formato": "pdf"})

    pages = [page.extract_text() for page in PdfReader(io.BytesIO(answer.body)).pages]
    assert len(pages) == 2
    for number, page in zip(ids, pages, strict=False):
        alone = text_of(rosa.get(f"/boleta/{number}/pdf").body)
        code = re.search(r"(?:\w{4}-){4}\w{4}", alone)
        assert code
        assert code[0] in page


def test_several_boletas_come_as_a_zip_of_the_documents_that_were_issued(rosa):
    ids = ids_of(rosa)

    answer = rosa.post("/boleta/descargar", {"ids": ids, "formato": "zip"})

    archive = ZipFile(io.BytesIO(answer.body))
    assert archive.namelist() == [f"boleta-2022-0{mes}-00000001.pdf" for mes in (4, 5, 6)]
    assert archive.read(archive.namelist()[0]) == rosa.get(f"/boleta/{ids[0]}/pdf").body
    again = rosa.post("/boleta/descargar", {"ids": ids, "formato": "zip"})
    assert again.body == answer.body


def test_a_year_comes_as_a_whole(rosa):
    answer = rosa.post("/boleta/descargar", {"anio": "2022", "formato": "zip"})

    assert len(ZipFile(io.BytesIO(answer.body)).namelist()) == 3


@pytest.mark.parametrize(
    "form",
    [{}, {"formato": "pdf"}, {"ids": "x"}, {"anio": "2019"}, {"anio": "2022", "formato": "exe"}],
    ids=str,
)
def test_a_download_of_nothing_says_what_to_do(rosa, form):
    rosa.post("/boleta/descargar", form, status=422)


def test_more_boletas_than_a_download_holds_are_refused(rosa):
    rosa.post("/boleta/descargar", {"ids": [str(n) for n in range(1, 99)]}, status=404)


def test_nobody_downloads_the_boletas_of_another(boleta, rosa, servidor):
    ids = ids_of(rosa)

    servidor("00000002").post("/boleta/descargar", {"ids": ids[:1]}, status=404)
    boleta.browser().post("/boleta/descargar", {"ids": ids[:1]}, status=401)


def test_the_year_lays_out_concepts_by_months_with_a_code(rosa, boleta):
    text = text_of(rosa.get("/boleta/anual/2022.pdf").body)

    assert "Hoja anual de pagos" in text
    assert "7,500.36" in text
    code = re.search(r"(?:\w{4}-){4}\w{4}", text)
    assert code
    boleta.browser().get(f"/v/{code[0]}").mustcontain("Hoja anual de pagos", "ABRIL 2022")


def test_the_year_is_the_same_document_until_it_changes(rosa, import_planilla):
    before = rosa.get("/boleta/anual/2022.pdf").body
    assert rosa.get("/boleta/anual/2022.pdf").body == before

    import_planilla(a_lis(a_pago(periodo=202207)), "--no-notify")

    assert rosa.get("/boleta/anual/2022.pdf").body != before


def test_the_year_as_a_workbook_has_its_totals(rosa):
    book = load_workbook(io.BytesIO(rosa.get("/boleta/anual/2022.xlsx").body), data_only=True)

    rows = [[cell.value for cell in row] for row in book["2022"].iter_rows()]
    named = {row[0]: row[-1] for row in rows if row[0]}
    assert named["Monto bruto"] == 8280.36
    assert named["Monto a pagar"] == 7251.75


def test_a_constancia_says_what_was_paid_and_anybody_can_verify_it(rosa, boleta):
    content = rosa.get("/boleta/constancia.pdf?desde=202204&hasta=202205").body

    text = text_of(content)
    for said in ("Constancia de haberes", "ROSA ELENA QUISPE HUAMÁN", "S/ 4,834.50", "Cuatro mil"):
        assert said in text
    code = re.search(r"(?:\w{4}-){4}\w{4}", text)
    assert code
    page = boleta.browser().get(f"/v/{code[0]}")
    page.mustcontain("Constancia de haberes", "ABRIL 2022 a MAYO 2022", "VIGENTE")


@pytest.mark.parametrize(
    "query", ["", "?desde=202204", "?desde=202213&hasta=202214", "?desde=x&hasta=y"]
)
def test_a_constancia_of_no_months_asks_which(rosa, query):
    rosa.get(f"/boleta/constancia.pdf{query}", status=422)
