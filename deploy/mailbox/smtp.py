"""The SMTP side: it accepts everything, and says so only when the message is on disk."""

from collections.abc import Iterator
from contextlib import contextmanager

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from deploy.mailbox.messages import Folder

START_SECONDS = 60.0
"""How long its thread may take to listen: a moment, but on a machine where everything starts."""


class _Keeper:
    def __init__(self, folder: Folder) -> None:
        self.folder = folder

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        identity = self.folder.keep(envelope.content)
        return f"250 OK {identity}"


@contextmanager
def receive(folder: Folder, host: str, port: int) -> Iterator[None]:
    """Take mail in for as long as the `with` lasts."""
    controller = Controller(
        _Keeper(folder),
        hostname=host,
        port=port,
        enable_SMTPUTF8=True,
        ready_timeout=START_SECONDS,
    )
    controller.start()
    try:
        yield
    finally:
        controller.stop()
