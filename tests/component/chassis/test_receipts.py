"""Receipts: what vanishes between its queue and its worker is missed, and sent again."""

from datetime import UTC, datetime, timedelta

import pytest
from celery import signals
from celery.contrib.testing.worker import start_worker
from sqlalchemy import select

from chassis import outbox
from chassis.bus import queue_name
from chassis.worker import RETRY_DELAYS
from contracts.legajo import ServidoresUpdated
from tests.support.samples import sample
from tests.support.waiting import wait_for

EVENT = ServidoresUpdated.from_data(sample(ServidoresUpdated)["data"])

BOLETA, IDENTITY, NOTIFIER = (
    queue_name(service, EVENT.type) for service in ("boleta", "identity", "notifier")
)
"""Where it waits for each of those who listen."""

SOON = timedelta(seconds=30)

LATE = timedelta(minutes=2)


@pytest.fixture
def envelope(chassis):
    """Send an event."""
    chassis.db.transactional(lambda: chassis.db.publish(EVENT))()
    assert relay(chassis) == 1
    return chassis.session.scalar(select(chassis.db.metadata.tables["outbox"].c.envelope))


def relay(chassis):
    return outbox.relay(chassis.session, chassis.db.metadata, chassis.bus)


def send_again(chassis, after):
    lost = chassis.bus.lost(datetime.now(UTC) + after)
    return outbox.send_again(chassis.session, chassis.db.metadata, lost)


def owed(chassis, queue):
    return chassis.valkey.zrange(f"events:owed:{queue}", 0, -1)


def test_a_message_that_vanished_with_who_took_it_is_sent_again(chassis, envelope):
    chassis.valkey.delete(BOLETA)

    assert send_again(chassis, SOON) == 0
    assert send_again(chassis, LATE) == 1

    assert relay(chassis) == 1
    assert chassis.valkey.llen(BOLETA) == 1


def test_nothing_is_missed_while_something_waits_for_its_turn(chassis, envelope):
    assert send_again(chassis, LATE) == 0


def test_what_was_applied_is_owed_no_more(chassis, handlers, envelope):
    handlers[ServidoresUpdated] = lambda _event: None

    with start_worker(chassis.celery, pool="solo", perform_ping_check=False):
        wait_for(lambda: not owed(chassis, BOLETA), "the answer")
        signals.worker_shutting_down.send(sender=None)

    assert owed(chassis, IDENTITY) == owed(chassis, NOTIFIER) == [envelope["id"]]
    assert send_again(chassis, LATE) == 0


def test_what_rests_among_the_dead_letters_is_owed_no_more(chassis, handlers, envelope):
    def fail(_event):
        raise LookupError("nobody")

    handlers[ServidoresUpdated] = fail
    task = chassis.celery.tasks["chassis.receive_event"]

    task.apply(args=[envelope], retries=len(RETRY_DELAYS))

    assert owed(chassis, BOLETA) == []


def test_what_another_service_sent_is_left_to_it(chassis, envelope):
    chassis.valkey.delete(BOLETA)
    outbox_of_another = chassis.db.metadata.tables["outbox"].delete()
    chassis.session.execute(outbox_of_another)

    assert send_again(chassis, LATE) == 0

    assert owed(chassis, BOLETA) == [envelope["id"]]


def test_nobody_asks_for_what_no_outbox_keeps_any_more(chassis, envelope):
    chassis.valkey.delete(BOLETA)

    assert send_again(chassis, 2 * outbox.RETENTION) == 0

    assert owed(chassis, BOLETA) == []
