"""A decision entry by entry: what is accepted enters the legajo, what is observed comes back."""

import pytest
from sqlalchemy import select

from services.legajo.domain import Estado
from services.legajo.domain.anotacion import Operacion
from services.legajo.models import Anotacion, Historia, Veredicto, db
from tests.support.builders import files
from tests.support.builders.legajo import (
    a_cambio,
    a_servidor,
    a_solicitud,
    an_anotacion,
)
from tests.support.page import lint

EXPEDIENTE = "EXP-2020-000007"
PAGE = f"/legajo/bandeja/{EXPEDIENTE}"
MINE = f"/legajo/solicitudes/{EXPEDIENTE}"
IN_REVIEW = {"estado": Estado.EN_REVISION, "taken_by": "00000900"}


@pytest.fixture
def solicitud(legajo):
    """Register a solicitud under review, of a servidor with a legajo."""
    a_servidor()
    return a_solicitud(expediente=EXPEDIENTE, **IN_REVIEW)


def judge(browser, *verdicts, comentario="", status=303):
    """Fill in (cambio, adjunto or None, result, motive) and send the decision."""
    form = browser.get(PAGE).forms["form-veredicto"]
    for cambio, adjunto, result, motivo in verdicts:
        piece = f"{cambio.id}-{adjunto.id if adjunto else 0}"
        form[f"fallo-{piece}"] = result
        form[f"motivo-{piece}"] = motivo
    form["comentario"] = comentario
    return form.submit(status=status)


def entries():
    return db.session.scalars(select(Anotacion).order_by(Anotacion.id)).all()


def test_what_is_accepted_enters_the_legajo_with_its_documents_and_history(
    legajo, solicitud, especialista
):
    cambio = a_cambio(solicitud, document=files.a_pdf())
    (adjunto,) = cambio.adjuntos

    page = judge(
        especialista(), (cambio, None, "aceptado", ""), (cambio, adjunto, "aceptado", "")
    ).follow()

    lint(page.text, PAGE)
    page.mustcontain("La solicitud fue atendida", "Aceptado")
    (entry,) = entries()
    assert entry.valores == cambio.valores
    assert [each.id for each in entry.adjuntos] == [adjunto.id]
    (past,) = db.session.scalars(select(Historia)).all()
    assert (past.por, past.solicitud_id, past.antes) == ("00000900", solicitud.id, None)
    assert [event.estado for event in legajo.outbox()] == ["atendida"]


def test_what_is_rejected_stays_out_and_the_servidor_is_told_why(
    legajo, solicitud, especialista, servidor
):
    kept, refused = a_cambio(solicitud), a_cambio(solicitud)

    judge(
        especialista(),
        (kept, None, "aceptado", ""),
        (refused, None, "rechazado", "No es de un instituto reconocido."),
    )

    assert len(entries()) == 1
    (event,) = legajo.outbox()
    assert event.estado == "atendida_parcialmente"
    assert "No es de un instituto reconocido." in event.comentario
    page = servidor().get(MINE)
    page.mustcontain("Atendida parcialmente", "Rechazado", "No es de un instituto reconocido.")
    lint(page.text, MINE)


def test_a_document_that_is_rejected_does_not_support_its_entry(solicitud, especialista):
    cambio = a_cambio(solicitud, document=files.a_pdf())
    (adjunto,) = cambio.adjuntos

    judge(
        especialista(),
        (cambio, None, "aceptado", ""),
        (cambio, adjunto, "rechazado", "Es de otra persona."),
    )

    (entry,) = entries()
    db.session.expire_all()
    assert entry.adjuntos == []
    assert solicitud.estado is Estado.ATENDIDA_PARCIALMENTE


def test_one_observation_sends_everything_back_and_changes_nothing(
    legajo, solicitud, especialista, servidor
):
    good, bad = a_cambio(solicitud), a_cambio(solicitud, document=files.a_pdf())
    (adjunto,) = bad.adjuntos

    judge(
        especialista(),
        (good, None, "aceptado", ""),
        (bad, None, "aceptado", ""),
        (bad, adjunto, "observado", "Falta el reverso."),
    )

    assert entries() == []
    assert [event.estado for event in legajo.outbox()] == ["observada"]
    servidor().get(MINE).mustcontain("Falta el reverso.", "Observado", "Aceptado")


def test_nothing_is_decided_until_everything_is_judged(legajo, solicitud, especialista):
    first, second = a_cambio(solicitud), a_cambio(solicitud)

    page = judge(especialista(), (first, None, "observado", ""), status=422)

    page.mustcontain(": escriba el motivo.", ": elija aceptar, observar o rechazar.")
    lint(page.text, PAGE)
    assert page.forms["form-veredicto"][f"fallo-{first.id}-0"].value == "observado"
    assert page.forms["form-veredicto"][f"fallo-{second.id}-0"].value == ""
    assert legajo.outbox() == []


def test_what_was_accepted_stays_so_and_what_was_observed_is_judged_anew(
    solicitud, especialista, servidor
):
    good, bad = a_cambio(solicitud), a_cambio(solicitud)
    judge(especialista(), (good, None, "aceptado", ""), (bad, None, "observado", "Falta la fecha."))
    form = servidor().get(f"{MINE}/subsanar").forms["form-subsanar"]
    form["comentario"] = "Es del 2020."
    form.submit(status=303)

    taken = especialista().get(PAGE).forms["form-tomar"].submit("accion", value="tomar").follow()

    taken.mustcontain("Se observó: «Falta la fecha.»")
    assert taken.forms["form-veredicto"][f"fallo-{good.id}-0"].value == "aceptado"
    assert taken.forms["form-veredicto"][f"fallo-{bad.id}-0"].value == ""


def test_an_entry_that_changed_meanwhile_is_not_overwritten(legajo, solicitud, especialista):
    entry = an_anotacion()
    cambio = a_cambio(
        solicitud, anotacion=entry, operacion=Operacion.CORREGIR, antes={"otra": "cosa"}
    )

    page = judge(especialista(), (cambio, None, "aceptado", ""), status=409)

    page.mustcontain("cambió desde que se pidió corregirla")
    assert legajo.outbox() == []
    assert db.session.scalars(select(Veredicto)).all() == []


def test_entries_are_not_attended_as_a_whole(legajo, solicitud, especialista):
    a_cambio(solicitud)

    especialista().post(PAGE, {"accion": "atender"}, status=409)

    assert (entries(), legajo.outbox()) == ([], [])


def test_only_who_took_it_decides(legajo, solicitud, especialista):
    cambio = a_cambio(solicitud)
    verdict = {f"fallo-{cambio.id}-0": "aceptado"}

    especialista(dni="00000901").post(f"{PAGE}/veredicto", verdict, status=409)

    assert entries() == []


@pytest.mark.parametrize("name", ["fallo-", "fallo-x-0", "fallo-99999999999-0", "otro-1-0"])
def test_what_names_no_entry_is_no_verdict(legajo, solicitud, especialista, name):
    a_cambio(solicitud)

    especialista().post(f"{PAGE}/veredicto", {name: "aceptado"}, status=422)

    assert legajo.outbox() == []
