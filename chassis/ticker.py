"""Small chores of a worker, each every so many seconds, in a thread of the worker's own process.

Celery's beat would send each tick through the broker and, embedded, be a child process that
outlives a killed worker (docs/adr/0014). A chore must be safe to run in two workers at once.
"""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import structlog
from kombu import exceptions as kombu
from redis.exceptions import RedisError
from sqlalchemy.exc import OperationalError

AWAY = (RedisError, OperationalError, kombu.OperationalError, kombu.BatchPublishError)
"""What is said when the broker or the database is away: it comes back, and the chore waits."""

log = structlog.get_logger()


@dataclass(frozen=True)
class Chore:
    """Something to do every `seconds`; while it returns True there is more to do at once."""

    name: str
    seconds: float
    do: Callable[[], bool | None]


class Ticker(threading.Thread):
    """Does the chores until it is stopped; one that fails is logged and tried again next time."""

    def __init__(self, chores: Sequence[Chore]) -> None:
        super().__init__(name="ticker", daemon=True)
        self._due = dict.fromkeys(chores, 0.0)
        self._stopped = threading.Event()

    def run(self) -> None:
        """Do what is due, then sleep until the next is."""
        while not self._stopped.is_set():
            for chore, due in self._due.items():
                if due <= time.monotonic():
                    self._due[chore] = time.monotonic() + self._do(chore)
            self._stopped.wait(max(min(self._due.values()) - time.monotonic(), 0.01))

    def stop(self) -> None:
        """Finish the chore in hand and no other."""
        self._stopped.set()
        if self.is_alive():
            self.join(timeout=10)

    def _do(self, chore: Chore) -> float:
        """Do one chore and return after how many seconds it is due again."""
        try:
            return 0.0 if chore.do() else chore.seconds
        except AWAY as error:
            # kombu says why beneath; of a database, the statement comes in the next lines.
            said = str(error.__cause__ or error).partition("\n")[0]
            log.warning("chore_waits", chore=chore.name, reason=type(error).__name__, said=said)
        except Exception:
            log.exception("chore_failed", chore=chore.name)
        return max(chore.seconds, 1.0)
