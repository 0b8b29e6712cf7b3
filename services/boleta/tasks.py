"""The worker's own work: a sweep of the database wakes Celery, and a task looks after one planilla.

The queue is only a wake-up: one that is lost is sent again, one that comes twice finds the planilla
in the hands of the first.
"""

from celery import Celery
from flask import current_app

from chassis.ticker import Chore
from services.boleta.usecases.reviewing import AGAIN, hand_over, work_on

WORK_ON_PLANILLA = "boleta.work_on_planilla"
"""The task that reads, or publishes, one planilla."""

SWEEP_SECONDS = 0.5
"""How long a planilla may wait to be noticed."""


def register_tasks(celery: Celery) -> None:
    """Give the worker its tasks."""

    @celery.task(name=WORK_ON_PLANILLA, shared=False)  # type: ignore[untyped-decorator]
    def work_on_planilla(planilla_id: int) -> None:
        work_on(planilla_id)


def sweep() -> None:
    """Wake workers for the planillas that wait."""
    celery: Celery = current_app.extensions["celery"]
    for planilla_id in hand_over():
        celery.send_task(WORK_ON_PLANILLA, args=[planilla_id], expires=AGAIN.total_seconds())


CHORES = (Chore("sweep planillas", SWEEP_SECONDS, sweep),)
"""What the worker does beside its tasks."""
