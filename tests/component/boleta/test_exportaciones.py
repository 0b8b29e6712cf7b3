"""An administrador takes a whole month away as Excel, which a worker makes."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import select, update
from webtest import TestApp

from chassis.filestore import current_files
from services.boleta.models import Exportacion, db
from services.boleta.usecases import exporting
from tests.component.boleta.conftest import Import
from tests.support.builders.boleta import a_lis, some_pagos
from tests.support.page import lint
from tests.support.services import Service

PAGE = "/boleta/exportaciones"


@pytest.fixture
def paid(boleta: Service, import_planilla: Import) -> Service:
    """Pay three people for a month."""
    import_planilla(a_lis(*some_pagos(3)), "--no-notify")
    return boleta


def ask(browser: TestApp, sede: str = "080006", **fields: str):
    form = browser.get(PAGE).forms[1]
    form["sede"].force_value(sede)
    form["anio"], form["mes"] = fields.get("anio", "2022"), fields.get("mes", "6")
    return form.submit(expect_errors=True)


def work(service: Service) -> None:
    """Do what the worker does with what waits."""
    with service.app.app_context():
        for export_id, lease in exporting.take_exports():
            exporting.make_export(export_id, lease)


def change(service: Service, **values: object) -> None:
    with service.app.app_context(), db.transaction():
        db.session.execute(update(Exportacion).values(**values))


def test_an_administrador_gets_the_month_of_their_sede(paid, administrador):
    browser = administrador()
    waiting = ask(browser).follow()
    lint(waiting.text, waiting.request.url)
    assert "0 de 3 boletas" in waiting

    work(paid)

    ready = browser.get(waiting.request.path)
    lint(ready.text, ready.request.url)
    answer = ready.click(description="Descargar el Excel")
    assert 'filename="boletas-080006-202206.xlsx"' in answer.headers["Content-Disposition"]
    book = load_workbook(io.BytesIO(answer.body), data_only=True)
    rows = [[cell.value for cell in row] for row in book["Boletas"].iter_rows()]
    assert [row[0] for row in rows] == ["DNI", "00000001", "00000002", "00000003", None, "Total"]
    assert rows[1][8:] == ["Activo", 2760.12, 342.87, 2417.25]
    assert rows[5][-1] == 7251.75


def test_the_page_that_waits_is_told_how_far_it_has_come(paid, administrador):
    browser = administrador()
    waiting = ask(browser).follow()

    told = browser.get(f"{waiting.request.path}/progreso").json

    assert told == {"estado": "pendiente", "porcentaje": 0, "texto": "0 de 3 boletas"}


def test_who_asks_twice_waits_for_the_same(paid, administrador):
    browser = administrador()

    assert ask(browser).location == ask(browser).location


def test_a_month_without_boletas_is_refused_kindly(paid, administrador):
    page = ask(administrador(), mes="7")

    assert page.status_code == 409
    assert "No hay boletas publicadas de JULIO 2022" in page


@pytest.mark.parametrize("fields", [{"anio": "x"}, {"anio": "1"}], ids=str)
def test_a_month_that_is_none_is_told_beside_the_field(paid, administrador, fields):
    page = ask(administrador(), **fields)

    assert page.status_code == 422
    assert page.html.select_one("#anio-error")


def test_a_sede_out_of_reach_is_refused(paid, administrador):
    assert ask(administrador("150108"), sede="080006").status_code == 422


def test_an_export_is_seen_by_who_asked_for_it_alone(paid, administrador, servidor):
    path = ask(administrador()).follow().request.path
    work(paid)

    for address in (path, f"{path}/progreso", f"{path}/archivo"):
        administrador(dni="00000901").get(address, status=404)
        administrador("150108").get(address, status=404)
        servidor().get(address, status=403)
        paid.browser().get(address, status=401)


@pytest.mark.parametrize("path", [PAGE])
def test_who_administers_nothing_has_no_exports(boleta, servidor, path):
    servidor().get(path, status=403)
    servidor().post(path, status=403)
    boleta.browser().get(path, status=401)


def test_what_a_killed_worker_held_is_made_by_another(paid, administrador):
    browser = administrador()
    path = ask(browser).follow().request.path
    with paid.app.app_context():
        ((export_id, lost),) = exporting.take_exports()
        assert exporting.take_exports() == []
    change(paid, lease_until=datetime.now(UTC) - timedelta(seconds=1))

    work(paid)
    with paid.app.app_context():
        exporting.make_export(export_id, lost)

    assert "está listo" in browser.get(path)


def test_what_kills_every_worker_is_given_up(paid, administrador):
    browser = administrador()
    path = ask(browser).follow().request.path
    change(paid, tries=3)

    work(paid)

    assert "No se pudo preparar" in browser.get(path)


def test_an_export_that_is_not_ready_has_no_file(paid, administrador):
    browser = administrador()
    path = ask(browser).follow().request.path

    browser.get(f"{path}/archivo", status=404)


def test_an_old_export_is_no_longer_there(paid, administrador):
    browser = administrador()
    path = ask(browser).follow().request.path
    change(paid, requested_at=datetime.now(UTC) - timedelta(days=8))

    browser.get(path, status=404)
    assert "Todavía no ha pedido" in browser.get(PAGE)


def test_a_file_that_can_no_longer_be_taken_is_removed(paid, administrador):
    browser = administrador()
    waiting = ask(browser).follow()
    work(paid)
    with paid.app.app_context():
        (clave,) = db.session.scalars(select(Exportacion.clave))
        exporting.forget_exports()
        assert current_files().has(clave)
    change(paid, requested_at=datetime.now(UTC) - timedelta(days=8))

    with paid.app.app_context():
        exporting.forget_exports()

        assert not current_files().has(clave)
    browser.get(waiting.request.path, status=404)
