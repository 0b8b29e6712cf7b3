"""What the journeys through the whole platform share."""

from collections.abc import Callable

import pytest

from tests.support.inhabitants import Inhabitant
from tests.support.journey import Copy, Journey


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
