"""Entries de oficio: a specialist adds, corrects, documents and annuls them, and says why."""

import io
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import ProgrammingError
from webtest import Upload

from services.legajo.domain import Estado
from services.legajo.domain.anotacion import EstadoAnotacion, Operacion, Origen
from services.legajo.domain.secciones import TIPOS
from services.legajo.models import Adjunto, Anotacion, Documento, Historia, db
from services.legajo.usecases.anotaciones import annul_anotacion
from tests.support.builders.files import a_pdf, a_picture
from tests.support.builders.legajo import (
    ANA,
    SANCION,
    a_cambio,
    a_servidor,
    a_solicitud,
    an_anotacion,
)
from tests.support.page import lint

LEGAJO = "/legajo/servidores/00000001"

OURS = 1
"""Which form of a page is ours: the first one ends the session."""

MOTIVO = {"motivo_reserva": "Informe para el expediente 123-2026"}


def entries():
    return db.session.scalars(select(Anotacion).order_by(Anotacion.id)).all()


def history():
    return db.session.scalars(select(Historia).order_by(Historia.id)).all()


def the_form(browser, tipo="estudio", **typed):
    form = browser.get(f"{LEGAJO}/agregar/{tipo}").forms["form-anotacion"]
    for name, value in typed.items():
        form[name] = value
    return form


def a_title(browser, **typed):
    said = {
        "nivel": "Maestría",
        "grado": "Magíster",
        "especialidad": "Gestión",
        "institucion": "UNSAAC",
        "fecha_emision": "2019-08-30",
    }
    return the_form(browser, **(said | typed))


@pytest.mark.parametrize("tipo", TIPOS)
def test_every_kind_of_entry_has_its_form(especialista, tipo):
    a_servidor()

    page = especialista().get(f"{LEGAJO}/agregar").click(href=f"/agregar/{tipo}$")

    page.mustcontain(f"Agregar: {TIPOS[tipo].nombre}")
    lint(page.text, f"{LEGAJO}/agregar/{tipo}")


def test_a_sanction_is_added_with_its_resolution_and_seen_by_who_says_why(especialista, servidor):
    a_servidor()
    browser = especialista()
    form = the_form(browser, "sancion", **SANCION)
    form["archivo"] = [Upload("resolucion.pdf", a_pdf())]

    page = form.submit().follow()

    page.mustcontain("La anotación consta en el legajo", "1 anotación reservada")
    browser.post(f"{LEGAJO}/reservado", MOTIVO).follow().mustcontain(
        "Amonestación escrita", "resolucion.pdf"
    )
    servidor().get("/legajo/").mustcontain("Amonestación escrita", "resolucion.pdf")
    (kept,) = history()
    assert (kept.operacion, kept.origen, kept.por) == (
        Operacion.AGREGAR,
        Origen.DE_OFICIO,
        "00000900",
    )
    assert [adjunto.nombre for adjunto in kept.adjuntos] == ["resolucion.pdf"]


def test_a_sanction_without_its_resolution_is_refused_and_what_was_typed_stays(especialista):
    a_servidor()
    form = the_form(especialista(), "sancion", **SANCION | {"fecha_documento": ""})

    page = form.submit(status=422)

    page.mustcontain("adjunte la resolución", "Complete «Fecha del documento»")
    assert page.forms["form-anotacion"]["numero_documento"].value == "R.D. 5-2021"
    assert page.forms["form-anotacion"]["form_key"].value == form["form_key"].value
    lint(page.text, f"{LEGAJO}/agregar/sancion")
    assert entries() == []


def test_a_document_that_is_refused_leaves_everything_as_it_was(especialista):
    a_servidor()
    form = a_title(especialista())
    form["archivo"] = [Upload("bueno.pdf", a_pdf()), Upload("malo.pdf", b"not a pdf")]

    page = form.submit(status=422)

    page.mustcontain("«malo.pdf»")
    assert (entries(), history()) == ([], [])
    assert db.session.scalars(select(Documento)).all() == []


