"""Actualizar mi legajo, section by section: a draft that nothing loses, and then a solicitud."""

import pytest
from sqlalchemy import func, select
from webtest import Upload

from contracts.legajo import SolicitudSubmitted
from services.legajo.domain import Vigencia
from services.legajo.domain.secciones import TIPOS
from services.legajo.models import Adjunto, Cambio, Documento, Solicitud, db
from tests.support.builders import files
from tests.support.builders.legajo import (
    ESTUDIO,
    a_cambio,
    a_servidor,
    a_solicitud,
    an_anotacion,
)
from tests.support.page import lint

SECTION = "/legajo/actualizar/II"
TYPED = {**ESTUDIO, "paso": "listo"}


def begin(browser, tipo="estudio"):
    """Begin an entry; return the page with its form."""
    answer = browser.get(SECTION).forms[f"agregar-{tipo}"].submit("tipo", status=303)
    return answer.follow()


def fill(form, **values):
    for name, value in (ESTUDIO | values).items():
        form[name] = value
    return form


def choose(form, name, content):
    form["archivo"] = [Upload(name, content)]


def ask(browser, anotacion, operacion):
    """Begin to have an entry corrected or removed; return the page with its form."""
    address = f"/legajo/actualizar/anotaciones/{anotacion.id}"
    return browser.post(address, {"operacion": operacion}, status=303).follow()


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def linted(page):
    lint(page.text, page.request.url)
    return page


def test_a_new_title_is_asked_for_with_its_document(legajo, servidor):
    a_servidor()
    browser = servidor()
    form = fill(linted(begin(browser)).forms["form-cambio"])
    choose(form, "título.pdf", files.a_pdf(2))
    section = linted(form.submit("paso", value="listo", status=303).follow())
    section.mustcontain("Magíster en Educación", "título.pdf", "2 páginas")

    section.forms["form-enviar"]["detalle"] = "Es mi segunda maestría."
    sent = linted(section.forms["form-enviar"].submit(status=303).follow())

    sent.mustcontain("Su solicitud quedó registrada", "EXP-", "Magíster en Educación", "UNSAAC")
    sent.mustcontain("Agregar: Magíster en Educación", "Es mi segunda maestría.", "título.pdf")
    (event,) = legajo.outbox()
    assert isinstance(event, SolicitudSubmitted)
    assert event.seccion == "II. Situación académica"
    browser.get(SECTION).mustcontain(no=["Lo que va a pedir"])


def test_the_same_draft_sent_twice_is_one_solicitud(legajo, servidor):
    a_servidor()
    browser = servidor()
    form = fill(begin(browser).forms["form-cambio"])
    choose(form, "título.pdf", files.a_pdf())
    form = form.submit("paso", value="listo").follow().forms["form-enviar"]

    first, second = form.submit(status=303), form.submit(status=303)

    assert first.location == second.location
    assert count(Solicitud) == len(legajo.outbox()) == 1


def test_what_was_typed_is_still_there_another_day(servidor):
    a_servidor()
    cambio = begin(servidor()).request.path

    servidor().post(f"{cambio}/borrador", {"grado": "Magíster", "fecha_emision": "2"})

    form = linted(servidor().get(cambio)).forms["form-cambio"]
    assert form["grado"].value == "Magíster"
    page = linted(servidor().get("/legajo/solicitudes/nueva"))
    page.mustcontain("Siga donde lo dejó", "1 anotación sin enviar")
    linted(page.click(href=SECTION, index=0)).mustcontain("Falta completar sus datos.")


def test_a_mistake_is_told_at_its_field_and_nothing_is_lost(servidor):
    a_servidor()
    form = fill(begin(servidor()).forms["form-cambio"], fecha_emision="2050-01-01", anio_inicio="1")

    page = linted(form.submit("paso", value="listo", status=422))

    page.mustcontain("La fecha no puede ser futura.", "Escriba un año entre 1985")
    assert page.forms["form-cambio"]["grado"].value == "Magíster en Educación"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "está vacío"),
        (b"PK\x03\x04", "guárdelo como PDF"),
        (files.a_pdf_with_script(), "JavaScript"),
        (files.an_encrypted_pdf(), "sin contraseña"),
        (files.a_picture()[:300], "dañado o incompleto"),
    ],
)
def test_a_file_that_is_no_document_is_refused_and_what_was_typed_stays(servidor, content, words):
    a_servidor()
    form = fill(begin(servidor()).forms["form-cambio"])
    choose(form, "título.pdf", content)

    page = linted(form.submit("paso", value="subir", status=422))

    page.mustcontain("«título.pdf»", words)
    assert page.forms["form-cambio"]["grado"].value == "Magíster en Educación"
    assert count(Adjunto) == count(Documento) == 0


