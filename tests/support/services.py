"""One service in this process, on its real database and Valkey, without its neighbours."""

import importlib
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from redis import Redis
from sqlalchemy import select
from webtest import TestApp

from chassis import worker
from contracts.events import Envelope, Event
from deploy.embedded import Valkey
from tests.support.people import PUBLIC_URL, People
from tests.support.stack import Databases


class Service:
    """A service under test, through the interfaces that it promises to keep."""

    def __init__(self, name: str, app: Flask, databases: Databases) -> None:
        self.name = name
        self.app = app
        self.valkey: Redis = app.extensions["valkey"]
        self._db = importlib.import_module(f"services.{name}.models").db
        self._databases = databases

    def browser(self, token: str = "") -> TestApp:
        """Open a browser whose requests carry the token, as the gateway would send them."""
        environ = {"HTTP_ACCEPT": "text/html"}
        if token:
            environ["HTTP_AUTHORIZATION"] = f"Bearer {token}"
        return TestApp(self.app, extra_environ=environ)

    def run(self, *arguments: str) -> Result:
        """Run a command: `legajo.run("servidores", "import", path)`."""
        return self.app.test_cli_runner().invoke(args=list(arguments))

    def envelopes(self) -> list[Envelope]:
        """Return what waits in the outbox, oldest first."""
        outbox = self._db.metadata.tables["outbox"]
        with self.app.app_context():
            rows = self._db.session.execute(select(outbox.c.envelope).order_by(outbox.c.seq))
            return list(rows.scalars())

    def outbox(self) -> list[Event]:
        """Return the events that wait in the outbox, oldest first."""
        return [Event.from_envelope(envelope) for envelope in self.envelopes()]

    def receive(self, envelope: Envelope) -> bool:
        """Deliver an event as the worker does; tell whether it was new."""
        handlers = importlib.import_module(f"services.{self.name}.subscribers").HANDLERS
        with self.app.app_context():
            return worker.receive(self._db, handlers, envelope)

    def empty(self) -> None:
        """Forget everything: every row, and all of Valkey."""
        self._databases.empty(self.name)
        self.valkey.flushdb()


def start(
    name: str, databases: Databases, valkey: Valkey, people: People, **settings: Any
) -> Service:
    """Start a service of the platform; `settings` are more of its environment."""
    environ = {
        "AYNI_PUBLIC_URL": PUBLIC_URL,
        "AYNI_VALKEY_URL": valkey.url,
        "AYNI_IDENTITY_URL": people.url,
        "AYNI_LOG_FORMAT": "console",
        f"{name.upper()}_DATABASE_URL": databases.url(name),
        f"{name.upper()}_FILES_DIR": str(databases.files / name),
        f"{name.upper()}_FILES_KEY": "what files are encrypted with",
    } | settings
    with pytest.MonkeyPatch.context() as environment:
        for variable, value in environ.items():
            environment.setenv(variable, value)
        app = importlib.import_module(f"services.{name}.app").create_app()
    return Service(name, app, databases)
