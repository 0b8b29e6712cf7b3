"""Cargar mi boleta: historical months are registered quickly, and read when their owner asks."""

import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from contracts.sedes import NATIONAL
from services.boleta.models import Boleta, Registro, db
from tests.component.boleta.conftest import Import
from tests.support.builders.boleta import Pago, a_csv, a_lis, a_pago, some_pagos
from tests.support.page import lint
from tests.support.people import People
from tests.support.services import Service
from tests.support.stack import Databases


def historical(**said) -> Pago:
    return a_pago(periodo=200904, **said)


def rows(page) -> list[list[str]]:
    cells = (row.select("td") for row in page.html.select("tr:has(td[data-label='Entidad'])"))
    return [[" ".join(cell.text.split()) for cell in row] for row in cells]


def cargar(page):
    """Click on the first «Cargar mi boleta», as a browser does."""
    button = page.html.select_one("button[formaction$='/cargar']")
    return page.test_app.post(button["formaction"])


def count(boleta: Service, model) -> int:
    with boleta.app.app_context():
        return db.session.scalar(select(func.count()).select_from(model))


@pytest.mark.parametrize("file_of", [a_lis, a_csv])
def test_a_registered_month_shows_all_but_its_amounts(
    file_of, boleta: Service, people: People, import_planilla: Import
):
    done = import_planilla(file_of(historical(), historical(dni="00000002")), "--register")

    assert done.exit_code == 0, done.output
    assert "ABRIL 2009, UGEL CANCHIS: 2 registradas, 0 rechazadas" in done.output
    page = boleta.browser(people.token("00000001")).get("/boleta/")
    lint(page.text, "/boleta/")
    assert rows(page) == [
        *[["Cargar mi boleta", "ABRIL 2009", "Ley Nro 30328", "Activo", "UGEL CANCHIS", "", "", ""]]
    ]
    assert boleta.outbox() == []
    assert (count(boleta, Registro), count(boleta, Boleta)) == (2, 0)


@pytest.mark.parametrize("file_of", [a_lis, a_csv])
def test_one_click_loads_the_boleta_and_shows_it(
    file_of, boleta: Service, people: People, import_planilla: Import
):
    import_planilla(file_of(*some_pagos(30, periodo=200904)), "--register")
    rosa = boleta.browser(people.token("00000017"))

    answer = cargar(rosa.get("/boleta/"))

    assert answer.status_int == 303
    page = answer.follow()
    assert "Boleta de ABRIL 2009" in page.html.h1.text
    assert "S/\N{NO-BREAK SPACE}2,417.25" in page.text
    ((first, *_, liquido),) = rows(rosa.get("/boleta/"))
    assert (first, liquido) == ("Elegir ABRIL 2009, UGEL CANCHISVer mi boleta", "S/ 2,417.25")
    assert count(boleta, Boleta) == 1


def test_two_clicks_load_it_once(boleta: Service, people: People, import_planilla: Import):
    import_planilla(a_lis(historical()), "--register")
    page = boleta.browser(people.token("00000001")).get("/boleta/")

    with ThreadPoolExecutor(4) as clicks:
        answers = [*clicks.map(lambda _: cargar(page), range(4))]

    assert len({answer.location for answer in answers}) == 1
    assert count(boleta, Boleta) == 1


def test_the_boleta_of_somebody_else_cannot_be_loaded(
    boleta: Service, people: People, import_planilla: Import
):
    import_planilla(a_lis(historical()), "--register")

    boleta.browser().post("/boleta/registros/1/cargar", status=401)
    boleta.browser(people.token("00000002")).post("/boleta/registros/1/cargar", status=404)
    boleta.browser(people.token("00000001")).post("/boleta/registros/2/cargar", status=404)
    assert count(boleta, Boleta) == 0


def test_a_file_that_is_out_of_reach_is_told_kindly_and_nothing_is_lost(
    boleta: Service, people: People, import_planilla: Import, databases: Databases
):
    import_planilla(a_lis(historical()), "--register")
    files, away = databases.files / "boleta", databases.files / "boleta-away"
    page = boleta.browser(people.token("00000001")).get("/boleta/")
    shutil.move(files, away)

    address = page.html.select_one("button[formaction$='/cargar']")["formaction"]
    refused = page.test_app.post(address, status=503)

    lint(refused.text, address)
    assert "Su boleta no se ha perdido" in refused.text
    shutil.move(away, files)
    assert cargar(page.test_app.get("/boleta/")).status_int == 303


def test_a_record_with_a_mistake_says_so_when_it_is_asked_for(
    boleta: Service, people: People, import_planilla: Import
):
    import_planilla(a_lis(historical(dni="00000002"), historical(slip=500)), "--register")
    page = boleta.browser(people.token("00000001")).get("/boleta/")

    address = page.html.select_one("button[formaction$='/cargar']")["formaction"]
    refused = page.test_app.post(address, status=409)

    assert "Los ingresos dan S/ 2,760.12" in refused.html.main.text.replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert "Pida a su UGEL" in refused.text


def test_a_person_of_two_sedes_loads_both_from_a_national_month(
    boleta: Service, people: People, import_planilla: Import
):
    elsewhere = historical(dre="DRE LIMA", ugel="UGEL 07 SAN BORJA")
    import_planilla(a_lis(historical(), elsewhere), "--register", sede=NATIONAL)
    rosa = boleta.browser(people.token("00000001"))
    assert [row[4] for row in rows(rosa.get("/boleta/"))] == ["UGEL 07 SAN BORJA", "UGEL CANCHIS"]

    cargar(rosa.get("/boleta/"))

    assert [row[-1] for row in rows(rosa.get("/boleta/"))] == ["S/ 2,417.25", "S/ 2,417.25"]


def test_a_month_that_was_imported_is_not_offered_to_be_loaded(
    boleta: Service, people: People, import_planilla: Import
):
    import_planilla(a_lis(historical(cargo="AUXILIAR")))

    import_planilla(a_lis(historical()), "--register")

    ((first, *_),) = rows(boleta.browser(people.token("00000001")).get("/boleta/"))
    assert "Ver mi boleta" in first


def test_who_has_loaded_a_boleta_does_not_get_another_from_a_later_import(
    boleta: Service, people: People, import_planilla: Import
):
    import_planilla(a_lis(historical(), historical(dni="00000002")), "--register")
    cargar(boleta.browser(people.token("00000001")).get("/boleta/"))

    done = import_planilla(a_lis(historical(cargo="X"), historical(dni="00000002", cargo="X")))

    assert "1 boleta, 1 rechazada" in done.output
    assert count(boleta, Boleta) == 2
