"""A service that is nobody's: the chassis on its own database, Valkey and worker."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from celery import Celery
from flask import Flask
from redis import Redis
from sqlalchemy.orm import Session

from chassis.bus import Bus
from chassis.database import Database, new_metadata
from chassis.settings import Secret, ServiceSettings
from chassis.worker import create_worker
from deploy.embedded import Postgres, Valkey

NAME = "boleta"
"""The chassis reads the topology by the service's name, so it plays one that listens."""


@dataclass(frozen=True)
class Chassis:
    """What a service stands on, with nothing on top."""

    app: Flask
    db: Database
    celery: Celery
    valkey: Redis
    bus: Bus

    @property
    def session(self) -> Session:
        return self.db.session


@pytest.fixture(scope="session")
def nameless_url(postgres: Postgres) -> str:
    return postgres.add_database("chassis", password="of-chassis")


@pytest.fixture
def handlers() -> dict:
    """Offer what the service does about each event, for a test to fill in."""
    return {}


@pytest.fixture
def chassis(nameless_url: str, valkey: Valkey, handlers: dict) -> Iterator[Chassis]:
    """Offer the chassis inside the context of an app, with empty tables and an empty Valkey."""
    metadata = new_metadata()
    db = Database(metadata)
    app = Flask("chassis")
    app.name = NAME
    db.init_app(app, nameless_url)
    settings = ServiceSettings(
        public_url="http://ayni.test", valkey_url=Secret(valkey.url), identity_url=""
    )
    connection = Redis.from_url(valkey.url, decode_responses=True)
    app.extensions["valkey"] = connection
    celery = create_worker(app, settings, db, handlers=handlers)
    connection.flushdb()
    with app.app_context():
        engine = db.session.get_bind().engine
        metadata.drop_all(db.session.connection())
        metadata.create_all(db.session.connection())
        db.session.commit()
        yield Chassis(app, db, celery, connection, Bus(celery, connection, NAME))
        db.session.close()
        engine.dispose()
    connection.close()
    celery.close()