def test_a_file_that_is_too_large_is_refused(servidor):
    a_servidor()
    form = fill(begin(servidor()).forms["form-cambio"])
    choose(form, "título.pdf", b"%PDF-" + bytes(5 * 1024 * 1024))

    form.submit("paso", value="subir", status=422).mustcontain("más de 5 MB", "divídalo")


def test_more_than_all_documents_together_may_weigh_is_not_even_read(servidor):
    a_servidor()
    page = begin(servidor())
    form = page.forms["form-cambio"]
    choose(form, "título.pdf", bytes(52 * 1024 * 1024))

    form.submit("paso", value="subir", status=413).mustcontain("más de 5 MB")


def test_the_same_document_twice_is_told_and_kept_once(servidor):
    a_servidor()
    form = begin(servidor()).forms["form-cambio"]
    choose(form, "uno.pdf", files.a_pdf())
    form = form.submit("paso", value="subir", status=303).follow().forms["form-cambio"]
    choose(form, "dos.pdf", files.a_pdf())

    form.submit("paso", value="subir", status=422).mustcontain(
        "Ese documento ya está: es «uno.pdf»"
    )

    assert count(Adjunto) == count(Documento) == 1


def test_the_same_file_of_two_people_is_kept_once(servidor):
    for dni in ("00000001", "00000002"):
        a_servidor(dni)
        form = begin(servidor(dni)).forms["form-cambio"]
        choose(form, "uno.pdf", files.a_pdf())
        form.submit("paso", value="subir", status=303)

    assert (count(Adjunto), count(Documento)) == (2, 1)


def test_a_document_can_be_taken_out_again(servidor):
    a_servidor()
    form = begin(servidor()).forms["form-cambio"]
    choose(form, "uno.png", files.a_picture("PNG"))
    page = linted(form.submit("paso", value="subir", status=303).follow())
    (remove,) = [name for name in page.forms if str(name).startswith("quitar-")]

    page = page.forms[remove].submit(status=303).follow()

    page.mustcontain(no="uno.png")
    assert count(Adjunto) == 0


def test_what_lacks_its_document_cannot_be_sent(legajo, servidor):
    a_servidor()
    form = fill(begin(servidor()).forms["form-cambio"])
    section = form.submit("paso", value="listo", status=303).follow()
    section.mustcontain("Falta el documento que lo sustenta.")

    page = linted(section.forms["form-enviar"].submit(status=422))

    page.mustcontain("Falta el documento que lo sustenta.")
    assert legajo.outbox() == []


def test_an_entry_is_corrected_beside_what_it_says_today(servidor):
    a_servidor()
    anotacion = an_anotacion()
    browser = servidor()
    page = (
        browser.get(SECTION).forms[f"cambiar-{anotacion.id}"].submit("operacion", index=0).follow()
    )
    form = linted(page).forms["form-cambio"]
    assert form["grado"].value == "Magíster en Educación"

    form["grado"] = "Maestra en Educación"
    form["por_que"] = "Está mal escrito"
    section = linted(form.submit("paso", value="listo", status=303).follow())

    section.mustcontain("Consta hoy", "Debe decir", "Maestra en Educación", "Está mal escrito")
    section.mustcontain("Está en lo que va a pedir")
    sent = linted(section.forms["form-enviar"].submit(status=303).follow())
    sent.mustcontain("Corregir: Maestra en Educación", "Magíster en Educación")


def test_a_correction_that_corrects_nothing_is_told(servidor):
    a_servidor()
    anotacion = an_anotacion()
    page = servidor().post(
        f"/legajo/actualizar/anotaciones/{anotacion.id}", {"operacion": "corregir"}
    )

    page.follow().forms["form-cambio"].submit("paso", value="listo", status=422).mustcontain(
        "No cambió ningún dato"
    )


def test_an_entry_is_asked_to_be_removed_only_with_a_reason(servidor):
    a_servidor()
    anotacion = an_anotacion()
    page = servidor().post(
        f"/legajo/actualizar/anotaciones/{anotacion.id}", {"operacion": "anular"}
    )
    form = linted(page.follow()).forms["form-cambio"]

    form.submit("paso", value="listo", status=422).mustcontain("Escriba por qué debe retirarse.")
    form["por_que"] = "Es de otra persona"
    section = form.submit("paso", value="listo", status=303).follow()

    linted(section.forms["form-enviar"].submit(status=303).follow()).mustcontain("Retirar:")


def test_what_is_discarded_is_gone_and_the_legajo_is_as_it_was(servidor):
    a_servidor()
    page = begin(servidor())

    page.forms["form-descartar"].submit(status=303).follow().mustcontain(no="Lo que va a pedir")

    assert count(Cambio) == 0
    servidor().get(page.request.path, status=404)


def test_nobody_asks_for_a_sanction_of_their_own(servidor):
    a_servidor()

    linted(servidor().get("/legajo/actualizar/VIII")).mustcontain("de oficio")
    servidor().post("/legajo/actualizar/VIII/agregar", {"tipo": "sancion"}, status=422)

    assert count(Cambio) == 0


