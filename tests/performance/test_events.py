"""Changed servidores on their way: from the outbox through Valkey to their effect in boleta.

What Celery adds to each message in a worker is not in it.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from celery import Celery
from sqlalchemy import select, update

from chassis import outbox, worker
from chassis.bus import Bus, event_queues
from contracts.events import BATCH_SIZE, Envelope
from contracts.legajo import ServidoresUpdated
from services.boleta.models import db
from services.boleta.subscribers import HANDLERS
from tests.performance.bench import Scoreboard, Way, at_least
from tests.support.builders.boleta import a_servidor
from tests.support.services import Service

PEOPLE = 1000

ONE_BY_ONE = 100
"""How many of them suffice to know what one row at a time takes."""

ROUNDS = 3


class Post:
    """The way of an event, in the hands of one process."""

    def __init__(self, boleta: Service) -> None:
        self._boleta = boleta
        self._celery: Celery = boleta.app.extensions["celery"]
        self._bus = Bus(self._celery, boleta.valkey, "boleta")

    def publish(self, people: int, per_event: int = 1) -> None:
        """Leave the news of so many people in an outbox in which nothing else is."""
        self._boleta.empty()
        servidores = [a_servidor(dni=f"{number:08}") for number in range(1, people + 1)]
        with db.transaction():
            for start in range(0, people, per_event):
                some = tuple(servidores[start : start + per_event])
                db.publish(ServidoresUpdated(servidores=some))

    def relay(self) -> None:
        """Send everything as the worker of a service does."""
        while outbox.relay(db.session, db.metadata, self._bus):
            pass

    def relay_one_by_one(self) -> None:
        """Send a row and commit, again and again."""
        table = db.metadata.tables["outbox"]
        oldest = select(table).where(table.c.sent_at.is_(None)).order_by(table.c.seq).limit(1)
        while row := db.session.execute(oldest.with_for_update(skip_locked=True)).first():
            now = datetime.now(UTC)
            self._bus.send([row.envelope], now, self._bus.memory())
            db.session.execute(update(table).where(table.c.seq == row.seq).values(sent_at=now))
            db.session.commit()
        db.session.rollback()

    def receive(self) -> None:
        """Apply what has arrived: each event is a transaction."""
        for envelope in self._arrived():
            assert worker.receive(db, HANDLERS, envelope)

    def _arrived(self) -> Iterator[Envelope]:
        with self._celery.connection_for_read() as connection:
            (bound,) = event_queues("boleta")
            queue = bound(connection.default_channel)
            while message := queue.get():
                (envelope,), _, _ = message.payload
                yield envelope
                message.ack()


@pytest.fixture
def post(boleta: Service) -> Iterator[Post]:
    with boleta.app.app_context():
        yield Post(boleta)
    boleta.valkey.flushdb()


def test_from_the_outbox_to_the_effect(benchmark: Scoreboard, post: Post):
    def ours() -> None:
        post.relay()
        post.receive()

    def one_by_one() -> None:
        post.relay_one_by_one()
        post.receive()

    benchmark.compare(
        "a changed servidor relayed and applied",
        Way(run=ours, units=PEOPLE, prepare=lambda: post.publish(PEOPLE, BATCH_SIZE)),
        Way(
            name="one row at a time",
            run=one_by_one,
            units=ONE_BY_ONE,
            prepare=lambda: post.publish(ONE_BY_ONE),
            goal=at_least(10),
        ),
        rounds=ROUNDS,
    )


def test_each_half(benchmark: Scoreboard, post: Post):
    def relayed() -> None:
        post.publish(ONE_BY_ONE)
        post.relay()

    benchmark.compare(
        "an event relayed",
        Way(run=post.relay, units=PEOPLE, prepare=lambda: post.publish(PEOPLE)),
        Way(
            name="one row at a time",
            run=post.relay_one_by_one,
            units=ONE_BY_ONE,
            prepare=lambda: post.publish(ONE_BY_ONE),
        ),
        rounds=ROUNDS,
    )
    benchmark.compare(
        "an event applied", Way(run=post.receive, units=ONE_BY_ONE, prepare=relayed), rounds=ROUNDS
    )
