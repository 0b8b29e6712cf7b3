"""The pages: a person sees their own mail; mesa de ayuda, that of the people of its sedes."""

import pytest

from contracts.access_token import Role
from contracts.sedes import NATIONAL
from services.notifier.domain import State
from services.notifier.domain.preferences import Preferencia
from services.notifier.models import Preference, db
from tests.support.builders.notifier import (
    ROSA,
    accounts_created,
    boletas_published,
    password_link,
    people,
    servidores_updated,
)
from tests.support.page import lint

CANCHIS, CUSCO, PUNO = "080006", "080000", "210000"
OTHER = people(1, first=900)[0]

PAGES = ["/correos/", "/correos/mios", "/correos/preferencias"]


@pytest.fixture
def failed(notifier, server):
    """Owe Rosa, of Canchis, a notice that was refused, and return its row."""
    notifier.hear(accounts_created(ROSA, OTHER), servidores_updated(ROSA.dni, sede=CANCHIS))
    server.say("RCPT", "550 5.1.1 no existe")
    notifier.hear(boletas_published())
    notifier.deliver()
    return notifier.email()


@pytest.fixture
def mesa(notifier, people):
    """Offer `mesa(sede)`: the browser of who looks after that sede."""
    return lambda sede: notifier.service.browser(people.with_role(Role.MESA_DE_AYUDA, sede))


@pytest.fixture
def rosa(notifier, people):
    """Open the browser of Rosa."""
    return notifier.service.browser(people.token(ROSA.dni))


@pytest.mark.parametrize("address", PAGES)
def test_nobody_sees_a_page_without_a_token(notifier, address):
    notifier.service.browser().get(address, status=401)


def test_a_servidor_does_not_see_the_mail_of_others(rosa, failed):
    rosa.get("/correos/", status=403)
    rosa.get(f"/correos/{failed.id}", status=403)
    rosa.post(f"/correos/{failed.id}/reintentar", status=403)
    rosa.post(f"/correos/{failed.id}/descartar", status=403)


@pytest.mark.parametrize("sede", [CANCHIS, CUSCO, NATIONAL])
def test_mesa_de_ayuda_sees_what_failed_in_its_sedes(mesa, failed, sede):
    shown = mesa(sede).get("/correos/")

    lint(shown.text, shown.request.url)
    assert "Su boleta de JUNIO 2022 está disponible" in shown
    assert "Rechazado" in shown
    assert ROSA.correo not in shown


def test_mesa_de_ayuda_of_another_sede_sees_and_decides_nothing(mesa, failed):
    puno = mesa(PUNO)

    assert "todos llegaron" in puno.get("/correos/")
    for how in ("", "/reintentar", "/descartar"):
        ask = puno.post if how else puno.get
        ask(f"/correos/{failed.id}{how}", status=404)
    assert db.session.merge(failed).state == State.FAILED


def test_what_failed_can_be_sent_again(mesa, failed, notifier):
    shown = mesa(CANCHIS).get(f"/correos/{failed.id}")
    lint(shown.text, shown.request.url)

    again = shown.forms["form-reintentar"].submit().follow()
    notifier.deliver()

    assert "volverá a enviarse" in again
    assert notifier.email().state == State.SENT


def test_what_was_decided_meanwhile_is_told(mesa, failed, notifier):
    shown = mesa(CANCHIS).get(f"/correos/{failed.id}")
    shown.forms["form-reintentar"].submit()
    notifier.deliver()

    second = shown.forms["form-reintentar"].submit(status=409)

    assert "no hay nada que decidir" in second


def test_what_need_not_be_sent_is_discarded_with_a_reason(mesa, failed, notifier):
    form = mesa(CANCHIS).get(f"/correos/{failed.id}").forms["form-descartar"]

    unsaid = form.submit(status=422)
    form["motivo"] = "La persona ya la vio"
    done = form.submit().follow()

    lint(unsaid.text, unsaid.request.url)
    assert "Escriba el motivo" in unsaid
    assert "quedó descartado" in done
    assert notifier.email().state == State.DISCARDED


def test_a_person_is_found_by_their_dni(mesa, failed, notifier):
    notifier.hear(password_link())
    notifier.deliver()

    shown = mesa(NATIONAL).get("/correos/", {"dni": ROSA.dni})

    assert "Correos (2)" in shown
    assert "Correos (0)" in mesa(NATIONAL).get("/correos/", {"dni": OTHER.dni})


@pytest.mark.parametrize("estado", ["FAILED", "sent", "'", "<b>"])
def test_what_is_asked_without_sense_is_as_if_not_asked(mesa, failed, estado):
    shown = mesa(NATIONAL).get("/correos/", {"estado": estado, "pagina": "-1", "dni": "x' OR"})

    assert "Correos (1)" in shown


def test_a_person_sees_what_was_written_to_them_and_nothing_else(rosa, failed, notifier):
    notifier.hear(boletas_published(OTHER.dni, planilla=99))

    shown = rosa.get("/correos/mios")

    lint(shown.text, shown.request.url)
    assert "Correos (1)" in shown


def test_a_page_never_shows_a_link(rosa, notifier):
    notifier.hear(password_link())

    assert "secreto_de_prueba" not in rosa.get("/correos/mios")


def test_a_person_chooses_how_they_hear_of_a_boleta(rosa, failed):
    shown = rosa.get("/correos/preferencias")
    lint(shown.text, shown.request.url)
    form = shown.forms["form-preferencias"]
    assert form["boletas"].value == Preferencia.CORREO

    form["boletas"] = Preferencia.RESUMEN
    done = form.submit().follow()

    assert "quedó guardada" in done
    assert done.forms["form-preferencias"]["boletas"].value == Preferencia.RESUMEN
    assert [row.dni for row in db.session.query(Preference)] == [ROSA.dni]


def test_a_choice_that_there_is_not_changes_nothing(rosa):
    shown = rosa.post("/correos/preferencias", {"boletas": "paloma mensajera"}, status=422)

    assert "Elija una de las opciones" in shown
    assert db.session.query(Preference).count() == 0
