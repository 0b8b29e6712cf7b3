"""The whole platform on this machine, without Docker: what `make run` and the tests start.

It knows the order in which things start, and the environment by which they find each other.
"""

import os
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from redis import Redis

from chassis.heartbeat import heartbeat_key
from deploy import environment, secrets
from deploy.child import Child, DidNotStart
from deploy.embedded import Postgres, Valkey
from deploy.environment import ROOT
from deploy.ports import LOOPBACK, free_ports, is_taken
from deploy.processes import PROCESSES, Kind, Process
from deploy.supervisor import Patience, Supervisor

LAST_PORT = 65535
"""The highest that there is (RFC 9293 §3.1)."""

READY_WITHIN = 300.0
"""Seconds after which a platform that does not answer is given up: it takes half a minute, and on
a slow machine that does much else, minutes."""

ANSWER_WITHIN = 10.0
"""Seconds that a process has for one answer while it is waited for."""


class PortTaken(Exception):
    """Somebody already listens where people, or who reads their mail, would come."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What one may choose for a copy of the platform on this machine; read from `AYNI_…`."""

    port: int = 8000
    """Where people come: http://localhost:8000."""
    mailbox_port: int = 8025
    """Where the mails that it sent are read."""
    log_format: str = "console"
    """How processes write their logs: `console` or `json`."""
    state: Path = field(default_factory=environment.state_folder)
    """Where it keeps its data, logs, secrets and mails."""
    more: Mapping[str, str] = field(default_factory=dict)
    """What the environment of its processes says besides, or otherwise."""

    @property
    def public_url(self) -> str:
        """The address that people type."""
        return f"http://localhost:{self.port}"

    @property
    def mailbox_url(self) -> str:
        """The address where mails are read."""
        return f"http://localhost:{self.mailbox_port}"


