"""The real parts that tests stand on: PostgreSQL, Valkey, a whole platform, on free ports.

They are the programs that `make run` starts, only quicker: nothing here must survive a power cut.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from psycopg import sql
from redis import Redis

from deploy.embedded import Postgres
from deploy.environment import ROOT
from deploy.platform import Platform, Settings
from deploy.ports import free_ports


class Databases:
    """One migrated database for each service that asks; emptied, not rebuilt, between tests."""

    def __init__(self, postgres: Postgres) -> None:
        self.postgres = postgres
        self.files = postgres.folder.parent / "files"
        """Where services under test keep their files, each in a folder of its own."""
        self._urls: dict[str, str] = {}

    def url(self, service: str) -> str:
        """Return the address of the service's database, migrated at the first time."""
        if service not in self._urls:
            url = self.postgres.add_database(service, password=f"of-{service}")
            migrate(service, url)
            self._urls[service] = url
        return self._urls[service]

    def empty(self, service: str) -> None:
        """Delete all rows of all tables; the schema stays."""
        with self.postgres.connect(service) as connection:
            found = connection.execute(
                "SELECT tablename FROM pg_tables"
                " WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
            )
            tables = sql.SQL(", ").join(sql.Identifier(name) for (name,) in found)
            if tables.as_string():
                connection.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(tables))


def migrate(service: str, url: str) -> None:
    """Bring a database to the newest version, as an operator does."""
    done = subprocess.run(
        [sys.executable, "-m", "chassis.migrate", service, "upgrade"],
        env={**os.environ, f"{service.upper()}_DATABASE_URL": url},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def a_platform(state: Path, **more: str) -> Platform:
    """Return a copy of the platform, as `make run` starts it, to be used in a `with`.

    `more` is what the environment of its processes says besides.
    """
    port, mailbox_port = free_ports(2)
    settings = Settings(
        port=port, mailbox_port=mailbox_port, state=state, log_format="json", more=more
    )
    return Platform(settings, durable=False)


def ayni(state: Path, *arguments: str) -> str:
    """Run a command of a service on the platform of that state, and return what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "deploy.cli", *arguments],
        env={**os.environ, "AYNI_STATE": str(state)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def captcha_answer(platform: Platform) -> Callable[[str], str]:
    """Return what looks up the answer of a captcha, where alone it rests: in Valkey."""

    def answer(captcha_id: str) -> str:
        with Redis.from_url(platform.valkey.url, decode_responses=True) as valkey:
            return str(valkey.get(f"identity:captcha:{captcha_id}"))

    return answer
