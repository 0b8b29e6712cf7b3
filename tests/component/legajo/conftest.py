"""Legajo, running; and who uses it."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from webtest import TestApp

from contracts.access_token import Role
from deploy.certificates import trial_seal
from deploy.embedded import Valkey
from tests.support.builders.legajo import CANCHIS
from tests.support.people import People
from tests.support.services import Service, start
from tests.support.stack import Databases

Browsers = Callable[..., TestApp]

SEAL = dict(zip(("LEGAJO_SEAL_KEY", "LEGAJO_SEAL_CERTIFICATES"), trial_seal(), strict=True))
"""What informes are sealed with."""


@pytest.fixture(scope="session")
def running_legajo(databases: Databases, valkey: Valkey, people: People) -> Service:
    """Start legajo once for all tests."""
    return start("legajo", databases, valkey, people, **SEAL)


@pytest.fixture
def legajo(running_legajo: Service) -> Iterator[Service]:
    """Offer legajo without any data, inside its context: builders and use cases work."""
    running_legajo.empty()
    with running_legajo.app.app_context():
        yield running_legajo


@pytest.fixture
def write_rows(tmp_path: Path) -> Callable[..., str]:
    """Write a file as ministries do: `write_rows(a_row, {}, {"dni": "1"})`, two that differ so."""

    def write(row: dict[str, str], *rows: dict[str, str], name: str) -> str:
        path = tmp_path / name
        with path.open("w", encoding="utf-8-sig", newline="") as output:
            writer = csv.DictWriter(output, row, delimiter=";")
            writer.writeheader()
            writer.writerows(row | each for each in rows)
        return str(path)

    return write


@pytest.fixture
def servidor(legajo: Service, people: People) -> Browsers:
    """Open the browser of a servidor: `servidor()`, or of another: `servidor("00000002")`."""

    def browser(dni: str = "00000001", **claims: Any) -> TestApp:
        return legajo.browser(people.token(dni, **claims))

    return browser


@pytest.fixture
def especialista(legajo: Service, people: People) -> Browsers:
    """Open the browser of the specialist of a sede."""

    def browser(sede: str = CANCHIS, *, dni: str = "00000900") -> TestApp:
        return legajo.browser(people.with_role(Role.ESCALAFON, sede, dni))

    return browser
