"""The bus: each event reaches the queues of the table and no other; a retry stays at home."""

import threading

import pytest
from celery import signals
from celery.contrib.testing.worker import start_worker

from chassis import inbox, outbox
from chassis.bus import event_queues, queue_name
from chassis.worker import RETRY_DELAYS
from contracts.events import Event
from contracts.legajo import ServidoresUpdated
from contracts.subscriptions import ABOUT_MANY, SUBSCRIPTIONS
from tests.support.samples import sample
from tests.support.waiting import PATIENCE


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

    lengths = {
        queue.name: chassis.valkey.llen(queue.name)
        for service in SUBSCRIPTIONS
        for queue in event_queues(service)
    }
    reached = {queue for queue, length in lengths.items() if length == 1}
    assert reached == {
        queue_name(service, event.type)
        for service, events in SUBSCRIPTIONS.items()
        if event in events
    }
    assert sum(lengths.values()) == len(reached)


def test_what_is_about_one_person_waits_behind_nothing_that_is_about_many():
    heard = SUBSCRIPTIONS["notifier"]

    names = {event: queue_name("notifier", event.type) for event in heard}

    assert {*names.values()} == {queue.name for queue in event_queues("notifier")}
    assert {event for event, name in names.items() if name == "notifier.events.many"} == ABOUT_MANY


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
    send(chassis, ServidoresUpdated)

    assert done.wait(timeout=PATIENCE)
    assert len(tries) == 2
    assert chassis.valkey.llen(queue_name("notifier", ServidoresUpdated.type)) == 1


def test_what_fails_every_time_becomes_a_dead_letter(chassis, handlers):
    def fail(_event):
        raise LookupError("nobody")

    handlers[ServidoresUpdated] = fail
    task = chassis.celery.tasks["chassis.receive_event"]

    task.apply(args=[sample(ServidoresUpdated)], retries=len(RETRY_DELAYS))

    (letter,) = inbox.dead_letters(chassis.session, chassis.db.metadata)
    assert letter.reason == "LookupError('nobody')"
