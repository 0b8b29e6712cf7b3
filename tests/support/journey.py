"""The way of a person through a running platform, from the welcome to the PDF of their boleta.

The same steps are walked on what `make run` starts and on the stack of docker compose: a `Copy`
says where that is, and how the answer of a captcha is learned there.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import urllib3
from webtest.forms import Form

from tests.support.visitor import Page, Visitor
from tests.support.waiting import PATIENCE, wait_for

LINK_SUBJECT = "Generar tu contraseña"
"""A part of the subject of the mail with the first link."""

RECOVERY_SUBJECT = "Recuperar su contraseña"
"""A part of the subject of the mail that answers ¿Olvidaste la contraseña?."""

PASSWORD = "Huayruro2025"
"""A password that keeps the six rules."""

Mail = dict[str, Any]
"""A mail as the mailbox tells it: `to`, `subject`, `text`, `html`, `headers`…"""


@dataclass(frozen=True)
class Copy:
    """A copy of the platform that runs somewhere."""

    public_url: str
    mailbox_url: str
    captcha_answer: Callable[[str], str]
    """Looks in Valkey for what the image of that id says."""

    def mails(self, to: str, subject: str = "") -> list[Mail]:
        """Return what has arrived for an address, newest first; a part of the subject is enough."""
        answer = urllib3.request("GET", f"{self.mailbox_url}/messages.json", fields={"to": to})
        return [mail for mail in answer.json() if subject in mail["subject"]]

    def wait_for_mail(
        self, to: str, subject: str = "", *, count: int = 1, patience: float = PATIENCE
    ) -> Mail:
        """Return the newest such mail as soon as there are `count` of them."""

        def enough() -> list[Mail]:
            found = self.mails(to, subject)
            return found if len(found) >= count else []

        return wait_for(enough, f"mail to {to} about {subject!r}: {count}", seconds=patience)[0]


class Journey:
    """A person on their way, with a browser of their own."""

    def __init__(self, copy: Copy) -> None:
        self.copy = copy
        self.browser = Visitor(copy.public_url)

    def ask_for_link(self, dni: str, correo: str, *, status: int = 200) -> Page:
        """Generar contraseña: from the welcome to what the page says."""
        page = self.browser.visit("/").click("GENERAR CONTRASEÑA")
        return self._send(page, status=status, dni=dni, correo=correo)

    def recover(self, correo: str) -> Page:
        """¿Olvidaste la contraseña?: from the sign-in to what the page says."""
        page = self.browser.visit("/login").click("Olvidaste la contraseña")
        return self._send(page, correo=correo)

    def receive_link(self, correo: str, subject: str = LINK_SUBJECT) -> str:
        """Wait for the mail, and return the link that is in it."""
        return link_in(self.copy.wait_for_mail(correo, subject), self.copy.public_url)

    def set_password(self, link: str, password: str = PASSWORD, *, status: int = 200) -> Page:
        """Open the link and save a password."""
        page = self.browser.visit(link)
        return self.browser.send(
            page.form, contrasena=password, confirmacion=password, status=status
        )

    def sign_in(
        self, dni: str, password: str = PASSWORD, *, at: str = "/login", status: int = 200
    ) -> Page:
        """Open a page that asks for a sign-in, give it, and end where it leads."""
        page = self.browser.visit(at)
        return self._send(page, status=status, usuario=dni, contrasena=password)

    def sign_out(self) -> Page:
        """Press Cerrar sesión."""
        page = self.browser.visit("/inicio")
        return self.browser.send(form_to("/logout", page))

    def _send(self, page: Page, *, status: int = 200, **fields: str) -> Page:
        """Fill in a form that asks for the code of an image."""
        answer = self.copy.captcha_answer(page.form["captcha_id"].value)
        return self.browser.send(page.form, captcha=answer, status=status, **fields)


def form_to(action: str, page: Page) -> Form:
    """Return the form of a page that is sent to that address."""
    return next(form for form in page.forms.values() if form.action == action)


def link_in(mail: Mail, public_url: str) -> str:
    """Return the link of a mail, which leads to our own platform and to nowhere else."""
    links = set(re.findall(r"https?://\S+", mail["text"]))
    assert len(links) == 1, mail["text"]
    link = links.pop()
    assert urlsplit(link)[:2] == urlsplit(public_url)[:2], link
    assert link in mail["html"]
    return link
