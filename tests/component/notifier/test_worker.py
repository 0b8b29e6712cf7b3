"""The real worker, and `kill -9`: no mail is lost, and none is sent twice before the final dot."""

import os
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import func, select

from chassis.bus import Bus
from deploy.child import Child
from deploy.environment import ROOT
from deploy.processes import PROCESSES, Kind
from services.notifier.domain import Lane, State
from services.notifier.models import Email, db
from services.notifier.usecases.handing import ROOM
from tests.support.builders.notifier import (
    accounts_created,
    boletas_published,
    password_link,
    people,
    sealed,
)
from tests.support.mail_server import HANG
from tests.support.waiting import wait_for

LEASE = 60
"""Seconds after which what a killed worker held is free again, where none is killed."""

SHORT, SHORTEST = 20, 3
"""The same where one waits for it: the shorter, the sooner a slow worker loses its own, too, and a
letter arrives twice."""

THREADS = 4
"""How many e-mails a worker has in its hands at once (deploy/processes.py)."""


class Workers:
    """Both workers as they are deployed; they can be killed at any moment, and started again."""

    def __init__(self, state: Path, environ: dict[str, str]) -> None:
        self._children = [
            Child(
                process.name,
                [sys.executable, "-m", *process.command()],
                state=state,
                env={**os.environ, **environ, "AYNI_WORKER": process.name},
                cwd=ROOT,
            )
            for process in PROCESSES
            if process.service == "notifier" and process.kind is Kind.WORKER
        ]

    def start(self) -> None:
        for child in self._children:
            child.start()

    def kill(self) -> None:
        """Kill them as a machine that fails does: they can finish nothing."""
        for child in self._children:
            os.kill(child.pid, signal.SIGKILL)
        wait_for(lambda: not any(child.alive for child in self._children), "their end")

    def stop(self) -> str:
        """Stop them in order, and return what they logged."""
        for child in self._children:
            child.stop()
        return "".join(child.log.read_text() for child in self._children if child.log.exists())


@pytest.fixture
def lease() -> int:
    """Say how long a lease is; a test that kills workers says otherwise."""
    return LEASE


@pytest.fixture
def worker(notifier, environ, lease, tmp_path) -> Iterator[Workers]:
    """Offer the workers, not yet started."""
    patient = {"NOTIFIER_LEASE_SECONDS": str(lease)}
    worker = Workers(tmp_path, environ | patient)
    yield worker
    worker.stop()


@pytest.fixture
def say(notifier):
    """Offer `say(event, …)`: publish events through the broker, as the relay of others does."""
    celery = notifier.service.app.extensions["celery"]
    bus = Bus(celery, notifier.service.valkey, "identity")

    def publish(*events) -> None:
        envelopes = [event.to_envelope() for event in events]
        bus.send(envelopes, datetime.now(UTC), bus.memory())

    return publish


def links(count: int):
    """Owe so many people a link."""
    return [
        password_link(dni=person.dni, correo=person.correo, sealed_link=sealed())
        for person in people(count)
    ]


def in_state(state: State) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).where(Email.state == state)) or 0


def has_taken(server, count: int) -> bool:
    return len(server.taken) >= count


def copies(server) -> Counter:
    return Counter(message["Message-ID"] for message in server.messages)


def expected_copies() -> dict[str, int]:
    """Return how often each may have arrived: once more for each time nobody could know."""
    db.session.rollback()
    rows = db.session.execute(select(Email.message_id, Email.unknowns)).all()
    return {message_id: 1 + unknowns for message_id, unknowns in rows}


def test_what_others_announce_arrives_in_the_mail(worker, say, server):
    worker.start()

    say(accounts_created(*people(20)), *links(10))
    wait_for(lambda: in_state(State.SENT) == 10, "sending the links")
    say(boletas_published(*[person.dni for person in people(20)]))
    wait_for(lambda: in_state(State.SENT) == 30, "sending the notices")

    assert set(copies(server).values()) == {1}
    assert len(server.taken) == 30


