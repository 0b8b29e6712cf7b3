"""The e-mails that arrived, by real SMTP: `mailbox.wait_for(to=…, subject=…)`."""

import re
from pathlib import Path

from deploy.mailbox.messages import Folder, Message
from tests.support.waiting import wait_for


class Mailbox:
    """Reads the folder of an SMTP sink: a test's own, or that of a running platform."""

    def __init__(self, path: Path, smtp_port: int = 0) -> None:
        self.folder = Folder(path)
        self.smtp_port = smtp_port

    def messages(self, to: str = "", subject: str = "") -> list[Message]:
        """Return what has arrived for an address, newest first; parts of both texts are enough."""
        return [
            message
            for message in self.folder.newest()
            if to.lower() in message.to.lower() and subject in message.subject
        ]

    def wait_for(self, to: str = "", subject: str = "", count: int = 1) -> Message:
        """Return the newest such message as soon as there are `count` of them."""

        def enough() -> list[Message]:
            found = self.messages(to, subject)
            return found if len(found) >= count else []

        return wait_for(enough, f"mail to {to!r} about {subject!r}: {count}")[0]

    def clear(self) -> None:
        """Throw away what has arrived."""
        self.folder.clear()


def link_in(message: Message) -> str:
    """Return the first address in the text of a mail."""
    found = re.search(r"https?://\S+", message.text)
    assert found, message.text
    return found[0]
