"""Whose turn it is: who asks for much waits behind who asks for little.

Of each person one thing is at work at a time, and a few wait; the rest is refused at once, so that
neither one person nor many fill a process. It knows nothing of what is done in a turn.
"""

import threading
from collections import OrderedDict, deque
from collections.abc import Iterator
from contextlib import contextmanager


class Busy(Exception):
    """Somebody has as much at work and waiting as they may, or waited too long: later, again."""


class Turns:
    """A few turns at once, given to people in rotation."""

    def __init__(self, at_once: int, each: int, together: int, patience: float) -> None:
        """Let so many be `at_once`, and `each` person have so many at work and waiting together.

        All people have so many `together`: who waits holds a thread, which others need for other
        things. Nobody waits longer than `patience`, in seconds.
        """
        self._free = at_once
        self._each = each
        self._together = together
        self._patience = patience
        self._at_work: set[str] = set()
        self._waiting: OrderedDict[str, deque[object]] = OrderedDict()
        """Who waits, with their tickets; who had a turn the longest ago comes first."""
        self._changed = threading.Condition()

    @contextmanager
    def turn(self, who: str) -> Iterator[None]:
        """Wait for a turn, and hold it."""
        with self._changed:
            self._take(who)
        try:
            yield
        finally:
            with self._changed:
                self._give_back(who)

    def _take(self, who: str) -> None:
        self._check_room(who)
        ticket = object()
        self._waiting.setdefault(who, deque()).append(ticket)
        try:
            came = self._changed.wait_for(lambda: self._next() is ticket, self._patience)
        finally:
            self._forget(who, ticket)
        if not came:
            raise Busy
        self._free -= 1
        self._at_work.add(who)
        self._changed.notify_all()

    def _check_room(self, who: str) -> None:
        theirs = len(self._waiting.get(who, ())) + (who in self._at_work)
        here = sum(map(len, self._waiting.values())) + len(self._at_work)
        if theirs >= self._each or here >= self._together:
            raise Busy

    def _forget(self, who: str, ticket: object) -> None:
        self._waiting[who].remove(ticket)
        if not self._waiting[who]:
            del self._waiting[who]

    def _give_back(self, who: str) -> None:
        self._free += 1
        self._at_work.remove(who)
        if who in self._waiting:
            self._waiting.move_to_end(who)
        self._changed.notify_all()

    def _next(self) -> object:
        """Return the ticket that comes next; None while there is no turn to be given."""
        theirs = (tickets[0] for who, tickets in self._waiting.items() if who not in self._at_work)
        return next(theirs, None) if self._free else None
