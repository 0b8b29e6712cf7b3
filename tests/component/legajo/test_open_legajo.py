"""No legajo: its servidor asks for it from here, and the specialist of their sede opens it."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from contracts.legajo import SolicitudSubmitted
from services.legajo.domain import Estado, Vigencia
from services.legajo.domain.anotacion import Operacion
from services.legajo.models import Historia, Legajo, Solicitud, db
from tests.support.builders.legajo import a_servidor, a_solicitud
from tests.support.page import lint

FORM = "/legajo/apertura"
WITHOUT = pytest.mark.parametrize("vigencia", [None, Vigencia.NO_VIGENTE])


def ask(browser, detalle="RDR N.º 0123-2026.", status=303):
    form = browser.get("/legajo/").click("Solicitar la apertura").forms["form-apertura"]
    form["detalle"] = detalle
    return form.submit(status=status)


@WITHOUT
def test_who_has_no_legajo_asks_for_it_and_follows_it(legajo, servidor, vigencia):
    a_servidor(legajo=vigencia)

    page = ask(servidor()).follow()

    page.mustcontain("Su solicitud quedó registrada", "Apertura de legajo", "RDR N.º 0123-2026.")
    (announced,) = legajo.outbox()
    assert isinstance(announced, SolicitudSubmitted)
    assert announced.seccion == "Apertura de legajo"
    again = servidor().get("/legajo/")
    again.mustcontain("Usted ya pidió que lo abran", announced.expediente)
    lint(again.text, "/legajo/")


@WITHOUT
def test_the_specialist_opens_it_and_it_counts(legajo, servidor, especialista, vigencia):
    a_servidor(legajo=vigencia)
    address = ask(servidor()).location
    expediente = address.partition("?")[0].rpartition("/")[2]
    bandeja = especialista().get("/legajo/bandeja", {"seccion": "apertura"})

    page = bandeja.click(linkid=None, href=expediente).forms["form-tomar"]
    form = page.submit("accion", value="tomar").follow().forms["form-decision"]
    form.submit("accion", value="atender", status=303)

    db.session.expire_all()
    assert db.session.get(Legajo, "00000001").estado is Vigencia.VIGENTE
    servidor().get("/legajo/").mustcontain(no="NO TIENE LEGAJO")
    (kept,) = db.session.scalars(select(Historia))
    assert kept.operacion is (Operacion.REACTIVAR if vigencia else Operacion.ABRIR)
    assert (kept.por, kept.motivo, kept.sobre) == ("00000900", expediente, "El legajo")
    assert kept.diferencias[0] == ("Estado", "No vigente" if vigencia else "", "Vigente")


def test_a_legajo_that_is_refused_is_not_opened(legajo, especialista):
    a_servidor(legajo=None)
    solicitud = an_opening()

    answer = {"accion": "rechazar", "comentario": "Su resolución es de otra UGEL."}
    especialista().post(f"/legajo/bandeja/{solicitud.expediente}", answer, status=303)

    assert db.session.get(Legajo, "00000001") is None


def test_a_legajo_is_not_opened_in_part(legajo, especialista):
    a_servidor(legajo=None)
    solicitud = an_opening()
    page = f"/legajo/bandeja/{solicitud.expediente}"

    especialista().get(page).mustcontain("Abrir el legajo", no="Atender en parte")
    answer = {"accion": "atender_en_parte", "comentario": "La mitad."}
    especialista().post(page, answer, status=409)

    assert legajo.outbox() == []


def test_who_asks_again_is_led_to_what_they_asked(legajo, servidor):
    a_servidor(legajo=None)
    first = ask(servidor()).location

    again = {"form_key": str(uuid4()), "detalle": "Otra vez."}
    second = servidor().post(FORM, again, status=303).location

    assert first == second
    assert db.session.query(Solicitud).count() == 1


def test_a_form_that_was_sent_before_is_not_sent_again_once_that_has_ended(legajo, servidor):
    a_servidor(legajo=None)
    form = {"form_key": str(uuid4()), "detalle": "RDR N.º 0123-2026."}
    first = servidor().post(FORM, form, status=303)
    asked = first.location.partition("?")[0]
    servidor().post(f"{asked}/desistir", {"comentario": "Encontré otra."}, status=303)

    again = servidor().post(FORM, form, status=303)

    assert again.location == first.location
    assert db.session.query(Solicitud).count() == 1


def test_who_says_nothing_is_asked_for_their_resolution(legajo, servidor):
    a_servidor(legajo=None)

    page = ask(servidor(), detalle=" ", status=422)

    page.mustcontain("Escriba cuál es su resolución.", 'aria-invalid="true"')
    lint(page.text, FORM)
    assert legajo.outbox() == []


def test_who_says_nothing_has_nothing_to_go_on_with(servidor):
    a_servidor(legajo=None)

    ask(servidor(), detalle=" ", status=422)

    servidor().get("/legajo/").mustcontain("Solicitar la apertura", no="Seguir con mi solicitud")


def test_who_has_a_legajo_needs_none(legajo, servidor):
    a_servidor()

    assert servidor().get(FORM, status=303).location.endswith("/legajo/")
    servidor().post(FORM, {"form_key": str(uuid4()), "detalle": "Otro."}, status=409)

    assert legajo.outbox() == []


def test_who_is_in_no_register_is_sent_to_their_sede(legajo, servidor):
    servidor().get(FORM).mustcontain("Usted no figura en el registro de servidores")

    servidor().post(FORM, {"form_key": str(uuid4()), "detalle": "Yo."}, status=409)


def an_opening(**fields):
    return a_solicitud(
        **{"seccion": "", "asunto": "Apertura de legajo", "estado": Estado.EN_REVISION}
        | {"taken_by": "00000900"}
        | fields
    )
