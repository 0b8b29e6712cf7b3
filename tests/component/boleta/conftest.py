"""Boleta under test: on its own database, with the payroll files that a test writes."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from deploy.embedded import Valkey
from tests.support.people import People
from tests.support.services import Service, start
from tests.support.stack import Databases

CANCHIS = "080006"
"""The UGEL that pays, when a test does not say which."""

Import = Callable[..., Result]

NEIGHBOURS = {"AYNI_LEGAJO_URL": "http://127.0.0.1:1", "BOLETA_CLIENT_SECRET": "of-boleta"}
"""No page of boleta asks legajo anything."""


@pytest.fixture(scope="session")
def running_boleta(databases: Databases, valkey: Valkey, people: People) -> Service:
    return start("boleta", databases, valkey, people, **NEIGHBOURS)


@pytest.fixture
def boleta(running_boleta: Service) -> Service:
    """Offer the service, with nothing in it."""
    running_boleta.empty()
    return running_boleta


@pytest.fixture
def import_planilla(boleta: Service, tmp_path: Path) -> Import:
    """Import payroll files as an operator does: `import_planilla(a_lis(a_pago()), "--dry-run")`."""

    def run(*given: bytes | str, sede: str = CANCHIS) -> Result:
        options = [item for item in given if isinstance(item, str)]
        contents = [item for item in given if isinstance(item, bytes)]
        paths = [tmp_path / f"planilla-{number}.txt" for number in range(1, len(contents) + 1)]
        for path, content in zip(paths, contents, strict=True):
            path.write_bytes(content)
        return boleta.run("planilla", "import", *map(str, paths), "--sede", sede, *options)

    return run
