"""What is reserved leaks nowhere: not by the words around it, nor by the document of an entry."""

import pytest

from services.legajo.domain import Estado
from services.legajo.models import Adjunto, db
from tests.support.builders.files import a_pdf
from tests.support.builders.legajo import SANCION, a_cambio, a_servidor, a_solicitud, an_anotacion
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
