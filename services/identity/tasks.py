"""The worker's own work: a sweep of the database wakes Celery, and a task imports one register.

The queue is only a wake-up: one that is lost is sent again, one that comes twice finds the import
in the hands of the first.
"""

from uuid import UUID

from celery import Celery
from flask import current_app

from chassis.ticker import Chore
from services.identity.forms import REGISTER
from services.identity.usecases.importing import AGAIN, hand_over, import_register

IMPORT_REGISTER = "identity.import_register"
"""The task that reads one file of the register."""

SWEEP_SECONDS = 0.5
"""How long a register may wait to be noticed."""


def register_tasks(celery: Celery) -> None:
    """Give the worker its tasks."""

    @celery.task(name=IMPORT_REGISTER, shared=False)  # type: ignore[untyped-decorator]
    def read_register(import_id: str) -> None:
        import_register(UUID(import_id), REGISTER)


def sweep() -> None:
    """Wake workers for the registers that wait."""
    celery: Celery = current_app.extensions["celery"]
    for import_id in hand_over():
        celery.send_task(IMPORT_REGISTER, args=[str(import_id)], expires=AGAIN.total_seconds())


CHORES = (Chore("sweep registers", SWEEP_SECONDS, sweep),)
"""What the worker does beside its tasks."""
