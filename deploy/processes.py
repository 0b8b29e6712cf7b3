"""The one list of processes: `make run` starts it, compose.yaml is held against it."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a process does, and so how one sees that it is ready."""

    WEB = "web"
    """Answers HTTP: ready when `GET /readyz` says so."""

    WORKER = "worker"
    """Sends and applies events, does tasks: ready when its heartbeat is in Valkey."""


@dataclass(frozen=True)
class Process:
    """One process of the platform; any number of copies of it may run."""

    service: str
    kind: Kind
    package: str
    role: str = ""
    """What it is for, where a service has several of a kind."""
    queues: tuple[str, ...] = ()
    """The only queues that this worker empties; empty for all of its service."""

    @property
    def name(self) -> str:
        """What logs, locks and containers call it: `boleta-worker`."""
        return f"{self.service}-{self.role or self.kind}"

    def command(self, bind: str = "0.0.0.0:8000") -> list[str]:
        """Return its command line; a worker needs no address and ignores it."""
        if self.kind is Kind.WEB:
            return _web(self.package, bind)
        only = ["--queues", ",".join(self.queues)] if self.queues else []
        return [*_worker(self.package), *only]


THREADS = {"gateway": 128, "services.identity": 128}
"""Where more threads are needed than the configuration says, because they wait and hardly work.

Who is at the door waits for the services. Who signs in waits for a processor (`passwords`): there
must be threads left for what needs no hash.
"""


def _web(package: str, bind: str) -> list[str]:
    config = ["--config", "deploy/gunicorn.conf.py"]
    more = ["--threads", str(THREADS[package])] if package in THREADS else []
    return ["gunicorn", *config, *more, "--bind", bind, f"{package}.app:create_app()"]


def _worker(package: str) -> list[str]:
    # Workers do not watch each other: each says in Valkey that it lives.
    alone = ["--without-heartbeat", "--without-gossip", "--without-mingle"]
    how = ["--pool", "threads", "--concurrency", "4", "--loglevel", "WARNING", *alone]
    return ["celery", "--app", f"{package}.worker", "worker", *how]


PROCESSES = (
    Process("identity", Kind.WEB, "services.identity"),
    Process("identity", Kind.WORKER, "services.identity"),
    Process("legajo", Kind.WEB, "services.legajo"),
    Process("legajo", Kind.WORKER, "services.legajo"),
    Process("boleta", Kind.WEB, "services.boleta"),
    Process("boleta", Kind.WORKER, "services.boleta"),
    Process("notifier", Kind.WEB, "services.notifier"),
    Process(
        "notifier",
        Kind.WORKER,
        "services.notifier",
        queues=("notifier.security", "notifier.events", "notifier.tasks"),
    ),
    # A month of boletas has workers of its own: nobody's password waits for them.
    Process(
        "notifier",
        Kind.WORKER,
        "services.notifier",
        role="bulk",
        queues=("notifier.events.many", "notifier.bulk"),
    ),
    Process("gateway", Kind.WEB, "gateway"),
)