@pytest.mark.parametrize("lease", [SHORTEST])
def test_a_worker_that_is_killed_again_and_again_loses_nothing(worker, notifier, server):
    notifier.hear(*links(200))

    for _ in range(3):
        enough = len(server.taken) + 20
        worker.start()
        wait_for(partial(has_taken, server, enough), f"sending {enough}")
        worker.kill()
    worker.start()
    wait_for(lambda: in_state(State.SENT) == 200, "sending all")

    arrived, possible = copies(server), expected_copies()
    assert set(arrived) == set(possible)
    assert all(1 <= arrived[each] <= possible[each] for each in possible)


@pytest.mark.parametrize("lease", [SHORT])
def test_who_is_killed_before_the_dot_sends_nothing_twice(worker, notifier, server):
    notifier.hear(*links(40))
    server.say("RCPT", *[None] * 10)
    server.say_always("RCPT", HANG)

    worker.start()
    wait_for(lambda: server.hanging == THREADS, "holding what is in the worker's hands")
    worker.kill()
    server.go_on()
    worker.start()
    wait_for(lambda: in_state(State.SENT) == 40, "sending all")

    assert len(server.taken) == 40
    assert set(copies(server).values()) == {1}
    assert set(expected_copies().values()) == {1}


@pytest.mark.parametrize("lease", [SHORT])
def test_who_is_killed_after_the_dot_sends_once_more_what_was_in_its_hands(
    worker, notifier, server
):
    notifier.hear(*links(40))
    server.say(".", *[None] * 10)
    server.say_always(".", HANG)

    worker.start()
    wait_for(lambda: server.hanging == THREADS, "holding what is in the worker's hands")
    worker.kill()
    server.go_on()
    worker.start()
    wait_for(lambda: in_state(State.SENT) == 40, "sending all")

    assert copies(server) == expected_copies()
    assert sum(copies(server).values()) == 40 + THREADS


@pytest.mark.parametrize("lease", [SHORT])
def test_a_broker_that_forgets_everything_delays_mail_and_loses_none(worker, notifier, server):
    notifier.hear(*links(150))

    worker.start()
    wait_for(lambda: len(server.taken) >= 20, "sending the first")
    notifier.service.valkey.flushdb()
    wait_for(lambda: in_state(State.SENT) == 150, "sending all")

    assert set(copies(server).values()) == {1}


def test_a_broker_that_is_away_for_a_while_loses_no_mail(worker, notifier, server, valkey):
    notifier.hear(*links(20))
    worker.start()
    wait_for(partial(has_taken, server, 20), "sending the first")

    valkey.stop()
    notifier.hear(*links(20))
    valkey.start()
    wait_for(lambda: in_state(State.SENT) == 40, "sending all")

    assert set(copies(server).values()) == {1}


def test_a_password_does_not_wait_behind_a_month_of_boletas(worker, notifier, say, server):
    month = people(3 * ROOM[Lane.BULK])
    notifier.hear(accounts_created(*month))
    notifier.hear(boletas_published(*[person.dni for person in month]))

    worker.start()
    wait_for(lambda: len(server.taken) >= 20, "sending the first notices")
    say(*links(1))
    wait_for(lambda: in_state(State.SENT) == len(month) + 1, "sending all")

    subjects = [message["Subject"] for message in server.messages]
    (place,) = [n for n, subject in enumerate(subjects) if "contraseña" in subject]
    assert place < 2 * ROOM[Lane.BULK]


def test_a_worker_that_is_asked_to_stop_ends_in_order(worker, notifier, server):
    notifier.hear(*links(5))

    worker.start()
    wait_for(lambda: in_state(State.SENT) == 5, "sending all")
    log = worker.stop()

    assert "Traceback" not in log
    assert "secreto_de_prueba" not in log
    assert '"service": "notifier"' in log
