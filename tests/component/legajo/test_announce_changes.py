"""What a specialist changes de oficio is announced, so that the servidor gets a letter of it."""

import io

import pytest

from contracts.legajo import LegajoChanged
from services.legajo.domain import Estado
from services.legajo.models import Anotacion, db
from services.legajo.usecases.anotaciones import (
    add_anotacion,
    annul_anotacion,
    correct_anotacion,
    incorporate,
)
from services.legajo.usecases.oficio import annul_document, attach_to_entry
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

DNI = "00000001"

ENDED = {
    "estado": "no_vigente",
    "motivo": "destitucion",
    "desde": "2020-03-15",
    "documento": "Resolución directoral",
    "numero_documento": "R.D. N.° 0123-2020",
    "fecha_documento": "2020-03-01",
    "detalle": "Por lo que dice el expediente 77.",
    "confirmo": "1",
}


@pytest.fixture
def told(legajo):
    """Offer `told()`: what was announced of changes of legajos, in words."""

    def said():
        events = [each for each in legajo.outbox() if isinstance(each, LegajoChanged)]
        assert {event.dni for event in events} <= {DNI}
        return [(event.seccion, event.estado) for event in events]

    return said


def test_each_change_of_an_entry_or_of_its_documents_is_announced(told):
    a_servidor()
    added = add_anotacion(ANA, DNI, "estudio", ESTUDIO, motivo="")
    correct_anotacion(ANA, added, ESTUDIO | {"grado": "Otro"}, motivo="Error")
    attach_to_entry(ANA, DNI, added, [("a.pdf", io.BytesIO(a_pdf()))], max_mb=5)
    (adjunto,) = db.session.get_one(Anotacion, added).adjuntos
    annul_document(ANA, DNI, added, adjunto.id, motivo="Es de otro")
    annul_anotacion(ANA, added, motivo="Doble")

    assert told() == [("II. Situación académica", "")] * 5


def test_of_a_reserved_section_not_even_the_name_is_announced(told):
    a_servidor()
    add_anotacion(ANA, DNI, "sancion", SANCION, motivo="")
    add_anotacion(ANA, DNI, "licencia", LICENCIA, motivo="")

    assert told() == [("", ""), ("IX. Licencias y vacaciones", "")]


def test_that_a_legajo_counts_no_more_is_announced_and_not_why(
    legajo, especialista, servidor, told
):
    a_servidor()

    especialista().post(f"/legajo/servidores/{DNI}/custodia/vigencia", ENDED, status=303)

    assert told() == [("", "no_vigente")]
    assert "destitucion" not in str(legajo.outbox())
    servidor().get("/legajo/historia").mustcontain("Quedó no vigente", "Destitución")


def test_what_the_servidor_asked_for_is_told_by_its_solicitud_alone(told):
    a_servidor()
    solicitud = a_solicitud(estado=Estado.EN_REVISION)
    incorporate(solicitud, [a_cambio(solicitud)], por="00000900")
    db.session.commit()

    assert told() == []


def test_what_changes_nothing_is_not_announced(especialista, told):
    a_servidor()
    anotacion = an_anotacion()
    correct_anotacion(ANA, anotacion.id, ESTUDIO, motivo="", seen=anotacion.updated_at)
    place = {"ambiente": "Archivo central", "caja": "12"}
    especialista().post(f"/legajo/servidores/{DNI}/custodia/ubicacion", place, status=303)

    assert told() == []
