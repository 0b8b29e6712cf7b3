"""The scoreboard of a run, printed at its end, and servers that keep what they are told.

Unlike in the other tests a commit waits for the disk here: what it costs is part of the matter.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.embedded import Postgres, Valkey
from tests.performance.bench import Scoreboard
from tests.support.people import People
from tests.support.services import Service, start
from tests.support.stack import Databases

NEIGHBOURS = {"AYNI_LEGAJO_URL": "http://127.0.0.1:1", "BOLETA_CLIENT_SECRET": "of-boleta"}
"""No page of boleta asks legajo anything."""

REPORT = Path(__file__).parents[1] / ".artifacts" / "bench.md"
"""Where the table of the last run is left."""

SCOREBOARD = pytest.StashKey[Scoreboard]()


@pytest.fixture(scope="session")
def benchmark(request: pytest.FixtureRequest) -> Scoreboard:
    """Offer `benchmark.compare(work, ours, reference)`."""
    return request.config.stash.setdefault(SCOREBOARD, Scoreboard())


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """Run a PostgreSQL that loses nothing."""
    with Postgres(tmp_path_factory.mktemp("postgres"), durable=True) as server:
        yield server


@pytest.fixture(scope="session")
def valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Valkey]:
    """Run a Valkey that loses at most a second."""
    with Valkey(tmp_path_factory.mktemp("valkey"), durable=True) as server:
        yield server


@pytest.fixture(scope="session")
def boleta(databases: Databases, valkey: Valkey, people: People) -> Service:
    """Run boleta in this process."""
    return start("boleta", databases, valkey, people, **NEIGHBOURS)


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Show what was measured, and leave it in a file."""
    scoreboard = config.stash.get(SCOREBOARD, None)
    if scoreboard is None:
        return
    table = scoreboard.table()
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(table, encoding="utf-8")
    terminalreporter.section("how quick it is")
    terminalreporter.write_line(table)
