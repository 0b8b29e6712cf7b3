"""Subsanar: what was observed is mended piece by piece, and the specialist sees what changed."""

import pytest
from sqlalchemy import func, select
from webtest import Upload

from services.legajo.domain import Estado
from services.legajo.domain.anotacion import Operacion
from services.legajo.models import Adjunto, Anotacion, Veredicto, db
from services.legajo.models import Subsanacion as Answer
from tests.support.builders import files
from tests.support.builders.legajo import (
    ESTUDIO,
    a_cambio,
    a_servidor,
    a_solicitud,
    an_anotacion,
)
from tests.support.page import lint

EXPEDIENTE = "EXP-2020-000007"
MINE = f"/legajo/solicitudes/{EXPEDIENTE}"
ANSWER = f"{MINE}/subsanar"
PAGE = f"/legajo/bandeja/{EXPEDIENTE}"
OBSERVED = ("observado", "Revíselo.")


def linted(page):
    lint(page.text, page.request.url)
    return page


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def judge(especialista, cambio, result, *documents):
    """Take the solicitud, and think the same of an entry and of its documents."""
    page = especialista().get(PAGE)
    if "form-tomar" in page.forms:
        page = page.forms["form-tomar"].submit("accion", value="tomar").follow()
    form = page.forms["form-veredicto"]
    for piece in (0, *documents):
        form[f"fallo-{cambio.id}-{piece}"], form[f"motivo-{cambio.id}-{piece}"] = result
    return form.submit(status=303)


@pytest.fixture
def solicitud(legajo):
    """Register a solicitud of a servidor with a legajo."""
    a_servidor()
    return a_solicitud(expediente=EXPEDIENTE)


@pytest.fixture
def cambio(solicitud):
    """Let it ask for a title with its document."""
    return a_cambio(solicitud, document=files.a_pdf())


@pytest.fixture
def observed(cambio, especialista):
    """Observe the entry and its document."""
    judge(especialista, cambio, OBSERVED, cambio.adjuntos[0].id)
    return cambio


def entry_of(browser, cambio):
    return linted(browser.get(f"{ANSWER}/{cambio.id}"))


def correct(browser, cambio, status=303, **values):
    form = entry_of(browser, cambio).forms["form-cambio"]
    for name, value in values.items():
        form[name] = value
    return form.submit("paso", value="listo", status=status)


def send(browser, comentario="Listo.", status=303):
    form = linted(browser.get(ANSWER)).forms["form-subsanar"]
    form["comentario"] = comentario
    return form.submit("paso", value="listo", status=status)


def test_a_field_is_corrected_and_a_document_replaced_and_both_sides_see_what_changed(
    legajo, observed, servidor, especialista
):
    browser = servidor()
    (old,) = observed.adjuntos
    linted(browser.get(MINE)).click("Subsanar").mustcontain("Revíselo.", "titulo.pdf")
    form = entry_of(browser, observed).forms["form-cambio"]
    form["archivo"] = [Upload("anverso.pdf", files.a_pdf(2))]
    page = form.submit("paso", value="subir", status=303).follow()
    page = linted(page.forms[f"quitar-{old.id}"].submit(status=303).follow())
    page.mustcontain("Se quitará al enviar su respuesta", "anverso.pdf")
    correct(browser, observed, grado="Maestra en Educación")

    page = linted(send(browser, "Corregí el grado.").follow())

    page.mustcontain("Su respuesta fue enviada", "Qué cambió al subsanar", "Corregí el grado.")
    seen = linted(especialista().get(PAGE))
    seen.mustcontain("Magíster en Educación", "Maestra en Educación", "Se quitó", "titulo.pdf")
    seen.mustcontain("Se agregó", "anverso.pdf")
    db.session.expire_all()
    assert observed.valores["grado"] == "Maestra en Educación"
    assert [each.nombre for each in observed.adjuntos] == ["anverso.pdf"]
    especialista().get(f"/legajo/documentos/{old.id}", status=200)


def test_what_is_accepted_afterwards_enters_the_legajo_as_it_was_mended(
    observed, servidor, especialista
):
    correct(servidor(), observed, grado="Maestra en Educación")
    send(servidor())

    judge(especialista, observed, ("aceptado", ""), observed.adjuntos[0].id)

    (entry,) = db.session.scalars(select(Anotacion)).all()
    assert entry.valores == ESTUDIO | {"grado": "Maestra en Educación"}
    assert count(Veredicto) == 4  # those of the first round are still there
    assert db.session.scalars(select(Answer)).one().enviada_en is not None


