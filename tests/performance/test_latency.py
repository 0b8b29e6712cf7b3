"""From "Enviar correo" to the mail at its server, alone and while a month is being announced.

The whole platform runs, as `make run` starts it; only the mail server is one that throws away.
"""

import csv
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles

import pytest
from flask import Flask

from chassis.service import current_settings
from contracts.boleta import BoletasPublished
from contracts.events import BATCH_SIZE
from deploy.cli import load
from deploy.environment import ROOT
from deploy.platform import Platform
from deploy.ports import LOOPBACK
from services.identity.settings import Settings
from services.identity.usecases.passwords import request_link
from tests.performance.bench import Scoreboard, at_most
from tests.support.stack import a_platform, ayni

PEOPLE = 100_000
"""To how many the month is announced."""

LINKS, EVERY = 100, 0.2
"""How many people ask for a link each time, and after how many seconds the next one does."""

PATIENCE = 120.0


class Sink:
    """A mail server in a process of its own; it tells when what came for whom."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout
        self._lines = process.stdout
        self.port = int(self._lines.readline())
        self.arrived: dict[str, float] = {}
        self.count = 0
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in self._lines:
            at, recipient = line.split()
            self.arrived.setdefault(recipient, float(at))
            self.count += 1


@contextmanager
def a_sink() -> Iterator[Sink]:
    command = [sys.executable, "-m", "tests.performance.sink", "--tell"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
        yield Sink(process)
        assert process.stdin
        process.stdin.close()


@pytest.fixture
def sink() -> Iterator[Sink]:
    with a_sink() as sink:
        yield sink


@pytest.fixture
def platform(sink: Sink, tmp_path: Path) -> Iterator[Platform]:
    mail = {"NOTIFIER_SMTP_HOST": LOOPBACK, "NOTIFIER_SMTP_PORT": str(sink.port)}
    with a_platform(tmp_path / "platform", **mail) as platform:
        platform.wait_until_ready()
        yield platform


def register(platform: Platform, numbers: range) -> None:
    path = platform.state / "register.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["dni", "apellidos", "nombres", "correo"])
        table.writerows(
            [f"{n:08}", "QUISPE HUAMÁN", "ROSA ELENA", f"p{n}@example.pe"] for n in numbers
        )
    ayni(platform.state, "identity", "accounts", "import", str(path))


def announce(boleta: Flask, numbers: range) -> None:
    """Publish a month for so many people."""
    from services.boleta.models import db

    with boleta.app_context(), db.transaction():
        for start in range(0, len(numbers), BATCH_SIZE):
            dnis = tuple(f"{n:08}" for n in numbers[start : start + BATCH_SIZE])
            db.publish(BoletasPublished(planilla=1, periodo=202606, entidad="UGEL", dnis=dnis))


def seconds_to_the_mail(identity: Flask, sink: Sink, numbers: range) -> list[float]:
    """Let one person after the other ask for a link; return after how long each mail came."""
    asked = {}
    for n in numbers:
        asked[f"p{n}@example.pe"] = time.time()
        with identity.app_context():
            request_link(f"{n:08}", f"p{n}@example.pe", current_settings(Settings))
        time.sleep(EVERY)
    wait_until(lambda: asked.keys() <= sink.arrived.keys())
    return [sink.arrived[correo] - at for correo, at in asked.items()]


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_from_the_click_to_the_mail(
    benchmark: Scoreboard, platform: Platform, sink: Sink, monkeypatch: pytest.MonkeyPatch
):
    for name, value in {**platform.env, "AYNI_STATE": str(platform.state)}.items():
        monkeypatch.setenv(name, value)
    month = range(1, PEOPLE + 1)
    links = range(PEOPLE + 1, PEOPLE + 1 + 2 * LINKS)
    register(platform, range(1, links.stop))
    identity, boleta = load("identity"), load("boleta")
    seconds_to_the_mail(identity, sink, links[:1])

    alone = quantiles(seconds_to_the_mail(identity, sink, links[1 : LINKS + 1]), n=100)
    announce(boleta, month)
    wait_until(lambda: sink.count > 2 * LINKS)
    before, began = sink.count, time.monotonic()
    busy = quantiles(seconds_to_the_mail(identity, sink, links[LINKS + 1 :]), n=100)
    pace = (sink.count - before) / (time.monotonic() - began)
    assert sink.count < PEOPLE, "the month was over before the links"

    for percentile in (50, 99):
        benchmark.figure(
            f"from the click to the mail, p{percentile}, while {PEOPLE:,} are told of a boleta",
            busy[percentile - 1] * 1000,
            "ms",
            at_most(2),
            reference=("alone", alone[percentile - 1] * 1000),
        )
    benchmark.fact("notices handed to SMTP meanwhile", f"{pace:,.0f}/s")
