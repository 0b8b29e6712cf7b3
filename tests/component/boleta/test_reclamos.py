"""Reclamos: a servidor says what is wrong with their pay, an administrador answers."""

import re
import threading

import pytest

from chassis.errors import Conflict
from contracts.access_token import Grant, Principal, Role
from contracts.boleta import ReclamoAnswered
from services.boleta.domain.reclamo import AccionReclamo
from services.boleta.queries.reclamos import PAGE
from services.boleta.usecases import reclamos as usecases
from tests.component.boleta.conftest import CANCHIS
from tests.support.builders.boleta import a_lis, a_pago, a_servidor
from tests.support.page import lint

BANDEJA = "/boleta/administracion/reclamos"
ADMINISTRADOR = Principal(
    sub="900",
    client_id="gateway",
    dni="00000900",
    grants=(Grant(Role.ADMINISTRADOR_BOLETA, CANCHIS),),
)


def first_boleta(browser):
    """Return the id of the newest boleta of who asks."""
    return re.search(r'href="/boleta/([0-9]{15})"', browser.get("/boleta/").text)[1]


def claim(browser, texto="Falta la asignación por zona rural.", **fields):
    """Open a reclamo about the newest boleta; return its number."""
    boleta = first_boleta(browser)
    form = browser.get(f"/boleta/reclamos/nuevo?boleta={boleta}").forms["form-reclamo"]
    form["texto"] = texto
    for name, value in fields.items():
        form[name] = value
    return form.submit(status=303).location.split("/")[-1].split("?")[0]


def answer(browser, numero, accion, comentario=""):
    """Press a button of the page of a reclamo in the bandeja."""
    sent = {"accion": accion, "comentario": comentario}
    return browser.post(f"{BANDEJA}/{numero}", sent)


@pytest.fixture
def paid(boleta, import_planilla):
    """Pay Rosa for a month."""
    import_planilla(a_lis(a_pago()))
    return boleta


def test_a_line_of_a_boleta_is_claimed_and_followed(paid, servidor):
    rosa = servidor()
    boleta = first_boleta(rosa)
    form = rosa.get(f"/boleta/reclamos/nuevo?boleta={boleta}&linea=2").forms["form-reclamo"]
    assert form["linea"].value == "2"

    form["texto"], form["monto_esperado"] = "Son S/ 300.", "300.00"
    page = form.submit(status=303).follow()

    lint(page.text, page.request.url)
    page.mustcontain("RCL-20", "quedó presentado", "Asignación por zona rural", "300.00", "Abierto")
    rosa.get("/boleta/reclamos").mustcontain("JUNIO 2022", "Línea «Asignación por zona rural»")


