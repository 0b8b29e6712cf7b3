"""Legajos de mi sede: a specialist finds a servidor, and sees of their legajo what they may."""

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from services.legajo.domain import Estado, Vigencia
from services.legajo.domain.anotacion import EstadoAnotacion, Operacion
from services.legajo.domain.reserva import RESERVED
from services.legajo.models import Legajo, db
from tests.support.builders.files import a_pdf
from tests.support.builders.legajo import (
    CANCHIS,
    LICENCIA,
    SANCION,
    a_cambio,
    a_servidor,
    a_solicitud,
    an_anotacion,
)
from tests.support.page import lint

PAGE = "/legajo/servidores"
LEGAJO = f"{PAGE}/00000001"

MOTIVO = "Informe para el expediente 123-2026"


@pytest.mark.parametrize(
    "texto",
    ["00000001", "quispe", "HUAMAN", "Huamán", "rosa quispe", "quis ro", "QUISPE HUAMÁN, Rosa E."],
)
def test_somebody_is_found_by_dni_or_by_the_beginnings_of_their_names(especialista, texto):
    a_servidor()
    a_servidor("00000002", apellidos="MUÑOZ D'ANGELO", nombres="JOSÉ")

    page = especialista().get(PAGE, {"texto": texto})

    page.mustcontain("QUISPE HUAMÁN, ROSA ELENA", no="MUÑOZ")
    lint(page.text, PAGE)


@pytest.mark.parametrize("texto", ["munoz", "muñoz", "d'angelo", "dangelo jose", "angelo"])
def test_neither_accents_nor_apostrophes_matter(especialista, texto):
    a_servidor("00000002", apellidos="MUÑOZ D'ANGELO", nombres="JOSÉ")

    page = especialista().get(PAGE, {"texto": texto})

    if texto == "dangelo jose":
        page.mustcontain("No hay servidores así en su ámbito")
    else:
        page.mustcontain("MUÑOZ D&#39;ANGELO, JOSÉ")


@pytest.mark.parametrize(("texto", "told"), [("1234", "El DNI tiene 8 dígitos"), ("!!", "Escriba")])
def test_what_finds_nobody_is_explained_and_stays(especialista, texto, told):
    page = especialista().get(PAGE, {"texto": texto}, status=422)

    page.mustcontain(told)
    assert page.forms["form-buscar"]["texto"].value == texto


@pytest.mark.parametrize(
    ("filtro", "found"),
    [
        ("vigente", "ANTONIA"),
        ("no_vigente", "BEATRIZ"),
        ("sin_legajo", "CARLOTA"),
        ("otro", "ANTONIA"),
    ],
)
def test_the_list_is_filtered_by_whether_the_legajo_counts(especialista, filtro, found):
    a_servidor("00000001", nombres="ANTONIA")
    a_servidor("00000002", nombres="BEATRIZ", legajo=Vigencia.NO_VIGENTE)
    a_servidor("00000003", nombres="CARLOTA", legajo=None)

    page = especialista().get(PAGE, {"legajo": filtro})

    others = {"ANTONIA", "BEATRIZ", "CARLOTA"} - {found} if filtro != "otro" else set()
    page.mustcontain(found, no=sorted(others))


def test_who_has_several_sedes_chooses_one_and_sees_none_of_others(especialista):
    a_servidor("00000001", nombres="ANTONIA", sede=CANCHIS)
    a_servidor("00000002", nombres="BEATRIZ", sede="080001")
    a_servidor("00000003", nombres="CARLOTA", sede="090000")

    of_all = especialista("080000").get(PAGE)
    of_one = especialista("080000").get(PAGE, {"sede": "080001"})
    of_another = especialista("080000").get(PAGE, {"sede": "090000"})

    of_all.mustcontain("ANTONIA", "BEATRIZ", "DRE o UGEL", no="CARLOTA")
    of_one.mustcontain("BEATRIZ", no="ANTONIA")
    of_another.mustcontain("No hay servidores así", no="CARLOTA")


def test_who_has_one_sede_chooses_none(especialista):
    page = especialista().get(PAGE)

    page.mustcontain("Todavía no hay servidores registrados en su ámbito", no='name="sede"')


