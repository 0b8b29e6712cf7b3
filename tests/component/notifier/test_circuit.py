"""A mail server that is away: no letter loses a try, and the lanes pause together."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from services.notifier.domain import FAILURES_TO_OPEN, Lane, State
from services.notifier.models import Circuit, db
from services.notifier.usecases import delivery, handing
from tests.support.builders.notifier import password_link, people, sealed


@pytest.fixture
def many_owed(notifier):
    """Owe more people a link than it takes to notice that the server is away."""
    for person in people(2 * FAILURES_TO_OPEN):
        link = password_link(dni=person.dni, correo=person.correo, sealed_link=sealed())
        notifier.hear(link)
    return notifier


def try_all(notifier):
    """Try everything, each letter by a task of its own, as the security lane does."""
    for waking in handing.hand_over(Lane.SECURITY):
        delivery.deliver([waking], notifier.mailer)


def failures() -> int:
    db.session.rollback()
    return db.session.scalar(select(Circuit.failures)) or 0


def end_the_pause():
    db.session.execute(update(Circuit).values(open_until=datetime.now(UTC) - timedelta(seconds=1)))
    db.session.commit()


def test_no_letter_loses_a_try_while_the_server_is_away(many_owed, server):
    server.stop()

    try_all(many_owed)

    assert {email.attempts for email in many_owed.emails()} == {0}
    assert {email.state for email in many_owed.emails()} == {State.PENDING}
    server.start()


def test_after_some_failures_the_server_is_left_alone(many_owed, server):
    server.stop()
    try_all(many_owed)
    many_owed.deliver_later()

    assert failures() >= FAILURES_TO_OPEN
    assert handing.hand_over(Lane.SECURITY) == []
    server.start()


def test_one_letter_probes_the_server_and_opens_the_way_for_all(many_owed, server):
    server.stop()
    try_all(many_owed)
    server.start()
    end_the_pause()

    many_owed.deliver_later()
    probed = len(server.taken)
    many_owed.deliver_later()

    assert probed == 1
    assert failures() == 0
    assert len(server.taken) == 2 * FAILURES_TO_OPEN


def test_a_batch_stops_when_the_server_goes_away_and_the_rest_waits_untouched(many_owed, server):
    server.say("MAIL", None, "421 4.3.2 cerrando", "421 4.3.2 cerrando")

    many_owed.deliver()

    states = [email.state for email in many_owed.emails()]
    assert states.count(State.SENT) == 1
    assert sum(email.attempts for email in many_owed.emails()) == 1
