"""The operator's stack, by docker compose, from nothing to the PDF (`make compose-test`)."""

import io

import pytest
from pypdf import PdfReader

from deploy.demo.people import invent_people
from deploy.demo.sign_ins import SIGN_INS
from deploy.processes import PROCESSES
from tests.support.journey import LINK_SUBJECT, Journey, link_in
from tests.support.operator import Operator

pytestmark = pytest.mark.compose


@pytest.fixture
def journey(stack: Operator) -> Journey:
    return Journey(stack.copy)


def test_every_process_is_healthy(stack):
    health = stack.health()

    assert {process.name: health.get(process.name) for process in PROCESSES} == {
        process.name: "healthy" for process in PROCESSES
    }


def test_a_stranger_gets_from_the_welcome_to_the_pdf_even_if_the_notifier_is_killed(stack, journey):
    known = {sign_in.dni for sign_in in SIGN_INS}
    registered = (each for each in invent_people() if each.is_in_register)
    person = next(each for each in registered if each.dni not in known)

    journey.ask_for_link(person.dni, person.correo.upper())
    stack.compose("kill", "--signal", "KILL", "notifier-worker")
    stack.compose("up", "--detach", "--no-build", "--wait", "notifier-worker")
    # What a killed worker held is given back after a minute or a lease, whichever it was.
    mail = stack.copy.wait_for_mail(person.correo, LINK_SUBJECT, patience=240)
    journey.set_password(link_in(mail, stack.copy.public_url))
    inicio = journey.sign_in(person.dni)
    opened = inicio.click("^Mi boleta$").click("Ver mi boleta", index=0)
    pdf = opened.click("Descargar PDF")

    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.body)).pages)
    assert person.dni in text
    assert len(stack.copy.mails(person.correo, "Generar")) == 1


@pytest.mark.parametrize("sign_in", SIGN_INS, ids=lambda sign_in: sign_in.dni)
def test_the_people_of_the_demonstration_sign_in_at_once(journey, sign_in):
    person = next(each for each in invent_people() if each.dni == sign_in.dni)

    inicio = journey.sign_in(sign_in.dni, sign_in.password)

    assert person.apellidos in inicio.text.replace("&#39;", "'")


def test_no_process_knows_the_secrets_of_another(stack):
    known = stack.compose("exec", "-T", "legajo-web", "cat", "/proc/1/environ")

    names = {pair.partition("=")[0] for pair in known.split("\0")}
    assert "LEGAJO_DATABASE_URL" in names
    assert not {name for name in names if name.startswith(("IDENTITY_", "BOLETA_", "GATEWAY_"))} - {
        "GATEWAY_TRUSTED_PROXIES"
    }
