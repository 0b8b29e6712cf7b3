"""What is reserved leaks nowhere: not by the words around it, nor by the document of an entry."""

import io
import zipfile
from datetime import date, timedelta
from uuid import uuid4

import pytest

from services.legajo.domain import Estado
from services.legajo.models import Adjunto, Enmienda, Subsanacion, db
from services.legajo.models.contenido import contenido_of
from services.legajo.usecases.anotaciones import (
    annul_anotacion,
    correct_anotacion,
    incorporate,
)
from services.legajo.usecases.expiring import expire_solicitudes, warn_of_expiry
from services.legajo.usecases.oficio import attach_to_entry
from services.legajo.usecases.solicitudes import IN_THERE
from tests.support.builders.files import a_pdf, a_picture
from tests.support.builders.legajo import (
    ANA,
    LICENCIA,
    SANCION,
    a_cambio,
    a_servidor,
    a_solicitud,
    an_anotacion,
)
from tests.support.page import lint

SECRET = "Fractura de tobillo"

REASON = {"motivo_reserva": "Informe para el expediente 123-2026"}

LEGAJO = "/legajo/servidores/00000001"

IN_WORDS = {"seccion": "VIII", "asunto": f"Levantar: {SECRET}", "detalle": SECRET}
"""What a servidor asks of a reserved section without naming an entry."""


def a_secret(estado, **fields):
    """Let somebody ask for something reserved, and a specialist answer them."""
    a_servidor()
    solicitud = a_solicitud(estado=estado, **fields)
    solicitud.movimientos[0].comentario = f"«{SECRET}»: rechazado."
    db.session.commit()
    return solicitud


def in_entries(estado):
    solicitud = a_secret(estado, seccion="IX", asunto=SECRET, detalle=SECRET)
    a_cambio(solicitud, tipo="licencia", valores={"detalle_salud": SECRET}, motivo=SECRET)
    return solicitud


def in_words(estado):
    return a_secret(estado, **IN_WORDS)


@pytest.mark.parametrize("asked", [in_entries, in_words])
@pytest.mark.parametrize(
    ("estado", "is_said"), [(Estado.EN_REVISION, True), (Estado.RECHAZADA, False)]
)
def test_what_was_said_of_something_reserved_is_covered_once_it_ended(
    especialista, asked, estado, is_said
):
    expediente = asked(estado).expediente
    page, told = f"/legajo/bandeja/{expediente}", f"/legajo/api/v1/bandeja/{expediente}"

    shown, answer = especialista().get(page), especialista().get(told)

    lint(shown.text, page)
    assert (SECRET in shown) is is_said
    assert (SECRET in answer.text) is is_said
    especialista().post(f"{LEGAJO}/reservado", REASON)
    assert SECRET in especialista().get(page)
    assert SECRET in especialista().get(told).text


def test_what_was_sent_with_words_about_something_reserved_is_covered_too(especialista, servidor):
    solicitud = in_words(Estado.RECHAZADA)
    entry = an_anotacion(document=a_pdf())
    (adjunto,) = entry.adjuntos
    adjunto.anotacion_id, adjunto.solicitud_id = None, solicitud.id
    db.session.commit()
    address = f"/legajo/documentos/{adjunto.id}"

    especialista().get(address, status=403)

    especialista().get(f"/legajo/bandeja/{solicitud.expediente}").mustcontain(no=address)
    servidor().get(address, status=200)


def test_the_resolution_of_a_sanction_written_de_oficio_is_covered(especialista, servidor):
    a_servidor()
    form = especialista().get(f"{LEGAJO}/agregar/sancion").forms["form-anotacion"]
    typed = {**dict(form.submit_fields()), **SANCION}
    especialista().post(
        f"{LEGAJO}/agregar/sancion", typed, upload_files=[("archivo", "rd.pdf", a_pdf())]
    )
    address = f"/legajo/documentos/{db.session.query(Adjunto).one().id}"

    especialista().get(address, status=403)
    especialista().get(f"{address}/vista", status=403)

    servidor().get(address, status=200)
    especialista().post(f"{LEGAJO}/reservado", REASON)
    especialista().get(address, status=200)


LICENCE_AGAIN = {clave: value for clave, value in LICENCIA.items() if clave != "detalle_salud"}
"""What the entry says once a correction has taken the diagnosis out."""


