"""The worker's own work: what the clock does to solicitudes, and the files that are imported."""

from datetime import datetime

from celery import Celery

from chassis.importing import ImportTask
from chassis.ticker import Chore
from services.legajo.domain import LIMA
from services.legajo.forms.importaciones import kind_of
from services.legajo.usecases.expiring import expire_solicitudes, warn_of_expiry
from services.legajo.usecases.importaciones import forget_reviewed, imports

AN_HOUR = 3600.0

SWEEP_SECONDS = 60.0
"""How long after midnight a deadline may go unnoticed: nobody can answer late meanwhile."""


def expire() -> bool:
    """End what was not answered in time, as it is today in Peru."""
    return expire_solicitudes(datetime.now(LIMA).date())


def warn() -> bool:
    """Warn of what will end soon."""
    return warn_of_expiry(datetime.now(LIMA).date())


IMPORT_FILE = ImportTask("legajo.import_file", imports, kind_of)
"""The task that reads one file that a specialist uploaded."""

CHORES = (
    IMPORT_FILE.chore,
    Chore("forget reviewed files", AN_HOUR, forget_reviewed),
    Chore("expire solicitudes", SWEEP_SECONDS, expire),
    Chore("warn of expiry", SWEEP_SECONDS, warn),
)
"""What the worker does beside sending events."""


def register_tasks(celery: Celery) -> None:
    """Give the worker its tasks."""
    IMPORT_FILE.register(celery)
