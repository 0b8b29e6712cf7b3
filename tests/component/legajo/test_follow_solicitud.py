"""Seguimiento de atención de solicitud: what the servidor sees, answers and gives up."""

from datetime import date

import pytest

from contracts.legajo import SolicitudStatusChanged
from services.legajo.domain import Accion, Estado
from tests.support.builders.legajo import a_servidor, a_solicitud

EXPEDIENTE = "EXP-2020-000007"
PAGE = f"/legajo/solicitudes/{EXPEDIENTE}"
IN_BANDEJA = f"/legajo/bandeja/{EXPEDIENTE}"
IN_REVIEW = {"estado": Estado.EN_REVISION, "taken_by": "00000900"}


def test_the_timeline_tells_what_happened_newest_first(servidor, especialista):
    a_servidor()
    a_solicitud(expediente=EXPEDIENTE, **IN_REVIEW)
    observe = {"accion": Accion.OBSERVAR, "comentario": "Falta el reverso."}
    especialista().post(IN_BANDEJA, observe)

    page = servidor().get(PAGE)

    page.mustcontain("Falta el reverso.", "Especialista de escalafón", no="00000900")
    assert page.text.index("Solicitud observada") < page.text.index("Solicitud registrada")


def test_an_observation_is_answered_and_waits_again(legajo, servidor, especialista):
    a_servidor()
    solicitud = a_solicitud(expediente=EXPEDIENTE, estado=Estado.OBSERVADA)
    form = servidor().get(PAGE).click("Subsanar").forms["form-subsanar"]

    form["comentario"] = "Adjunto el reverso."
    page = form.submit(status=303).follow()

    page.mustcontain("Su respuesta fue enviada", "Observación subsanada", "Adjunto el reverso.")
    especialista().get(IN_BANDEJA).mustcontain("Adjunto el reverso.", "Tomar esta")
    (announced,) = legajo.outbox()
    assert announced == SolicitudStatusChanged(
        expediente=EXPEDIENTE,
        dni="00000001",
        seccion="II. Situación académica",
        estado="subsanada",
        comentario="Adjunto el reverso.",
        at=announced.at,
        vence_el=solicitud.vence_el,
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

    asked = servidor().get(PAGE).click("Desistir de esta solicitud")
    form = next(form for form in asked.forms.values() if form.action.endswith("/desistir"))
    page = form.submit(status=303).follow()

    page.mustcontain("Usted desistió de esta solicitud", "Desistida", no="Desistir de esta")
    especialista().get(IN_BANDEJA).mustcontain("Desistida", no="Tomar esta")
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
    a_solicitud(expediente=EXPEDIENTE, **IN_REVIEW)
    confirmation = f"{PAGE}?hecho=registrar"
    servidor().get(confirmation).mustcontain("Su solicitud quedó registrada")

    especialista().post(IN_BANDEJA, {"accion": Accion.ATENDER})

    servidor().get(confirmation).mustcontain(no="Su solicitud quedó registrada")


def test_who_asked_sees_what_is_awaited_and_by_when(servidor):
    a_servidor()
    a_solicitud(expediente=EXPEDIENTE, vence_el=date(2020, 7, 22))

    page = servidor().get(PAGE)

    page.mustcontain("Un especialista de escalafón debe revisarla", "22/07/2020", "Ya venció")


def test_what_is_observed_says_that_it_is_for_the_servidor_to_act(servidor):
    a_servidor()
    a_solicitud(expediente=EXPEDIENTE, estado=Estado.OBSERVADA)

    servidor().get(PAGE).mustcontain("Usted debe subsanar lo observado", "días hábiles")


def test_who_answers_an_old_observation_is_told_to_look_again(legajo, servidor, especialista):
    a_servidor()
    a_solicitud(expediente=EXPEDIENTE, estado=Estado.OBSERVADA)
    old = servidor().get(f"{PAGE}/subsanar").forms["form-subsanar"]
    first = servidor().get(f"{PAGE}/subsanar").forms["form-subsanar"]
    first["comentario"] = "Va el reverso."
    first.submit(status=303)

    old["comentario"] = "Otra cosa."
    page = old.submit(status=409)

    page.mustcontain("revise lo nuevo", "Va el reverso.")
    assert len(legajo.outbox()) == 1


def test_nobody_is_asked_to_give_up_what_is_finished(servidor):
    a_servidor()
    a_solicitud(expediente=EXPEDIENTE, estado=Estado.ATENDIDA)

    assert servidor().get(f"{PAGE}/desistir", status=303).location.endswith(PAGE)


def test_many_solicitudes_are_read_page_by_page(servidor):
    a_servidor()
    numbers = [a_solicitud().expediente for _ in range(26)]

    first = servidor().get("/legajo/solicitudes")
    second = first.click(description="Siguiente")

    first.mustcontain(numbers[-1], no=numbers[0])
    second.mustcontain(numbers[0], no=numbers[-1])
