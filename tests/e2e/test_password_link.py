"""The mailed link: who gets one, how often it may be opened, and what it is good for."""

from tests.support.inhabitants import Inhabitants
from tests.support.journey import RECOVERY_SUBJECT, Copy, Journey
from tests.support.page import heading_of, lint
from tests.support.visitor import Page, Visitor


def heading(page: Page) -> str:
    return heading_of(lint(page.text, page.request.url))


def alert(page: Page) -> str:
    return page.html.find(role="alert").get_text(" ", strip=True)


def test_an_address_is_the_same_in_capitals(journey: Journey, inhabitants: Inhabitants) -> None:
    person = inhabitants.servidor()

    noted = journey.ask_for_link(person.dni, person.correo.upper())

    assert heading(noted) == "Revise su correo"
    assert journey.receive_link(person.correo)


def test_the_refusal_does_not_tell_whether_the_dni_exists(
    journey: Journey, inhabitants: Inhabitants
) -> None:
    person = inhabitants.servidor()

    known = journey.ask_for_link(person.dni, "otra.persona@example.pe", status=422)
    unknown = journey.ask_for_link("00099999", "otra.persona@example.pe", status=422)

    assert "usuario nuevo o su correo electrónico debe ser actualizado" in alert(known)
    assert "mesa de partes de su UGEL o DRE" in alert(known)
    assert alert(unknown) == alert(known)


def test_a_link_may_be_opened_often_and_used_once(
    copy: Copy, journey: Journey, inhabitants: Inhabitants
) -> None:
    person = inhabitants.servidor()
    journey.ask_for_link(person.dni, person.correo)
    link = journey.receive_link(person.correo)

    for _ in range(3):
        Visitor(copy.public_url).head(link)
        opened = Visitor(copy.public_url).visit(link)
    saved = journey.set_password(link)
    again = Visitor(copy.public_url).visit(link, status=410)

    assert heading(opened) == "Verificación de usuario"
    assert link.rpartition("/")[2] not in opened.request.url
    assert heading(saved) == "Contraseña guardada"
    assert heading(again) == "Este enlace ya no sirve"
    assert "ya puede iniciar sesión" in again.text


def test_a_password_that_breaks_a_rule_does_not_use_the_link_up(
    journey: Journey, inhabitants: Inhabitants
) -> None:
    person = inhabitants.servidor()
    journey.ask_for_link(person.dni, person.correo)
    link = journey.receive_link(person.correo)

    refused = journey.set_password(link, "huayruro", status=422)
    saved = journey.set_password(link)

    assert "no cumple todos los requerimientos" in alert(refused)
    assert heading(saved) == "Contraseña guardada"


def test_who_forgot_the_password_sets_another_and_the_old_one_is_of_no_use(
    journey: Journey, inhabitants: Inhabitants
) -> None:
    person = inhabitants.servidor()
    journey.ask_for_link(person.dni, person.correo)
    journey.set_password(journey.receive_link(person.correo), "Cantuta2025")

    noted = journey.recover(person.correo.upper())
    journey.set_password(journey.receive_link(person.correo, RECOVERY_SUBJECT), "Retama2025")
    refused = journey.sign_in(person.dni, "Cantuta2025", status=422)
    inicio = journey.sign_in(person.dni, "Retama2025")

    assert heading(noted) == "Revise su correo"
    assert "El usuario o la contraseña no son correctos" in alert(refused)
    assert heading(inicio) == "Inicio"


def test_recovery_answers_alike_who_is_unknown(journey: Journey, inhabitants: Inhabitants) -> None:
    person = inhabitants.servidor()

    known = journey.recover(person.correo)
    unknown = journey.recover("nadie@example.pe")

    assert unknown.text == known.text
    journey.copy.wait_for_mail(person.correo)
    told = journey.copy.wait_for_mail("nadie@example.pe", "No hay una cuenta con este correo")
    assert "/passport/generar/" not in told["text"]
