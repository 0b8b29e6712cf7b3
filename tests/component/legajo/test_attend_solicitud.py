"""The bandeja: what the specialist of escalafón sees, takes and decides."""

from datetime import date, timedelta

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
PAGE = f"{BANDEJA}/{EXPEDIENTE}"
IN_REVIEW = {"estado": Estado.EN_REVISION, "taken_by": "00000900"}
ESPECIALISTA = Principal(
    sub="900", client_id="gateway", dni="00000900", grants=(Grant(Role.ESCALAFON, CANCHIS),)
)


def decide(browser, accion, comentario="", status=None):
    form = browser.get(PAGE).forms["form-decision"]
    form["comentario"] = comentario
    return form.submit("accion", value=accion, status=status)


def take(browser, accion="tomar", status=303):
    return browser.get(PAGE).forms["form-tomar"].submit("accion", value=accion, status=status)


def test_who_takes_a_solicitud_may_decide_and_nobody_is_told_by_mail(legajo, especialista):
    a_servidor()
    a_solicitud(expediente=EXPEDIENTE)

    page = take(especialista()).follow()

    page.mustcontain("Usted está revisando", "En revisión", "Su decisión")
    assert legajo.outbox() == []


def test_what_another_has_taken_is_shown_and_can_be_taken_over(especialista):
    a_servidor()
    a_solicitud(expediente=EXPEDIENTE, **IN_REVIEW)
    second = especialista(dni="00000901")

    second.get(PAGE).mustcontain("La revisa la persona con DNI 00000900", no="Su decisión")
    page = take(second, "relevar").follow()

    page.mustcontain("Ahora usted revisa", "Su decisión")


def test_what_is_handed_back_can_be_taken_by_another_with_the_same_deadline(especialista):
    a_servidor()
    solicitud = a_solicitud(expediente=EXPEDIENTE, **IN_REVIEW)
    vence_el = solicitud.vence_el

    page = decide(especialista(), "soltar", status=303).follow()

    page.mustcontain("vuelve a estar por revisar")
    take(especialista(dni="00000901"))
    assert (solicitud.taken_by, solicitud.vence_el) == ("00000901", vence_el)


def test_an_attended_solicitud_is_announced(legajo, especialista):
    a_servidor()
    a_solicitud(expediente=EXPEDIENTE, **IN_REVIEW)

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
    ("accion", "estado"),
    [
        ("atender_en_parte", "atendida_parcialmente"),
        ("observar", "observada"),
        ("rechazar", "rechazada"),
    ],
)
def test_every_other_decision_is_announced_with_its_reason(legajo, especialista, accion, estado):
    a_servidor()
    a_solicitud(expediente=EXPEDIENTE, **IN_REVIEW)

    decide(especialista(), accion, "Por esto.", status=303)

    (announced,) = legajo.outbox()
    assert (announced.estado, announced.comentario) == (estado, "Por esto.")


@pytest.mark.parametrize(
    ("accion", "question"),
    [
        ("observar", "Escriba qué debe corregir"),
        ("rechazar", "Escriba por qué se rechaza"),
        ("atender_en_parte", "Escriba qué no se incorporó"),
    ],
)
def test_who_does_not_accept_everything_says_why(legajo, especialista, accion, question):
    a_servidor()
    a_solicitud(expediente=EXPEDIENTE, **IN_REVIEW)

    page = decide(especialista(), accion, comentario=" ", status=422)

    page.mustcontain(question)
    assert legajo.outbox() == []


def test_what_was_typed_stays_when_it_is_too_long(especialista):
    a_servidor()
    a_solicitud(expediente=EXPEDIENTE, **IN_REVIEW)

    page = decide(especialista(), "rechazar", comentario="x" * 2001, status=422)

    page.mustcontain("2000 caracteres como máximo")
    assert page.forms["form-decision"]["comentario"].value == "x" * 2001


def test_the_second_specialist_is_told_kindly_and_sees_what_the_first_did(legajo, especialista):
    a_servidor()
    a_solicitud(expediente=EXPEDIENTE)
    second = especialista(dni="00000901").get(PAGE).forms["form-tomar"]
    take(especialista())

    page = second.submit("accion", value="tomar", status=409)

    page.mustcontain("La solicitud cambió mientras usted la veía", "Solicitud en revisión")
    page.mustcontain(no="Su decisión")