def test_many_are_read_page_by_page_in_the_order_of_their_names(especialista):
    for number in range(1, 28):
        a_servidor(f"{number:08}", apellidos=f"QUISPE {number:02}")

    second = especialista().get(PAGE, {"texto": "quispe"}).click("Siguiente")

    second.mustcontain("QUISPE 26", "QUISPE 27", no="QUISPE 25")
    second.click("Anterior").mustcontain("QUISPE 01", no="QUISPE 26")
    especialista().get(PAGE, {"pagina": "9"}).mustcontain("No hay más servidores")


def test_a_legajo_is_shown_by_sections_with_its_documents(especialista, servidor):
    a_servidor()
    an_anotacion(document=a_pdf())

    page = especialista().get(PAGE).click("Ver")

    page.mustcontain(
        "Legajo de QUISPE HUAMÁN, ROSA ELENA",
        "Tiempo de servicio",
        "II. Situación académica",
        "Magíster en Educación",
        "titulo.pdf",
        "No hay anotaciones reservadas",
    )
    lint(page.text, LEGAJO)
    servidor().get("/legajo/accesos").mustcontain("Consultó su legajo")


def test_who_has_no_legajo_or_none_that_counts_is_told_so(especialista):
    a_servidor("00000001", legajo=None)
    a_servidor("00000002", legajo=Vigencia.NO_VIGENTE)

    none = especialista().get(LEGAJO)
    old = especialista().get(f"{PAGE}/00000002")

    none.mustcontain("Este servidor no tiene legajo", no="Lo reservado")
    old.mustcontain("Este legajo no está vigente", "Secciones del legajo")


def test_annulled_entries_are_shown_to_who_asks(especialista):
    a_servidor()
    an_anotacion(grado="Bachiller equivocado").estado = EstadoAnotacion.ANULADA
    db.session.commit()

    page = especialista().get(LEGAJO)

    page.mustcontain(no="Bachiller equivocado")
    page.click("Ver también las anuladas").mustcontain("Bachiller equivocado", "Anulada")


def test_an_entry_that_a_solicitud_asks_to_change_says_so(especialista):
    a_servidor()
    anotacion = an_anotacion()
    solicitud = a_solicitud()
    a_cambio(solicitud, operacion=Operacion.CORREGIR, anotacion=anotacion, antes=anotacion.valores)

    page = especialista().get(LEGAJO)

    page.click(solicitud.expediente).mustcontain(f"Atender {solicitud.expediente}")


def test_the_bandeja_shows_what_the_section_says_today_and_leads_to_the_legajo(especialista):
    a_servidor()
    an_anotacion(grado="Lo que ya consta")
    solicitud = a_solicitud()

    page = especialista().get(f"/legajo/bandeja/{solicitud.expediente}")

    page.mustcontain("Lo que consta hoy", "Lo que ya consta")
    lint(page.text, f"/legajo/bandeja/{solicitud.expediente}")
    page.click("Ver su legajo").mustcontain("Legajo de QUISPE HUAMÁN")


def test_what_is_reserved_is_only_counted_until_somebody_says_why(especialista, servidor):
    a_servidor()
    an_anotacion(tipo="sancion", **SANCION)
    an_anotacion(tipo="licencia", document=a_pdf(), **LICENCIA)

    before = especialista().get(LEGAJO)
    form = before.forms["form-reservado"]
    form["motivo_reserva"] = MOTIVO
    after = form.submit().follow()

    before.mustcontain(
        "1 anotación reservada",
        "Incapacidad temporal",
        "Diagnóstico o CITT: reservado",
        no=["Amonestación", "Fractura", "titulo.pdf"],
    )
    after.mustcontain("Amonestación escrita", "Fractura de tobillo", "titulo.pdf")
    lint(before.text, LEGAJO)
    lint(after.text, LEGAJO)
    servidor().get("/legajo/accesos").mustcontain("Vio lo reservado", MOTIVO)


