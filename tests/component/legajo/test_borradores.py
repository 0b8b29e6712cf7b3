"""Drafts: what is kept of them, what they lack, and how they follow a legajo that changes."""

import pytest
from sqlalchemy import func, select
from webtest import Upload

from services.legajo.domain import Vigencia
from services.legajo.domain.anotacion import EstadoAnotacion
from services.legajo.models import Adjunto, Borrador, Cambio, Legajo, db
from tests.support.builders import files
from tests.support.builders.legajo import ESTUDIO, a_servidor, an_anotacion
from tests.support.page import lint

SECTION = "/legajo/actualizar/II"
NUEVA = "/legajo/solicitudes/nueva"


def linted(page):
    lint(page.text, page.request.url)
    return page


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def begin(browser):
    return browser.post(f"{SECTION}/agregar", {"tipo": "estudio"}, status=303).follow()


def ask(browser, anotacion, operacion="corregir"):
    address = f"/legajo/actualizar/anotaciones/{anotacion.id}"
    return browser.post(address, {"operacion": operacion}, status=303).follow()


def test_what_is_said_besides_is_kept_too(servidor):
    a_servidor()
    begin(servidor())

    servidor().post(f"{SECTION}/borrador", {"detalle": "Es mi segunda maestría."}, status=200)

    form = linted(servidor().get(SECTION)).forms["form-enviar"]
    assert form["detalle"].value == "Es mi segunda maestría."


def test_what_a_draft_lacks_is_told_where_one_goes_on(servidor):
    a_servidor()
    begin(servidor())

    page = linted(servidor().get(NUEVA))

    page.mustcontain("Siga donde lo dejó", "Falta completar sus datos.", "Descartar todo")


def test_a_whole_draft_is_discarded_once_that_is_confirmed(servidor):
    a_servidor()
    form = begin(servidor()).forms["form-cambio"]
    form["archivo"] = [Upload("uno.pdf", files.a_pdf())]
    form.submit("paso", value="subir", status=303)

    page = linted(servidor().get(NUEVA).click("Descartar todo"))
    page.mustcontain("Se borra la anotación que no ha enviado")
    form = next(form for form in page.forms.values() if form.action.endswith("/descartar"))
    linted(form.submit(status=303).follow()).mustcontain("Se descartó lo que preparaba.")

    assert count(Borrador) == count(Cambio) == count(Adjunto) == 0
    assert servidor().get(f"{SECTION}/descartar", status=303).location.endswith(NUEVA)


def test_an_entry_that_changed_meanwhile_is_shown_and_brought_in(servidor):
    a_servidor()
    anotacion = an_anotacion()
    form = ask(servidor(), anotacion).forms["form-cambio"]
    form["grado"] = "Maestra"
    form.submit("paso", value="listo", status=303)
    anotacion.say(ESTUDIO | {"institucion": "UNA"})
    db.session.commit()

    section = linted(servidor().get(SECTION))
    section.mustcontain("Lo que consta cambió desde que empezó")
    section.forms["form-enviar"].submit(status=422)
    (cambio,) = db.session.scalars(select(Cambio)).all()
    linted(servidor().get(f"/legajo/actualizar/cambios/{cambio.id}")).mustcontain("Traer lo que")
    page = section.forms[f"renovar-{cambio.id}"].submit(status=303).follow()

    form = linted(page).forms["form-cambio"]
    assert (form["grado"].value, form["institucion"].value) == ("Maestra", "UNA")
    section = form.submit("paso", value="listo", status=303).follow()
    section.forms["form-enviar"].submit(status=303)
    db.session.expire_all()
    assert cambio.antes == ESTUDIO | {"institucion": "UNA"}


def test_an_entry_that_is_gone_is_told_and_nothing_can_be_asked_of_it(servidor):
    a_servidor()
    anotacion = an_anotacion()
    form = ask(servidor(), anotacion, "anular").forms["form-cambio"]
    form["por_que"] = "Es de otra persona."
    form.submit("paso", value="listo", status=303)
    anotacion.estado = EstadoAnotacion.ANULADA
    db.session.commit()

    section = linted(servidor().get(SECTION))

    section.mustcontain("ya no consta en su legajo: descártela", no="Traer lo que")
    section.forms["form-enviar"].submit(status=422)


@pytest.mark.parametrize("path", [SECTION, "entry"])
def test_a_legajo_that_no_longer_counts_keeps_the_draft_and_says_so(servidor, path):
    a_servidor()
    entry = begin(servidor()).request.path
    db.session.get(Legajo, "00000001").estado = Vigencia.NO_VIGENTE
    db.session.commit()

    page = linted(servidor().get(entry if path == "entry" else path))

    page.mustcontain("NO TIENE LEGAJO CREADO O VIGENTE", "sigue guardado")
    assert count(Cambio) == 1


def test_an_opening_is_prepared_with_its_documents_and_sent(servidor, especialista):
    a_servidor(legajo=None)
    servidor().post("/legajo/apertura/borrador", {"detalle": "RDR N.º"}, status=200)
    form = linted(servidor().get("/legajo/apertura")).forms["form-apertura"]
    assert form["detalle"].value == "RDR N.º"
    form["archivo"] = [Upload("no.pdf", b"MZ"), Upload("resolución.pdf", files.a_pdf())]
    page = linted(form.submit("paso", value="subir", status=422))
    page.mustcontain("«no.pdf»", "guárdelo como PDF", "resolución.pdf")

    form = page.forms["form-apertura"]
    form["detalle"] = "RDR N.º 0123-2026."
    page = linted(form.submit(status=303).follow())

    page.mustcontain("Su solicitud quedó registrada", "resolución.pdf", "RDR N.º 0123-2026.")
    assert count(Borrador) == 0
    (adjunto,) = db.session.scalars(select(Adjunto)).all()
    especialista().get(f"/legajo/documentos/{adjunto.id}/ver").mustcontain("Apertura de legajo")


def test_a_document_of_an_opening_is_taken_out_again_and_is_nobody_elses(servidor):
    a_servidor(legajo=None)
    a_servidor("00000002", legajo=None)
    form = servidor().get("/legajo/apertura").forms["form-apertura"]
    form["archivo"] = [Upload("resolución.pdf", files.a_pdf())]
    form.submit("paso", value="subir", status=303)
    (adjunto,) = db.session.scalars(select(Adjunto)).all()
    remove = f"/legajo/apertura/documentos/{adjunto.id}/quitar"

    servidor("00000002").post(remove, status=404)
    servidor().post(remove, status=303)

    assert count(Adjunto) == 0
