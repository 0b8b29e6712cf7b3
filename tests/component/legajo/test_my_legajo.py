"""Mi legajo."""

from services.legajo.domain import SECCIONES, Vigencia
from services.legajo.domain.anotacion import Operacion
from tests.support.builders.files import a_pdf
from tests.support.builders.legajo import a_cambio, a_servidor, a_solicitud, an_anotacion
from tests.support.page import lint


def test_a_servidor_reads_what_their_legajo_says(servidor):
    a_servidor(cargo="DIRECTOR IE")

    page = servidor().get("/legajo/")

    page.mustcontain("QUISPE HUAMÁN, ROSA ELENA", "00000001", "14/02/1985", "DIRECTOR IE")
    page.mustcontain("UGEL CANCHIS", "Tiempo de servicio", " años, ")


def test_the_ten_sections_are_there_and_say_honestly_that_they_are_empty(servidor):
    a_servidor()

    page = servidor().get("/legajo/")

    page.mustcontain(*(seccion.titulo for seccion in SECCIONES.values()))
    assert len(page.html.select(".sections li")) == len(SECCIONES) == 10
    page.mustcontain("Sin registros todavía en ninguna de sus 10 secciones")


def test_what_is_in_each_section_is_read_with_its_dates_and_documents(servidor):
    a_servidor()
    an_anotacion(document=a_pdf(3))
    an_anotacion(
        tipo="licencia",
        goce="Con goce",
        motivo_licencia="Incapacidad temporal",
        fecha_inicio="2024-05-06",
        fecha_fin="2024-05-10",
    )

    page = servidor().get("/legajo/")

    lint(page.text, page.request.url)
    page.mustcontain("Magíster en Educación · Gestión educativa", "Fecha de expedición")
    page.mustcontain("titulo.pdf", "3 páginas", "del 06/05/2024 al 10/05/2024")
    assert len(page.html.select(".sections li")) == len(SECCIONES) - 2


def test_the_same_entries_are_read_in_the_twelve_sections_of_servir(servidor):
    a_servidor()
    an_anotacion()

    page = servidor().get("/legajo/").click("12 secciones de SERVIR")

    lint(page.text, page.request.url)
    page.mustcontain("3. Formación académica y capacitación", "Magíster en Educación")
    assert len(page.html.select(".sections li")) == 11
    assert page.html.select_one(".views [aria-current]").text == "12 secciones de SERVIR"


def test_what_expires_is_marked(servidor):
    a_servidor()
    an_anotacion(tipo="lengua", lengua="Quechua", fecha_vencimiento="2020-01-31")

    page = servidor().get("/legajo/")

    page.mustcontain("Venció el 31/01/2020: renuévela")


def test_an_entry_leads_to_its_correction_and_says_that_it_was_asked_for(servidor):
    a_servidor()
    free, asked = an_anotacion(), an_anotacion()
    solicitud = a_solicitud()
    a_cambio(solicitud, anotacion=asked, operacion=Operacion.CORREGIR)

    page = servidor().get("/legajo/")

    lint(page.text, page.request.url)
    page.mustcontain("Pidió cambiarla", solicitud.expediente)
    assert f"cambiar-{asked.id}" not in page.forms
    entry = page.forms[f"cambiar-{free.id}"].submit("operacion", index=0, status=303).follow()
    entry.mustcontain("Corregir:")
    servidor().get("/legajo/").mustcontain("Prepara un cambio")


def test_who_has_no_legajo_is_told_which_ugel_to_ask(servidor):
    a_servidor(legajo=None)

    page = servidor().get("/legajo/")

    page.mustcontain("USTED NO TIENE LEGAJO CREADO O VIGENTE", "UGEL CANCHIS", "/boleta/")
    page.mustcontain(no=["Datos laborales", "Actualizar mi legajo"])


def test_a_legajo_that_is_no_longer_vigente_is_as_none(servidor):
    a_servidor(legajo=Vigencia.NO_VIGENTE)

    servidor().get("/legajo/").mustcontain("USTED NO TIENE LEGAJO CREADO O VIGENTE")


def test_who_is_in_no_register_is_told_what_to_do(servidor):
    page = servidor("00000099").get("/legajo/")

    page.mustcontain("USTED NO TIENE LEGAJO CREADO O VIGENTE", "DRE o UGEL donde trabaja")
