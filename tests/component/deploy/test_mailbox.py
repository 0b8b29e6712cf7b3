"""The mailbox: what comes in by SMTP is read on its page, locked up."""

import smtplib
from email.message import EmailMessage

import pytest
from webtest import TestApp

from deploy.mailbox.messages import Folder
from deploy.mailbox.pages import create_app
from tests.support.mailbox import Mailbox, link_in

LINK = "http://localhost:8000/passport/generar/abc"


def a_mail(subject: str = "Generar tu contraseña", html: bool = True) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "AYNI <no-responder@ayni.invalid>"
    mail["To"] = "rosa.quispe@correo.invalid"
    mail["Subject"] = subject
    mail.set_content(f"Estimada Rosa:\n\nAbra {LINK} para generar su contraseña.\n")
    if html:
        mail.add_alternative(
            f'<html><head></head><body><a href="{LINK}">Generar</a></body></html>', subtype="html"
        )
    return mail


def send(mailbox: Mailbox, mail: EmailMessage) -> None:
    with smtplib.SMTP("127.0.0.1", mailbox.smtp_port) as smtp:
        smtp.send_message(mail)


@pytest.fixture
def site(mailbox: Mailbox) -> TestApp:
    return TestApp(create_app(mailbox.folder), extra_environ={"HTTP_HOST": "localhost"})


def test_an_empty_mailbox_says_so(site: TestApp) -> None:
    page = site.get("/")

    page.mustcontain("Todavía no ha llegado ningún correo")


def test_a_mail_is_kept_and_shown_newest_first(mailbox: Mailbox, site: TestApp) -> None:
    send(mailbox, a_mail("El primero"))
    send(mailbox, a_mail("El segundo"))

    page = site.get("/")

    subjects = [link.text for link in page.html.select("table a")]
    assert subjects == ["El segundo", "El primero"]
    assert page.click("El segundo").html.h1.text == "El segundo"


def test_mails_survive_a_restart_of_the_mailbox(mailbox: Mailbox) -> None:
    send(mailbox, a_mail())

    after_restart = Folder(mailbox.folder.path)

    assert [each.subject for each in after_restart.newest()] == ["Generar tu contraseña"]


def test_the_link_of_a_mail_can_be_followed(mailbox: Mailbox, site: TestApp) -> None:
    send(mailbox, a_mail())
    message = mailbox.wait_for(to="ROSA.QUISPE@correo.invalid", subject="Generar")

    page = site.get(f"/messages/{message.id}")

    assert link_in(message) == LINK
    assert page.html.select_one(".mail-text a")["href"] == LINK


def test_the_html_of_a_mail_runs_no_script_and_loads_nothing(
    mailbox: Mailbox, site: TestApp
) -> None:
    send(mailbox, a_mail())
    message = mailbox.wait_for(subject="Generar")

    part = site.get(f"/messages/{message.id}/html")

    policy = part.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox allow-popups")
    assert "allow-scripts" not in policy
    assert '<base target="_blank">' in part.text


def test_the_original_can_be_downloaded(mailbox: Mailbox, site: TestApp) -> None:
    send(mailbox, a_mail(html=False))
    message = mailbox.wait_for()

    original = site.get(f"/messages/{message.id}.eml")

    assert original.content_type == "message/rfc822"
    assert b"rosa.quispe@correo.invalid" in original.body


def test_tests_read_the_mails_of_one_person_as_json(mailbox: Mailbox, site: TestApp) -> None:
    send(mailbox, a_mail())

    found = site.get("/messages.json?to=rosa.quispe").json
    nothing = site.get("/messages.json?to=nadie").json

    assert [(each["to"], each["subject"]) for each in found] == [
        ("rosa.quispe@correo.invalid", "Generar tu contraseña")
    ]
    assert LINK in found[0]["text"]
    assert LINK in found[0]["html"]
    assert nothing == []


def test_the_mailbox_can_be_emptied(mailbox: Mailbox, site: TestApp) -> None:
    send(mailbox, a_mail())

    site.get("/").form.submit().follow()

    assert mailbox.messages() == []


def test_another_site_can_neither_empty_nor_read_it(mailbox: Mailbox, site: TestApp) -> None:
    send(mailbox, a_mail())

    site.post("/vaciar", headers={"Sec-Fetch-Site": "cross-site"}, status=403)
    site.get("/messages.json", extra_environ={"HTTP_HOST": "rebound.example"}, status=400)

    assert len(mailbox.messages()) == 1


def test_what_is_not_there_is_not_found(site: TestApp) -> None:
    site.get("/messages/../../../etc/passwd", status=404)
    site.get("/messages/00000000000000000001", status=404)