def test_who_decides_on_an_old_page_decides_nothing(legajo, especialista, servidor):
    a_servidor()
    a_solicitud(expediente=EXPEDIENTE, **IN_REVIEW)
    old = especialista().get(PAGE).forms["form-decision"]
    decide(especialista(), "observar", "Falta el reverso.")
    answer = servidor().get(f"/legajo/solicitudes/{EXPEDIENTE}/subsanar").forms["form-subsanar"]
    answer["comentario"] = "Aquí está el reverso."
    answer.submit(status=303)
    take(especialista())

    page = old.submit("accion", value="atender", status=409)

    page.mustcontain("revise lo nuevo", "Aquí está el reverso.", "Su decisión")
    assert [event.estado for event in legajo.outbox()] == ["observada", "subsanada"]


def test_a_refused_action_leaves_no_trace(legajo):
    a_servidor()
    solicitud = a_solicitud(estado=Estado.RECHAZADA)

    with pytest.raises(Conflict):
        attend_solicitud(ESPECIALISTA, solicitud.expediente, Accion.ATENDER)

    assert legajo.outbox() == []
    assert solicitud.estado is Estado.RECHAZADA
    assert len(solicitud.movimientos) == 1


@pytest.mark.parametrize("accion", ["subsanar", "vencer", ""])
def test_what_is_not_for_the_specialist_to_do_is_refused(especialista, accion):
    a_servidor()
    a_solicitud(expediente=EXPEDIENTE, estado=Estado.OBSERVADA)

    especialista().post(PAGE, {"accion": accion}, status=422)


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


def test_what_is_overdue_stands_first_and_says_so(especialista):
    a_servidor()
    a_solicitud(expediente="EXP-2020-000001")
    a_solicitud(expediente="EXP-2020-000002", vence_el=date(2020, 7, 22))

    page = especialista().get(BANDEJA)

    page.mustcontain("Venció hace")
    assert page.text.index("EXP-2020-000002") < page.text.index("EXP-2020-000001")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("estado", "atendida"),
        ("estado", "todas"),
        ("seccion", "VII"),
        ("sede", "080001"),
        ("texto", "exp-2020-000002"),
        ("texto", "00000002"),
    ],
)
def test_the_bandeja_is_filtered(especialista, field, value):
    is_done = field == "estado"
    a_servidor("00000001")
    a_servidor("00000002", sede="080001")
    a_solicitud("00000001", expediente="EXP-2020-000001")
    a_solicitud(
        "00000002",
        expediente="EXP-2020-000002",
        seccion="VII",
        estado=Estado.ATENDIDA if is_done else Estado.SUBSANADA,
    )
    form = especialista("080000").get(BANDEJA).forms["form-filtros"]

    form[field] = value
    page = form.submit()

    page.mustcontain("EXP-2020-000002")
    assert ("EXP-2020-000001" in page) is (value == "todas")


def test_what_one_is_looking_at_can_be_asked_for(especialista):
    a_servidor()
    a_solicitud(expediente="EXP-2020-000001", **IN_REVIEW)
    a_solicitud(expediente="EXP-2020-000002", **IN_REVIEW | {"taken_by": "00000901"})

    page = especialista().get(BANDEJA, {"estado": "mias"})

    page.mustcontain("EXP-2020-000001", "Suya", no="EXP-2020-000002")


@pytest.mark.parametrize(
    "query", ["pagina=x", "pagina=0", "pagina=99999999999", "estado=%00", "sede=1", "texto=%00"]
)
def test_what_makes_no_sense_is_as_if_not_asked(especialista, query):
    a_servidor()
    a_solicitud(expediente=EXPEDIENTE)

    especialista().get(f"{BANDEJA}?{query}").mustcontain(EXPEDIENTE)


def test_a_full_bandeja_is_read_page_by_page_what_ends_first_standing_first(especialista):
    a_servidor()
    first_day = date(2020, 1, 1)
    numbers = [
        a_solicitud(vence_el=first_day + timedelta(days=day)).expediente
        for day in range(PAGE_SIZE + 1)
    ]

    first = especialista().get(BANDEJA)
    second = first.click(description="Siguiente")

    first.mustcontain(*numbers[:PAGE_SIZE], no=numbers[PAGE_SIZE])
    second.mustcontain(numbers[PAGE_SIZE], no=numbers[0])
