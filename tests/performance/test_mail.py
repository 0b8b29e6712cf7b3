"""Notices of boletas on their way: from their rows to a mail server that throws them away.

What Celery takes for a task is not in it: a task delivers fifty of them.
"""

import smtplib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from email.message import EmailMessage

import pytest
from sqlalchemy import func, select

from deploy.embedded import Valkey
from deploy.environment import ROOT
from services.notifier.domain import Lane, State
from services.notifier.models import Email, db
from services.notifier.tasks import A_TASK
from services.notifier.usecases import handing
from services.notifier.usecases.delivery import deliver
from tests.performance.bench import Scoreboard, Way, at_least
from tests.support.builders.notifier import (
    SEALING_KEY,
    accounts_created,
    boletas_published,
    password_link,
    people,
    sealed,
)
from tests.support.people import People
from tests.support.services import Service, start
from tests.support.stack import Databases

NOTICES, LINKS = 400, 100
"""How many of each lane one round sends; the room of a lane is enough for them."""

THREADS = 4
"""How many a worker has (deploy/processes.py)."""

ROUNDS = 3


@pytest.fixture(scope="module")
def sink() -> Iterator[int]:
    """Offer the port of a mail server in a process of its own."""
    command = [sys.executable, "-m", "tests.performance.sink"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdin
        assert process.stdout
        yield int(process.stdout.readline())
        process.stdin.close()


@pytest.fixture(scope="module")
def notifier(databases: Databases, valkey: Valkey, people: People, sink: int) -> Service:
    settings = {"NOTIFIER_SEALING_KEY": SEALING_KEY, "NOTIFIER_SMTP_HOST": "127.0.0.1"}
    return start("notifier", databases, valkey, people, NOTIFIER_SMTP_PORT=str(sink), **settings)


class Post:
    """The rows of one lane, and the worker that sends them."""

    def __init__(self, notifier: Service, lane: Lane) -> None:
        self._service = notifier
        self._lane = lane
        self._mailer = notifier.app.extensions["mailer"]
        self._threads = ThreadPoolExecutor(THREADS)

    def close(self) -> None:
        """Hang up."""
        list(self._threads.map(self._hang_up, range(THREADS)))
        self._threads.shutdown()

    def _hang_up(self, _thread: int) -> None:
        time.sleep(0.05)  # so that each thread gets one
        self._mailer.close()

    def hear(self, *events: object) -> None:
        """Owe what these events say, and nothing else."""
        self._service.empty()
        for event in events:
            self._service.receive(event.to_envelope(requestid="0123456789abcdef"))  # type: ignore[attr-defined]

    def send(self, size: int = 0) -> None:
        """Send everything as a worker does, by its threads; so many in one task."""
        with self._service.app.app_context():
            wakings = handing.hand_over(self._lane)
        size = size or A_TASK[self._lane]
        tasks = [wakings[n : n + size] for n in range(0, len(wakings), size)]
        list(self._threads.map(self._task, tasks))
        with self._service.app.app_context():
            sent = select(func.count()).where(Email.state == State.SENT)
            assert db.session.scalar(sent) == len(wakings)

    def _task(self, wakings: Sequence[handing.Waking]) -> None:
        with self._service.app.app_context():
            deliver(wakings, self._mailer)


@pytest.fixture
def post(notifier: Service) -> Iterator[Callable[[Lane], Post]]:
    """Offer `post(lane)`."""
    with ExitStack() as stack:

        def of(lane: Lane) -> Post:
            post = Post(notifier, lane)
            stack.callback(post.close)
            return post

        yield of


def smtplib_alone(port: int, count: int, content: Callable[[], bytes], connections: int) -> None:
    """Send so many messages by the library, without a row for any."""
    with ExitStack() as stack, ThreadPoolExecutor(connections) as threads:
        lines = [stack.enter_context(smtplib.SMTP("127.0.0.1", port)) for _ in range(connections)]

        def send(line: smtplib.SMTP) -> None:
            for _ in range(count // connections):
                line.sendmail("rebotes@ayni.example.pe", ["rosa@correo.example"], content())

        list(threads.map(send, lines))


def built() -> bytes:
    """Write a notice by the library, as one does who has not measured it."""
    message = EmailMessage()
    message["Subject"] = "Su boleta de JUNIO 2022 está disponible"
    message["From"] = "Mensajería AYNI <mensajeria@ayni.example.pe>"
    message["To"] = "rosa@correo.example"
    message.set_content("Su boleta está disponible.\n" * 20)
    message.add_alternative("<p>Su boleta está disponible.</p>\n" * 60, subtype="html")
    return message.as_bytes()


def test_a_month_of_notices(benchmark: Scoreboard, post: Callable[[Lane], Post], sink: int):
    bulk, persons = post(Lane.BULK), people(NOTICES)
    prebuilt = built()

    def owe() -> None:
        published = boletas_published(*[each.dni for each in persons])
        bulk.hear(accounts_created(*persons), published)

    benchmark.compare(
        "a notice handed to SMTP, bulk lane",
        Way(run=bulk.send, units=NOTICES, prepare=owe),
        Way(
            name="a task for each",
            run=lambda: bulk.send(size=1),
            units=NOTICES,
            prepare=owe,
            goal=at_least(15),
        ),
        Way(
            name="smtplib, prebuilt bytes, four connections, no rows",
            run=lambda: smtplib_alone(sink, NOTICES, lambda: prebuilt, THREADS),
            units=NOTICES,
            goal=at_least(0.75),
        ),
        Way(
            name="smtplib, an EmailMessage each, one connection, no rows",
            run=lambda: smtplib_alone(sink, NOTICES, built, 1),
            units=NOTICES,
        ),
        rounds=ROUNDS,
    )


def test_links(benchmark: Scoreboard, post: Callable[[Lane], Post]):
    security = post(Lane.SECURITY)
    links = [
        password_link(dni=person.dni, correo=person.correo, sealed_link=sealed())
        for person in people(LINKS)
    ]

    benchmark.compare(
        "a password link handed to SMTP, security lane",
        Way(run=security.send, units=LINKS, prepare=lambda: security.hear(*links)),
        rounds=ROUNDS,
    )
