"""Across: two durable queues for each service that listens, and the relay sends straight to them.

An event travels as the Celery task `chassis.receive_event`, so Celery gives us workers and retries,
and kombu the transport. The topology is the table `contracts.subscriptions`, which the broker does
not know: what it could forget, it need not be told (docs/adr/0050).
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from celery import Celery
from kombu import Queue
from redis import Redis
from redis.exceptions import RedisError

from chassis import receipts
from chassis.outbox import Memory
from contracts.events import Envelope
from contracts.subscriptions import ABOUT_MANY, SUBSCRIPTIONS

RECEIVE_EVENT = "chassis.receive_event"
"""The task by which an event arrives."""

NEVER = datetime.fromtimestamp(0, UTC)
"""When a broker last sent something that remembers nothing."""

REMEMBER = """
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2])
return 1
"""
"""Note the time of a sending, unless the time before it is no longer what it was."""


class BrokerForgot(RedisError):
    """The broker lost its memory while it was given something: nobody knows what it still has."""


def queue_name(service: str, event_type: str) -> str:
    """Return the name of the queue where such an event waits for a service."""
    is_about_many = event_type in {event.type for event in ABOUT_MANY}
    return f"{service}.events.many" if is_about_many else f"{service}.events"


def event_queues(service: str) -> list[Queue]:
    """Return the queues in which events wait for a service; the quick one first."""
    names = {queue_name(service, event.type) for event in SUBSCRIPTIONS.get(service, ())}
    return [Queue(name, durable=True) for name in sorted(names)]


def _queues_of_events() -> dict[str, list[Queue]]:
    """Return, for each type of event, the queues of its subscribers."""
    queues: dict[str, list[Queue]] = {}
    for service, events in SUBSCRIPTIONS.items():
        for event in events:
            queue = Queue(queue_name(service, event.type), durable=True)
            queues.setdefault(event.type, []).append(queue)
    return queues


class Bus:
    """Sends events through the broker: the courier of the outbox."""

    def __init__(self, celery: Celery, valkey: Redis, service: str) -> None:
        self._celery = celery
        self._valkey = valkey
        self._last_sent_key = f"events:last_sent:{service}"
        self._remember = valkey.register_script(REMEMBER)
        self._queues = _queues_of_events()
        self.types = tuple(self._queues)

    def memory(self) -> Memory:
        """Return what the broker remembers; one that remembers nothing is given NEVER to keep."""
        kept = self._valkey.get(self._last_sent_key)
        if not kept:  # in two steps: before version 7, SET takes not both NX and GET
            self._valkey.set(self._last_sent_key, NEVER.isoformat(), nx=True)
        return Memory(datetime.fromisoformat(str(kept)) if kept else NEVER, life=self._life())

    def send(self, envelopes: Iterable[Envelope], at: datetime, memory: Memory) -> None:
        """Send to every subscriber's queue, also of a service that has never yet been started."""
        envelopes = list(envelopes)
        receipts.owe(self._valkey, self._addressed(envelopes), at)
        with self._celery.producer_pool.acquire(block=True) as producer, producer.batch():
            for envelope in envelopes:
                for queue in self._queues[envelope["type"]]:
                    self._celery.send_task(
                        RECEIVE_EVENT, args=[envelope], queue=queue, producer=producer
                    )
        times = [memory.last_sent.isoformat(), at.isoformat()]
        is_noted = self._remember(keys=[self._last_sent_key], args=times)
        if not is_noted or self._life() != memory.life:
            raise BrokerForgot

    def lost(self, now: datetime) -> dict[str, datetime]:
        """Return what was sent, by whomever, and vanished: the ids, and when each was sent."""
        names = {queue.name for queues in self._queues.values() for queue in queues}
        return receipts.overdue(self._valkey, names, now)

    def _addressed(self, envelopes: Iterable[Envelope]) -> dict[str, list[str]]:
        addressed: dict[str, list[str]] = {}
        for envelope in envelopes:
            for queue in self._queues[envelope["type"]]:
                addressed.setdefault(queue.name, []).append(envelope["id"])
        return addressed

    def _life(self) -> str:
        return str(self._valkey.info("server")["run_id"])
