"""How a worker comes to its imports: a sweep of the database wakes Celery, a task reads a file.

The queue is only a wake-up: one that is lost is sent again, one that comes twice finds the import
in the hands of the first.
"""

from collections.abc import Callable
from typing import Any, Generic
from uuid import UUID

from celery import Celery
from flask import current_app

from chassis.importing.background import AGAIN, BackgroundImports, F
from chassis.imports import CsvImport
from chassis.ticker import Chore

SWEEP_SECONDS = 0.5
"""How long a file may wait to be noticed."""


class ImportTask(Generic[F]):
    """The task that imports the files of one service."""

    def __init__(
        self, name: str, imports: BackgroundImports[F], kind_of: Callable[[F], CsvImport[Any]]
    ) -> None:
        self._name = name
        self._imports = imports
        self._kind_of = kind_of
        self.chore = Chore(f"sweep {name}", SWEEP_SECONDS, self._sweep)
        """Wakes workers for the files that wait."""

    def register(self, celery: Celery) -> None:
        """Give the worker its task."""

        @celery.task(name=self._name, shared=False)  # type: ignore[untyped-decorator]
        def import_file(import_id: str) -> None:
            self._imports.run(UUID(import_id), self._kind_of)

    def _sweep(self) -> None:
        celery: Celery = current_app.extensions["celery"]
        for import_id in self._imports.hand_over():
            celery.send_task(self._name, args=[str(import_id)], expires=AGAIN.total_seconds())
