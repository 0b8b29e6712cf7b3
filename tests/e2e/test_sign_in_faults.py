"""A sign-in is interrupted: the person signs in all the same, or begins again; nobody gets in."""

from redis import Redis

from deploy.platform import Platform
from tests.e2e.test_faults import kill
from tests.support.inhabitants import Inhabitants
from tests.support.journey import PASSWORD, Copy, Journey


def a_person_with_a_password(copy: Copy, inhabitants: Inhabitants) -> str:
    person, journey = inhabitants.servidor(), Journey(copy)
    journey.ask_for_link(person.dni, person.correo)
    journey.set_password(journey.receive_link(person.correo))
    return person.dni


def test_identity_restarted_in_the_middle_of_a_sign_in_loses_nobody(
    platform: Platform, copy: Copy, inhabitants: Inhabitants
) -> None:
    dni = a_person_with_a_password(copy, inhabitants)
    journey = Journey(copy)
    page = journey.browser.visit("/login?next=/boleta/")

    kill(platform, "identity-web")
    platform.wait_until_ready()

    answer = copy.captcha_answer(page.form["captcha_id"].value)
    form = {"usuario": dni, "contrasena": PASSWORD, "captcha": answer}
    assert journey.browser.send(page.form, **form).request.path == "/boleta/"


def test_a_sign_in_that_valkey_forgot_begins_again(
    platform: Platform, copy: Copy, inhabitants: Inhabitants
) -> None:
    dni = a_person_with_a_password(copy, inhabitants)
    journey = Journey(copy)
    page = journey.browser.visit("/login?next=/boleta/")
    answer = copy.captcha_answer(page.form["captcha_id"].value)

    with Redis.from_url(platform.valkey.url) as valkey:
        for pattern in ("identity:transaction:*", "gateway:login:*"):
            for key in valkey.scan_iter(pattern):
                valkey.delete(key)

    form = {"usuario": dni, "contrasena": PASSWORD, "captcha": answer}
    arrived = journey.browser.send(page.form, **form)
    assert arrived.request.path == "/inicio"


def test_a_callback_that_comes_twice_signs_in_once(copy: Copy, inhabitants: Inhabitants) -> None:
    dni = a_person_with_a_password(copy, inhabitants)
    first, thief = Journey(copy), Journey(copy)
    first.sign_in(dni)
    jar = first.browser.cookiejar
    (session,) = [cookie for cookie in jar if cookie.name == "ayni"]
    jar.clear(session.domain, session.path, session.name)
    asked = first.browser.get("/login").location
    callback = first.browser.get(asked[len(copy.public_url) :]).location

    first.browser.visit(callback.removeprefix(copy.public_url))
    again = first.browser.visit(callback.removeprefix(copy.public_url))
    stolen = thief.browser.visit(callback.removeprefix(copy.public_url), status=400)

    assert again.request.path == "/inicio"
    assert "El inicio de sesión venció" in stolen.text
    assert "ayni" not in thief.browser.cookie_names()
