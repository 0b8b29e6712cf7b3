"""The fixtures that several levels share; each level's own are in its folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.embedded import Postgres, Valkey
from deploy.mailbox.smtp import receive
from deploy.platform import Platform
from deploy.ports import LOOPBACK, free_ports
from tests.support.inhabitants import Inhabitants
from tests.support.journey import Copy
from tests.support.mailbox import Mailbox
from tests.support.people import People, issuer
from tests.support.stack import Databases, a_platform, captcha_answer


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


@pytest.fixture
def mailbox(tmp_path: Path) -> Iterator[Mailbox]:
    """Take mail in by real SMTP at `mailbox.smtp_port`; `mailbox.wait_for(to=…)` reads it."""
    port = free_ports(1)[0]
    sink = Mailbox(tmp_path / "mailbox", smtp_port=port)
    with receive(sink.folder, LOOPBACK, port):
        yield sink


@pytest.fixture(scope="session")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """Run every process of the platform, once for all tests, without data: see `demo`."""
    with a_platform(tmp_path_factory.mktemp("platform")) as platform:
        platform.wait_until_ready()
        yield platform


@pytest.fixture(scope="session")
def demo(platform: Platform) -> Platform:
    """Fill the platform with the data that `make run` shows; `SIGN_INS` says who can sign in."""
    platform.run("seed", "deploy.demo.seed")
    return platform


@pytest.fixture
def platform_mailbox(platform: Platform) -> Mailbox:
    """Read what the whole platform has sent; other tests' mails are there too."""
    return Mailbox(platform.mails)


@pytest.fixture(scope="session")
def copy(platform: Platform) -> Copy:
    """Tell a `Journey` where to walk: through the whole platform."""
    settings = platform.settings
    return Copy(settings.public_url, settings.mailbox_url, captcha_answer(platform))


@pytest.fixture(scope="session")
def inhabitants(platform: Platform) -> Inhabitants:
    """Offer people whom no other test has met: `inhabitants.servidor()`."""
    return Inhabitants(platform)
