"""Ver mi boleta: what each line is, what changed since another month, and what came of it."""

import pytest

from contracts.access_token import Grant, Principal, Role
from services.boleta.domain import TipoConcepto
from services.boleta.domain.correccion import Correccion, LineaCorregida
from services.boleta.usecases import correcting
from tests.component.boleta.conftest import CANCHIS, Import
from tests.component.boleta.test_mi_boleta import words
from tests.support.builders.boleta import a_csv, a_pago
from tests.support.page import lint
from tests.support.people import People
from tests.support.services import Service


@pytest.fixture
def rosa(boleta: Service, people: People):
    """Open the browser of the servidor 00000001."""
    return boleta.browser(people.token("00000001"))


@pytest.fixture
def may_june_july(import_planilla: Import) -> None:
    """Pay the servidor three months, and another person one."""
    rural = {"remcontrat": 2_500_00, "ruralcont": 260_00}
    import_planilla(
        a_csv(a_pago(periodo=202205, ingresos=rural, descuentos={"dl25897": 300_00})),
        a_csv(
            a_pago(
                periodo=202206,
                ingresos={"remcontrat": 2_500_00, "reintegro": 100_00},
                descuentos={"dl25897": 310_00, "Coop. Los Andes": 50_00},
            )
        ),
        a_csv(a_pago(periodo=202207), a_pago(periodo=202207, dni="00000002")),
    )


def boleta_of(browser, periodo: str):
    link = browser.get("/boleta/").html.select_one(f"a[aria-label^='Ver mi boleta de {periodo}']")
    return browser.get(link["href"])


def panel(page, name: str):
    return page.html.select_one(f"[aria-labelledby={name}]")


def test_every_line_says_what_it_is_and_leads_to_a_reclamo_about_it(rosa, may_june_july):
    page = boleta_of(rosa, "JUNIO")

    said = {words(each.summary.text): each for each in page.html.select("details.concept")}
    afp = words(said["Aporte a la AFP (dl25897)"].text)
    assert "Sistema Privado de Pensiones" in afp
    assert "Base legal" in afp
    assert "D.L. 25897" in afp
    assert "Todavía no tenemos una explicación" in words(said["Coop. Los Andes"].text)
    assert said["Coop. Los Andes"].a["href"].endswith("&linea=4")


def test_a_boleta_stands_beside_the_month_before(rosa, may_june_july):
    comparison = panel(boleta_of(rosa, "JUNIO"), "comparacion")

    assert comparison.h2.text == "Comparada con MAYO 2022"
    assert "En JUNIO 2022 se le paga S/ 220.00 menos que en MAYO 2022." in words(comparison.text)
    rows = [words(row.get_text(" ")) for row in comparison.select("tbody tr:has(td)")]
    assert rows == [
        "Asignación por zona rural (ruralcont) Ya no está S/ 260.00 — -S/ 260.00",
        "Reintegro (reintegro) Es nuevo — S/ 100.00 +S/ 100.00",
        "Coop. Los Andes Es nuevo — S/ 50.00 +S/ 50.00",
        "Aporte a la AFP (dl25897) Subió S/ 300.00 S/ 310.00 +S/ 10.00",
    ]
    assert "Un concepto tiene el mismo monto" in words(comparison.text)


def test_a_boleta_can_stand_beside_any_other_month(rosa, may_june_july):
    page = boleta_of(rosa, "JUNIO")
    form = next(form for form in page.forms.values() if "con" in form.fields)
    assert [text for _, _, text in form["con"].options] == ["JULIO 2022", "MAYO 2022"]

    form["con"].select(text="JULIO 2022")
    compared = form.submit()

    assert panel(compared, "comparacion").h2.text == "Comparada con JULIO 2022"


def test_the_boleta_of_another_person_is_never_set_beside_ones_own(
    boleta: Service, people: People, rosa, may_june_july
):
    others = boleta.browser(people.token("00000002")).get("/boleta/")
    foreign = others.html.select_one("[name=ids]")["value"]
    mine = boleta_of(rosa, "JUNIO").request.path

    compared = rosa.get(f"{mine}?con={foreign}")

    assert panel(compared, "comparacion").h2.text == "Comparada con MAYO 2022"


def test_the_first_boleta_has_nothing_before_it_to_stand_beside(rosa, may_june_july):
    page = boleta_of(rosa, "MAYO")

    assert panel(page, "comparacion").h2.text == "Comparar con otro mes"
    assert "En lo que va de" not in page


