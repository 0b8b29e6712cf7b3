"""Everything that can fail, at random: processes, Valkey, PostgreSQL, and the mail server."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from redis import Redis
from redis.exceptions import RedisError

from deploy.environment import ROOT
from deploy.platform import Platform
from deploy.processes import PROCESSES
from tests.chaos.loads import LOADS
from tests.support.mail_server import CUT, HANG, MailServer
from tests.support.waiting import PATIENCE

BETWEEN = (0.5, 3.0)
"""Seconds between two faults."""

ANSWERS: dict[str, tuple[tuple[float, str], ...]] = {
    "MAIL": ((0.01, "421 4.3.2 closing"),),
    "RCPT": ((0.02, "451 4.7.1 come again"), (0.01, "550 5.7.1 no"), (0.003, HANG), (0.01, CUT)),
    "DATA": ((0.01, CUT), (0.003, HANG)),
    ".": ((0.01, "451 4.3.0 wait"), (0.01, CUT), (0.003, HANG)),
}
"""How likely the mail server answers so to each command; otherwise it says yes."""


class Storm:
    """What befalls a platform, by the dice of one seed, and how often each thing did."""

    def __init__(self, platform: Platform, server: MailServer, seed: int) -> None:
        self.happened: Counter[str] = Counter()
        self._platform = platform
        self._server = server
        self._dice = random.Random(seed)
        self._faults = [
            *(self._killing(process.name) for process in PROCESSES if process.service != "gateway"),
            self._restart_valkey,
            self._flush_valkey,
            self._restart_postgres,
        ]

    def __str__(self) -> str:
        return "\n".join(f"{what:<58} {times:>8}" for what, times in sorted(self.happened.items()))

    def rage(self, seconds: float) -> None:
        """Let something fail, again and again, while people work."""
        self._server.mood = self._answer
        end = time.monotonic() + seconds
        with at_work(self._platform):
            while time.monotonic() < end:
                time.sleep(self._dice.uniform(*BETWEEN))
                self._dice.choice(self._faults)()
        self._server.mood = lambda _command: None
        self._server.go_on()

    def _answer(self, command: str) -> str | None:
        throw = self._dice.random()
        for chance, answer in ANSWERS.get(command, ()):
            throw -= chance
            if throw < 0:
                self.happened[f"smtp {command} {answer[:3]}"] += 1
                return answer
        return None

    def _killing(self, name: str):
        def kill() -> None:
            victim = self._platform.child(name)
            if victim.alive:
                os.killpg(victim.pid, signal.SIGKILL)
                self.happened[f"kill -9 {name}"] += 1

        return kill

    def _restart_valkey(self) -> None:
        self._platform.valkey.stop()
        self._platform.valkey.start()
        self.happened["restart valkey"] += 1

    def _flush_valkey(self) -> None:
        try:
            with Redis.from_url(self._platform.valkey.url) as valkey:
                valkey.flushall()
        except RedisError:
            return
        self.happened["flush valkey"] += 1

    def _restart_postgres(self) -> None:
        self._platform.postgres.stop()
        self._platform.postgres.start()
        self.happened["restart postgres"] += 1


@contextmanager
def at_work(platform: Platform) -> Iterator[None]:
    """Run every load, for as long as the `with` lasts."""
    environ = {**os.environ, **platform.env, "AYNI_STATE": str(platform.state)}
    logs = platform.state / "logs"
    loads = []
    for name in LOADS:
        with (logs / f"load-{name}.log").open("w") as log:
            command = [sys.executable, "-m", "tests.chaos.loads", name]
            loads.append(
                subprocess.Popen(
                    command, cwd=ROOT, env=environ, stdin=subprocess.PIPE, stdout=log, stderr=log
                )
            )
    try:
        yield
    finally:
        for load in loads:
            assert load.stdin
            load.stdin.close()
        ended = [load.wait(timeout=PATIENCE) for load in loads]
        words = ((logs / f"load-{name}.log").read_text()[-2000:] for name in LOADS)
        assert ended == [0] * len(loads), "\n\n".join(words)
