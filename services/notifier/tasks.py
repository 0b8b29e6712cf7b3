"""The worker's own work: a sweep of the database wakes Celery, and a task delivers one e-mail.

The queue is only a wake-up: one that is lost costs the time of a lease, one that comes twice finds
nothing to take. Each lane has its own queue, and the worker empties that of security first.
"""

import uuid
from functools import partial

from celery import Celery
from flask import current_app

from chassis.service import current_settings
from chassis.ticker import Chore
from services.notifier.domain import Lane
from services.notifier.mailer import Mailer
from services.notifier.settings import Settings
from services.notifier.usecases.delivery import deliver_email, free_lapsed, hand_over, take_back

DELIVER_EMAIL = "notifier.deliver_email"
"""The task that delivers one e-mail."""

URGENT = "notifier.security"
"""The queue that a worker empties before anything else."""

QUEUES = {Lane.SECURITY: URGENT, Lane.BULK: "notifier.tasks"}
"""The queue of each lane."""

SWEEP_SECONDS = 0.5
"""How long an e-mail that is due may wait to be noticed."""


def register_tasks(celery: Celery, mailer: Mailer) -> None:
    """Give the worker its task; each thread of it sends by the mailer."""

    @celery.task(name=DELIVER_EMAIL, shared=False)  # type: ignore[untyped-decorator]
    def deliver(email_id: str, lease_token: str) -> None:
        deliver_email(uuid.UUID(email_id), uuid.UUID(lease_token), mailer)


def sweep(lane: Lane) -> bool:
    """Wake workers for what is due in a lane; tell whether anything was."""
    celery: Celery = current_app.extensions["celery"]
    wakings = hand_over(lane)
    try:
        for waking in wakings:
            celery.send_task(
                DELIVER_EMAIL,
                args=[str(waking.email_id), str(waking.lease_token)],
                queue=QUEUES[lane],
                expires=current_settings(Settings).lease_seconds,
            )
    except Exception:
        take_back(wakings)
        raise
    return bool(wakings)


def free() -> bool:
    """Take back what killed workers held; tell whether anything was."""
    return free_lapsed() > 0


CHORES = (
    *(Chore(f"sweep {lane}", SWEEP_SECONDS, partial(sweep, lane)) for lane in Lane),
    Chore("free lapsed", 1.0, free),
)
"""What the worker does beside its tasks."""
