"""The worker's own work: sweeps of the database wake Celery, and a task does one thing each.

The queue is only a wake-up: one that is lost is sent again, one that comes twice finds its planilla
or its export in the hands of the first.
"""

from uuid import UUID

from celery import Celery
from flask import current_app

from chassis.ticker import Chore
from services.boleta.domain.exportacion import LEASE_SECONDS
from services.boleta.usecases.exporting import forget_exports, make_export, take_exports
from services.boleta.usecases.reviewing import AGAIN, hand_over, work_on

WORK_ON_PLANILLA = "boleta.work_on_planilla"
"""The task that reads, or publishes, one planilla."""

EXPORT_MONTH = "boleta.export_month"
"""The task that makes the Excel of one month."""

SWEEP_SECONDS = 0.5
"""How long a planilla may wait to be noticed."""

FORGET_SECONDS = 3600
"""How long a file may stay that can no longer be taken."""


def register_tasks(celery: Celery) -> None:
    """Give the worker its tasks."""

    @celery.task(name=WORK_ON_PLANILLA, shared=False)  # type: ignore[untyped-decorator]
    def work_on_planilla(planilla_id: int) -> None:
        work_on(planilla_id)

    @celery.task(name=EXPORT_MONTH, shared=False)  # type: ignore[untyped-decorator]
    def export_month(export_id: int, lease: str) -> None:
        make_export(export_id, UUID(lease))


def sweep() -> None:
    """Wake workers for the planillas that wait."""
    celery: Celery = current_app.extensions["celery"]
    for planilla_id in hand_over():
        celery.send_task(WORK_ON_PLANILLA, args=[planilla_id], expires=AGAIN.total_seconds())


def sweep_exports() -> None:
    """Wake workers for the exports that wait; one that is lost is taken again after its lease."""
    celery: Celery = current_app.extensions["celery"]
    for export_id, lease in take_exports():
        celery.send_task(EXPORT_MONTH, args=[export_id, str(lease)], expires=LEASE_SECONDS)


CHORES = (
    Chore("sweep planillas", SWEEP_SECONDS, sweep),
    Chore("sweep exports", SWEEP_SECONDS, sweep_exports),
    Chore("forget exports", FORGET_SECONDS, forget_exports),
)
"""What the worker does beside its tasks."""
