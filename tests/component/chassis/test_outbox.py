"""The outbox: an event exists when, and only when, its transaction commits; none is forgotten."""

import pytest
from sqlalchemy import func, select

from chassis import outbox
from chassis.bus import queue_name
from contracts.legajo import ServidoresUpdated
from tests.support.samples import sample

EVENT = ServidoresUpdated.from_data(sample(ServidoresUpdated)["data"])

QUEUE = queue_name("boleta", EVENT.type)
"""Where boleta finds it."""


def publish(chassis, times=1):
    for _ in range(times):
        chassis.db.transactional(lambda: chassis.db.publish(EVENT))()


def relay(chassis):
    return outbox.relay(chassis.session, chassis.db.metadata, chassis.bus)


def waiting(chassis):
    return chassis.valkey.llen(QUEUE)


def test_an_event_of_a_transaction_that_fails_was_never_said(chassis):
    @chassis.db.transactional
    def fail():
        chassis.db.publish(EVENT)
        raise LookupError

    with pytest.raises(LookupError):
        fail()

    assert relay(chassis) == 0
    assert waiting(chassis) == 0


def test_an_event_waits_for_a_subscriber_that_was_never_started(chassis):
    publish(chassis)

    assert relay(chassis) == 1

    assert waiting(chassis) == 1
    assert chassis.valkey.llen("notifier.events") == 0


def test_an_event_is_sent_once(chassis):
    publish(chassis, times=3)

    assert [relay(chassis), relay(chassis)] == [3, 0]

    assert waiting(chassis) == 3


def test_what_is_announced_inside_another_transaction_commits_with_it(chassis):
    announce = chassis.db.transactional(lambda: chassis.db.publish(EVENT))

    @chassis.db.transactional
    def announce_and_fail():
        announce()
        raise LookupError

    with pytest.raises(LookupError):
        announce_and_fail()

    assert relay(chassis) == 0


def test_a_rehearsal_leaves_no_trace(chassis):
    with chassis.db.rehearsal():
        publish(chassis)

    assert relay(chassis) == 0


def test_a_broker_that_forgot_is_told_again(chassis):
    publish(chassis, times=2)
    relay(chassis)

    chassis.valkey.flushdb()

    assert relay(chassis) == 2
    assert waiting(chassis) == 2
    assert relay(chassis) == 0


def test_a_broker_that_lost_its_last_second_is_told_that_second_again(chassis):
    publish(chassis)
    relay(chassis)
    remembered = chassis.valkey.get("events:last_sent:boleta")
    publish(chassis, times=2)
    relay(chassis)

    chassis.valkey.ltrim(QUEUE, -1, -1)
    chassis.valkey.set("events:last_sent:boleta", remembered)

    assert relay(chassis) == 2
    assert waiting(chassis) == 3


def test_what_was_sent_long_ago_is_deleted_and_what_waits_is_kept(chassis):
    publish(chassis)
    relay(chassis)
    table = chassis.db.metadata.tables["outbox"]
    long_ago = table.update().values(sent_at=func.now() - 2 * outbox.RETENTION)
    chassis.session.execute(long_ago)
    chassis.session.commit()
    publish(chassis)

    assert outbox.trim(chassis.session, chassis.db.metadata) == 1

    assert chassis.session.scalar(select(func.count()).select_from(table)) == 1
