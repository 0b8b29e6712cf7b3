"""How the journeys wait."""

from tests.support.waiting import wait_for

__all__ = ["wait_for"]