def test_what_is_prepared_is_seen_by_nobody_else_until_it_is_sent(observed, servidor, especialista):
    form = entry_of(servidor(), observed).forms["form-cambio"]
    form["archivo"] = [Upload("anverso.pdf", files.a_pdf(2))]
    form["grado"] = "Otro"
    form.submit("paso", value="subir", status=303)
    added = db.session.scalars(select(Adjunto).where(Adjunto.nombre == "anverso.pdf")).one()

    especialista().get(PAGE).mustcontain(no=["anverso.pdf", "Otro"])

    especialista().get(f"/legajo/documentos/{added.id}", status=404)
    servidor().get(f"/legajo/documentos/{added.id}", status=200)


def test_what_was_typed_is_there_another_day(observed, servidor):
    typed = ESTUDIO | {"grado": "Maes"}
    servidor().post(f"{ANSWER}/{observed.id}/borrador", typed, status=200)
    servidor().post(f"{ANSWER}/borrador", {"comentario": "Mire el"}, status=200)

    page = linted(servidor().get(ANSWER))

    assert page.forms["form-subsanar"]["comentario"].value == "Mire el"
    page.mustcontain("Falta completar sus datos.", "Maes")
    assert entry_of(servidor(), observed).forms["form-cambio"]["grado"].value == "Maes"
    send(servidor(), status=422).mustcontain("Falta completar sus datos.")


def test_what_was_prepared_can_be_undone(observed, servidor):
    correct(servidor(), observed, grado="Maestra en Educación")
    page = servidor().get(ANSWER)

    page = page.forms[f"deshacer-{observed.id}"].submit(status=303).follow()

    page.mustcontain("Sin cambios", no="Maestra en Educación")


def test_a_document_that_was_taken_away_is_put_back(observed, servidor):
    (adjunto,) = observed.adjuntos
    page = entry_of(servidor(), observed).forms[f"quitar-{adjunto.id}"].submit(status=303)

    page = linted(page.follow()).forms[f"devolver-{adjunto.id}"].submit(status=303).follow()

    page.mustcontain(no="Se quitará")
    send(servidor())
    db.session.expire_all()
    assert observed.adjuntos == [adjunto]


def test_what_the_answer_added_is_taken_out_again(observed, servidor):
    form = entry_of(servidor(), observed).forms["form-cambio"]
    form["archivo"] = [Upload("anverso.pdf", files.a_pdf(2))]
    page = form.submit("paso", value="subir", status=303).follow()
    added = db.session.scalars(select(Adjunto).where(Adjunto.nombre == "anverso.pdf")).one()

    page.forms[f"quitar-{added.id}"].submit(status=303).follow().mustcontain(no="anverso.pdf")

    assert count(Adjunto) == 1


def test_a_title_is_not_left_without_its_document(observed, servidor):
    (adjunto,) = observed.adjuntos
    entry_of(servidor(), observed).forms[f"quitar-{adjunto.id}"].submit(status=303)

    page = linted(send(servidor(), "No lo tengo.", status=422))

    page.mustcontain("Falta el documento que lo sustenta.")
    assert page.forms["form-subsanar"]["comentario"].value == "No lo tengo."


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "está vacío"), (b"MZ: a program", "guárdelo como PDF"), (files.a_pdf(), "ya está")],
)
def test_a_file_that_is_refused_leaves_nothing_lost(observed, servidor, content, words):
    form = entry_of(servidor(), observed).forms["form-cambio"]
    form["grado"] = "Maestra"
    form["archivo"] = [Upload("otro.pdf", content), Upload("bueno.png", files.a_picture("PNG"))]

    page = linted(form.submit("paso", value="listo", status=422))

    page.mustcontain("«otro.pdf»", words, "bueno.png")
    assert page.forms["form-cambio"]["grado"].value == "Maestra"


def test_more_than_all_documents_may_weigh_is_told_and_the_rest_stays(observed, servidor):
    servidor().post(f"{ANSWER}/{observed.id}/borrador", ESTUDIO | {"grado": "Maestra"})
    form = entry_of(servidor(), observed).forms["form-cambio"]
    form["archivo"] = [Upload("enorme.pdf", bytes(52 * 1024 * 1024))]

    page = form.submit("paso", value="listo", status=413)

    page.mustcontain("más de 5 MB")
    assert page.forms["form-cambio"]["grado"].value == "Maestra"


def test_a_mistake_is_told_at_its_field(observed, servidor):
    page = correct(servidor(), observed, 422, fecha_emision="2050-01-01")

    linted(page).mustcontain("La fecha no puede ser futura.")