def a_licence_that_said_it():
    """Let an entry say something reserved no more; return its document."""
    a_servidor()
    entry = an_anotacion(tipo="licencia", document=a_pdf(), **LICENCIA)
    correct_anotacion(ANA, entry.id, LICENCE_AGAIN, motivo=f"No debía decir: {SECRET}")
    db.session.commit()
    (adjunto,) = entry.adjuntos
    return adjunto


def names_in_zip(answer):
    with zipfile.ZipFile(io.BytesIO(answer.body)) as archive:
        return [name for name in archive.namelist() if name.endswith(".pdf")]


def the_ways_to(adjunto):
    """Return every page and answer that gives a document, or draws it."""
    page = f"/legajo/documentos/{adjunto.id}"
    own = f"/legajo/api/v1/documentos/{adjunto.id}"
    return (page, f"{page}/ver", f"{page}/vista", f"{page}/vista?pagina=1", own)


def test_a_document_given_for_something_reserved_stays_reserved_once_that_is_said_no_more(
    especialista, servidor
):
    adjunto = a_licence_that_said_it()
    page, api = LEGAJO, "/legajo/api/v1/legajos/00000001"
    told = (page, f"{page}/historia", f"{api}/anotaciones", f"{api}/historia")

    hidden = [especialista().get(address) for address in told]

    for way in the_ways_to(adjunto):
        especialista().get(way, status=403)
        servidor().get(way, status=200)
    for answer in hidden:
        answer.mustcontain("Incapacidad temporal", no=["titulo.pdf", SECRET])
    hidden[0].mustcontain("Documentos: reservados")
    assert hidden[2].json["anotaciones"][0]["ocultos"] == ["Documentos"]
    lint(hidden[0].text, page)
    especialista().get(f"{page}/documentos.zip", status=404)
    especialista().get(f"{page}/anotaciones/{adjunto.anotacion_id}/documentos", status=403)
    especialista().get(f"{api}/anotaciones/{adjunto.anotacion_id}", status=403)


def test_it_is_given_to_who_says_why(especialista):
    adjunto = a_licence_that_said_it()

    especialista().post(f"{LEGAJO}/reservado", REASON)

    for way in the_ways_to(adjunto):
        especialista().get(way, status=200)
        especialista(dni="00000901").get(way, status=403)
    especialista().get(LEGAJO).mustcontain("titulo.pdf", no="reservados")
    especialista().get(f"{LEGAJO}/historia").mustcontain(SECRET)
    assert len(names_in_zip(especialista().get(f"{LEGAJO}/documentos.zip"))) == 1


def test_one_that_is_attached_afterwards_is_reserved_too(especialista, servidor):
    adjunto = a_licence_that_said_it()
    files = [("otro.pdf", io.BytesIO(a_picture()))]
    especialista().post(f"{LEGAJO}/reservado", REASON)
    attach_to_entry(ANA, "00000001", adjunto.anotacion_id, files, max_mb=5)

    browser = especialista(dni="00000901")

    browser.get(LEGAJO).mustcontain(no="otro.pdf")
    browser.get(f"{LEGAJO}/historia").mustcontain(no="otro.pdf")
    servidor().get("/legajo/").mustcontain("otro.pdf", "titulo.pdf")


def test_what_an_answer_took_back_before_it_was_accepted_keeps_its_documents_reserved(
    especialista, servidor
):
    a_servidor()
    solicitud = a_solicitud(seccion="IX", estado=Estado.EN_REVISION)
    cambio = a_cambio(solicitud, tipo="licencia", valores=LICENCE_AGAIN, document=a_pdf())
    subsanacion = Subsanacion(
        solicitud=solicitud, observada_en=solicitud.movimientos[0].id, comentario=""
    )
    db.session.add(
        Enmienda(
            subsanacion=subsanacion,
            cambio=cambio,
            antes=LICENCIA,
            valores=LICENCE_AGAIN,
            motivo_antes="",
            motivo="",
            listo=True,
        )
    )
    incorporate(solicitud, [cambio], por="00000900")
    solicitud.estado = Estado.ATENDIDA
    db.session.commit()
    (adjunto,) = cambio.adjuntos

    page = especialista().get(f"/legajo/bandeja/{solicitud.expediente}")

    page.mustcontain(no=["titulo.pdf", SECRET])
    for way in the_ways_to(adjunto):
        especialista().get(way, status=403)
        servidor().get(way, status=200)
    especialista().get(LEGAJO).mustcontain("Incapacidad temporal", no="titulo.pdf")


