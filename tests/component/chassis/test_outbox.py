"""The outbox: an event exists when, and only when, its transaction commits; none is forgotten."""

import base64
import json
import random
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from select import select as select_readable

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from chassis import outbox
from chassis.bus import BrokerForgot, queue_name
from contracts.legajo import ServidoresUpdated
from tests.support.samples import sample

EVENT = ServidoresUpdated.from_data(sample(ServidoresUpdated)["data"])

QUEUE = queue_name("boleta", EVENT.type)
"""Where boleta finds it."""


ENVELOPE = EVENT.to_envelope(requestid="test")


class ForgetsMeanwhile:
    """The bus, of a broker that loses its memory between two envelopes."""

    def __init__(self, chassis):
        self.bus, self.valkey = chassis.bus, chassis.valkey
        self.memory, self.types = self.bus.memory, self.bus.types

    def send(self, envelopes, at, memory):
        def forgetting():
            for number, envelope in enumerate(envelopes):
                if number == 1:
                    self.valkey.flushdb()
                yield envelope

        self.bus.send(forgetting(), at, memory)


class Hangs:
    """The bus of a machine that does not go on until PostgreSQL has given it up."""

    def __init__(self, chassis):
        self.chassis, self.types, self.memory = chassis, chassis.bus.types, chassis.bus.memory

    def send(self, envelopes, at, memory):
        driver = self.chassis.session.connection().connection.driver_connection
        assert select_readable([driver.fileno()], [], [], 30)[0]


def forget_again_and_again(valkey, over):
    times = 0
    while not over.wait(random.uniform(0, 0.02)):
        valkey.flushdb()
        times += 1
    return times


def relay_if_the_broker_keeps_it(chassis):
    try:
        relay(chassis)
    except BrokerForgot:
        chassis.session.rollback()


def messages(chassis):
    """Return the envelopes that wait for boleta."""
    for message in chassis.valkey.lrange(QUEUE, 0, -1):
        (envelope,), _, _ = json.loads(base64.b64decode(json.loads(message)["body"]))
        yield envelope


def announced(chassis):
    envelopes = chassis.session.scalars(select(chassis.db.metadata.tables["outbox"].c.envelope))
    return {envelope["id"] for envelope in envelopes}


def publish(chassis, times=1):
    for _ in range(times):
        chassis.db.transactional(lambda: chassis.db.publish(EVENT))()


def announce_what_nobody_knows(chassis, times):
    outbox_ = chassis.db.metadata.tables["outbox"]
    stranger = ENVELOPE | {"type": "OfTheNextVersion"}
    chassis.session.execute(outbox_.insert(), [{"envelope": stranger}] * times)
    chassis.session.commit()


def tell_of_strangers(chassis):
    return outbox.tell_of_strangers(chassis.session, chassis.db.metadata, chassis.bus)


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


def test_a_broker_that_forgets_while_it_is_told_is_told_again(chassis):
    publish(chassis)
    relay(chassis)
    publish(chassis, times=2)

    with pytest.raises(BrokerForgot):
        outbox.relay(chassis.session, chassis.db.metadata, ForgetsMeanwhile(chassis))
    chassis.session.rollback()

    assert relay(chassis) == 3
    assert relay(chassis) == 0


def test_whenever_the_broker_forgets_everything_is_there_in_the_end(chassis):
    """Nobody takes anything out, so what was announced must all be there, however often."""
    over = threading.Event()
    publish(chassis, times=20)

    with ThreadPoolExecutor() as pool:
        forgetting = pool.submit(forget_again_and_again, chassis.valkey, over)
        try:
            for _ in range(40):
                publish(chassis)
                relay_if_the_broker_keeps_it(chassis)
        finally:
            over.set()
    while relay(chassis):
        pass

    assert forgetting.result() > 0
    assert {message["id"] for message in messages(chassis)} == announced(chassis)


def test_a_broker_that_begins_a_new_life_while_it_is_told_is_told_again(chassis):
    publish(chassis)
    memory = chassis.bus.memory()

    with pytest.raises(BrokerForgot):
        chassis.bus.send([ENVELOPE], datetime.now(UTC), replace(memory, life="before"))

    assert relay(chassis) == 1


def test_of_two_workers_of_a_service_one_relays_at_a_time(chassis):
    publish(chassis)

    with chassis.session.get_bind().connect() as other, other.begin():
        other.execute(select(func.pg_advisory_xact_lock(outbox.ONE_RELAY)))
        assert relay(chassis) == 0

    assert relay(chassis) == 1


def test_nothing_waits_behind_an_event_that_only_a_newer_version_knows(chassis):
    announce_what_nobody_knows(chassis, times=outbox.BATCH)
    publish(chassis)

    assert relay(chassis) == 1

    assert tell_of_strangers(chassis) == outbox.BATCH
    assert relay(chassis) == 0


def test_of_what_has_a_subscriber_nobody_is_told(chassis):
    publish(chassis)

    assert tell_of_strangers(chassis) == 0


def test_a_relay_that_hangs_does_not_keep_the_others_from_it_for_ever(chassis, monkeypatch):
    publish(chassis)
    monkeypatch.setattr(outbox, "HUNG", "10ms")

    with pytest.raises(DBAPIError, match="idle-in-transaction"):
        outbox.relay(chassis.session, chassis.db.metadata, Hangs(chassis))
    chassis.session.rollback()

    assert relay(chassis) == 1


def test_a_sending_is_later_than_the_one_before_also_where_a_clock_was_set_back(chassis):
    ahead = datetime.now(UTC) + timedelta(minutes=5)
    chassis.valkey.set("events:last_sent:boleta", ahead.isoformat())
    publish(chassis)

    relay(chassis)

    assert chassis.bus.memory().last_sent > ahead
    assert relay(chassis) == 0


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
