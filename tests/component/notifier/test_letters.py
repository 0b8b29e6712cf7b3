"""What people read: both parts say the same, nothing comes from elsewhere, the bytes are fixed."""

import re
from datetime import date
from email.message import EmailMessage
from html.parser import HTMLParser

import html5lib
import pytest

from tests.support.builders import notifier as heard
from tests.support.builders.notifier import LINK, ROSA

EVENTS = {
    "password_link": heard.password_link(),
    "password_recovery": heard.password_link(purpose="recuperar"),
    "password_set": heard.password_set(),
    "email_changed": heard.email_changed(),
    "solicitud_submitted": heard.solicitud_submitted(),
    "solicitud_status_changed": heard.solicitud_status_changed(),
    "solicitud_about_to_expire": heard.solicitud_about_to_expire(),
    "legajo_transferred": heard.legajo_transferred(),
    "boleta_published": heard.boletas_published(),
    "planilla_imported": heard.planilla_imported(),
    "correo_link": heard.correo_link(),
    "account_opened": heard.account_opened(),
    "new_device": heard.new_device(),
    "no_account": heard.no_account(),
    "boleta_replaced": heard.boleta_replaced(),
    "boleta_annulled": heard.boleta_annulled(),
    "reclamo_answered": heard.reclamo_answered(),
}
"""An event for each letter; the change of an address writes two."""

every_letter = pytest.mark.parametrize("event", EVENTS.values(), ids=EVENTS)


@pytest.fixture
def letters(notifier, server):
    """Offer `letters(event)`: the messages that arrive when that is heard."""

    def arrive(event):
        notifier.hear(heard.accounts_created(), event)
        notifier.deliver()
        return server.messages

    return arrive


class Reader(HTMLParser):
    """Reads the HTML part as a person does, and sees what a mail reader would fetch."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.addresses: list[str] = []
        self._in_head = False
        self.feed(html)

    def handle_starttag(self, tag, attrs) -> None:
        self._in_head = self._in_head or tag == "head"
        self.addresses += [value for name, value in attrs if name in {"href", "src", "background"}]

    def handle_endtag(self, tag) -> None:
        self._in_head = self._in_head and tag != "head"

    def handle_data(self, data) -> None:
        if not self._in_head:
            self.words += data.split()


def parts(message: EmailMessage) -> tuple[str, str]:
    text, html = message.iter_parts()
    return text.get_content(), html.get_content()


@every_letter
def test_text_and_html_say_the_same_words(letters, event):
    for message in letters(event):
        text, html = parts(message)

        assert Reader(html).words == text.split()


@every_letter
def test_nothing_in_a_letter_comes_from_elsewhere(letters, event):
    for message in letters(event):
        _, html = parts(message)

        html5lib.HTMLParser(strict=True).parse(html)
        assert all(address.startswith("http://ayni.test/") for address in Reader(html).addresses)
        assert not re.search(r"url\(|<img|<link|<script|@import", html)


@every_letter
def test_a_letter_says_what_it_is_to_mail_programs(letters, event):
    for message in letters(event):
        kinds = [part.get_content_type() for part in message.iter_parts()]
        encodings = {part["Content-Transfer-Encoding"] for part in message.iter_parts()}

        assert kinds == ["text/plain", "text/html"]
        assert encodings == {"quoted-printable"}
        assert message["Content-Language"] == "es-PE"
        assert message["Auto-Submitted"] == "auto-generated"
        assert message["X-Auto-Response-Suppress"] == "All"
        assert message["From"] == "Mensajería AYNI <mensajeria@ayni.example.pe>"
        assert message["Reply-To"] == "mesadeayuda@minedu.gob.pe"
        assert re.fullmatch(r"<[0-9a-f]{32}@ayni\.example\.pe>", message["Message-ID"])


@every_letter
def test_a_subject_says_nothing_about_the_person(letters, event):
    for message in letters(event):
        for personal in (ROSA.dni, *ROSA.nombres.split(), "Quispe"):
            assert personal not in message["Subject"]


@every_letter
def test_a_letter_is_the_same_bytes_at_every_try(letters, notifier, server, event):
    server.say(".", "451 4.3.0 espere", "451 4.3.0 espere")
    letters(event)
    server.say_always(".", "cut")

    notifier.deliver_later()
    notifier.deliver_later()
    notifier.deliver_later()

    copies = {message["Message-ID"] for message in server.messages}
    assert len(server.taken) > len(copies)
    assert len(set(server.taken)) == len(copies)


def test_the_password_letter_is_the_one_of_the_guide(letters):
    (message,) = letters(EVENTS["password_link"])

    text, html = parts(message)
    assert message["To"] == ROSA.correo
    assert message["Subject"] == (
        "Plataforma de Servicios para el Servidor Público – Generar tu contraseña"
    )
    assert text.count(LINK) == 1
    assert Reader(html).addresses == [LINK]
    assert "Usuario: 00000001 (su DNI)" in text
    assert "24 horas" in text
    assert "615-5800 anexo 50505" in text
    assert "Si usted no lo pidió" in text


def test_the_end_of_a_link_is_said_as_a_time_of_lima(letters):
    (message,) = letters(heard.password_link(expires_at=heard.at("2099-01-02T17:00:00+00:00")))

    assert "antes del 2 de enero de 2099 a las 12:00 p.m. (hora del Perú)" in parts(message)[0]


def test_both_addresses_learn_that_one_took_the_place_of_the_other(letters):
    previous, new = sorted(letters(EVENTS["email_changed"]), key=lambda message: message["To"])

    assert (previous["To"], new["To"]) == (ROSA.correo, "rosa.q@correo.example")
    assert "rosa.q@correo.example" not in parts(previous)[0]
    assert "ro…@correo.example" in parts(previous)[0]


def test_a_month_is_called_as_the_ministry_calls_it(letters):
    (message,) = letters(EVENTS["boleta_published"])

    assert message["Subject"] == "Su boleta de JUNIO 2022 está disponible"
    assert "http://ayni.test/boleta/" in parts(message)[0]


def test_what_people_write_is_shown_and_never_obeyed(letters):
    (message,) = letters(heard.solicitud_status_changed(comentario="<b>Falta</b> & sobra"))

    text, html = parts(message)
    assert "<b>Falta</b> & sobra" in text
    assert "&lt;b&gt;Falta&lt;/b&gt; &amp; sobra" in html


@pytest.mark.parametrize(
    ("estado", "words"),
    [("observada", "Tiene 5 días hábiles"), ("no_presentada", "Venció el plazo"), ("otra", "está")],
)
def test_a_letter_about_a_solicitud_names_it_and_says_what_is_awaited(letters, estado, words):
    (message,) = letters(heard.solicitud_status_changed(estado=estado))

    for text in parts(message):
        said = " ".join(text.split())
        assert "Su solicitud EXP-2026-000007 para actualizar su legajo está" in said
        assert words in said
        assert "/legajo/solicitudes/EXP-2026-000007" in said


@pytest.mark.parametrize(
    ("estado", "words"),
    [("observada", "Puede responder hasta el"), ("subsanada", "Le responderán hasta el")],
)
def test_a_letter_about_a_solicitud_says_by_when(letters, estado, words):
    event = heard.solicitud_status_changed(estado=estado, vence_el=date(2026, 6, 22))

    (message,) = letters(event)

    for text in parts(message):
        said = " ".join(text.split())
        assert words in said
        assert "22/06/2026" in said
