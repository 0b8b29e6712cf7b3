"""Boleta under test: on its own database, with the payroll files that a test writes."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from webtest import TestApp

from contracts.access_token import Role
from deploy.certificates import trial_seal
from deploy.embedded import Valkey
from tests.support.people import People
from tests.support.services import Service, start
from tests.support.stack import Databases

CANCHIS = "080006"
"""The UGEL that pays, when a test does not say which."""

Browsers = Callable[..., TestApp]

Import = Callable[..., Result]

NEIGHBOURS = {"AYNI_LEGAJO_URL": "http://127.0.0.1:1", "BOLETA_CLIENT_SECRET": "of-boleta"}
"""No page of boleta asks legajo anything."""

SEAL = dict(zip(("BOLETA_SEAL_KEY", "BOLETA_SEAL_CERTIFICATES"), trial_seal(), strict=True))
"""What documents are sealed with."""


@pytest.fixture(scope="session")
def running_boleta(databases: Databases, valkey: Valkey, people: People) -> Service:
    return start("boleta", databases, valkey, people, **NEIGHBOURS, **SEAL)


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


@pytest.fixture
def servidor(boleta: Service, people: People) -> Browsers:
    """Open the browser of a servidor: `servidor()`, or of another: `servidor("00000002")`."""
    return lambda dni="00000001", **claims: boleta.browser(people.token(dni, **claims))


@pytest.fixture
def administrador(boleta: Service, people: People) -> Browsers:
    """Open the browser of the Administrador MI BOLETA of a sede."""

    def browser(sede: str = CANCHIS, *, dni: str = "00000900") -> TestApp:
        return boleta.browser(people.with_role(Role.ADMINISTRADOR_BOLETA, sede, dni))

    return browser
