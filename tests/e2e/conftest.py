"""What the journeys through the whole platform share."""

from collections.abc import Callable, Iterator

import pytest

from deploy.ports import free_ports
from tests.support.inhabitants import Inhabitant
from tests.support.journey import Copy, Journey
from tests.support.operator import Operator


@pytest.fixture
def journey(copy: Copy) -> Journey:
    """Put a person at the welcome page, with a browser of their own."""
    return Journey(copy)


@pytest.fixture
def signed_in(copy: Copy) -> Callable[[Inhabitant], Journey]:
    """Lead a person who has never been here to Inicio."""

    def lead(person: Inhabitant) -> Journey:
        journey = Journey(copy)
        journey.ask_for_link(person.dni, person.correo)
        journey.set_password(journey.receive_link(person.correo))
        journey.sign_in(person.dni)
        return journey

    return lead


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Operator]:
    """Bring the stack of docker compose up, with demo data, once for all tests; then delete it."""
    stack = Operator(tmp_path_factory.mktemp("operator"), *free_ports(2))
    stack.check_out()
    try:
        stack.run("dc --profile demo up --build --detach --wait")
        stack.wait_for_demo()
        yield stack
    finally:
        stack.run("dc --profile '*' down --volumes --timeout 5")
