"""The worker's own work: a sweep of the database wakes Celery, and a task delivers e-mails.

The queue is only a wake-up: one that is lost costs the time of a lease, one that comes twice finds
nothing to take. Each lane has its own queue and its own workers (deploy/processes.py).
"""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

from celery import Celery
from flask import current_app

from chassis.service import current_settings
from chassis.ticker import Chore
from services.notifier.domain import Lane
from services.notifier.domain.preferences import is_digest_time
from services.notifier.mailer import Mailer, reports_in
from services.notifier.settings import Settings
from services.notifier.usecases.bounces import note_bounce
from services.notifier.usecases.delivery import deliver
from services.notifier.usecases.digest import send_digests
from services.notifier.usecases.handing import Waking, free_lapsed, hand_over, take_back
from services.notifier.usecases.retention import trim_emails
from uikit.filters import LIMA

DELIVER_EMAILS = "notifier.deliver_emails"
"""The task that delivers some e-mails, one after the other."""

QUEUES = {Lane.SECURITY: "notifier.security", Lane.BULK: "notifier.bulk"}
"""The queue of each lane."""

A_TASK = {Lane.SECURITY: 1, Lane.BULK: 50}
"""How many e-mails one task delivers: a link waits for nobody, and a month of boletas shares the
cost of a task."""

SWEEP_SECONDS = 0.5
"""How long an e-mail that is due may wait to be noticed."""


def register_tasks(celery: Celery, mailer: Mailer) -> None:
    """Give the worker its task; each thread of it sends by the mailer."""

    @celery.task(name=DELIVER_EMAILS, shared=False)  # type: ignore[untyped-decorator]
    def deliver_emails(wakings: list[tuple[str, str]]) -> None:
        deliver([Waking(uuid.UUID(email), uuid.UUID(token)) for email, token in wakings], mailer)


def sweep(lane: Lane) -> bool:
    """Wake workers for what is due in a lane; tell whether anything was."""
    wakings = hand_over(lane)
    for start in range(0, len(wakings), A_TASK[lane]):
        try:
            _wake(lane, wakings[start : start + A_TASK[lane]])
        except Exception:
            take_back(wakings[start:])
            raise
    return bool(wakings)


def free() -> bool:
    """Take back what killed workers held; tell whether anything was."""
    return free_lapsed() > 0


def send_due_digests() -> bool:
    """Write the digests of the week when it is time; tell whether there may be more."""
    return is_digest_time(datetime.now(LIMA)) and send_digests() > 0


def read_bounces() -> None:
    """Note what the mail server put into the Maildir of bounces, where there is one."""
    maildir = current_settings(Settings).bounce_maildir
    for report in reports_in(maildir) if maildir else ():
        note_bounce(report)


def trim() -> bool:
    """Delete old e-mails; tell whether there may be more."""
    return trim_emails(datetime.now(UTC)) > 0


def _wake(lane: Lane, wakings: Sequence[Waking]) -> None:
    celery: Celery = current_app.extensions["celery"]
    celery.send_task(
        DELIVER_EMAILS,
        args=[[(str(waking.email_id), str(waking.lease_token)) for waking in wakings]],
        queue=QUEUES[lane],
        expires=current_settings(Settings).lease_seconds,
    )


CHORES = (
    *(Chore(f"sweep {lane}", SWEEP_SECONDS, partial(sweep, lane)) for lane in Lane),
    Chore("free lapsed", 1.0, free),
    Chore("digests", 60.0, send_due_digests),
    Chore("bounces", 10.0, read_bounces),
    Chore("trim e-mails", 3600.0, trim),
)
"""What the worker does beside its tasks."""
