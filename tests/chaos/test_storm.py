"""After a storm every fact has had its effect once, and every letter is accounted for.

`make test` has a short one, `make chaos` a long one (CHAOS_SECONDS); each prints its account, and
the seed by which it can be had again (CHAOS_SEED).
"""

import os
import random
import time
from collections.abc import Iterator

import pytest

from deploy.platform import Platform
from deploy.ports import LOOPBACK
from tests.chaos.ledger import Ledger
from tests.chaos.people import settle
from tests.chaos.storm import Storm
from tests.support.mail_server import MailServer, mail_server
from tests.support.rest import is_at_rest
from tests.support.stack import a_platform

SECONDS = float(os.environ.get("CHAOS_SECONDS", "20"))
SEED = int(os.environ.get("CHAOS_SEED", random.SystemRandom().randrange(10**6)))

CALM = 300.0
"""Seconds in which everything must have come to rest: what a killed worker held is given back."""


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def platform(server: MailServer, tmp_path) -> Iterator[Platform]:
    """Run every process of the platform on a mail server that has moods, with its people."""
    hurry = {"NOTIFIER_LEASE_SECONDS": "5", "NOTIFIER_SMTP_TIMEOUT": "1"}
    mail = {"NOTIFIER_SMTP_HOST": LOOPBACK, "NOTIFIER_SMTP_PORT": str(server.port)}
    with a_platform(tmp_path / "platform", **mail, **hurry) as platform:
        platform.wait_until_ready()
        settle(platform)
        yield platform


def turn_the_clock_forward(platform: Platform) -> None:
    """Let what waits for its next try be due, and the mail server be asked again."""
    with platform.postgres.connect("notifier") as connection:
        connection.execute("UPDATE email SET next_attempt_at = now() WHERE state = 'PENDING'")
        connection.execute("UPDATE circuit SET failures = 0, open_until = NULL")


def come_to_rest(platform: Platform) -> None:
    platform.wait_until_ready()
    deadline = time.monotonic() + CALM
    while not is_at_rest(platform):
        assert time.monotonic() < deadline, f"not at rest after {CALM:g} s"
        turn_the_clock_forward(platform)
        time.sleep(1)


def test_after_a_storm_every_fact_has_had_its_effect_once(platform, server, capsys):
    storm = Storm(platform, server, SEED)

    storm.rage(SECONDS)
    come_to_rest(platform)

    ledger = Ledger(platform, server)
    with capsys.disabled():
        print(f"\n\nA storm of {SECONDS:g} s, CHAOS_SEED={SEED}", storm, ledger, sep="\n\n")
    assert [str(line) for line in ledger.lines if not line.is_balanced] == []
    assert ledger.lost == []
    assert sum(line.done for line in ledger.lines) > 0
