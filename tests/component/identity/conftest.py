"""Identity, running and set up; a person's browser, a client, and what the notifier would read."""

import json
from collections.abc import Callable, Iterator

import pytest
from joserfc.jwk import ECKey

from chassis.sealing import unseal
from contracts.identity import PasswordLinkIssued
from deploy.embedded import Valkey
from services.identity.usecases.passwords import decide_recoveries
from tests.component.identity.browser import Browser, Client
from tests.component.identity.staff import Open, opener
from tests.support.people import People
from tests.support.services import Service, start
from tests.support.stack import Databases

SEALING_KEY = ECKey.generate_key("P-256", {"use": "enc", "alg": "ECDH-ES+A256KW"})
"""The key pair of a notifier."""


@pytest.fixture(scope="session")
def running_identity(databases: Databases, valkey: Valkey, people: People) -> Service:
    """Start identity once for all tests."""
    return start(
        "identity",
        databases,
        valkey,
        people,
        IDENTITY_KEY_SECRET="the secret of the keys",
        IDENTITY_GATEWAY_SECRET="the secret of the gateway",
        IDENTITY_BOLETA_SECRET="the secret of boleta",
        IDENTITY_SEALING_KEY=json.dumps(SEALING_KEY.as_dict(private=False)),
    )


@pytest.fixture
def identity(running_identity: Service) -> Iterator[Service]:
    """Offer identity as `setup` leaves it, inside its context: builders and use cases work."""
    running_identity.empty()
    assert running_identity.run("setup").exit_code == 0
    with running_identity.app.app_context():
        yield running_identity


@pytest.fixture
def browser(identity: Service) -> Browser:
    """Open a browser in which nobody has signed in."""
    return Browser(identity.app, identity.valkey)


@pytest.fixture
def other_browser(identity: Service) -> Browser:
    """Open a second one."""
    return Browser(identity.app, identity.valkey)


@pytest.fixture
def gateway(identity: Service) -> Client:
    """Be the gateway."""
    return Client(identity.app, "gateway", "the secret of the gateway")


@pytest.fixture
def links(identity: Service) -> Callable[[], list[str]]:
    """Tell which links were issued, as the notifier alone can read them."""

    def issued() -> list[str]:
        decide_recoveries(identity.app.extensions["settings"])
        events = [event for event in identity.outbox() if isinstance(event, PasswordLinkIssued)]
        private = json.dumps(SEALING_KEY.as_dict(private=True))
        return [unseal(event.sealed_link, private) for event in events]

    return issued


@pytest.fixture
def as_staff(identity: Service, people: People) -> Open:
    """Open the browser of who holds a role: `as_staff(Role.AUDITOR, CANCHIS)`."""
    return opener(identity, people)


@pytest.fixture
def unsealed() -> Callable[[str], str]:
    """Open what is sealed to the notifier."""
    private = json.dumps(SEALING_KEY.as_dict(private=True))
    return lambda sealed: unseal(sealed, private)
