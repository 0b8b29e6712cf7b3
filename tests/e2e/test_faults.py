"""What fails, fails alone: somebody is killed, forgets, or is away, and the main job goes on."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from redis import Redis

from deploy.platform import Platform
from tests.support.inhabitants import Inhabitant, Inhabitants
from tests.support.journey import LINK_SUBJECT, Copy, Journey
from tests.support.page import heading_of, lint
from tests.support.rest import is_at_rest
from tests.support.visitor import Page
from tests.support.waiting import wait_for

VICTIMS = ("legajo-worker", "boleta-worker", "identity-worker", "notifier-worker", "identity-web")
"""Who is killed, each right after somebody sent Generar contraseña."""

SignIn = Callable[[Inhabitant], Journey]


def heading(page: Page) -> str:
    return heading_of(lint(page.text, page.request.url))


def kill(platform: Platform, name: str) -> None:
    """Kill a process and all it started; return when the supervisor has started it again."""
    victim = platform.child(name)
    pid = victim.pid
    os.killpg(pid, signal.SIGKILL)
    wait_for(lambda: victim.alive and victim.pid != pid, f"a new {name}")


@contextmanager
def away(platform: Platform, name: str) -> Iterator[None]:
    """Stop a process, so that nobody starts it again before the end."""
    platform.child(name).stop()
    try:
        yield
    finally:
        platform.child(name).start()
        platform.wait_until_ready()


def rest(platform: Platform) -> None:
    """Wait until no mail can come any more: what a killed worker held is given back in time."""
    wait_for(lambda: is_at_rest(platform), "a platform at rest")


def mails(copy: Copy, person: Inhabitant) -> int:
    return len(copy.mails(person.correo, LINK_SUBJECT))


def is_told_once(platform: Platform, copy: Copy, person: Inhabitant) -> bool:
    """Tell whether one letter arrived, with a copy at most for each time nobody knows if it did.

    A worker that is killed after the last dot, before it wrote so, leaves such a doubt.
    """
    ids = [mail["headers"]["Message-ID"] for mail in copy.mails(person.correo, LINK_SUBJECT)]
    with platform.postgres.connect("notifier") as connection:
        theirs = "SELECT message_id, unknowns FROM email WHERE correo = %s AND message_id = ANY(%s)"
        [(message_id, unknowns)] = connection.execute(theirs, [person.correo, ids]).fetchall()
    return {*ids} == {message_id} and len(ids) <= 1 + unknowns


def test_whoever_is_killed_after_the_click_exactly_one_letter_arrives(
    platform: Platform, copy: Copy, inhabitants: Inhabitants
) -> None:
    asked = {}

    for victim in VICTIMS:
        asked[victim] = inhabitants.servidor()
        Journey(copy).ask_for_link(asked[victim].dni, asked[victim].correo)
        kill(platform, victim)
    platform.wait_until_ready()
    in_hand = asked["while it has the mail"] = inhabitants.servidor()
    Journey(copy).ask_for_link(in_hand.dni, in_hand.correo)
    with platform.postgres.connect("notifier") as connection:
        theirs = "SELECT 1 FROM email WHERE correo = %s"
        wait_for(lambda: connection.execute(theirs, [in_hand.correo]).fetchone(), "a row")
    kill(platform, "notifier-worker")

    rest(platform)
    told = {name: is_told_once(platform, copy, person) for name, person in asked.items()}
    assert told == dict.fromkeys(asked, True)


def test_a_valkey_that_forgets_everything_loses_no_mail(
    platform: Platform, copy: Copy, signed_in: SignIn, inhabitants: Inhabitants
) -> None:
    before, person = signed_in(inhabitants.servidor()), inhabitants.servidor()

    Journey(copy).ask_for_link(person.dni, person.correo)
    with Redis.from_url(platform.valkey.url) as valkey:
        valkey.flushall()

    copy.wait_for_mail(person.correo, LINK_SUBJECT)
    # Passport keeps its sessions in its database: it lets in who was there, without a password.
    assert heading(before.browser.visit("/inicio")) == "Inicio"
    assert heading(signed_in(inhabitants.servidor()).browser.visit("/inicio")) == "Inicio"
    rest(platform)
    assert mails(copy, person) == 1


def test_a_valkey_that_is_restarted_loses_no_mail_and_no_session(
    platform: Platform, copy: Copy, signed_in: SignIn, inhabitants: Inhabitants
) -> None:
    before, person = signed_in(inhabitants.servidor()), inhabitants.servidor()

    Journey(copy).ask_for_link(person.dni, person.correo)
    platform.valkey.stop()
    said = before.browser.visit("/inicio", status=503)
    platform.valkey.start()

    copy.wait_for_mail(person.correo, LINK_SUBJECT)
    assert heading(said) == "El servicio no está disponible"
    assert heading(before.browser.visit("/inicio")) == "Inicio"
    rest(platform)
    assert mails(copy, person) == 1


def test_without_legajo_inicio_opens_and_boletas_are_there(
    platform: Platform, signed_in: SignIn, inhabitants: Inhabitants
) -> None:
    journey = signed_in(inhabitants.servidor())

    with away(platform, "legajo-web"):
        inicio = journey.browser.visit("/inicio")
        mi_boleta = journey.browser.visit("/boleta/")
        legajo = journey.browser.visit("/legajo/", status=503)

    assert "No pudimos consultar su legajo" in inicio.text
    assert "DICIEMBRE 2025" in mi_boleta.text
    assert heading(legajo) == "El servicio no está disponible"


def test_without_boleta_the_rest_opens_and_its_page_says_so(
    platform: Platform, signed_in: SignIn, inhabitants: Inhabitants
) -> None:
    journey = signed_in(inhabitants.servidor())

    with away(platform, "boleta-web"):
        inicio = journey.browser.visit("/inicio")
        mi_boleta = journey.browser.visit("/boleta/", status=503)

    assert heading(inicio) == "Inicio"
    assert heading(mi_boleta) == "El servicio no está disponible"
    assert "Código de atención" in mi_boleta.text
    assert heading(journey.browser.visit("/boleta/")) == "Mi boleta"


@pytest.mark.parametrize("process", ["notifier-worker", "mailbox"])
def test_a_mail_waits_for_who_is_away(
    process: str, platform: Platform, copy: Copy, inhabitants: Inhabitants
) -> None:
    person = inhabitants.servidor()

    with away(platform, process):
        Journey(copy).ask_for_link(person.dni, person.correo)

    copy.wait_for_mail(person.correo, LINK_SUBJECT)
    rest(platform)
    assert mails(copy, person) == 1
