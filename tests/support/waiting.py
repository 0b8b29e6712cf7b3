"""Waits for what must come to pass, and says what did not: the one place of the tests' patience."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

PATIENCE = 180.0
"""Seconds in which anything must have come to pass. What takes a moment here may take a minute on
a machine that does much else; who waits for the thing itself loses nothing by a long patience."""

PAUSE = 0.05
"""Seconds between two looks."""


def wait_for(look: Callable[[], T], what: str, *, seconds: float = PATIENCE) -> T:
    """Return the first true thing that `look` sees."""
    deadline = time.monotonic() + seconds
    while not (seen := look()):
        assert time.monotonic() < deadline, f"not within {seconds:g} s: {what}"
        time.sleep(PAUSE)
    return seen
