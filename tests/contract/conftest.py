"""Every service that speaks, running in this process on its own database."""

import json
from collections.abc import Callable

import pytest
from joserfc.jwk import ECKey

from deploy.embedded import Valkey
from tests.support.people import People
from tests.support.services import Service, start
from tests.support.stack import Databases

Running = Callable[[str], Service]

SEALING_KEY = ECKey.generate_key("P-256", {"use": "enc", "alg": "ECDH-ES+A256KW"})

NOWHERE = "http://127.0.0.1:1"

SETTINGS = {
    "identity": {
        "IDENTITY_KEY_SECRET": "the secret of the keys",
        "IDENTITY_GATEWAY_SECRET": "the secret of the gateway",
        "IDENTITY_BOLETA_SECRET": "the secret of boleta",
        "IDENTITY_SEALING_KEY": json.dumps(SEALING_KEY.as_dict(private=False)),
    },
    "legajo": {},
    "boleta": {"AYNI_LEGAJO_URL": NOWHERE, "BOLETA_CLIENT_SECRET": "the secret of boleta"},
    "notifier": {
        "NOTIFIER_SEALING_KEY": json.dumps(SEALING_KEY.as_dict(private=True)),
        "NOTIFIER_SMTP_HOST": "127.0.0.1",
        "NOTIFIER_SMTP_PORT": "1",
    },
}
"""What each service is told besides what all are told."""


@pytest.fixture(scope="session")
def started(databases: Databases, valkey: Valkey, people: People) -> Running:
    """Start each service once."""
    services: dict[str, Service] = {}

    def service(name: str) -> Service:
        if name not in services:
            services[name] = start(name, databases, valkey, people, **SETTINGS[name])
        return services[name]

    return service


@pytest.fixture
def running(started: Running) -> Running:
    """Offer a service without any data: `running("boleta")`."""
    emptied: set[str] = set()

    def service(name: str) -> Service:
        if name not in emptied:
            started(name).empty()
            emptied.add(name)
        return started(name)

    return service