def test_who_does_not_find_a_boleta_says_so_to_their_own_ugel(boleta, servidor, administrador):
    from services.boleta.usecases.servidores import remember_servidores

    with boleta.app.app_context():
        remember_servidores([a_servidor()])
    form = servidor().get("/boleta/reclamos/nuevo?periodo=202112").forms["form-reclamo"]
    assert (form["mes"].value, form["anio"].value, form["sede"].value) == ("12", "2021", CANCHIS)

    form["texto"] = "Trabajé todo el mes en la I.E. 56001."
    page = form.submit(status=303).follow()

    page.mustcontain("No encuentra su boleta", "DICIEMBRE 2021", "UGEL CANCHIS")
    administrador().get(BANDEJA).mustcontain("No encuentra su boleta", "DNI 00000001")
    administrador("080001").get(BANDEJA).mustcontain("No hay reclamos por atender")


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"texto": ""}, "Explique qué está mal"),
        ({"texto": "x" * 2001}, "2000 caracteres como máximo"),
        ({"monto_esperado": "1.234,50"}, "no es un monto"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(paid, servidor, fields, told):
    rosa = servidor()
    form = rosa.get(f"/boleta/reclamos/nuevo?boleta={first_boleta(rosa)}").forms["form-reclamo"]
    form["texto"] = "Está mal."
    for name, value in fields.items():
        form[name] = value

    page = form.submit(status=422)

    page.mustcontain(told)
    for name, value in fields.items():
        assert page.forms["form-reclamo"][name].value == value


def test_without_a_month_and_a_sede_nobody_can_look_for_a_boleta(servidor):
    form = servidor().get("/boleta/reclamos/nuevo").forms["form-reclamo"]
    form["texto"] = "No la encuentro."

    page = form.submit(status=422)

    page.mustcontain("Elija el año y el mes", "Elija la UGEL o DRE")


def test_the_same_form_sent_twice_is_one_reclamo(paid, servidor):
    rosa = servidor()
    form = rosa.get(f"/boleta/reclamos/nuevo?boleta={first_boleta(rosa)}").forms["form-reclamo"]
    form["texto"] = "Está mal."

    first, second = form.submit(status=303), form.submit(status=303)

    assert first.location == second.location


def test_what_is_in_course_is_not_claimed_again(paid, servidor):
    rosa = servidor()
    numero = claim(rosa)
    form = rosa.get(f"/boleta/reclamos/nuevo?boleta={first_boleta(rosa)}").forms["form-reclamo"]
    form["texto"] = "Otra vez."

    page = form.submit(status=409)

    page.mustcontain("ya tiene un reclamo en curso", numero)
    assert page.forms["form-reclamo"]["texto"].value == "Otra vez."


def test_nobody_claims_about_the_boleta_of_another(paid, servidor):
    boleta = first_boleta(servidor())
    another = servidor("00000002")

    another.get(f"/boleta/reclamos/nuevo?boleta={boleta}", status=404)
    sent = {"boleta": boleta, "texto": "x", "form_key": "00000000-0000-4000-8000-000000000000"}
    another.post("/boleta/reclamos/nuevo", sent, status=404)


def test_a_reclamo_is_taken_answered_and_announced(paid, servidor, administrador):
    rosa, admin = servidor(), administrador()
    numero = claim(rosa, linea="1", monto_esperado="2600.00")

    page = admin.get(BANDEJA).click(description="Ver")
    lint(page.text, page.request.url)
    page = page.forms["form-tomar"].submit("accion", value="tomar", status=303).follow()
    form = page.forms["form-respuesta"]
    form["comentario"] = "El contrato es por 2,500.12: así lo dice la resolución."
    page = form.submit("accion", value="rechazar", status=303).follow()

    page.mustcontain("Reclamo rechazado", "DNI 00000900")
    rosa.get(f"/boleta/reclamos/{numero}").mustcontain(
        "Rechazado", "así lo dice la resolución", no="00000900"
    )
    (announced,) = [event for event in paid.outbox() if isinstance(event, ReclamoAnswered)]
    assert announced == ReclamoAnswered(
        numero=numero,
        dni="00000001",
        periodo=202206,
        entidad="UGEL CANCHIS",
        estado="rechazado",
        respuesta="El contrato es por 2,500.12: así lo dice la resolución.",
        at=announced.at,
    )


def test_an_observation_is_answered_and_comes_back_to_who_took_it(paid, servidor, administrador):
    rosa, admin = servidor(), administrador()
    numero = claim(rosa)
    answer(admin, numero, "tomar")
    answer(admin, numero, "observar", "¿Con qué resolución?")

    page = rosa.get(f"/boleta/reclamos/{numero}")
    page.mustcontain("¿Con qué resolución?")
    form = page.forms["form-subsanar"]
    form["comentario"] = "Con la RD 0123-2022."
    form.submit(status=303).follow().mustcontain("Su respuesta fue enviada")

    admin.get(f"{BANDEJA}?estado=mios").mustcontain(numero, "En revisión", "Suyo")


@pytest.mark.parametrize(
    ("accion", "question"),
    [
        ("observar", "Escriba qué debe aclarar"),
        ("rechazar", "Escriba por qué se rechaza"),
        ("atender", "Escriba qué se hizo"),
    ],
)
def test_who_answers_says_why(paid, servidor, administrador, accion, question):
    numero = claim(servidor())
    answer(administrador(), numero, "tomar")

    page = administrador().post(f"{BANDEJA}/{numero}", {"accion": accion}, status=422)

    page.mustcontain(question)


def test_who_comes_second_is_told_and_may_take_it_over(paid, servidor, administrador):
    numero = claim(servidor())
    answer(administrador(), numero, "tomar")
    second = administrador(dni="00000901")

    refused = second.post(f"{BANDEJA}/{numero}", {"accion": "tomar"}, status=409)
    refused.mustcontain("El reclamo cambió mientras usted lo veía", "DNI 00000900")
    sent = {"accion": "atender", "comentario": "Hecho."}
    second.post(f"{BANDEJA}/{numero}", sent, status=409).mustcontain("Otra persona está revisando")

    answer(second, numero, "relevar").follow().mustcontain("Ahora usted revisa este reclamo")
    administrador().post(f"{BANDEJA}/{numero}", sent, status=409)


def test_of_two_who_take_it_at_once_one_is_told(paid, servidor):
    numero = claim(servidor())
    outcomes = []

    def take(dni):
        who = Principal(sub=dni, client_id="gateway", dni=dni, grants=ADMINISTRADOR.grants)
        with paid.app.app_context():
            try:
                usecases.attend_reclamo(who, numero, AccionReclamo.TOMAR, comentario="")
                outcomes.append("taken")
            except Conflict:
                outcomes.append("told")

    threads = [threading.Thread(target=take, args=(f"0000090{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["taken", "told", "told", "told"]


def test_who_gave_up_a_reclamo_may_open_another(paid, servidor):
    rosa = servidor()
    numero = claim(rosa)
    page = rosa.get(f"/boleta/reclamos/{numero}").forms["form-desistir"].submit().follow()
    page.mustcontain("Usted desistió de este reclamo", "Desistido")

    assert claim(rosa) != numero


def test_nobody_attends_their_own_reclamo(paid, boleta, people):
    grants = (Grant(Role.ADMINISTRADOR_BOLETA, CANCHIS),)
    rosa = boleta.browser(people.token("00000001", grants=grants))
    numero = claim(rosa)

    rosa.get(BANDEJA).mustcontain("No hay reclamos por atender")
    rosa.get(f"{BANDEJA}/{numero}", status=404)
    rosa.post(f"{BANDEJA}/{numero}", {"accion": "tomar"}, status=404)


def test_a_full_bandeja_is_read_page_by_page_oldest_first(boleta, import_planilla, servidor,
                                                          administrador):  # fmt: skip
    import_planilla(a_lis(*(a_pago(dni=f"{number:08}") for number in range(1, PAGE + 2))))
    numbers = [claim(servidor(f"{number:08}")) for number in range(1, PAGE + 2)]

    first = administrador().get(BANDEJA)
    second = first.click(description="Siguiente")

    first.mustcontain(*numbers[:PAGE], no=numbers[PAGE])
    second.mustcontain(numbers[PAGE], no=numbers[0])
    administrador().get(f"{BANDEJA}?texto=00000003").mustcontain(numbers[2], no=numbers[0])


def test_that_an_administrador_looked_at_a_reclamo_is_remembered(paid, servidor, administrador):
    from sqlalchemy import select

    from services.boleta.models import Acceso, db

    numero = claim(servidor())
    administrador().get(f"{BANDEJA}/{numero}")

    with paid.app.app_context():
        (look,) = db.session.scalars(select(Acceso).where(Acceso.por == "00000900"))
        assert (look.dueno, look.que) == ("00000001", f"El reclamo {numero}")


@pytest.mark.parametrize("path", ["/boleta/reclamos", "/boleta/reclamos/nuevo", BANDEJA])
def test_without_a_token_nobody_sees_anything(boleta, path):
    boleta.browser().get(path, status=401)


def test_another_servidor_finds_no_reclamo_and_a_servidor_no_bandeja(paid, servidor, administrador):
    numero = claim(servidor())
    another = servidor("00000002")

    another.get(f"/boleta/reclamos/{numero}", status=404)
    another.post(f"/boleta/reclamos/{numero}/desistir", status=404)
    another.post(f"/boleta/reclamos/{numero}/subsanar", {"comentario": "x"}, status=404)
    another.get(BANDEJA, status=403)
    another.get(f"{BANDEJA}/{numero}", status=403)
    another.post(f"{BANDEJA}/{numero}", {"accion": "tomar"}, status=403)
    elsewhere = administrador("080001")
    elsewhere.get(f"{BANDEJA}/{numero}", status=404)
    elsewhere.post(f"{BANDEJA}/{numero}", {"accion": "tomar"}, status=404)


@pytest.mark.parametrize("path", ["/boleta/reclamos", "/boleta/reclamos/nuevo", BANDEJA])
def test_every_page_is_one_of_ours_also_when_it_is_empty(administrador, path):
    page = administrador().get(path)

    lint(page.text, page.request.url)
