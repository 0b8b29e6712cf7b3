"""The bandeja: what the specialist of escalafón sees and decides."""

import pytest

from chassis.errors import Conflict
from contracts.access_token import Grant, Principal, Role
from contracts.legajo import SolicitudStatusChanged
from services.legajo.domain import Accion, Estado
from services.legajo.queries import PAGE_SIZE
from services.legajo.usecases import attend_solicitud
from tests.support.builders.legajo import CANCHIS, a_servidor, a_solicitud

EXPEDIENTE = "EXP-2020-000007"
BANDEJA = "/legajo/bandeja"
ESPECIALISTA = Principal(
    sub="900", client_id="gateway", dni="00000900", grants=(Grant(Role.ESCALAFON, CANCHIS),)
)


def decide(browser, decision, comentario="", status=None):
    form = browser.get(f"{BANDEJA}/{EXPEDIENTE}").forms["form-decision"]
    form["comentario"] = comentario
    return form.submit("decision", value=decision, status=status)


def test_an_attended_solicitud_is_announced(legajo, especialista):
    a_servidor()
    a_solicitud(expediente=EXPEDIENTE)

    page = decide(especialista(), "atender", "Incorporado al legajo.", status=303).follow()

    page.mustcontain("La solicitud fue atendida", "Incorporado al legajo.", "DNI 00000900")
    (announced,) = legajo.outbox()
    assert announced == SolicitudStatusChanged(
        expediente=EXPEDIENTE,
        dni="00000001",
        seccion="II. Situación académica",
        estado="atendida",
        comentario="Incorporado al legajo.",
        at=announced.at,
    )


@pytest.mark.parametrize(
    ("decision", "question"),
    [("observar", "Escriba qué debe corregir"), ("rechazar", "Escriba por qué se rechaza")],
)
def test_who_observes_or_rejects_says_why(legajo, especialista, decision, question):
    a_servidor()
    a_solicitud(expediente=EXPEDIENTE)

    page = decide(especialista(), decision, comentario=" ", status=422)

    page.mustcontain(question)
    assert legajo.outbox() == []


def test_what_was_typed_stays_when_it_is_too_long(especialista):
    a_servidor()
    a_solicitud(expediente=EXPEDIENTE)

    page = decide(especialista(), "rechazar", comentario="x" * 2001, status=422)

    page.mustcontain("2000 caracteres como máximo")
    assert page.forms["form-decision"]["comentario"].value == "x" * 2001


def test_the_second_specialist_is_told_kindly_and_sees_what_the_first_decided(legajo, especialista):
    a_servidor()
    a_solicitud(expediente=EXPEDIENTE)
    second = especialista(dni="00000901").get(f"{BANDEJA}/{EXPEDIENTE}").forms["form-decision"]
    decide(especialista(), "observar", "Falta el reverso.")

    page = second.submit("decision", value="atender", status=409)

    page.mustcontain("La solicitud cambió mientras usted la veía", "Falta el reverso.")
    page.mustcontain(no="Su decisión")
    assert len(legajo.outbox()) == 1


def test_a_refused_action_leaves_no_trace(legajo):
    a_servidor()
    solicitud = a_solicitud(estado=Estado.RECHAZADA)

    with pytest.raises(Conflict):
        attend_solicitud(ESPECIALISTA, solicitud.expediente, Accion.ATENDER, comentario="")

    assert legajo.outbox() == []
    assert solicitud.estado is Estado.RECHAZADA
    assert len(solicitud.movimientos) == 1


def test_a_decision_that_does_not_exist_is_refused(especialista):
    a_servidor()
    a_solicitud(expediente=EXPEDIENTE)

    especialista().post(f"{BANDEJA}/{EXPEDIENTE}", {"decision": "subsanar"}, status=422)


@pytest.mark.parametrize("sede", [CANCHIS, "080000", "000000"], ids=["UGEL", "DRE", "national"])
def test_a_specialist_sees_what_waits_in_their_sedes(especialista, sede):
    a_servidor()
    a_solicitud(expediente=EXPEDIENTE)

    page = especialista(sede).get(BANDEJA)

    page.mustcontain(EXPEDIENTE, "QUISPE HUAMÁN, ROSA ELENA", "UGEL CANCHIS")


def test_a_specialist_does_not_see_other_sedes_nor_what_is_done(especialista):
    a_servidor("00000001", sede="080001")
    a_servidor("00000002")
    a_solicitud("00000001", expediente="EXP-2020-000001")
    a_solicitud("00000002", expediente="EXP-2020-000002", estado=Estado.ATENDIDA)

    page = especialista().get(BANDEJA)

    page.mustcontain("No hay solicitudes por atender", no=["EXP-2020-000001", "EXP-2020-000002"])


def test_what_is_done_can_be_asked_for(especialista):
    a_servidor()
    a_solicitud(expediente=EXPEDIENTE, estado=Estado.ATENDIDA)
    form = especialista().get(BANDEJA).forms["form-filtros"]

    form["estado"] = "atendida"

    form.submit().mustcontain(EXPEDIENTE)


def test_a_full_bandeja_is_read_page_by_page_oldest_first(especialista):
    a_servidor()
    numbers = [a_solicitud().expediente for _ in range(PAGE_SIZE + 1)]

    first = especialista().get(BANDEJA)
    second = first.click(description="Siguiente")

    first.mustcontain(*numbers[:PAGE_SIZE], no=numbers[PAGE_SIZE])
    second.mustcontain(numbers[PAGE_SIZE], no=numbers[0])
