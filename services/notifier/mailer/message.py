"""Writes a message from its templates: text first, then HTML, and nothing remote.

The same letter gives the same bytes at every try: its Date, Message-ID and boundary are fixed.
"""

from collections.abc import Mapping
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Any

from flask import render_template

from chassis.sealing import unseal
from services.notifier.domain import LETTERS, Kind
from services.notifier.settings import Settings
from uikit import filters

SEALED = "sealed_link"
"""The parameter that only this module opens, as `link`, and only in memory."""

HEADERS = {
    "Content-Language": "es-PE",
    "Auto-Submitted": "auto-generated",
    "X-Auto-Response-Suppress": "All",
}
"""What every message says of itself: nobody's out-of-office answers it (RFC 3834 §5)."""


def compose(
    settings: Settings,
    kind: Kind,
    params: Mapping[str, Any],
    *,
    to: str,
    message_id: str,
    date: datetime,
) -> bytes:
    """Write the message as it goes over the wire; the only place where a sealed link is opened."""
    to.encode("ascii")  # or UnicodeEncodeError: our server takes no other addresses
    values = {**_opened(params, settings), "public_url": settings.public_url}
    subject = subject_of(kind, params)
    message = EmailMessage(policy=SMTP)
    message["Subject"] = subject
    message["From"] = settings.mail_from
    message["To"] = to
    message["Reply-To"] = settings.reply_to
    message["Date"] = format_datetime(date)
    message["Message-ID"] = message_id
    for subtype, extension in (("plain", "txt"), ("html", "html")):
        text = render_template(f"notifier/{kind}.{extension}", subject=subject, **values)
        attach = message.set_content if subtype == "plain" else message.add_alternative
        attach(text, subtype=subtype, charset="utf-8", cte="quoted-printable")
    for name, value in HEADERS.items():  # last: what is Content-… would become the first part's
        message[name] = value
    message.set_boundary(f"=_{message_id.strip('<>').partition('@')[0]}")
    return message.as_bytes()


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
