"""The worker's own work: to import the files of the register that were uploaded."""

from celery import Celery

from chassis.importing import ImportTask
from services.identity.forms import REGISTER
from services.identity.usecases.importing import imports

IMPORT_REGISTER = ImportTask("identity.import_register", imports, lambda _: REGISTER)
"""The task that reads one file of the register."""

CHORES = (IMPORT_REGISTER.chore,)
"""What the worker does beside its tasks."""


def register_tasks(celery: Celery) -> None:
    """Give the worker its tasks."""
    IMPORT_REGISTER.register(celery)