@pytest.mark.parametrize("seccion", ["XI", "0", "ii"])
def test_a_section_that_does_not_exist_is_no_page(servidor, seccion):
    a_servidor()

    servidor().get(f"/legajo/actualizar/{seccion}", status=404)
    servidor().post(f"{SECTION}/agregar", {"tipo": "sancion"}, status=404)


def test_who_has_no_legajo_is_told_so(servidor):
    a_servidor(legajo=Vigencia.NO_VIGENTE)

    servidor().get(SECTION).mustcontain("USTED NO TIENE LEGAJO CREADO O VIGENTE")
    servidor().post(f"{SECTION}/agregar", {"tipo": "estudio"}, status=422)


@pytest.mark.parametrize("numero", ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"])
def test_every_kind_of_every_section_has_its_form(servidor, numero):
    a_servidor()
    page = linted(servidor().get(f"/legajo/actualizar/{numero}"))

    for name in [name for name in page.forms if str(name).startswith("agregar-")]:
        linted(page.forms[name].submit("tipo", status=303).follow())


@pytest.mark.parametrize("tipo", TIPOS)
def test_an_entry_of_every_kind_can_be_corrected(servidor, tipo):
    a_servidor()

    page = linted(ask(servidor(), an_anotacion(tipo=tipo), "corregir"))

    assert "por_que" in page.forms["form-cambio"].fields


def test_what_another_servidor_prepares_is_not_there(servidor):
    a_servidor("00000001")
    a_servidor("00000002")
    anotacion = an_anotacion()
    form = begin(servidor()).forms["form-cambio"]
    choose(form, "uno.pdf", files.a_pdf())
    path = form.submit("paso", value="subir", status=303).request.path
    adjunto = db.session.scalars(select(Adjunto)).one()
    borrador = db.session.scalars(select(Cambio)).one()
    other = servidor("00000002")

    other.get(path, status=404)
    other.post(path, TYPED, status=404)
    other.post(f"{path}/borrador", TYPED, status=404)
    other.post(f"{path}/descartar", status=404)
    other.post(f"{path}/renovar", status=404)
    other.post(f"{SECTION}/borrador", {"detalle": "Mío."}, status=404)
    other.post(f"{SECTION}/descartar", status=303)
    other.post(f"/legajo/actualizar/documentos/{adjunto.id}/quitar", status=404)
    other.post(
        f"/legajo/actualizar/anotaciones/{anotacion.id}", {"operacion": "corregir"}, status=404
    )
    other.post(f"{SECTION}/enviar", {"borrador": str(borrador.borrador_id)}, status=404)
    assert count(Adjunto) == count(Cambio) == 1


def test_a_document_is_given_to_keep_and_never_to_run(servidor):
    a_servidor()
    anotacion = an_anotacion(document=files.a_pdf())
    picture = an_anotacion(document=files.a_picture("PNG"))
    address = f"/legajo/documentos/{anotacion.adjuntos[0].id}"

    given = servidor().get(address)

    assert given.body == files.a_pdf()
    assert given.headers["Content-Disposition"] == "attachment; filename=titulo.pdf"
    assert given.headers["X-Content-Type-Options"] == "nosniff"
    assert given.headers["Content-Security-Policy"].startswith("sandbox")
    drawn = servidor().get(f"/legajo/documentos/{picture.adjuntos[0].id}/vista")
    assert drawn.content_type == "image/jpeg"
    assert drawn.headers["Content-Security-Policy"].startswith("sandbox")


@pytest.mark.parametrize("view", ["", "/vista?pagina=1", "/ver"])
def test_a_document_is_only_for_its_owner_and_the_specialists_of_the_sede(
    servidor, especialista, view
):
    a_servidor("00000001")
    a_servidor("00000002")
    a_servidor("00000900")
    anotacion = an_anotacion(document=files.a_picture())
    address = f"/legajo/documentos/{anotacion.adjuntos[0].id}{view}"

    servidor("00000001").get(address, status=200)
    especialista().get(address, status=200)
    servidor("00000002").get(address, status=404)
    especialista("080001").get(address, status=404)
    servidor("00000001").get("/legajo/accesos").mustcontain("Abrió un documento")


def test_the_specialist_sees_a_document_once_it_was_sent_and_not_before(servidor, especialista):
    a_servidor()
    form = begin(servidor()).forms["form-cambio"]
    choose(form, "uno.pdf", files.a_pdf())
    form.submit("paso", value="subir", status=303)
    unsent = db.session.scalars(select(Adjunto)).one()
    sent = a_cambio(a_solicitud(), document=files.a_picture()).adjuntos[0]

    especialista().get(f"/legajo/documentos/{unsent.id}", status=404)
    especialista().get(f"/legajo/documentos/{sent.id}", status=200)