class Platform:
    """PostgreSQL, Valkey, the mailbox and every process, for as long as the `with` lasts."""

    def __init__(
        self,
        settings: Settings,
        *,
        say: Callable[[str], None] = print,
        patience: Patience | None = None,
        durable: bool = True,
    ) -> None:
        self.settings = settings
        self.state = settings.state.absolute()
        self.postgres = Postgres(self.state, durable=durable)
        self.valkey = Valkey(self.state, durable=durable)
        self.supervisor = Supervisor(say)
        self.env: dict[str, str] = {}
        """The environment of every process, and of the file `env` in the state folder."""
        self._ports = _choose_ports(settings)
        self._patience = patience or Patience()
        self._say = say
        self._running = ExitStack()

    def __enter__(self) -> Self:
        """Start everything, on databases of the newest version."""
        _refuse_taken(self.settings)
        self.state.mkdir(mode=0o700, parents=True, exist_ok=True)
        with ExitStack() as stack:
            self._say("Starting PostgreSQL and Valkey…")
            stack.enter_context(self.postgres)
            stack.enter_context(self.valkey)
            self._write_environment()
            self._say("Bringing the databases to their newest version…")
            self.run("migrate", "deploy.migrate")
            self.run("setup", "deploy.cli", "identity", "setup")
            stack.enter_context(self.supervisor)
            self.supervisor.watch(self.postgres.child, self.valkey.child)
            self._say(f"Starting {len(PROCESSES)} processes; their logs are in {self.state}/logs…")
            self._start_processes()
            self._running = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop everything, the databases last."""
        self._running.close()

    @property
    def mails(self) -> Path:
        """The folder where the mailbox keeps what arrived."""
        return self.state / "mailbox"

    def child(self, name: str) -> Child:
        """Return a process by its name: `boleta-worker`, `mailbox`."""
        return self.supervisor.children[name]

    def run(self, name: str, module: str, *arguments: str) -> None:
        """Run a module of ours to its end; what it says is in the log of that name."""
        child = self._child(name, [module, *arguments])
        child.start()
        try:
            self._patience.until(lambda: not child.alive)
        finally:
            child.stop()
        if child.exit_code:
            raise DidNotStart(f"{name} failed:\n{child.last_words()}\n\nAll of it: {child.log}")

    def wait_until_ready(self) -> None:
        """Return when every process answers."""
        waiting = [*PROCESSES]

        def all_answer() -> bool:
            waiting[:] = [process for process in waiting if not self.is_ready(process)]
            return not waiting

        if not self._patience.until(all_answer, READY_WITHIN) or not self._mailbox_answers():
            names = ", ".join(process.name for process in waiting) or "mailbox"
            words = self.child(waiting[0].name if waiting else "mailbox").last_words()
            raise DidNotStart(f"No answer from {names}:\n{words}")

    def is_ready(self, process: Process) -> bool:
        """Tell whether a process answers: a page, or a heartbeat."""
        if process.kind is Kind.WEB:
            return _answers(f"http://{LOOPBACK}:{self._ports[process.name]}/readyz")
        with Redis.from_url(self.valkey.url) as valkey:
            return bool(valkey.exists(heartbeat_key(process.name)))

    def _mailbox_answers(self) -> bool:
        return self._patience.until(
            lambda: _answers(f"http://{LOOPBACK}:{self.settings.mailbox_port}/count.json"),
            READY_WITHIN,
        )

    def _write_environment(self) -> None:
        kept = self.state / "secrets"
        known = secrets.generate() | environment.read(kept)  # a newer version may need another
        environment.write(kept, known)
        for service in secrets.WITH_DATABASE:
            password = known.pop(f"{service.upper()}_DATABASE_PASSWORD")
            url = self.postgres.add_database(service, password)
            known[f"{service.upper()}_DATABASE_URL"] = url
        self.env = known | self._addresses()
        environment.write(self.state / "env", self.env)

    def _addresses(self) -> dict[str, str]:
        inside = {
            f"AYNI_{process.service.upper()}_URL": f"http://{LOOPBACK}:{self._ports[process.name]}"
            for process in PROCESSES
            if process.kind is Kind.WEB
        }
        return inside | {
            "AYNI_PUBLIC_URL": self.settings.public_url,
            "AYNI_VALKEY_URL": self.valkey.url,
            "AYNI_LOG_FORMAT": self.settings.log_format,
            "BOLETA_FILES_DIR": str(self.state / "files" / "boleta"),
            "LEGAJO_FILES_DIR": str(self.state / "files" / "legajo"),
            "NOTIFIER_SMTP_HOST": LOOPBACK,
            "NOTIFIER_SMTP_PORT": str(self._ports["smtp"]),
            **self.settings.more,
        }

    def _start_processes(self) -> None:
        with Redis.from_url(self.valkey.url) as valkey:
            valkey.delete(*(heartbeat_key(process.name) for process in PROCESSES))
        mailbox = {
            "MAILBOX_FOLDER": str(self.mails),
            "MAILBOX_SMTP_PORT": str(self._ports["smtp"]),
            "MAILBOX_HTTP_PORT": str(self.settings.mailbox_port),
        }
        self.supervisor.start(
            [
                self._child("mailbox", ["deploy.mailbox"], mailbox),
                *(
                    self._child(
                        each.name,
                        each.command(f"{LOOPBACK}:{self._ports[each.name]}"),
                        {"AYNI_WORKER": each.name} if each.kind is Kind.WORKER else {},
                    )
                    for each in PROCESSES
                ),
            ]
        )

    def _child(self, name: str, module: list[str], more: Mapping[str, str] | None = None) -> Child:
        return Child(
            name,
            [sys.executable, "-m", *module],
            state=self.state,
            env={**os.environ, **self.env, "AYNI_STATE": str(self.state), **(more or {})},
            cwd=ROOT,
        )


def _choose_ports(settings: Settings) -> dict[str, int]:
    """Give every process a port of its own; only people's is known beforehand."""
    names = ["smtp", *(process.name for process in PROCESSES)]
    return dict(zip(names, free_ports(len(names)), strict=True)) | {"gateway-web": settings.port}


def _refuse_taken(settings: Settings) -> None:
    for variable, port in (
        ("AYNI_PORT", settings.port),
        ("AYNI_MAILBOX_PORT", settings.mailbox_port),
    ):
        if not 0 < port <= LAST_PORT:
            raise PortTaken(f"There is no port {port}: {variable} may be 1 to {LAST_PORT}")
        if is_taken(port):
            raise PortTaken(
                f"Port {port} is taken: stop what uses it or choose another, "
                f"{variable}={port + 1} make run"
            )
    if settings.port == settings.mailbox_port:
        raise PortTaken(f"Port {settings.port} is wanted twice: choose another AYNI_MAILBOX_PORT")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=ANSWER_WITHIN) as answer:
            return bool(answer.status == 200)  # noqa: PLR2004  (OK)
    except (OSError, urllib.error.URLError):
        return False
