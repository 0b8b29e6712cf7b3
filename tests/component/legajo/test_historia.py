"""The history of a legajo: told to who keeps it, without what is reserved, and to its owner."""

import io

import pytest

from services.legajo.models import db
from services.legajo.usecases.anotaciones import (
    add_anotacion,
    annul_anotacion,
    correct_anotacion,
    incorporate,
)
from services.legajo.usecases.oficio import attach_to_entry
from tests.support.builders.files import a_pdf
from tests.support.builders.legajo import (
    ANA,
    ESTUDIO,
    LICENCIA,
    SANCION,
    a_cambio,
    a_servidor,
    a_solicitud,
    an_anotacion,
)
from tests.support.page import lint

LEGAJO = "/legajo/servidores/00000001"
PAGE = f"{LEGAJO}/historia"
MINE = "/legajo/historia"


def test_who_keeps_a_legajo_reads_who_changed_what_and_why(especialista, servidor):
    a_servidor()
    anotacion = add_anotacion(ANA, "00000001", "estudio", ESTUDIO, motivo="R.D. 12-2026")
    correct_anotacion(
        ANA, anotacion, ESTUDIO | {"grado": "Maestra en Educación"}, motivo="Error de digitación"
    )
    annul_anotacion(ANA, anotacion, motivo="No corresponde")

    page = especialista().get(LEGAJO).click("Historia")

    page.mustcontain(
        "Se agregó",
        "R.D. 12-2026",
        "Se corrigió",
        "Magíster en Educación",
        "Error de digitación",
        "Se anuló",
        "Especialista de escalafón, DNI 00000900",
    )
    lint(page.text, PAGE)
    servidor().get("/legajo/accesos").mustcontain("Historia")


def test_its_owner_reads_the_same_and_no_dni_of_who_did_it(servidor):
    a_servidor()
    add_anotacion(ANA, "00000001", "sancion", SANCION, motivo="R.D. 5-2021")

    page = servidor().get("/legajo/").click("Qué cambió en mi legajo")

    page.mustcontain(
        "Se agregó", "Amonestación escrita", "Especialista de escalafón", no="00000900"
    )
    lint(page.text, MINE)


def test_nobody_reads_what_changed_in_the_legajo_of_another(servidor):
    a_servidor()
    a_servidor("00000002")
    add_anotacion(ANA, "00000001", "estudio", ESTUDIO, motivo="")

    servidor("00000002").get(MINE).mustcontain("Todavía no cambió nada en su legajo")


def test_what_a_solicitud_asked_for_names_it(especialista, servidor):
    a_servidor()
    asked = a_solicitud()
    a_cambio(asked)
    with db.transaction():
        incorporate(asked, asked.cambios, por="00000900")

    of_others, mine = especialista().get(PAGE), servidor().get(MINE)

    of_others.click(asked.expediente).mustcontain(f"Atender {asked.expediente}")
    mine.click(asked.expediente).mustcontain(f"Solicitud {asked.expediente}")


def test_the_history_of_one_entry_is_read_alone(especialista):
    a_servidor()
    one = add_anotacion(ANA, "00000001", "estudio", ESTUDIO, motivo="La primera")
    add_anotacion(ANA, "00000001", "estudio", ESTUDIO | {"grado": "Otro"}, motivo="La segunda")

    page = especialista().get(LEGAJO).click(href=f"de={one}$")

    page.mustcontain("La primera", no="La segunda")
    page.click("Ver toda la historia").mustcontain("La primera", "La segunda")
    lint(page.text, PAGE)


def test_what_is_reserved_is_only_counted_until_somebody_says_why(especialista):
    a_servidor()
    sancion = add_anotacion(ANA, "00000001", "sancion", SANCION, motivo="R.D. 5-2021")
    licencia = add_anotacion(ANA, "00000001", "licencia", LICENCIA, motivo="")
    files = [("citt.pdf", io.BytesIO(a_pdf()))]
    browser = especialista()

    before = browser.get(PAGE)
    alone = browser.get(PAGE, {"de": sancion})
    browser.post(f"{LEGAJO}/reservado", {"motivo_reserva": "Informe para la Comisión"})
    attach_to_entry(ANA, "00000001", licencia, files, max_mb=5)
    after = browser.get(PAGE)
    another = especialista(dni="00000901").get(PAGE)

    before.mustcontain(
        "Hay 1 cambio de anotaciones reservadas",
        "Incapacidad temporal",
        "Diagnóstico o CITT: reservado",
        no=["Amonestación", "Fractura", "R.D. 5-2021"],
    )
    alone.mustcontain("No hay cambios que mostrar", no="Amonestación")
    after.mustcontain("Amonestación escrita", "Fractura de tobillo", "citt.pdf")
    another.mustcontain(no=["Amonestación", "Fractura", "citt.pdf"])
    lint(before.text, PAGE)


def test_a_long_history_is_read_page_by_page(especialista, servidor):
    a_servidor()
    anotacion = an_anotacion()
    for number in range(27):
        correct_anotacion(
            ANA, anotacion.id, ESTUDIO | {"grado": f"Grado {number}"}, motivo=f"Paso {number:02}"
        )

    for page in (especialista().get(PAGE), servidor().get(MINE)):
        page.mustcontain("Paso 26", no="Paso 01")
        page.click("Siguiente").mustcontain("Paso 01", "Paso 00", no="Paso 26")


@pytest.mark.parametrize("de", ["x", "0", "99999999999999"])
def test_an_entry_that_makes_no_sense_is_as_if_not_asked(especialista, de):
    a_servidor()
    add_anotacion(ANA, "00000001", "estudio", ESTUDIO, motivo="La primera")

    especialista().get(PAGE, {"de": de}).mustcontain("La primera")
