"""Hands messages to the mail server (the only importer of smtplib), and knows how far it came.

smtplib raises the same error before and after the final dot, which decides whether a letter may be
sent again; so the dot is sent here, alone. Each thread keeps its connection for a while.
"""

import re
import smtplib
import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from services.notifier.domain import Answer, Phase
from services.notifier.mailer.message import host_of
from services.notifier.settings import Settings

KEPT_SECONDS = 60
"""How long a connection is kept for the next message."""

KEPT_MESSAGES = 100
"""How many messages a connection carries: servers grow suspicious of more."""

FINAL_SHARE = 2 / 3
"""The share of a lease that is given to the answer to the final dot, while servers look for spam:
once the lease has ended, the letter counts as one of which nobody knows."""

SILENCE, READY, OK, GO_AHEAD, CLOSING, WORST = 0, 220, 250, 354, 421, 599
"""The answers (RFC 5321 §4.2.3) that matter here; the others are for the rules to judge."""

MAX_REPLY = 500
"""How much of an answer is kept for who reads it later."""

BeforeDot = Callable[[], None]
"""Called when everything but the final dot is sent; it may raise, and then nothing was sent."""


class Mailer:
    """Sends by one mail server; each thread has a connection of its own."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._name, _, self._host = settings.bounce_address.rpartition("@")
        self._here = threading.local()

    def send(self, recipient: str, message: bytes, before_dot: BeforeDot, *, number: str) -> Answer:
        """Hand over one message and return the server's last word, or how far we came.

        What cannot be delivered later comes back to an address that says its `number` (VERP).
        """
        attempt = _Attempt()
        try:
            answer = self._try(attempt, self._sender(number), recipient, message, before_dot)
        except (smtplib.SMTPException, OSError) as error:
            answer = _failure(attempt.phase, error)
        except BaseException:
            self.close()
            raise
        if answer.code in {SILENCE, CLOSING}:
            self.close()
        return answer

    def close(self) -> None:
        """Hang up this thread's connection; what was not handed over is not sent."""
        smtp: smtplib.SMTP | None = getattr(self._here, "smtp", None)
        self._here.smtp = None
        if smtp is not None:
            smtp.close()

    def _sender(self, number: str) -> str:
        return f"{self._name}+{number}@{self._host}"

    def _try(
        self,
        attempt: "_Attempt",
        sender: str,
        recipient: str,
        message: bytes,
        before_dot: BeforeDot,
    ) -> Answer:
        smtp, code, reply = self._begin(attempt, sender)
        if code != OK:
            return _answer(attempt.phase, code, reply)
        for command, expected in ((f"RCPT TO:<{recipient}>", OK), ("DATA", GO_AHEAD)):
            code, reply = smtp.docmd(command)
            if code != expected:
                return _answer(attempt.phase, code, reply)
        attempt.phase = Phase.DATA
        smtp.send(_without_lone_dots(message))
        before_dot()
        attempt.phase = Phase.HANDED
        return self._last_word(smtp)

    def _begin(self, attempt: "_Attempt", sender: str) -> tuple[smtplib.SMTP, int, bytes]:
        """Name the sender; a kept connection that turns out to be closed costs no try."""
        mail = f"MAIL FROM:<{sender}>"
        if kept := self._kept():
            with suppress(smtplib.SMTPException, OSError):
                code, reply = kept.docmd(mail)
                if code != CLOSING:
                    attempt.phase = Phase.ENVELOPE
                    return kept, code, reply
            self.close()
        smtp = self._connect()
        attempt.phase = Phase.ENVELOPE
        return smtp, *smtp.docmd(mail)

    def _last_word(self, smtp: smtplib.SMTP) -> Answer:
        smtp.sock.settimeout(self._settings.lease_seconds * FINAL_SHARE)  # type: ignore[union-attr]
        smtp.send(b".\r\n")
        code, reply = smtp.getreply()
        smtp.sock.settimeout(self._settings.smtp_timeout)  # type: ignore[union-attr]
        self._here.messages += 1
        self._here.is_clean = code == OK
        return _answer(Phase.HANDED, code, reply)

    def _connect(self) -> smtplib.SMTP:
        settings = self._settings
        smtp = smtplib.SMTP(
            timeout=settings.smtp_timeout, local_hostname=host_of(settings.mail_from)
        )
        # Known before it is open: whatever happens from here on, it will be closed.
        self._here.smtp = smtp
        self._here.since, self._here.messages, self._here.is_clean = time.monotonic(), 0, False
        code, reply = smtp.connect(settings.smtp_host, settings.smtp_port)
        if code != READY:
            raise smtplib.SMTPConnectError(code, reply)
        # The dot goes alone, and shall not wait until the message before it is acknowledged.
        smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # type: ignore[union-attr]
        smtp.ehlo_or_helo_if_needed()
        if settings.smtp_starttls:
            smtp.starttls(context=ssl.create_default_context())
        if settings.smtp_user:
            smtp.login(settings.smtp_user, settings.smtp_password)
        return smtp

    def _kept(self) -> smtplib.SMTP | None:
        """Return the connection of the last message, if it is young and was left in order."""
        smtp: smtplib.SMTP | None = getattr(self._here, "smtp", None)
        if smtp is None:
            return None
        age = time.monotonic() - self._here.since
        if self._here.is_clean and age < KEPT_SECONDS and self._here.messages < KEPT_MESSAGES:
            self._here.is_clean = False
            return smtp
        self.close()
        return None


class _Attempt:
    """How far one try has come, also when it ends by an exception."""

    phase = Phase.CONNECT


def _answer(phase: Phase, code: int, reply: bytes) -> Answer:
    understood = code if READY <= code <= WORST else SILENCE
    return Answer(phase, understood, _one_line(reply.decode("utf-8", "replace")))


def _failure(phase: Phase, error: Exception) -> Answer:
    """Return what an exception says; one that smtplib raises after the dot is no answer."""
    if isinstance(error, smtplib.SMTPResponseException) and phase is Phase.CONNECT:
        reply = error.smtp_error
        return _answer(phase, error.smtp_code, reply if isinstance(reply, bytes) else b"")
    return Answer(phase, reply=_one_line(f"{type(error).__name__}: {error}"))


def _one_line(text: str) -> str:
    return " ".join(text.split())[:MAX_REPLY]


def _without_lone_dots(message: bytes) -> bytes:
    """Double the dots at the start of lines (RFC 5321 §4.5.2), and end with a whole line."""
    body = re.sub(rb"(?m)^\.", b"..", message)
    return body if body.endswith(b"\r\n") else body + b"\r\n"
