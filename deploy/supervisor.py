"""Keeps processes running: starts them, starts again the one that died, stops them all.

Stopping is asked for by a signal (Ctrl-C) that is only noted, and looked at wherever we wait: so
nothing is interrupted half-way, and nothing that was started is forgotten.
"""

import signal
import threading
import time
from collections.abc import Callable, Sequence
from types import FrameType
from typing import Self

from deploy.child import POLL, Child, stop_all

FIRST_DELAY = 0.5
"""Seconds before a process that died is started again; doubled each time it dies soon after."""

LONGEST_DELAY = 30.0
"""Seconds that a process waits at most for its next start."""

STEADY = 60.0
"""Seconds after which a process that runs is forgiven its earlier deaths."""


class Stopped(BaseException):
    """Somebody asked us to stop while we waited."""


class Patience:
    """Waits, but not longer than until somebody asks us to stop."""

    def __init__(self) -> None:
        self.is_over = False

    def listen(self) -> None:
        """Take note of Ctrl-C, of `kill`, and of a terminal that is closed."""
        for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(sign, self._note)

    def until(self, condition: Callable[[], bool], seconds: float = float("inf")) -> bool:
        """Wait until it holds; False when it did not within so many seconds."""
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                return False
            time.sleep(POLL)
            if self.is_over:
                raise Stopped
        return True

    def _note(self, _signal: int, _frame: FrameType | None) -> None:
        self.is_over = True


class Supervisor:
    """Runs children for as long as the `with` lasts."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.children: dict[str, Child] = {}
        self._watched: list[Child] = []
        self._say = say
        self._deaths: dict[str, int] = {}
        self._started: dict[str, float] = {}
        self._restart_at: dict[str, float] = {}
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="supervisor", daemon=True)

    def __enter__(self) -> Self:
        """Begin to watch."""
        self._watcher.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop every child, all at once."""
        self._ended.set()
        self._watcher.join()
        stop_all(self.children.values())

    def start(self, children: Sequence[Child]) -> None:
        """Start these and keep them running."""
        with self._lock:
            for child in children:
                child.start()
                self._started[child.name] = time.monotonic()
                self.children[child.name] = child

    def watch(self, *children: Child) -> None:
        """Keep running what somebody else has started, and will stop."""
        with self._lock:
            self._started |= dict.fromkeys((child.name for child in children), time.monotonic())
            self._watched += children

    def _watch(self) -> None:
        while not self._ended.wait(2 * POLL):
            with self._lock:
                for child in (*self._watched, *self.children.values()):
                    if child.wanted and not child.alive:
                        self._see_to(child)

    def _see_to(self, child: Child) -> None:
        """Tell that a child died, or start it again when its time has come."""
        now = time.monotonic()
        if child.name not in self._restart_at:
            child.end_group()
            self._restart_at[child.name] = now + self._delay(child, now)
        elif now >= self._restart_at[child.name]:
            del self._restart_at[child.name]
            child.start()
            self._started[child.name] = now

    def _delay(self, child: Child, now: float) -> float:
        steady = now - self._started[child.name] > STEADY
        deaths = 0 if steady else self._deaths.get(child.name, 0)
        self._deaths[child.name] = deaths + 1
        delay = min(FIRST_DELAY * 2.0**deaths, LONGEST_DELAY)
        self._say(
            f"{child.name} ended ({_how(child.exit_code)}); starting it again in {delay:g} s. "
            f"Its words: {child.log}"
        )
        return delay


def _how(code: int | None) -> str:
    return f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
