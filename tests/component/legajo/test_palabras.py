"""What is asked for in words: kept as one goes with its documents, sent or given up."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

from sqlalchemy import text
from webtest import Upload

from services.legajo.models import Adjunto, Borrador, Solicitud, db
from tests.support.builders import files
from tests.support.builders.legajo import a_servidor
from tests.support.page import lint
from tests.support.waiting import wait_for

NEW = "/legajo/solicitudes/nueva"
API = "/legajo/api/v1"
ASKED = {"seccion": "II", "asunto": "Segunda especialidad", "detalle": "Falta mi título de 2019."}

WAITERS = "SELECT count(*) FROM pg_locks WHERE NOT granted"
"""How many connections wait for another one."""


def form_of(browser):
    page = browser.get(NEW)
    lint(page.text, NEW)
    return page.forms["form-pedido"]


def typed(form, **fields):
    for name, value in fields.items():
        form[name] = value
    return form


def test_what_was_typed_is_there_another_day(servidor):
    a_servidor()
    form = typed(form_of(servidor()), asunto="Segunda especialidad")

    kept = servidor().post(f"{NEW}/borrador", form.submit_fields())

    assert kept.json == {"guardado": True}
    again = form_of(servidor())
    assert (again["seccion"].value, again["asunto"].value) == ("", "Segunda especialidad")
    servidor().get(NEW).mustcontain("Siga donde lo dejó", "Descartar")


def test_an_empty_form_begins_no_draft(servidor):
    a_servidor()
    form = form_of(servidor())

    form.submit(status=422).mustcontain("Escriba qué desea actualizar.")
    form.submit("paso", value="guardar", status=303)

    assert db.session.query(Borrador).count() == 0
    servidor().get(NEW).mustcontain(no="Siga donde lo dejó")


def test_a_document_waits_with_it_and_goes_with_the_solicitud(servidor, especialista):
    a_servidor()
    form = typed(form_of(servidor()), archivo=[Upload("titulo.pdf", files.a_pdf())])
    form.submit("paso", value="subir", status=303)

    page = typed(form_of(servidor()), **ASKED).submit(status=303).follow()

    page.mustcontain("Su solicitud quedó registrada", "Segunda especialidad", "titulo.pdf")
    lint(page.text, page.request.url)
    assert db.session.query(Borrador).count() == 0
    solicitud = db.session.query(Solicitud).one()
    especialista().get(f"/legajo/bandeja/{solicitud.expediente}").mustcontain("titulo.pdf")
    servidor().get(NEW).mustcontain(no="Siga donde lo dejó")


def test_what_is_sent_twice_is_one_solicitud_and_leaves_no_draft(servidor):
    a_servidor()
    form = typed(form_of(servidor()), **ASKED, archivo=[Upload("titulo.pdf", files.a_pdf())])

    first, second = form.submit(status=303), form.submit(status=303)

    assert first.location == second.location
    assert db.session.query(Adjunto).count() == 1
    late = servidor().post(f"{NEW}/borrador", form.submit_fields(), status=409)
    late.mustcontain("Esto ya lo envió")
    assert db.session.query(Borrador).count() == 0


def test_two_windows_do_not_wait_for_each_other(servidor):
    a_servidor()
    form = typed(form_of(servidor()), **ASKED)
    form.submit("paso", value="guardar", status=303)

    with db.session.get_bind().connect() as other, other.begin(), ThreadPoolExecutor(1) as pool:
        other.execute(text("SELECT FROM servidor FOR NO KEY UPDATE"))
        sending = pool.submit(form.submit)
        wait_for(lambda: other.scalar(text(WAITERS)), what="the other window to wait")
        other.execute(text("SELECT FROM borrador FOR UPDATE NOWAIT"))
        other.rollback()

    assert sending.result().status_int == 303


def test_what_is_wrong_is_told_and_the_rest_is_kept(servidor):
    a_servidor()
    form = typed(form_of(servidor()), asunto="Título", archivo=[Upload("x.pdf", files.a_pdf())])

    page = form.submit(status=422)

    lint(page.text, NEW)
    page.mustcontain("Elija la sección", "Explique qué debe cambiar", "x.pdf")
    assert page.forms["form-pedido"]["asunto"].value == "Título"
    refused = typed(page.forms["form-pedido"], archivo=[Upload("x.pdf", b"nothing")], **ASKED)
    refused.submit(status=422).mustcontain("«x.pdf»")
    assert db.session.query(Solicitud).count() == 0


def test_a_document_is_taken_out_again(servidor):
    a_servidor()
    form = typed(form_of(servidor()), archivo=[Upload("titulo.pdf", files.a_pdf())])
    form.submit("paso", value="subir", status=303)
    (adjunto,) = db.session.query(Adjunto)
    servidor().get(f"/legajo/documentos/{adjunto.id}/ver").mustcontain("Lo que prepara")

    servidor(dni="00000002").post(f"{NEW}/documentos/{adjunto.id}/quitar", status=404)
    servidor().get(NEW).forms[f"quitar-{adjunto.id}"].submit(status=303)

    db.session.expire_all()
    assert db.session.query(Adjunto).count() == 0


def test_it_is_discarded_after_a_question(servidor):
    a_servidor()
    form = typed(form_of(servidor()), asunto="Título", archivo=[Upload("x.pdf", files.a_pdf())])
    form.submit("paso", value="guardar", status=303)

    question = servidor().get(f"{NEW}/descartar")
    lint(question.text, question.request.url)
    question.mustcontain("¿Descarta lo que prepara?", "el documento que adjuntó")
    page = servidor().post(f"{NEW}/descartar", status=303).follow()

    page.mustcontain("Se descartó lo que preparaba", no="Siga donde lo dejó")
    assert db.session.query(Borrador).count() + db.session.query(Adjunto).count() == 0
    servidor().get(f"{NEW}/descartar", status=303)


def test_who_asks_for_their_legajo_goes_on_another_day_or_gives_it_up(servidor):
    a_servidor(legajo=None)
    form = servidor().get("/legajo/apertura").forms["form-apertura"]
    form["detalle"] = "RDR N.º 0123-2026."
    form["archivo"] = [Upload("rdr.pdf", files.a_pdf())]
    form.submit("paso", value="guardar", status=303)

    page = servidor().get("/legajo/")
    lint(page.text, "/legajo/")
    again = page.click("Seguir con mi solicitud de apertura")

    again.mustcontain("rdr.pdf", "RDR N.º 0123-2026.")
    again.click("Descartar").mustcontain("¿Descarta lo que prepara?")
    after = servidor().post("/legajo/apertura/descartar", status=303).follow()
    after.mustcontain("Solicitar la apertura de mi legajo")
    assert db.session.query(Borrador).count() + db.session.query(Adjunto).count() == 0
    servidor().get("/legajo/apertura/descartar", status=303)


def test_once_asked_for_a_late_draft_of_an_opening_is_not_begun(servidor):
    a_servidor(legajo=None)
    form = servidor().get("/legajo/apertura").forms["form-apertura"]
    form["detalle"] = "RDR N.º 0123-2026."
    form.submit(status=303)

    servidor().post("/legajo/apertura/borrador", {"detalle": "RDR"}, status=409)

    assert db.session.query(Borrador).count() == 0


def test_a_program_prepares_it_and_sends_it_with_its_documents(servidor):
    a_servidor()
    rosa, draft = servidor(), f"{API}/borradores/en-palabras"
    assert rosa.get(draft).json["updated_at"] is None
    rosa.put_json(draft, {"asunto": "Segunda especialidad"})
    upload = [("archivo", "titulo.pdf", files.a_pdf())]
    first = rosa.post(f"{draft}/documentos", upload_files=upload, status=201).json
    rosa.delete(f"{draft}/documentos/{first['documentos'][0]['id']}", status=204)
    kept = rosa.post(f"{draft}/documentos", upload_files=upload, status=201).json
    assert (kept["asunto"], len(kept["documentos"])) == ("Segunda especialidad", 1)

    sent = {"clave": str(uuid4())} | ASKED
    asked = rosa.post_json(f"{API}/solicitudes/en-palabras", sent, status=201).json

    assert rosa.post_json(f"{API}/solicitudes/en-palabras", sent, status=201).json == asked
    assert rosa.get(draft).json["documentos"] == []
    assert [each.nombre for each in db.session.query(Solicitud).one().documentos] == ["titulo.pdf"]


def test_a_program_discards_it(servidor):
    a_servidor()
    rosa, draft = servidor(), f"{API}/borradores/en-palabras"
    rosa.put_json(draft, {"seccion": "II"})

    rosa.delete(draft, status=204)

    assert rosa.get(draft).json["seccion"] is None
    rosa.delete(draft, status=204)
    rosa.delete(f"{draft}/documentos/7", status=404)
    rosa.delete(f"{API}/apertura", status=204)
