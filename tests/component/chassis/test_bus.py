"""The bus: each event reaches the queues of the table and no other; a retry stays at home."""

import threading

import pytest
from celery import signals
from celery.contrib.testing.worker import start_worker
from kombu import Queue

from chassis import inbox, outbox
from chassis.bus import event_queue
from chassis.worker import RETRY_DELAYS
from contracts.events import Event
from contracts.legajo import ServidoresUpdated
from contracts.subscriptions import SUBSCRIPTIONS
from tests.support.samples import sample


def send(chassis, event_type):
    event = event_type.from_data(sample(event_type)["data"])
    chassis.db.transactional(lambda: chassis.db.publish(event))()
    outbox.relay(chassis.session, chassis.db.metadata, chassis.bus)


@pytest.fixture
def worker(chassis):
    """Run the worker of the chassis in this process, until the test ends."""
    with start_worker(chassis.celery, pool="solo", perform_ping_check=False):
        yield
        signals.worker_shutting_down.send(sender=None)


@pytest.mark.parametrize("event", Event.registry.values(), ids=lambda event: event.type)
def test_an_event_reaches_the_queues_of_the_table_and_no_other(chassis, event):
    send(chassis, event)

    lengths = {service: chassis.valkey.llen(f"{service}.events") for service in SUBSCRIPTIONS}

    assert lengths == {service: int(event in events) for service, events in SUBSCRIPTIONS.items()}


def test_an_event_that_fails_is_tried_again_without_troubling_its_other_subscribers(
    chassis, handlers, worker
):
    tries: list[Event] = []
    done = threading.Event()

    def fail_the_first_time(event):
        tries.append(event)
        if len(tries) == 1:
            raise LookupError
        done.set()

    handlers[ServidoresUpdated] = fail_the_first_time
    listen_as("neighbour.events", chassis)
    send(chassis, ServidoresUpdated)

    assert done.wait(timeout=20)
    assert len(tries) == 2
    assert chassis.valkey.llen("neighbour.events") == 1


def test_what_fails_every_time_becomes_a_dead_letter(chassis, handlers):
    def fail(_event):
        raise LookupError("nobody")

    handlers[ServidoresUpdated] = fail
    task = chassis.celery.tasks["chassis.receive_event"]

    task.apply(args=[sample(ServidoresUpdated)], retries=len(RETRY_DELAYS))

    (letter,) = inbox.dead_letters(chassis.session, chassis.db.metadata)
    assert letter.reason == "LookupError('nobody')"


def listen_as(queue: str, chassis) -> None:
    """Bind another queue to what the service under test hears."""
    with chassis.celery.connection() as connection:
        channel = connection.default_channel
        Queue(queue, bindings=event_queue("boleta").bindings)(channel).declare()
