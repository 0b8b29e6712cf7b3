"""Run the mailbox: `python -m deploy.mailbox`."""

import logging
from dataclasses import dataclass
from pathlib import Path

from werkzeug.serving import make_server

from chassis.settings import read_settings
from deploy.mailbox.messages import Folder
from deploy.mailbox.pages import create_app
from deploy.mailbox.smtp import receive


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Where the mailbox listens and keeps; read from `MAILBOX_…`."""

    folder: Path
    """Where the messages are kept."""
    host: str = "127.0.0.1"
    """Where it listens: on this machine only. In a container, 0.0.0.0."""
    smtp_port: int = 1025
    """Where it takes mail in."""
    http_port: int = 8025
    """Where it is read."""


def main() -> None:
    """Take mail in, and show it, until somebody ends the process."""
    settings = read_settings(Settings, "MAILBOX")
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    folder = Folder(settings.folder)
    with receive(folder, settings.host, settings.smtp_port):
        server = make_server(settings.host, settings.http_port, create_app(folder), threaded=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
