"""The catalogue: what each concept is, and the figures of the law, dated."""

import pytest

from tests.support.builders.boleta import a_lis, a_pago
from tests.support.page import lint

CATALOGO = "/boleta/catalogo"
NATIONAL = "000000"


@pytest.fixture
def paid(boleta, import_planilla):
    """Pay somebody for what everybody knows, and for what nobody does."""
    import_planilla(a_lis(a_pago(ingresos={"remcontrat": 2_500_12, "zz_rara_99": 60_00})))
    return boleta


def explain(browser, concepto="zz_rara_99", **fields):
    page = browser.get(CATALOGO, {"texto": concepto}).click(description="Ver", index=0)
    form = page.forms["form-explicar"]
    said = {"nombre": "Bonificación rara", "que_es": "Se paga rara vez."} | fields
    for name, value in said.items():
        form[name] = value
    return form


def test_what_nobody_has_explained_comes_first(paid, administrador):
    page = administrador(NATIONAL).get(CATALOGO)

    lint(page.text, page.request.url)
    page.mustcontain("Hay 1 concepto sin explicación", "Sin explicación")
    assert page.text.index("zz_rara_99") < page.text.index("remcontrat")


def test_a_concept_is_explained_from_a_day_on_and_what_was_said_stays(
    paid, administrador, servidor
):
    admin = administrador(NATIONAL)
    explain(admin, desde="01/01/2020").submit(status=303)
    page = explain(admin, que_es="Ya no se paga.", desde="2026-01-01").submit(status=303).follow()

    lint(page.text, page.request.url)
    page.mustcontain("quedó guardada", "Se paga rara vez.", "Ya no se paga.", "01/01/2020")
    servidor().get(CATALOGO).mustcontain("Bonificación rara", no="sin explicación")


def test_a_boleta_is_explained_as_it_was_explained_in_its_month(paid, administrador, servidor):
    admin = administrador(NATIONAL)
    explain(admin, desde="01/01/2020").submit(status=303)
    explain(admin, que_es="Ya no se paga.", desde="01/01/2026").submit(status=303)
    rosa = servidor()

    page = rosa.get("/boleta/").click(description="Ver mi boleta")

    page.mustcontain("Bonificación rara", "Se paga rara vez.", no="Ya no se paga.")


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"nombre": ""}, "cómo se llama"),
        ({"que_es": " "}, "Explique qué es"),
        ({"que_es": "x" * 1001}, "1000 caracteres como máximo"),
        ({"desde": "pronto"}, "desde qué día"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(paid, administrador, fields, told):
    page = explain(administrador(NATIONAL), **fields).submit(status=422)

    lint(page.text, page.request.url)
    page.mustcontain(told)
    for name, value in fields.items():
        assert page.forms["form-explicar"][name].value == value


def test_everybody_reads_and_only_the_country_writes(paid, administrador, servidor):
    address = administrador(NATIONAL).get(CATALOGO).click(description="Ver", index=0).request.path
    said = {"nombre": "X", "que_es": "Y", "desde": "01/01/2026"}

    for browser, status in (
        (administrador("080000"), 403),
        (servidor(), 403),
        (paid.browser(), 401),
    ):
        browser.post(address, said, status=status)
        value = {"valor": "1", "desde": "01/01/2026"}
        browser.post(f"{CATALOGO}/parametros/uit", value, status=status)
    for browser in (administrador("080000"), servidor()):
        page = browser.get(address)
        lint(page.text, page.request.url)
        page.mustcontain(no="Cambiar la explicación")
    paid.browser().get(CATALOGO, status=401)
    paid.browser().get(address, status=401)


def test_a_figure_of_the_law_is_what_it_is_on_a_day(boleta, administrador, servidor):
    admin = administrador(NATIONAL)
    for valor, desde in (("5,350.00", "01/01/2025"), ("5500", "01/01/2999")):
        form = admin.get(f"{CATALOGO}/parametros/uit").forms["form-valor"]
        form["valor"], form["desde"], form["base_legal"] = valor, desde, "DS 260-2024-EF"
        page = form.submit(status=303).follow()

    lint(page.text, page.request.url)
    page.mustcontain("quedó guardado", "5,500.00")
    listed = servidor().get(CATALOGO)
    listed.mustcontain("5,350.00", no="5,500.00")
    servidor().get(f"{CATALOGO}/parametros/uit").mustcontain(
        "DS 260-2024-EF", no="Agregar un valor"
    )


@pytest.mark.parametrize("valor", ["", "mucho", "5.350,00", "1,2,3", "-1", "1e9", "NaN", "1.23456"])
def test_a_figure_that_is_no_number_is_refused(boleta, administrador, valor):
    form = administrador(NATIONAL).get(f"{CATALOGO}/parametros/uit").forms["form-valor"]
    form["valor"], form["desde"] = valor, "01/01/2026"

    page = form.submit(status=422)

    assert page.forms["form-valor"]["valor"].value == valor


def test_what_is_not_in_the_catalogue_is_not_there(servidor):
    servidor().get(f"{CATALOGO}/999", status=404)
    servidor().get(f"{CATALOGO}/parametros/inflacion", status=404)


def test_values_are_imported_once(boleta, tmp_path, servidor):
    file = tmp_path / "parametros.csv"
    file.write_text(
        "parametro,desde,valor,base_legal\n"
        'uit,01/01/2025,"5,350.00",DS 260-2024-EF\n'
        "onp,2000-01-01,13,Ley 26504\n"
        "inflacion,2000-01-01,13,\n"
        "onp,2000-01-01,12,\n"
    )

    first = boleta.run("parametros", "import", str(file))
    again = boleta.run("parametros", "import", str(file))

    assert first.exit_code == 0, first.output
    assert "línea 4: No existe el parámetro «inflacion»" in first.output
    assert "línea 5: El parámetro onp desde 01/01/2000 ya está en la línea 3" in first.output
    assert "4 filas leídas, 2 valores nuevos o corregidos, 0 sin cambios, 2 rech" in first.output
    assert "0 valores nuevos o corregidos, 2 sin cambios" in again.output
    servidor().get(CATALOGO).mustcontain("5,350.00", "13\N{NO-BREAK SPACE}%")
