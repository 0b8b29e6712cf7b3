"""A signed-in request of 2 KB through the gateway, beside the same service asked directly.

Both are served by gunicorn as the platform serves them. Counted is the CPU of the servers, whatever
the load is made with; requests per second are those of eight connections that ask all the time.
"""

import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from typing import Self

import pytest
from redis import Redis

from chassis.settings import Secret
from deploy.child import POLL, Child
from deploy.embedded import Valkey
from deploy.environment import ROOT
from deploy.ports import LOOPBACK, free_ports, is_taken
from deploy.processes import Kind, Process
from gateway.passport import Tokens
from gateway.sessions import Sessions
from gateway.vault import Vault
from tests.performance.bench import Scoreboard, Way
from tests.performance.upstream.app import BODY
from tests.support.people import PUBLIC_URL, People

CONNECTIONS = 8
REQUESTS = 50
"""Of each connection, in a round."""

ROUNDS = 3

SESSION_SECRET = "s" * 43

TICKS = os.sysconf("SC_CLK_TCK")
"""In how many parts the kernel counts a second of CPU."""


class Server:
    """A web process, as the platform starts it, on a port of its own."""

    def __init__(self, package: str, state: Path, **environ: str) -> None:
        (self.port,) = free_ports(1)
        self.url = f"http://{LOOPBACK}:{self.port}"
        process = Process(package.rpartition(".")[2], Kind.WEB, package)
        program, *arguments = process.command(f"{LOOPBACK}:{self.port}")
        command = [str(Path(sys.executable).with_name(program)), *arguments]
        environ = {**os.environ, **environ}
        self._child = Child(process.name, command, state=state, env=environ, cwd=ROOT)

    def __enter__(self) -> Self:
        self._child.start()
        while not is_taken(self.port):
            assert self._child.alive, self._child.last_words()
            time.sleep(POLL)
        return self

    def __exit__(self, *_: object) -> None:
        self._child.stop()

    def cpu(self) -> float:
        """Return the seconds of CPU that it has cost until now: the master and its workers."""
        master = Path(f"/proc/{self._child.pid}")
        workers = (master / "task" / master.name / "children").read_text().split()
        return sum(map(_cpu_seconds, (master.name, *workers)))

    def load(self, path: str, cookie: str = "") -> None:
        """Ask for a page over several connections at once, and believe no answer unseen."""
        with ThreadPoolExecutor(CONNECTIONS) as people:
            for asked in [people.submit(self._ask, path, cookie) for _ in range(CONNECTIONS)]:
                asked.result()

    def _ask(self, path: str, cookie: str) -> None:
        connection = HTTPConnection(LOOPBACK, self.port)
        for _ in range(REQUESTS):
            connection.request("GET", path, headers={"Cookie": cookie})
            answer = connection.getresponse()
            assert (answer.status, answer.read()) == (200, BODY)
        connection.close()


@pytest.fixture
def upstream(tmp_path: Path) -> Iterator[Server]:
    with Server("tests.performance.upstream", tmp_path) as server:
        yield server


@pytest.fixture
def gateway(tmp_path: Path, valkey: Valkey, upstream: Server) -> Iterator[Server]:
    environ = {
        "AYNI_PUBLIC_URL": PUBLIC_URL,
        "AYNI_VALKEY_URL": valkey.url,
        "AYNI_IDENTITY_URL": upstream.url,
        "AYNI_LEGAJO_URL": upstream.url,
        "AYNI_BOLETA_URL": upstream.url,
        "AYNI_NOTIFIER_URL": upstream.url,
        "GATEWAY_CLIENT_SECRET": "of-the-gateway",
        "GATEWAY_SESSION_SECRET": SESSION_SECRET,
    }
    with Server("gateway", tmp_path, **environ) as server:
        yield server


@pytest.fixture
def cookie(valkey: Valkey, people: People) -> str:
    """Sign somebody in, as the gateway does at the end of a sign-in."""
    given = {"refresh_token": "", "id_token": people.token(), "expires_at": time.time() + 3600}
    tokens = Tokens(access_token=people.token(), **given)
    with Redis.from_url(valkey.url, decode_responses=True) as connection:
        vault = Vault(Secret(SESSION_SECRET))
        sessions = Sessions(connection, vault, _renew, idle_seconds=600, max_seconds=600)
        return f"ayni={sessions.begin(tokens)}"


def test_a_signed_in_request(benchmark: Scoreboard, gateway: Server, upstream: Server, cookie: str):
    requests = CONNECTIONS * REQUESTS
    ours = Way(run=lambda: gateway.load("/boleta/", cookie), units=requests)
    directly = Way(
        name="the service asked directly", run=lambda: upstream.load("/boleta/"), units=requests
    )

    work = "a request of 2 KB through the gateway"
    benchmark.compare(f"{work}, 8 connections", ours, directly, rounds=ROUNDS)
    benchmark.compare(
        f"{work}, CPU of all servers",
        ours,
        directly,
        clock=lambda: gateway.cpu() + upstream.cpu(),
        rounds=ROUNDS,
    )


def _renew(tokens: Tokens) -> Tokens:
    return tokens


def _cpu_seconds(pid: str) -> float:
    # After the name, which may hold anything: fields 14 and 15 of proc(5).
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
