"""The fixtures that several levels share; each level's own are in its folder."""

from collections.abc import Iterator

import pytest

from deploy.embedded import Postgres, Valkey
from tests.support.people import People, issuer
from tests.support.stack import Databases


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """Run a real PostgreSQL, one for all tests. Ask `databases` for a database in it."""
    with Postgres(tmp_path_factory.mktemp("postgres"), durable=False) as server:
        yield server


@pytest.fixture(scope="session")
def valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Valkey]:
    """Run a real Valkey, one for all tests; `valkey.url` is its address."""
    with Valkey(tmp_path_factory.mktemp("valkey"), durable=False) as server:
        yield server


@pytest.fixture(scope="session")
def databases(postgres: Postgres) -> Databases:
    """Offer `databases.url("legajo")`, a migrated database, and `databases.empty("legajo")`."""
    return Databases(postgres)


@pytest.fixture(scope="session")
def people() -> Iterator[People]:
    """Offer `people.token(dni="00000001")`: tokens that the services under test believe."""
    with issuer() as people:
        yield people
