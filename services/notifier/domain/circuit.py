"""When the mail server is away: pause the lane instead of trying every letter in vain."""

from datetime import timedelta

FAILURES_TO_OPEN = 5
"""After so many letters in a row that could not even be offered, the server is left alone."""

SHORTEST, LONGEST = timedelta(seconds=2), timedelta(minutes=2)
"""How long it is left alone the first time, and at most; each time twice as long."""


def pause_after(failures: int) -> timedelta | None:
    """Return how long to leave alone a server that failed so often in a row; None for not yet."""
    beyond = failures - FAILURES_TO_OPEN
    if beyond < 0:
        return None
    pause: timedelta = SHORTEST * 2 ** min(beyond, 10)
    return min(pause, LONGEST)