def test_a_change_that_took_a_reserved_word_back_hides_what_it_was(especialista):
    a_licence_that_said_it()

    history = especialista().get(f"{LEGAJO}/historia")

    history.mustcontain(
        "Diagnóstico o CITT: reservado", "Motivo: reservado", no=[SECRET, "No debía decir"]
    )


DESTITUCION = {
    "motivo_cese": "Destitución",
    "documento": "Resolución directoral",
    "numero_documento": "R.D. 77-2021",
    "fecha_documento": "2021-05-03",
    "fecha_inicio": "2021-05-10",
    "anotaciones": "Por abandono de cargo",
}
"""A cese that is a sanction."""


def test_who_was_dismissed_is_told_to_have_left_and_not_why(especialista, servidor):
    a_servidor()
    entry = an_anotacion(tipo="cese", document=a_pdf(), **DESTITUCION)
    annul_anotacion(ANA, entry.id, motivo="Por mandato judicial: no hubo destitución")
    entry = an_anotacion(tipo="cese", document=a_picture(), **DESTITUCION)
    (adjunto,) = entry.adjuntos
    page, api = LEGAJO, "/legajo/api/v1/legajos/00000001"
    told = (
        page,
        f"{page}?anuladas=si",
        f"{page}/historia",
        f"{api}/anotaciones",
        f"{api}/historia",
    )

    for address in told:
        answer = especialista().get(address)
        answer.mustcontain("Cese", no=["Destituci", "destituci", "abandono", "titulo"])
    lint(especialista().get(page).text, page)
    for way in the_ways_to(adjunto):
        especialista().get(way, status=403)
        servidor().get(way, status=200)
    especialista().get(f"{page}/documentos.zip", status=404)
    servidor().get("/legajo/").mustcontain("Destitución", "Por abandono de cargo")

    especialista().post(f"{page}/reservado", REASON)

    for address in told:
        especialista().get(address).mustcontain("Destitución")
    for way in the_ways_to(adjunto):
        especialista().get(way, status=200)
        especialista(dni="00000901").get(way, status=403)


def test_a_cese_that_was_a_dismissal_hides_it_once_it_is_corrected(especialista, servidor):
    a_servidor()
    entry = an_anotacion(tipo="cese", document=a_pdf(), **DESTITUCION)
    resigned = DESTITUCION | {"motivo_cese": "Renuncia", "anotaciones": ""}
    correct_anotacion(ANA, entry.id, resigned, motivo="El Tribunal anuló la destitución")
    db.session.commit()

    page = especialista().get(f"{LEGAJO}/historia")

    page.mustcontain("Renuncia", "Motivo: reservado", no=["Destituci", "destituci", "abandono"])
    for way in the_ways_to(entry.adjuntos[0]):
        especialista().get(way, status=403)
    servidor().get("/legajo/historia").mustcontain("Destitución", "El Tribunal anuló")


def test_an_informe_tells_that_somebody_left_and_not_that_they_were_dismissed(legajo):
    servidor = a_servidor()
    an_anotacion(tipo="cese", **DESTITUCION)

    contenido = contenido_of(servidor)

    (cese,) = contenido.registros
    assert (cese.sumilla, cese.desde) == ("Cese", date(2021, 5, 10))
    assert "Destitución" not in str(contenido)
    assert "abandono" not in str(contenido)


@pytest.mark.parametrize("made", [in_entries, in_words])
def test_no_letter_names_what_is_reserved(legajo, made):
    solicitud = made(Estado.OBSERVADA)
    solicitud.vence_el = today = date(2026, 7, 24)
    db.session.commit()

    warn_of_expiry(today)
    expire_solicitudes(today + timedelta(days=1))

    warning, end = legajo.outbox()
    assert (warning.comentario, end.comentario) == (IN_THERE, IN_THERE)
    assert {warning.seccion, end.seccion} == {solicitud.about.titulo_fuera}
    assert "VIII" not in warning.seccion


def test_what_is_asked_of_a_reserved_section_is_received_without_its_name(legajo, servidor):
    a_servidor()

    servidor().post("/legajo/solicitudes/nueva", IN_WORDS | {"form_key": str(uuid4())}, status=303)

    (announced,) = legajo.outbox()
    assert announced.seccion == ""
