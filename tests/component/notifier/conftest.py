"""The notifier, running, with a real mail server at its side."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select, update

from contracts.events import Event
from deploy.embedded import Valkey
from deploy.ports import LOOPBACK
from services.notifier.domain import Lane, State
from services.notifier.models import Email, db
from services.notifier.usecases import delivery, handing
from tests.support.builders.notifier import SEALING_KEY
from tests.support.mail_server import MailServer, mail_server
from tests.support.people import PUBLIC_URL, People
from tests.support.services import Service, start
from tests.support.stack import Databases

TIMEOUT = 60.0
"""Seconds that the mailer waits for the server in these tests, which answers at once or never."""


class Notifier:
    """The notifier under test: it hears events, and delivers when it is told to."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.run = service.run
        self.mailer = service.app.extensions["mailer"]

    def hear(self, *events: Event) -> None:
        """Receive events as the worker does."""
        for event in events:
            assert self.service.receive(event.to_envelope(requestid="0123456789abcdef"))

    def deliver(self, by: Any = None) -> None:
        """Do once what the sweep and the task do, in this thread; `by` stands in for the mailer."""
        handing.free_lapsed()
        for lane in Lane:
            delivery.deliver(handing.hand_over(lane), by or self.mailer)

    def deliver_later(self) -> None:
        """Deliver as if the time of what waits had come."""
        make_due = update(Email).where(Email.state == State.PENDING)
        db.session.execute(make_due.values(next_attempt_at=datetime.now(UTC)))
        db.session.commit()
        self.deliver()

    def emails(self) -> list[Email]:
        """Return every e-mail as it is now, oldest first."""
        db.session.rollback()
        return list(db.session.scalars(select(Email).order_by(Email.created_at, Email.kind)))

    def email(self) -> Email:
        """Return the only e-mail."""
        (email,) = self.emails()
        return email


@pytest.fixture(scope="session")
def session_mail_server() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def server(session_mail_server: MailServer) -> MailServer:
    """Offer the mail server, empty and willing."""
    session_mail_server.reset()
    return session_mail_server


@pytest.fixture(scope="session")
def environ(
    databases: Databases, valkey: Valkey, people: People, session_mail_server: MailServer
) -> dict[str, str]:
    """Offer the environment of the notifier."""
    return {
        "AYNI_PUBLIC_URL": PUBLIC_URL,
        "AYNI_VALKEY_URL": valkey.url,
        "AYNI_IDENTITY_URL": people.url,
        "NOTIFIER_DATABASE_URL": databases.url("notifier"),
        "NOTIFIER_SEALING_KEY": SEALING_KEY,
        "NOTIFIER_SMTP_HOST": LOOPBACK,
        "NOTIFIER_SMTP_PORT": str(session_mail_server.port),
        "NOTIFIER_SMTP_TIMEOUT": str(TIMEOUT),
        "NOTIFIER_BOUNCE_SECRET": "lo que el proveedor muestra",
    }


@pytest.fixture(scope="session")
def running_notifier(
    databases: Databases, valkey: Valkey, people: People, environ: dict[str, str]
) -> Service:
    """Start the notifier once for all tests."""
    return start("notifier", databases, valkey, people, **environ)


@pytest.fixture
def notifier(running_notifier: Service, server: MailServer) -> Iterator[Notifier]:
    """Offer the notifier without any e-mail, inside its context."""
    running_notifier.empty()
    with running_notifier.app.app_context():
        notifier = Notifier(running_notifier)
        yield notifier
        notifier.mailer.close()
