"""Across: one topic exchange, and two durable queues for each service that listens.

An event travels as the Celery task `chassis.receive_event`, so Celery gives us workers and retries,
and kombu the routing. The topology is the table `contracts.subscriptions`.
"""

from datetime import datetime
from typing import Any

from celery import Celery
from kombu import Exchange, Queue, binding
from redis import Redis

from contracts.events import Envelope
from contracts.subscriptions import ABOUT_MANY, SUBSCRIPTIONS

EVENTS = Exchange("events", type="topic", durable=True)
"""Where every event is sent; its routing key is the event's type."""

RECEIVE_EVENT = "chassis.receive_event"
"""The task by which an event arrives."""


def queue_name(service: str, event_type: str) -> str:
    """Return the name of the queue where such an event waits for a service."""
    is_about_many = event_type in {event.type for event in ABOUT_MANY}
    return f"{service}.events.many" if is_about_many else f"{service}.events"


def event_queues(service: str) -> list[Queue]:
    """Return the queues of a service, bound to what it listens to; the quick one first."""
    waiting: dict[str, list[str]] = {}
    for event in SUBSCRIPTIONS.get(service, ()):
        waiting.setdefault(queue_name(service, event.type), []).append(event.type)
    return [
        Queue(name, bindings=[binding(EVENTS, routing_key=key) for key in keys], durable=True)
        for name, keys in sorted(waiting.items())
    ]


class Bus:
    """Sends events through the broker: the courier of the outbox."""

    def __init__(self, celery: Celery, valkey: Redis, service: str) -> None:
        self._celery = celery
        self._valkey = valkey
        self._last_sent_key = f"events:last_sent:{service}"
        self._is_declared = False

    def send(self, envelopes: list[Envelope], at: datetime) -> None:
        """Send to every subscriber's queue, also of a service that has never yet been started."""
        with self._celery.producer_pool.acquire(block=True) as producer:
            if not self._is_declared or self.last_sent() is None:
                self._declare_queues(producer.channel)
            for envelope in envelopes:
                self._celery.send_task(
                    RECEIVE_EVENT,
                    args=[envelope],
                    exchange=EVENTS,
                    routing_key=envelope["type"],
                    producer=producer,
                )
        self._valkey.set(self._last_sent_key, at.isoformat())

    def last_sent(self) -> datetime | None:
        """Return the time of the last sending, unless the broker has forgotten it."""
        text = self._valkey.get(self._last_sent_key)
        return datetime.fromisoformat(str(text)) if text else None

    def _declare_queues(self, channel: Any) -> None:
        """Make every subscriber's queue, also those that a broker which lost its memory had."""
        for service in SUBSCRIPTIONS:
            for queue in event_queues(service):
                # kombu remembers what it bound and would not bind it again.
                channel.state.queue_bindings_delete(queue.name)
                queue(channel).declare()
        self._is_declared = True
