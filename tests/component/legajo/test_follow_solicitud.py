"""Seguimiento de atención de solicitud: what the servidor sees, answers and gives up."""

import pytest

from contracts.legajo import SolicitudStatusChanged
from services.legajo.domain import Accion, Estado
from tests.support.builders.legajo import a_servidor, a_solicitud

EXPEDIENTE = "EXP-2020-000007"
PAGE = f"/legajo/solicitudes/{EXPEDIENTE}"
IN_BANDEJA = f"/legajo/bandeja/{EXPEDIENTE}"


def test_the_timeline_tells_what_happened_newest_first(servidor, especialista):
    a_servidor()
    a_solicitud(expediente=EXPEDIENTE)
    observe = {"decision": Accion.OBSERVAR, "comentario": "Falta el reverso."}
    especialista().post(IN_BANDEJA, observe)

    page = servidor().get(PAGE)

    page.mustcontain("Falta el reverso.", "Especialista de escalafón", no="00000900")
    assert page.text.index("Solicitud observada") < page.text.index("Solicitud registrada")


def test_an_observation_is_answered_and_waits_again(legajo, servidor, especialista):
    a_servidor()
    a_solicitud(expediente=EXPEDIENTE, estado=Estado.OBSERVADA)
    form = servidor().get(PAGE).forms["form-subsanar"]

    form["comentario"] = "Adjunto el reverso."
    page = form.submit(status=303).follow()

    page.mustcontain("Su respuesta fue enviada", "Observación subsanada", "Adjunto el reverso.")
    especialista().get(IN_BANDEJA).mustcontain("Adjunto el reverso.", "Su decisión")
    (announced,) = legajo.outbox()
    assert announced == SolicitudStatusChanged(
        expediente=EXPEDIENTE,
        dni="00000001",
        seccion="II. Situación académica",
        estado="registrada",
        comentario="Adjunto el reverso.",
        at=announced.at,
    )


def test_an_empty_answer_is_no_answer(legajo, servidor):
    a_servidor()
    a_solicitud(expediente=EXPEDIENTE, estado=Estado.OBSERVADA)

    page = servidor().post(f"{PAGE}/subsanar", {"comentario": " "}, status=422)

    page.mustcontain("Escriba su respuesta a la observación.", 'aria-invalid="true"')
    assert legajo.outbox() == []


def test_a_solicitud_is_given_up(legajo, servidor, especialista):
    a_servidor()
    a_solicitud(expediente=EXPEDIENTE)

    page = servidor().get(PAGE).forms["form-desistir"].submit(status=303).follow()

    page.mustcontain("Usted desistió de esta solicitud", "Desistida", no="form-desistir")
    especialista().get(IN_BANDEJA).mustcontain("Desistida", no="Su decisión")
    assert [event.estado for event in legajo.outbox()] == ["desistida"]


@pytest.mark.parametrize("action", ["subsanar", "desistir"])
def test_what_is_attended_can_no_longer_be_changed(legajo, servidor, action):
    a_servidor()
    a_solicitud(expediente=EXPEDIENTE, estado=Estado.ATENDIDA)

    page = servidor().post(f"{PAGE}/{action}", {"comentario": "Espere."}, status=409)

    page.mustcontain("La solicitud cambió mientras usted la veía", f"no se puede {action}")
    assert legajo.outbox() == []


def test_a_confirmation_is_not_repeated_once_something_else_has_happened(servidor, especialista):
    a_servidor()
    a_solicitud(expediente=EXPEDIENTE)
    confirmation = f"{PAGE}?hecho=registrar"
    servidor().get(confirmation).mustcontain("Su solicitud quedó registrada")

    especialista().post(IN_BANDEJA, {"decision": Accion.ATENDER})

    servidor().get(confirmation).mustcontain(no="Su solicitud quedó registrada")