def test_a_form_that_is_too_large_is_explained(especialista):
    a_servidor()
    form = a_title(especialista())
    form["archivo"] = [Upload("enorme.pdf", b"%PDF-" + b"0" * 53 * 1024 * 1024)]

    page = form.submit(status=422)

    page.mustcontain("5 MB")
    assert entries() == []


def test_a_second_click_adds_nothing(especialista):
    a_servidor()
    form = a_title(especialista())
    form["archivo"] = [Upload("titulo.pdf", a_pdf())]

    first, second = form.submit(), form.submit()

    assert first.location == second.location
    assert (len(entries()), len(history())) == (1, 1)
    assert len(entries()[0].adjuntos) == 1


def test_who_has_no_legajo_has_nowhere_to_write(especialista):
    a_servidor(legajo=None)
    browser = especialista()

    browser.get(f"{LEGAJO}/agregar").mustcontain("Este servidor no tiene legajo")
    page = browser.get(f"{LEGAJO}/agregar/estudio")
    key = {"form_key": "6c1f7f39-4a5b-4f0c-9a57-1c3f2f7f0a01"}
    refused = browser.post(f"{LEGAJO}/agregar/estudio", key, status=409)

    page.mustcontain("Este servidor no tiene legajo")
    refused.mustcontain("ábralo antes de anotar")


def test_a_kind_that_is_none_has_no_form(especialista):
    a_servidor()

    especialista().get(f"{LEGAJO}/agregar/nada", status=404)
    especialista().post(f"{LEGAJO}/agregar/nada", status=404)


def test_a_correction_says_why_and_keeps_what_was(especialista):
    a_servidor()
    anotacion = an_anotacion()
    page = especialista().get(LEGAJO).click(href="/corregir$")
    lint(page.text, f"{LEGAJO}/anotaciones/{anotacion.id}/corregir")
    form = page.forms["form-anotacion"]
    form["grado"] = "Maestra en Educación"
    form["por_que"] = "Error de digitación"

    form.submit().follow().mustcontain("La anotación fue corregida", "Maestra en Educación")

    (kept,) = history()
    assert kept.operacion is Operacion.CORREGIR
    assert kept.motivo == "Error de digitación"
    assert (kept.antes["grado"], kept.despues["grado"]) == (
        "Magíster en Educación",
        "Maestra en Educación",
    )


def test_a_correction_without_a_reason_or_with_mistakes_keeps_what_was_typed(especialista):
    a_servidor()
    anotacion = an_anotacion()
    form = especialista().get(f"{LEGAJO}/anotaciones/{anotacion.id}/corregir").forms[OURS]
    form["grado"] = ""

    page = form.submit(status=422)

    page.mustcontain("Escriba por qué la corrige", "Complete «Grado o título»")
    assert page.forms["form-anotacion"]["grado"].value == ""
    assert history() == []


def test_a_correction_of_nothing_is_told_so(especialista):
    a_servidor()
    anotacion = an_anotacion()
    form = especialista().get(f"{LEGAJO}/anotaciones/{anotacion.id}/corregir").forms[OURS]
    form["por_que"] = "Por nada"

    form.submit(status=422).mustcontain("No cambió ningún dato")


def test_of_two_who_correct_the_same_entry_the_second_is_told(especialista):
    a_servidor()
    anotacion = an_anotacion()
    address = f"{LEGAJO}/anotaciones/{anotacion.id}/corregir"
    ana, eva = especialista().get(address).forms[OURS], especialista(dni="00000901").get(address)
    ana["grado"], ana["por_que"] = "Lo que escribió Ana", "Error"
    ana.submit()
    second = eva.forms[OURS]
    second["grado"], second["por_que"] = "Lo que escribió Eva", "Error"

    page = second.submit(status=409)

    page.mustcontain("Otra persona cambió", "Consta ahora", "Lo que escribió Ana")
    assert page.forms[OURS]["grado"].value == "Lo que escribió Eva"
    lint(page.text, address)
    page.forms[OURS].submit().follow().mustcontain("Lo que escribió Eva")
    assert [kept.despues["grado"] for kept in history()] == [
        "Lo que escribió Ana",
        "Lo que escribió Eva",
    ]


