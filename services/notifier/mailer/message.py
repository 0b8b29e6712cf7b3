"""Writes a message from its templates: text first, then HTML, and nothing remote.

The same letter gives the same bytes at every try: its Date, Message-ID and boundary are fixed, and
only the DKIM signature, where there is one, tells when it was made.
"""

import json
from binascii import b2a_qp
from collections.abc import Mapping
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from functools import lru_cache
from typing import Any, NamedTuple

import dkim
from flask import render_template
from markupsafe import escape

from chassis.sealing import unseal
from services.notifier.domain import LETTERS, Kind
from services.notifier.settings import Settings
from uikit import filters

SEALED = "sealed_link"
"""The parameter that only this module opens, as `link`, and only in memory."""

NAME = "\ue000"
"""Stands for the name of the person while the rest of a letter is written (a private character)."""

HEADERS = {
    "Content-Language": "es-PE",
    "Auto-Submitted": "auto-generated",
    "X-Auto-Response-Suppress": "All",
}
"""What every message says of itself: nobody's out-of-office answers it (RFC 3834 §5)."""

PREFERENCES = "/correos/preferencias"
"""Where a person says which letters they want; one that may be refused says so in its header."""

SIGNED = (b"from", b"to", b"subject", b"date", b"message-id", b"reply-to", b"content-type")
"""The headers that DKIM vouches for (RFC 6376 §5.4)."""


class Part(NamedTuple):
    """A part of a message, encoded but for the one line that calls the person by their name."""

    before: bytes
    line: str
    after: bytes

    def to(self, nombres: str) -> bytes:
        """Return it with the name in its place."""
        return b"%s%s%s" % (self.before, _encoded(self.line.replace(NAME, nombres)), self.after)


class Form(NamedTuple):
    """What is alike in all letters of a month: two parts, and the headers before them."""

    head: bytes
    text: Part
    html: Part


def compose(
    settings: Settings,
    kind: Kind,
    params: Mapping[str, Any],
    *,
    to: str,
    message_id: str,
    date: datetime,
) -> bytes:
    """Write the message as it goes over the wire; the only place where a sealed link is opened.

    Raises ValueError for an address that is not of one line of ASCII: our server takes no other.
    """
    if not to.isascii() or not to.isprintable():
        raise ValueError(to)
    shared = {name: value for name, value in params.items() if name != "nombres"}
    nombres = " ".join(str(params.get("nombres", "")).split())
    if SEALED in shared:
        form = _form(settings, kind, _opened(shared, settings))
    else:
        form = _known_form(settings, kind, json.dumps(shared, sort_keys=True))
    boundary = f"=_{message_id.strip('<>').partition('@')[0]}".encode()
    own = (
        f"To: {to}\r\nDate: {format_datetime(date)}\r\nMessage-ID: {message_id}\r\n"
        "MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary="
    )
    parts = (form.text.to(nombres), form.html.to(str(escape(nombres))))
    message = b'%s%s"%s"\r\n\r\n--%s\r\n%s\r\n--%s\r\n%s\r\n--%s--\r\n' % (
        *(form.head, own.encode(), boundary),
        *(boundary, parts[0], boundary, parts[1], boundary),
    )
    return _signed(message, settings) if settings.dkim_key else message


@lru_cache(maxsize=256)
def _known_form(settings: Settings, kind: Kind, shared: str) -> Form:
    """Return the form of a letter without secrets, which many people get."""
    return _form(settings, kind, json.loads(shared))


def _form(settings: Settings, kind: Kind, shared: Mapping[str, Any]) -> Form:
    subject = subject_of(kind, shared)
    headers = {
        "Subject": subject,
        "From": settings.mail_from,
        "Reply-To": settings.reply_to,
        **HEADERS,
        **_refusable(kind, settings),
    }
    values = {
        **shared,
        "nombres": NAME,
        "subject": subject,
        "public_url": settings.public_url,
    }
    head = b"".join(_header(name, value) for name, value in headers.items())
    return Form(head, _part(kind, "plain", "txt", values), _part(kind, "html", "html", values))


def subject_of(kind: Kind, params: Mapping[str, Any]) -> str:
    """Return the subject, which says nothing personal."""
    shown = {**params, "periodo": filters.periodo(params.get("periodo"))}
    return LETTERS[kind].subject.format(**shown)


def address_of(mailbox: str) -> str:
    """Return the bare address of `Name <address>`."""
    return parseaddr(mailbox)[1]


def host_of(mailbox: str) -> str:
    """Return the domain of `Name <address>`."""
    return address_of(mailbox).rpartition("@")[2]


def momento(text: str) -> str:
    """Show an ISO moment as a person says it: `17 de junio de 2026 a las 11:30 a.m.`."""
    local = datetime.fromisoformat(text).astimezone(filters.LIMA)
    mes = filters.MESES[local.month - 1].lower()
    half = "a.m." if local.hour < 12 else "p.m."  # noqa: PLR2004  (noon)
    return f"{local.day} de {mes} de {local.year} a las {local.hour % 12 or 12}:{local:%M} {half}"


def _opened(params: Mapping[str, Any], settings: Settings) -> dict[str, Any]:
    values = dict(params)
    if SEALED in values:
        values["link"] = unseal(values.pop(SEALED), settings.sealing_key)
    return values


def _refusable(kind: Kind, settings: Settings) -> dict[str, str]:
    if not LETTERS[kind].is_refusable:
        return {}
    return {"List-Unsubscribe": f"<{settings.public_url}{PREFERENCES}>"}


@lru_cache(maxsize=256)
def _header(name: str, value: str) -> bytes:
    """Encode and fold one header. The library takes longer over it than all the rest together."""
    message = EmailMessage(policy=SMTP)
    message[name] = value
    return message.as_bytes().removesuffix(b"\r\n")


def _part(kind: Kind, subtype: str, extension: str, values: Mapping[str, Any]) -> Part:
    text = render_template(f"notifier/{kind}.{extension}", **values)
    head = (
        f'Content-Type: text/{subtype}; charset="utf-8"\r\n'
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    before, named, rest = text.partition(NAME)
    if not named:
        return Part(head.encode() + _encoded(text), "", b"")
    start = before.rfind("\n") + 1
    end, newline, after = rest.partition("\n")
    line = f"{before[start:]}{NAME}{end}{newline}"
    return Part(head.encode() + _encoded(before[:start]), line, _encoded(after))


def _encoded(text: str) -> bytes:
    return b2a_qp(text.encode()).replace(b"\n", b"\r\n")


def _signed(message: bytes, settings: Settings) -> bytes:
    signature: bytes = dkim.sign(
        message,
        settings.dkim_selector.encode(),
        host_of(settings.mail_from).encode(),
        settings.dkim_key.encode(),
        canonicalize=(b"relaxed", b"relaxed"),
        include_headers=list(SIGNED),
    )
    return signature + message
