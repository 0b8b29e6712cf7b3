"""One process that we started: in a group of its own, its output in a file, and ended for sure.

Every child, and all that it starts, holds a lock that it inherits from us. When we were killed and
could not end it, the next start finds the lock held, and knows whom it has to end.
"""

import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

GRACE = 10.0
"""Seconds that a process has to end by itself before it is killed."""

POLL = 0.05
"""Seconds between two looks at a process that we wait for."""


class DidNotStart(Exception):
    """A process ended, or did not answer, before it was ready."""


class Child:
    """A process with its log in `state/logs/` and its lock in `state/run/`."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        state: Path,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
    ) -> None:
        self.name = name
        self.command = list(command)
        self.env = env
        self.cwd = cwd
        self.stop_signal = stop_signal
        self.log = state / "logs" / f"{name}.log"
        self.lock = state / "run" / f"{name}.lock"
        self.wanted = False
        """Whether it should be running: what tells a death from a stop."""
        self._process: subprocess.Popen[bytes] | None = None
        self._is_cleared = False

    @property
    def pid(self) -> int:
        """The process id, also of a child that has ended."""
        if self._process is None:
            raise DidNotStart(f"{self.name} was never started")
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """What it ended with; None while it runs."""
        return None if self._process is None else self._process.poll()

    @property
    def alive(self) -> bool:
        """Whether it runs at this moment."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start it, after ending what an earlier run of ours has left behind."""
        for folder in (self.log.parent, self.lock.parent):
            folder.mkdir(parents=True, exist_ok=True)
        with self.lock.open("a+") as lock, self.log.open("ab") as log:
            _take_over(lock.fileno(), self.lock, signal.SIGTERM)
            self._process = subprocess.Popen(
                self.command,
                env=self.env,
                cwd=self.cwd,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                pass_fds=[lock.fileno()],
            )
            self.lock.write_text(f"{self._process.pid}\n")
        self.wanted = True
        self._is_cleared = False

    def ask_to_stop(self) -> None:
        """Send the signal to end, without waiting."""
        self.wanted = False
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(self.stop_signal)

    def stop(self, grace: float = GRACE) -> None:
        """End it and everything that it started."""
        stop_all([self], grace)

    def end_group(self) -> None:
        """Kill what is left of it and of what it started; return when nothing is."""
        if self._process is None or self._is_cleared:
            return
        _signal_group(self._process.pid, signal.SIGKILL)
        self._process.wait()
        with self.lock.open("a+") as lock:
            _take_over(lock.fileno(), self.lock, signal.SIGKILL)
        self._is_cleared = True  # from now on its number may be somebody else's

    def last_words(self, lines: int = 20) -> str:
        """Return the end of its log, to show when it failed."""
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


def stop_all(children: Iterable[Child], grace: float = GRACE) -> None:
    """End several at once: each is asked, all share the grace, what is left is killed."""
    children = list(children)
    for child in children:
        child.ask_to_stop()
    deadline = time.monotonic() + grace
    while any(child.alive for child in children) and time.monotonic() < deadline:
        time.sleep(POLL)
    for child in children:
        child.end_group()


def _take_over(descriptor: int, path: Path, sign: signal.Signals) -> None:
    """Lock the file, ending the group of processes that holds it."""
    started = time.monotonic()
    while not _lock(descriptor):
        waited = time.monotonic() - started
        if waited > 2 * GRACE:
            raise DidNotStart(f"{path} is held by a process that cannot be ended")
        with suppress(ValueError):  # it had no time to write its number
            _signal_group(int(path.read_text()), signal.SIGKILL if waited > GRACE else sign)
        time.sleep(4 * POLL)


def _lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _signal_group(pid: int, sign: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(pid, sign)
