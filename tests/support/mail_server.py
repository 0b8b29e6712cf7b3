"""A real SMTP server that keeps what it takes, and can be told to refuse, hang or cut the line."""

import asyncio
import threading
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session, syntax

from deploy.ports import LOOPBACK, free_ports
from tests.support.waiting import PATIENCE

CUT = "cut"
"""Hang up instead of answering."""

HANG = "hang"
"""Keep silent until the server is told to go on."""

CUT_OFF = "421 4.3.2 nobody hears this any more"


class MailServer:
    """What a test says to it, and what it took: bytes, in the order of arrival."""

    def __init__(self) -> None:
        self.port = free_ports(1)[0]
        self.taken: list[bytes] = []
        self.senders: list[str] = []
        self.connections = 0
        self.hanging = 0
        self.mood: Callable[[str], str | None] = lambda _command: None
        """What it answers to a command when no script says otherwise; None is a yes."""
        self._script: dict[str, deque[str | None]] = defaultdict(deque)
        self._always: dict[str, str] = {}
        self._go_on = threading.Event()
        self._controller: Controller | None = None

    @property
    def messages(self) -> list[EmailMessage]:
        """Return what it took, as a mail reader sees it."""
        parser = BytesParser(policy=policy.default)
        return [parser.parsebytes(content) for content in self.taken]

    def say(self, command: str, *answers: str | None) -> None:
        """Answer so, once each, to MAIL, RCPT, DATA, or `.` (the final dot); None is a yes."""
        self._script[command].extend(answers)

    def say_always(self, command: str, answer: str) -> None:
        """Answer so until the server is reset."""
        self._always[command] = answer

    def go_on(self) -> None:
        """End the silence of those that hang, who are then cut off."""
        self._always.clear()
        self._go_on.set()

    def reset(self) -> None:
        """Forget what was taken and what was told."""
        self._script.clear()
        self._always.clear()
        self.taken.clear()
        self.senders.clear()
        self.connections = 0
        self._go_on = threading.Event()

    def start(self) -> None:
        """Take mail."""
        self._controller = _Controller(
            self, hostname=LOOPBACK, port=self.port, ready_timeout=PATIENCE
        )
        self._controller.start()

    def stop(self) -> None:
        """Refuse connections."""
        self.go_on()
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    def next_answer(self, command: str) -> str | None:
        """Return what the script says to a command; None is a yes."""
        script = self._script[command]
        if script:
            return script.popleft()
        return self._always.get(command) or self.mood(command)

    async def carry_out(self, answer: str | None, connection: SMTP) -> str | None:
        """Hang or cut, if the answer is that; return what is left to say."""
        if answer == HANG:
            self.hanging += 1
            try:
                while not self._go_on.is_set():
                    await asyncio.sleep(0.01)
            finally:
                self.hanging -= 1
        if answer in {CUT, HANG}:
            transport: Any = connection.transport
            transport.abort()
            return CUT_OFF
        return answer

    async def answer(self, command: str, connection: SMTP) -> str | None:
        """Answer a command as the script says."""
        return await self.carry_out(self.next_answer(command), connection)


class _Handler:
    def __init__(self, server: MailServer) -> None:
        self.server = server

    async def handle_MAIL(
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        refusal = await self.server.answer("MAIL", server)
        if refusal is None:
            envelope.mail_from = address
            self.server.senders.append(address)
            envelope.mail_options.extend(options)
        return refusal or "250 OK"

    async def handle_RCPT(
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        refusal = await self.server.answer("RCPT", server)
        if refusal is None:
            envelope.rcpt_tos.append(address)
        return refusal or "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Answer the final dot: what is not refused is taken, whether or not the client hears."""
        answer = self.server.next_answer(".")
        if answer in {None, CUT, HANG}:
            assert isinstance(envelope.content, bytes)
            self.server.taken.append(envelope.content)
        return await self.server.carry_out(answer, server) or "250 2.0.0 OK"


class _Smtp(SMTP):
    our_server: MailServer

    def connection_made(self, transport: Any) -> None:
        self.our_server.connections += 1
        super().connection_made(transport)

    @syntax("DATA")
    async def smtp_DATA(self, arg: str) -> None:
        refusal = await self.our_server.answer("DATA", self)
        if refusal is None:
            await super().smtp_DATA(arg)
        elif refusal != CUT_OFF:
            await self.push(refusal)


class _Controller(Controller):
    def __init__(self, server: MailServer, **options: Any) -> None:
        super().__init__(_Handler(server), **options)
        self._ours = server

    def factory(self) -> SMTP:
        smtp = _Smtp(self.handler, **self.SMTP_kwargs)
        smtp.our_server = self._ours
        return smtp


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Run such a server for as long as the `with` lasts."""
    server = MailServer()
    server.start()
    try:
        yield server
    finally:
        server.stop()