def test_a_correction_that_is_sent_twice_is_one(especialista):
    a_servidor()
    anotacion = an_anotacion()
    form = especialista().get(f"{LEGAJO}/anotaciones/{anotacion.id}/corregir").forms[OURS]
    form["grado"], form["por_que"] = "Maestra", "Error"

    assert form.submit().status_int == form.submit().status_int == 303

    assert len(history()) == 1


def test_what_is_annulled_says_why_and_is_seen_among_the_annulled(especialista, servidor):
    a_servidor()
    anotacion = an_anotacion()
    page = especialista().get(LEGAJO).click(href="/anular$")
    lint(page.text, f"{LEGAJO}/anotaciones/{anotacion.id}/anular")
    page.forms[OURS].submit(status=422).mustcontain("Escriba por qué la anula")
    page.forms[OURS]["por_que"] = "No corresponde a este servidor"

    page.forms[OURS].submit().follow().mustcontain("La anotación fue anulada", "Anulada")

    servidor().get("/legajo/").mustcontain(no="Magíster en Educación")
    assert entries()[0].estado is EstadoAnotacion.ANULADA
    especialista().get(f"{LEGAJO}/anotaciones/{anotacion.id}/corregir", status=303)
    page.forms[OURS].submit(status=409).mustcontain("ya fue anulada")


def test_who_annuls_what_changed_meanwhile_is_told(especialista):
    a_servidor()
    anotacion = an_anotacion()
    form = especialista().get(f"{LEGAJO}/anotaciones/{anotacion.id}/anular").forms[OURS]
    form["por_que"] = "No corresponde"
    anotacion.updated_at = datetime.now(UTC) + timedelta(seconds=1)
    db.session.commit()

    form.submit(status=409).mustcontain("Otra persona cambió")

    assert history() == []


def test_documents_are_added_afterwards_and_leave_a_trace(especialista):
    a_servidor()
    anotacion = an_anotacion(document=a_pdf())
    page = especialista().get(LEGAJO).click(href="/documentos$")
    lint(page.text, f"{LEGAJO}/anotaciones/{anotacion.id}/documentos")
    form = page.forms["form-documentos"]
    form.submit(status=422).mustcontain("Elija por lo menos un documento")
    form["archivo"] = [Upload("titulo.pdf", a_pdf())]
    form.submit(status=422).mustcontain("Ese documento ya está")
    form["archivo"] = [Upload("reverso.jpg", a_picture())]

    form.submit().follow().mustcontain("Los documentos quedaron", "reverso.jpg", "titulo.pdf")

    (kept,) = history()
    assert kept.operacion is Operacion.ADJUNTAR
    assert [adjunto.nombre for adjunto in kept.adjuntos] == ["reverso.jpg"]


def test_who_changes_what_a_solicitud_asks_to_change_is_warned(especialista):
    a_servidor()
    anotacion = an_anotacion()
    solicitud = a_solicitud(estado=Estado.EN_REVISION)
    a_cambio(solicitud, operacion=Operacion.ANULAR, anotacion=anotacion, antes=anotacion.valores)

    for what in ("corregir", "anular"):
        page = especialista().get(f"{LEGAJO}/anotaciones/{anotacion.id}/{what}")
        page.mustcontain(f"La solicitud {solicitud.expediente} pide cambiar esta anotación")
        lint(page.text, f"{LEGAJO}/anotaciones/{anotacion.id}/{what}")


@pytest.mark.parametrize("what", ["corregir", "anular", "documentos"])
def test_a_reserved_entry_is_changed_by_who_may_see_it(especialista, what):
    a_servidor()
    anotacion = an_anotacion(tipo="sancion", **SANCION)
    address = f"{LEGAJO}/anotaciones/{anotacion.id}/{what}"

    especialista().get(address, status=403).mustcontain("Es una anotación reservada")
    especialista().post(address, SANCION | {"por_que": "Porque sí"}, status=403)
    especialista().post(f"{LEGAJO}/reservado", MOTIVO)

    especialista().get(address, status=200)
    assert history() == []


