"""The embedded servers: a folder in, a real PostgreSQL or Valkey out, whatever happened before."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
import redis
import sqlalchemy
from redis.backoff import NoBackoff
from redis.retry import Retry

from deploy.embedded import AlreadyRunning, Postgres, Valkey
from deploy.environment import ROOT


def test_a_service_reaches_its_own_database_and_no_other(postgres: Postgres) -> None:
    own = postgres.add_database("one_service", "a-password")
    postgres.add_database("another_service", "another-password")

    engine = sqlalchemy.create_engine(own)
    with engine.connect() as connection:
        who = connection.scalar(sqlalchemy.text("SELECT current_user"))
    engine.dispose()
    stranger = postgres.url("one_service", "a-password", database="another_service")

    assert who == "one_service"
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        psycopg.connect(stranger.replace("+psycopg", ""))


def test_postgres_knows_the_capitals_of_spanish(postgres: Postgres) -> None:
    with postgres.connect() as connection:
        row = connection.execute("SELECT upper('ñandú')").fetchone()

    assert row == ("ÑANDÚ",)


def test_adding_a_database_again_keeps_its_rows_under_a_new_password(
    postgres: Postgres,
) -> None:
    postgres.add_database("kept", "first")
    with postgres.connect("kept") as connection:
        connection.execute("CREATE TABLE note AS SELECT 'still here' AS words")

    url = postgres.add_database("kept", "second")

    with psycopg.connect(url.replace("+psycopg", "")):
        pass
    with postgres.connect("kept") as connection:
        assert connection.execute("SELECT words FROM note").fetchone() == ("still here",)


def test_a_folder_in_use_is_refused_and_says_by_whom(tmp_path: Path) -> None:
    with (
        Valkey(tmp_path),
        pytest.raises(AlreadyRunning, match=f"in use by process {os.getpid()}"),
        Valkey(tmp_path),
    ):
        pass


def test_postgres_starts_again_after_it_was_killed(tmp_path: Path) -> None:
    with Postgres(tmp_path) as postgres:
        with postgres.connect() as connection:
            connection.execute("CREATE TABLE note AS SELECT 'still here' AS words")
        os.killpg(postgres.child.pid, signal.SIGKILL)

    with Postgres(tmp_path) as postgres, postgres.connect() as connection:
        assert connection.execute("SELECT words FROM note").fetchone() == ("still here",)


def test_what_a_killed_run_left_behind_is_taken_over(tmp_path: Path) -> None:
    start = f"Valkey(Path({str(tmp_path)!r})).__enter__(); os._exit(0)"  # nothing is stopped
    program = f"import os; from pathlib import Path; from deploy.embedded import Valkey; {start}"
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)

    with Valkey(tmp_path) as valkey, redis.Redis.from_url(valkey.url) as client:
        assert client.ping()


def test_valkey_keeps_what_it_was_told_and_its_port_when_restarted(tmp_path: Path) -> None:
    with Valkey(tmp_path) as valkey, redis.Redis.from_url(valkey.url) as client:
        client.set("word", "kept")

        valkey.stop()
        valkey.start()

        assert client.get("word") == b"kept"
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}


def test_valkey_refuses_who_has_no_password(valkey: Valkey) -> None:
    with (
        redis.Redis(port=valkey.port, retry=Retry(NoBackoff(), 0)) as client,
        pytest.raises(redis.exceptions.AuthenticationError),
    ):
        client.ping()