def test_the_year_so_far_ends_with_the_boleta(rosa, may_june_july):
    summary = words(panel(boleta_of(rosa, "JUNIO"), "resumen").text)

    assert (
        "En lo que va de 2022, con 2 boletas: bruto S/ 5,360.00, descuentos S/ 660.00,"
        " recibido S/ 4,700.00."
    ) in summary


def test_the_chart_says_the_same_in_a_table(rosa, may_june_july):
    chart = panel(boleta_of(rosa, "JUNIO"), "meses")

    rows = [words(row.get_text(" ")) for row in chart.select("tbody tr")]
    assert len(rows) == 24
    assert rows[:3] == ["JUNIO 2022 S/ 2,240.00", "MAYO 2022 S/ 2,460.00", "ABRIL 2022 —"]
    assert len(chart.select("rect")) == 2
    assert "el menor, S/ 2,240.00; el mayor, S/ 2,460.00" in words(
        chart.select_one("[role=img]")["aria-label"]
    )


def test_one_goes_from_a_boleta_to_its_neighbours(rosa, may_june_july):
    page = boleta_of(rosa, "JUNIO")

    before = rosa.get(page.html.select_one("[rel=prev]")["href"])
    after = rosa.get(page.html.select_one("[rel=next]")["href"])

    assert [before.html.h1.text, after.html.h1.text] == [
        *("Boleta de MAYO 2022", "Boleta de JULIO 2022")
    ]
    assert before.html.select_one("[rel=prev]") is None
    assert after.html.select_one("[rel=next]") is None


def test_the_delivery_of_a_boleta_leaves_evidence(rosa, may_june_july):
    page = boleta_of(rosa, "JUNIO")
    rosa.get(f"{page.request.path}/pdf")

    before = evidence(page)
    after = evidence(rosa.get(page.request.path))

    assert before["Descargada por usted la primera vez"] == "Todavía no"
    assert after["Descargada por usted la primera vez"] != "Todavía no"
    assert (
        after["Vista por usted la primera vez"] == before["Vista por usted la primera vez"] != "—"
    )
    assert after["Publicada"] != "—"
    assert len(panel(page, "evidencia").select_one(".hash").text) == 64


def evidence(page) -> dict[str, str]:
    pairs = panel(page, "evidencia").select(".data-list > div")
    return {words(pair.dt.text): words(pair.dd.text) for pair in pairs}


ADMINISTRATOR = Principal(
    sub="admin",
    client_id="gateway",
    dni="00000900",
    grants=(Grant(Role.ADMINISTRADOR_BOLETA, CANCHIS),),
)


def test_a_boleta_that_was_replaced_says_so_and_by_which(boleta: Service, rosa, may_june_july):
    old = boleta_of(rosa, "JUNIO").request.path
    lines = (LineaCorregida(TipoConcepto.INGRESO, "remcontrat", 3_000_00),)
    with boleta.app.app_context():
        correccion = Correccion(lineas=lines, motivo="Faltaba un reintegro.")
        correcting.replace_boleta(ADMINISTRATOR, int(old.rpartition("/")[2]), correccion)

    replaced = rosa.get(old)
    new = replaced.click("Ver la boleta que la reemplaza")

    assert "Boleta reemplazada" in replaced
    assert "Faltaba un reintegro." in replaced
    assert "Versión 2" in new.html.select_one(".lead").text
    assert new.click("Ver la versión anterior").request.path == old
    summary = words(panel(new, "resumen").text)
    assert "En lo que va de 2022, con 2 boletas: bruto S/ 5,760.00" in summary
    lint(replaced.text, replaced.request.path)
    lint(new.text, new.request.path)


def test_a_boleta_that_was_annulled_says_why_and_counts_nowhere(
    boleta: Service, rosa, may_june_july
):
    annulled = boleta_of(rosa, "JUNIO").request.path
    with boleta.app.app_context():
        id_ = int(annulled.rpartition("/")[2])
        correcting.annul_boleta(ADMINISTRATOR, id_, motivo="Se pagó dos veces.")

    page = rosa.get(annulled)
    july = boleta_of(rosa, "JULIO")

    assert "Boleta anulada" in page
    assert "Se pagó dos veces." in page
    assert panel(july, "comparacion").h2.text == "Comparada con MAYO 2022"
    assert "con 2 boletas" in words(panel(july, "resumen").text)


def test_the_page_is_well_made(rosa, may_june_july):
    page = boleta_of(rosa, "JUNIO")

    lint(page.text, page.request.path)