@pytest.mark.parametrize("what", ["corregir", "anular", "documentos"])
def test_the_entry_of_another_is_not_in_this_legajo(especialista, what):
    a_servidor()
    a_servidor("00000002")
    anotacion = an_anotacion("00000002")
    address = f"{LEGAJO}/anotaciones/{anotacion.id}/{what}"

    especialista().get(address, status=404)
    especialista().post(address, {"por_que": "Porque sí"}, status=404)

    assert history() == []


def a_paper(browser, anotacion, name="ajeno.pdf", content=None):
    """Attach a document to an entry de oficio; return it."""
    form = browser.get(f"{LEGAJO}/anotaciones/{anotacion.id}/documentos").forms["form-documentos"]
    form["archivo"] = [Upload(name, content or a_pdf(title=name))]
    form.submit(status=303)
    db.session.expire_all()
    return db.session.scalars(select(Adjunto).where(Adjunto.nombre == name)).one()


def test_a_document_attached_by_mistake_is_left_without_effect_and_the_right_one_is_attached(
    especialista, servidor
):
    a_servidor()
    anotacion, browser = an_anotacion(), especialista()
    adjunto = a_paper(browser, anotacion)
    page = browser.get(f"{LEGAJO}/anotaciones/{anotacion.id}/documentos")
    lint(page.text, f"{LEGAJO}/anotaciones/{anotacion.id}/documentos")
    asked = page.click("Dejar sin efecto")
    lint(asked.text, f"{LEGAJO}/anotaciones/{anotacion.id}/documentos/{adjunto.id}/anular")
    refused = asked.forms[OURS].submit(status=422)
    refused.mustcontain("Escriba por qué lo deja sin efecto")
    refused.forms[OURS]["por_que"] = "Es el título de otra persona"

    done = refused.forms[OURS].submit().follow()

    done.mustcontain("quedó sin efecto", "Todavía no tiene documentos", no="ajeno.pdf")
    done.forms["form-documentos"]["archivo"] = [Upload("propio.pdf", a_pdf())]
    done.forms["form-documentos"].submit().follow().mustcontain("propio.pdf", no="ajeno.pdf")
    servidor().get("/legajo/").mustcontain("propio.pdf", no="ajeno.pdf")
    kept = history()[1]
    assert (kept.operacion, kept.por) == (Operacion.DEJAR_SIN_EFECTO, "00000900")
    assert kept.motivo == "Es el título de otra persona"
    assert [each.nombre for each in kept.anulados] == ["ajeno.pdf"]


def test_it_is_in_no_archive_and_stays_in_the_history_of_who_may_read_it(especialista, servidor):
    a_servidor()
    anotacion, browser = an_anotacion(), especialista()
    adjunto, _ = a_paper(browser, anotacion), a_paper(browser, anotacion, "propio.pdf")
    address = f"{LEGAJO}/anotaciones/{anotacion.id}/documentos/{adjunto.id}/anular"
    browser.post(address, {"por_que": "Es de otra persona"}, status=303)

    for who, archive in (
        (servidor(), "/legajo/documentos.zip"),
        (browser, f"{LEGAJO}/documentos.zip"),
    ):
        index = zipfile.ZipFile(io.BytesIO(who.get(archive).body)).read("00 Índice.csv").decode()
        assert "propio.pdf" in index
        assert "ajeno.pdf" not in index
    for who, page in ((servidor(), "/legajo/historia"), (browser, f"{LEGAJO}/historia")):
        told = who.get(page)
        told.mustcontain("Un documento quedó sin efecto", "Es de otra persona", "Sin efecto")
        lint(told.text, page)
        seen = who.get(f"/legajo/documentos/{adjunto.id}/ver")
        seen.mustcontain("Este documento quedó sin efecto", "Lo que sustentaba")
        lint(seen.text, f"/legajo/documentos/{adjunto.id}/ver")
    servidor("00000002").get(f"/legajo/documentos/{adjunto.id}", status=404)
    especialista("080003").get(f"/legajo/documentos/{adjunto.id}", status=404)


