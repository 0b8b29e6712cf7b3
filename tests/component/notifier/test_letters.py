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
    "legajo_changed": heard.legajo_changed(),
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
        notifier.deliver_later()  # some wait for more of the same
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


def a_change(hour, **fields):
    return heard.legajo_changed(at=heard.at(f"2026-06-22T{hour}:05:00+00:00"), **fields)


def test_what_changed_in_a_legajo_in_a_short_time_is_told_in_one_letter(notifier, server):
    notifier.hear(
        heard.accounts_created(),
        a_change(16),
        a_change(17, seccion="VI. Retiro y régimen pensionario"),
        a_change(18),
        a_change(19, seccion="", estado="no_vigente"),
    )
    notifier.deliver()
    assert server.messages == []

    notifier.deliver_later()

    (message,) = server.messages
    assert message["Subject"] == "Hubo cambios en su legajo"
    for part in parts(message):
        said = " ".join(re.sub("<[^>]+>", "", part).split())
        assert "II. Situación académica; VI. Retiro y régimen pensionario" in said
        assert "no está vigente" in said
        assert "http://ayni.test/legajo/historia" in said


def test_what_changes_once_the_letter_has_gone_is_told_in_another(notifier, server):
    notifier.hear(heard.accounts_created(), a_change(16))
    notifier.deliver_later()

    notifier.hear(a_change(20))
    notifier.deliver_later()

    assert len({message["Message-ID"] for message in server.messages}) == 2


def test_a_letter_that_was_tried_is_not_changed_any_more(notifier, server):
    notifier.hear(heard.accounts_created(), a_change(16))
    server.say(".", "451 4.3.0 espere")
    notifier.deliver_later()

    notifier.hear(a_change(20, seccion="VI. Retiro y régimen pensionario"))

    assert [email.params["secciones"] for email in notifier.emails()] == [
        ["II. Situación académica"],
        ["VI. Retiro y régimen pensionario"],
    ]


def test_a_reserved_section_has_no_name_in_a_letter(letters):
    (message,) = letters(a_change(16, seccion=""))

    for part in parts(message):
        said = " ".join(part.split())
        assert "hizo cambios en él de oficio" in said
        assert "Sección" not in said
        assert "reservad" not in said.lower()


def test_who_has_no_account_gets_no_letter_of_their_legajo(notifier):
    notifier.hear(a_change(16))

    assert notifier.emails() == []


@pytest.mark.parametrize(
    "event",
    [
        heard.solicitud_submitted(seccion=""),
        heard.solicitud_status_changed(seccion=""),
        heard.solicitud_about_to_expire(seccion=""),
    ],
)
def test_a_solicitud_about_a_reserved_section_does_not_name_it(letters, event):
    (message,) = letters(event)

    for part in parts(message):
        assert "Expediente" in part
        assert "Sección" not in part
