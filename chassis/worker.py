"""The worker of a service: a Celery app that relays the outbox, applies events and runs tasks."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

import structlog
from celery import Celery, Task, signals
from flask import Flask
from kombu import Queue
from redis import Redis

from chassis import inbox, outbox, receipts
from chassis.bus import RECEIVE_EVENT, Bus, event_queues, queue_name
from chassis.database import Database
from chassis.events_cli import event_commands
from chassis.heartbeat import HEARTBEAT_SECONDS, heartbeat_key
from chassis.lag import measure
from chassis.logs import request_id
from chassis.settings import ServiceSettings
from chassis.ticker import Chore, Ticker
from contracts.events import Envelope
from contracts.subscriptions import SUBSCRIPTIONS

RETRY_DELAYS = (1, 2, 5, 10, 20, 30)
"""Seconds between the tries to apply an event; after the last it becomes a dead letter."""

VISIBILITY_TIMEOUT = 60
"""Seconds after which another worker gets what a killed one held; every delay is less."""

log = structlog.get_logger()


def create_worker(
    app: Flask,
    settings: ServiceSettings,
    db: Database,
    *,
    handlers: inbox.Handlers = MappingProxyType({}),
    chores: Sequence[Chore] = (),
    urgent: Sequence[str] = (),
) -> Celery:
    """Build the Celery app of the service that `app` serves.

    `handlers` says what to do about each event listened to; `chores` are the service's own sweeps;
    `urgent` names queues that are emptied before the events, as these are before other tasks.
    """
    service = app.name
    valkey: Redis = app.extensions["valkey"]
    celery = Celery(service, task_cls=_task_in(app))
    celery.conf.update(_configuration(service, settings, urgent))
    app.extensions["celery"] = celery
    if service in SUBSCRIPTIONS:
        _register_receive_event(celery, service, db, valkey, handlers)
    app.cli.add_command(event_commands(db, handlers))
    app.extensions["lag"] = lambda: measure(service, db, valkey)
    bus = Bus(celery, valkey, service)
    all_chores = [
        Chore("heartbeat", 1, lambda: _beat(valkey, settings.worker or f"{service}-worker")),
        Chore("relay", 0.5, _in_context(app, lambda: _relay(db, bus))),
        Chore("strangers", 60, _in_context(app, lambda: _tell_of_strangers(db, bus))),
        Chore("remind", 10, _in_context(app, lambda: _remind(db, bus))),
        Chore("trim", 3600, _in_context(app, lambda: _trim(db))),
        *(Chore(chore.name, chore.seconds, _in_context(app, chore.do)) for chore in chores),
    ]
    _tick_while_the_worker_runs(celery, all_chores)
    _keep_our_logs()
    return celery


def _configuration(
    service: str, settings: ServiceSettings, urgent: Sequence[str]
) -> dict[str, Any]:
    first = [Queue(name, durable=True) for name in urgent]
    tasks = Queue(f"{service}.tasks", durable=True)
    return {
        "broker_url": settings.valkey_url,
        "broker_connection_retry_on_startup": True,
        "broker_transport_options": {
            "visibility_timeout": VISIBILITY_TIMEOUT,
            "socket_connect_timeout": 5,
            "socket_keepalive": True,
            "queue_order_strategy": "priority",  # the order of task_queues
        },
        "task_default_queue": tasks.name,
        "task_queues": [*first, *event_queues(service), tasks],
        "task_create_missing_queues": False,
        "task_ignore_result": True,
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "worker_prefetch_multiplier": 1,
        "worker_hijack_root_logger": False,
        "worker_enable_remote_control": False,
        "worker_cancel_long_running_tasks_on_connection_loss": False,
        "timezone": "UTC",
    }


def _task_in(app: Flask) -> type[Task]:
    class TaskInContext(Task):  # type: ignore[misc]
        """A task that runs in the app's context."""

        def __call__(self, *args: Any, **kwargs: Any) -> Any:
            with app.app_context():
                return self.run(*args, **kwargs)

    return TaskInContext


def _register_receive_event(
    celery: Celery, service: str, db: Database, valkey: Redis, handlers: inbox.Handlers
) -> None:
    @celery.task(name=RECEIVE_EVENT, bind=True, shared=False, max_retries=len(RETRY_DELAYS))  # type: ignore[untyped-decorator]
    def receive_event(self: Task, envelope: Envelope) -> None:
        queue = queue_name(service, envelope["type"])
        with request_id(envelope["requestid"]):
            try:
                receive(db, handlers, envelope)
            except Exception as error:
                log.exception("event_failed", event_type=envelope["type"], event_id=envelope["id"])
                if self.request.retries < len(RETRY_DELAYS):
                    countdown = RETRY_DELAYS[self.request.retries]
                    # Without its queue, the retry would wait among the tasks.
                    raise self.retry(exc=error, countdown=countdown, queue=queue) from error
                bury(db, envelope, repr(error))
        receipts.settle(valkey, queue, envelope["id"])


def receive(db: Database, handlers: inbox.Handlers, envelope: Envelope) -> bool:
    """Apply one event as one transaction; tell whether it was new."""
    with db.transaction():
        is_new = inbox.receive(db.session, db.metadata, handlers, envelope)
    log.info("event_received", event_type=envelope["type"], event_id=envelope["id"], new=is_new)
    return is_new


def bury(db: Database, envelope: Envelope, reason: str) -> None:
    """Keep an event that could not be applied among the dead letters."""
    with db.transaction():
        inbox.bury(db.session, db.metadata, envelope, reason)


def _in_context(app: Flask, chore: Callable[[], bool | None]) -> Callable[[], bool | None]:
    def do() -> bool | None:
        with app.app_context():
            return chore()

    return do


def _beat(valkey: Redis, worker: str) -> None:
    valkey.set(heartbeat_key(worker), datetime.now(UTC).isoformat(), ex=HEARTBEAT_SECONDS)


def _relay(db: Database, bus: Bus) -> bool:
    return outbox.relay(db.session, db.metadata, bus) == outbox.BATCH


def _tell_of_strangers(db: Database, bus: Bus) -> None:
    outbox.tell_of_strangers(db.session, db.metadata, bus)


def _remind(db: Database, bus: Bus) -> None:
    outbox.send_again(db.session, db.metadata, bus.lost(datetime.now(UTC)))


def _trim(db: Database) -> None:
    outbox.trim(db.session, db.metadata)
    inbox.trim(db.session, db.metadata)


def _tick_while_the_worker_runs(celery: Celery, chores: Sequence[Chore]) -> None:
    ticker = Ticker(chores)

    @signals.worker_ready.connect(weak=False)  # type: ignore[untyped-decorator]
    def start(**_: Any) -> None:
        ticker.start()

    @signals.worker_shutting_down.connect(weak=False)  # type: ignore[untyped-decorator]
    def stop(**_: Any) -> None:
        ticker.stop()


def _keep_our_logs() -> None:
    @signals.setup_logging.connect(weak=False)  # type: ignore[untyped-decorator]
    def leave_as_they_are(**_: Any) -> None:
        """Be there: then Celery neither adds handlers nor changes what is logged."""