def test_what_was_left_without_effect_may_be_attached_again(especialista):
    a_servidor()
    anotacion, browser = an_anotacion(), especialista()
    adjunto = a_paper(browser, anotacion, content=a_pdf())
    address = f"{LEGAJO}/anotaciones/{anotacion.id}/documentos"
    browser.post(f"{address}/{adjunto.id}/anular", {"por_que": "Por error"}, status=303)

    again = a_paper(browser, anotacion, "otra vez.pdf", a_pdf())

    assert again.documento_id == adjunto.documento_id
    browser.get(address).mustcontain("otra vez.pdf", no="ajeno.pdf")


def test_of_two_who_annul_a_document_the_second_is_told(especialista):
    a_servidor()
    anotacion, browser = an_anotacion(), especialista()
    adjunto = a_paper(browser, anotacion)
    address = f"{LEGAJO}/anotaciones/{anotacion.id}/documentos/{adjunto.id}/anular"
    browser.post(address, {"por_que": "Por error"}, status=303)

    second = especialista(dni="00000901").post(address, {"por_que": "Por error"}, status=409)

    second.mustcontain("«ajeno.pdf» ya quedó sin efecto")
    lint(second.text, address)
    assert len(history()) == 2


def test_a_sanction_is_not_left_without_its_resolution(especialista):
    a_servidor()
    anotacion = an_anotacion(tipo="sancion", document=a_pdf(), **SANCION)
    address = f"{LEGAJO}/anotaciones/{anotacion.id}/documentos/{anotacion.adjuntos[0].id}/anular"
    browser = especialista()
    browser.get(address, status=403)
    browser.post(address, {"por_que": "Es la de otro"}, status=403)
    browser.post(f"{LEGAJO}/reservado", MOTIVO)

    browser.post(address, {"por_que": "Es la de otro"}, status=409).mustcontain(
        "Agregue primero la correcta"
    )
    right = a_paper(browser, anotacion, "la correcta.pdf")
    browser.post(address, {"por_que": "Es la de otro"}, status=303)

    assert right.anulado_en is None
    covered = especialista(dni="00000901")
    covered.get(f"/legajo/documentos/{anotacion.adjuntos[0].id}", status=403)
    covered.get(f"{LEGAJO}/historia").mustcontain(no=["titulo.pdf", "Es la de otro"])


def test_a_document_of_another_entry_or_of_what_counts_no_more_is_not_annulled(especialista):
    a_servidor()
    one, other = an_anotacion(document=a_pdf()), an_anotacion(document=a_picture())
    (adjunto,) = other.adjuntos
    annul_anotacion(ANA, other.id, motivo="Doble")
    page, why = f"{LEGAJO}/anotaciones/{{}}/documentos/{adjunto.id}/anular", {"por_que": "Error"}

    especialista().get(page.format(one.id), status=404)
    especialista().post(page.format(one.id), why, status=404)
    especialista().post(page.format(other.id), why, status=409).mustcontain("ya fue anulada")

    db.session.expire_all()
    assert adjunto.anulado_en is None


def test_the_database_keeps_a_document_annulled(especialista):
    a_servidor()
    anotacion, browser = an_anotacion(), especialista()
    adjunto = a_paper(browser, anotacion)
    address = f"{LEGAJO}/anotaciones/{anotacion.id}/documentos/{adjunto.id}/anular"
    browser.post(address, {"por_que": "Por error"}, status=303)

    for undo in ("UPDATE adjunto SET anulado_en = NULL", "DELETE FROM adjunto"):
        with pytest.raises(ProgrammingError, match="never changed"):
            db.session.execute(text(undo))
        db.session.rollback()
