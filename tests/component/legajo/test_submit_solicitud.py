"""Actualizar mi legajo: from the form to the número de expediente."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine

from contracts.legajo import SolicitudSubmitted
from services.legajo.domain import Vigencia
from tests.support.builders.legajo import a_servidor

NEW = "/legajo/solicitudes/nueva"
FIRST = "EXP-2026-000001"

LAST_EVENING = datetime(2027, 1, 1, 4, 30, tzinfo=UTC)
"""An hour at which the year is over in Greenwich, and not in Lima."""


@pytest.fixture
def last_evening(legajo) -> Iterator[None]:
    """Let it be the evening of 31 December 2026."""
    with time_machine.travel(LAST_EVENING, tick=False):
        yield


def filled(browser, **fields):
    form = browser.get(NEW).forms["form-pedido"]
    values = {"seccion": "II", "asunto": "Título", "detalle": "Es del 2020."} | fields
    for name, value in values.items():
        form[name] = value
    return form


def test_a_solicitud_gets_its_expediente_and_its_page(last_evening, legajo, servidor):
    a_servidor()
    browser = servidor()

    answer = filled(browser).submit()

    assert answer.status_int == 303
    page = answer.follow()
    page.mustcontain(FIRST, "Su solicitud quedó registrada", "II. Situación académica")
    page.mustcontain("Título", "Es del 2020.", "Registrada")
    assert legajo.outbox() == [
        SolicitudSubmitted(expediente=FIRST, dni="00000001", seccion="II. Situación académica")
    ]


def test_it_is_in_the_list_of_seguimiento(last_evening, servidor):
    a_servidor()
    browser = servidor()
    filled(browser).submit()

    page = browser.get("/legajo/solicitudes")

    page.mustcontain(FIRST, "II. Situación académica", "Registrada")
    page.click(description="Ver", href=FIRST).mustcontain("Es del 2020.")


def test_who_has_asked_for_nothing_is_shown_the_way(servidor):
    a_servidor()

    page = servidor().get("/legajo/solicitudes")

    page.mustcontain("Todavía no ha presentado ninguna solicitud", f'href="{NEW}"')


def test_mistakes_are_told_beside_their_fields_and_the_rest_stays(legajo, servidor):
    a_servidor()
    form = filled(servidor(), detalle="  ")

    page = form.submit(status=422)

    page.mustcontain("Explique qué debe cambiar o agregarse.", 'aria-invalid="true"')
    assert page.forms["form-pedido"]["asunto"].value == "Título"
    assert page.forms["form-pedido"]["seccion"].value == "II"
    assert legajo.outbox() == []


def test_a_text_that_is_too_long_is_told_with_its_length(servidor):
    a_servidor()

    page = filled(servidor(), asunto="x" * 151).submit(status=422)

    page.mustcontain("150 caracteres como máximo: ahora tiene 151")


def test_a_section_that_does_not_exist_is_refused(servidor):
    a_servidor()
    form = filled(servidor())
    form["seccion"].force_value("XI")

    form.submit(status=422).mustcontain("Elija la sección que desea actualizar.")


def test_the_same_form_sent_twice_is_one_solicitud(legajo, servidor):
    a_servidor()
    form = filled(servidor())

    first, second = form.submit(), form.submit()

    assert first.location == second.location
    assert len(legajo.outbox()) == 1


def test_going_back_to_write_something_else_is_another_solicitud(legajo, servidor):
    a_servidor()
    form = filled(servidor())
    first = form.submit()

    form["asunto"] = "Diploma"
    second = form.submit()

    assert first.location != second.location
    assert len(legajo.outbox()) == 2


@pytest.mark.parametrize("vigencia", [None, Vigencia.NO_VIGENTE])
def test_without_a_legajo_vigente_there_is_nothing_to_update(legajo, servidor, vigencia):
    a_servidor(legajo=vigencia)
    browser = servidor()

    browser.get(NEW).mustcontain("USTED NO TIENE LEGAJO CREADO O VIGENTE")
    page = browser.post(
        NEW,
        {
            "form_key": "0ea1d5a4-7c0f-4a35-8f62-6f4f1a9b6f0e",
            "seccion": "II",
            "asunto": "Título",
            "detalle": "Es del 2020.",
        },
        status=409,
    )

    page.mustcontain("solicítelo en su DRE o UGEL")
    assert legajo.outbox() == []


def test_a_form_of_unknown_origin_is_refused(legajo, servidor):
    a_servidor()
    form = filled(servidor())
    form["form_key"].force_value("1")

    form.submit(status=422).mustcontain("Vuelva a abrir el formulario")

    assert legajo.outbox() == []