def test_what_was_accepted_is_locked(solicitud, servidor, especialista):
    good = a_cambio(solicitud, document=files.a_pdf())
    bad = a_cambio(solicitud)
    form = especialista().get(PAGE).forms["form-tomar"].submit("accion", value="tomar").follow()
    form = form.forms["form-veredicto"]
    (kept,) = good.adjuntos
    form[f"fallo-{good.id}-0"] = form[f"fallo-{good.id}-{kept.id}"] = "aceptado"
    form[f"fallo-{bad.id}-0"], form[f"motivo-{bad.id}-0"] = OBSERVED
    form.submit(status=303)

    page = linted(servidor().get(ANSWER))

    page.mustcontain("Lo que ya no se le pide")
    assert len(page.html.select("h2[id^=cambio-]")) == 1
    assert servidor().get(f"{ANSWER}/{good.id}", status=303).location.endswith(MINE)
    servidor().post(f"{ANSWER}/{good.id}/borrador", ESTUDIO, status=409)
    servidor().post(f"{ANSWER}/documentos/{kept.id}/quitar", status=409)


def test_only_the_document_is_asked_for_when_only_it_was_observed(cambio, servidor, especialista):
    (adjunto,) = cambio.adjuntos
    form = especialista().get(PAGE).forms["form-tomar"].submit("accion", value="tomar").follow()
    form = form.forms["form-veredicto"]
    form[f"fallo-{cambio.id}-0"] = "aceptado"
    form[f"fallo-{cambio.id}-{adjunto.id}"] = "observado"
    form[f"motivo-{cambio.id}-{adjunto.id}"] = "Falta el reverso."
    form.submit(status=303)

    page = entry_of(servidor(), cambio)

    page.mustcontain("Sus datos ya fueron aceptados", "Falta el reverso.")
    assert "grado" not in page.forms["form-cambio"].fields
    servidor().post(f"{ANSWER}/{cambio.id}/borrador", ESTUDIO, status=409)


def test_the_same_answer_sent_twice_is_one(legajo, observed, servidor):
    form = servidor().get(ANSWER).forms["form-subsanar"]
    form["comentario"] = "Listo."

    first = form.submit("paso", value="listo", status=303)
    second = form.submit("paso", value="listo", status=303)

    assert first.location == second.location
    assert [event.estado for event in legajo.outbox()] == ["observada", "subsanada"]


def test_what_is_asked_in_words_is_answered_with_a_document(legajo, servidor, especialista):
    a_servidor()
    a_solicitud(expediente=EXPEDIENTE, estado=Estado.OBSERVADA)
    form = linted(servidor().get(ANSWER)).forms["form-subsanar"]
    form["comentario"] = "Va la resolución."
    form["archivo"] = [Upload("resolución.pdf", files.a_pdf())]

    page = linted(form.submit("paso", value="listo", status=303).follow())

    page.mustcontain("resolución.pdf")
    especialista().get(PAGE).mustcontain("resolución.pdf", "Va la resolución.")
    (adjunto,) = db.session.scalars(select(Adjunto)).all()
    especialista().get(f"/legajo/documentos/{adjunto.id}", status=200)
    especialista("080001").get(f"/legajo/documentos/{adjunto.id}", status=404)


def test_a_correction_follows_what_the_legajo_says_today(solicitud, servidor, especialista):
    entry = an_anotacion()
    asked = ESTUDIO | {"grado": "Maestra"}
    cambio = a_cambio(
        solicitud,
        anotacion=entry,
        operacion=Operacion.CORREGIR,
        antes=ESTUDIO | {"institucion": "UNA"},
        valores=asked | {"institucion": "UNA"},
    )
    judge(especialista, cambio, OBSERVED)
    correct(servidor(), cambio)

    send(servidor())

    db.session.expire_all()
    assert (cambio.antes, cambio.valores) == (ESTUDIO, asked)
    judge(especialista, cambio, ("aceptado", ""))
    db.session.expire_all()
    assert entry.valores == asked


def test_what_is_attended_or_too_late_is_told_and_what_was_said_stays(observed, servidor):
    form = servidor().get(ANSWER).forms["form-subsanar"]
    servidor().post(f"{MINE}/desistir", status=303)

    form["comentario"] = "Todo lo que escribí."
    page = linted(form.submit("paso", value="listo", status=409))

    page.mustcontain("Desistida", "Lo que usted había escrito", "Todo lo que escribí.")
    assert servidor().get(ANSWER, status=303).location.endswith(MINE)


@pytest.mark.parametrize("path", ["/999999", "/documentos/999999/quitar"])
def test_what_is_not_in_the_solicitud_is_not_there(observed, servidor, path):
    servidor().post(f"{ANSWER}{path}", status=404)