def test_what_one_specialist_opened_is_not_open_to_another(especialista):
    a_servidor()
    a_servidor("00000002")
    an_anotacion(tipo="sancion", **SANCION)
    an_anotacion("00000002", tipo="sancion", **SANCION)

    especialista().post(f"{LEGAJO}/reservado", {"motivo_reserva": MOTIVO})

    especialista().get(LEGAJO).mustcontain("Amonestación")
    especialista(dni="00000901").get(LEGAJO).mustcontain(no="Amonestación")
    especialista().get(f"{PAGE}/00000002").mustcontain(no="Amonestación")


@pytest.mark.parametrize("motivo", ["", "x", "y" * 201])
def test_who_does_not_say_why_sees_nothing(especialista, motivo):
    a_servidor()
    an_anotacion(tipo="sancion", **SANCION)

    page = especialista().post(f"{LEGAJO}/reservado", {"motivo_reserva": motivo}, status=422)

    page.mustcontain("Escriba", no="Amonestación")
    assert page.forms["form-reservado"]["motivo_reserva"].value == motivo
    lint(page.text, LEGAJO)


def test_a_reserved_section_is_not_shown_in_the_bandeja_either(especialista):
    a_servidor()
    an_anotacion(tipo="sancion", **SANCION)
    solicitud = a_solicitud(seccion="VIII")
    address = f"/legajo/bandeja/{solicitud.expediente}"

    before = especialista().get(address)
    especialista().post(f"{LEGAJO}/reservado", {"motivo_reserva": MOTIVO})

    before.mustcontain("Esta sección es reservada", no="Amonestación")
    especialista().get(address).mustcontain("Amonestación")


def test_its_owner_sees_what_is_reserved(servidor):
    a_servidor()
    an_anotacion(tipo="sancion", **SANCION)

    assert "sancion" in RESERVED
    servidor().get("/legajo/").mustcontain("Amonestación escrita")


def test_a_reserved_document_is_given_to_who_says_why(especialista, servidor):
    a_servidor()
    adjunto = an_anotacion(tipo="licencia", document=a_pdf(), **LICENCIA).adjuntos[0]
    address = f"/legajo/documentos/{adjunto.id}"

    especialista().get(address, status=403).mustcontain("Es un documento reservado")
    especialista().post(f"{LEGAJO}/reservado", {"motivo_reserva": MOTIVO})

    assert especialista().get(address).content_type == "application/pdf"
    assert servidor().get(address).content_type == "application/pdf"


@pytest.mark.parametrize(
    ("estado", "is_seen"), [(Estado.REGISTRADA, True), (Estado.RECHAZADA, False)]
)
def test_what_is_asked_of_something_reserved_is_seen_while_it_is_to_be_judged(
    especialista, estado, is_seen
):
    a_servidor()
    solicitud = a_solicitud(seccion="IX", estado=estado, asunto="Agregar: Licencia")
    cambio = a_cambio(solicitud, tipo="licencia", valores=LICENCIA, document=a_pdf())

    page = especialista().get(f"/legajo/bandeja/{solicitud.expediente}")

    assert ("Fractura de tobillo" in page) is is_seen
    assert ("La solicitud terminó" in page) is not is_seen
    lint(page.text, f"/legajo/bandeja/{solicitud.expediente}")
    especialista().get(
        f"/legajo/documentos/{cambio.adjuntos[0].id}", status=200 if is_seen else 403
    )


def test_a_workbook_does_not_say_who_has_sanctions(especialista):
    a_servidor()
    a_solicitud(seccion="VIII")

    answer = especialista().get("/legajo/reportes/exportar.xlsx")

    texts = [
        cell.value
        for row in load_workbook(io.BytesIO(answer.body))["Solicitudes"].iter_rows()
        for cell in row
    ]
    assert "Sección reservada" in texts
    assert not any("Sanciones" in str(text) for text in texts)


def test_who_left_has_served_until_then(especialista):
    a_servidor(legajo=Vigencia.NO_VIGENTE, fecha_ingreso=date(2010, 3, 1))
    db.session.get_one(Legajo, "00000001").desde = date(2020, 4, 3)
    db.session.commit()

    page = especialista().get(LEGAJO)

    page.mustcontain("10 años, 1 mes y 2 días", "hasta el 03/04/2020")
