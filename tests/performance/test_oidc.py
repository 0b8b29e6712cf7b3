"""Whole sign-ins and the grants of the token endpoint, beside npm's oidc-provider in memory.

Both answer real HTTP, ours as the platform serves it and with real storage; counted is the CPU of
the server that is asked, and argon2id is left out of the sign-in by what it costs alone.
"""

import json
import re
import secrets
import subprocess
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from joserfc.jwk import ECKey
from redis import Redis

from deploy.embedded import Valkey
from deploy.environment import ROOT
from deploy.ports import LOOPBACK, free_ports, is_taken
from tests.component.identity.browser import CALLBACK, challenge_of
from tests.performance.bench import NotInstalled, Scoreboard, Way, at_least
from tests.performance.test_gateway import Server, _cpu_seconds
from tests.support.builders.identity import PASSWORD, an_account
from tests.support.people import PUBLIC_URL, People
from tests.support.programs import has_node, installed
from tests.support.services import start
from tests.support.stack import Databases

NODE = ROOT / "tests" / "performance" / "node"
REFERENCE = "oidc-provider, in memory"
ROUNDS = 3


class Peer:
    """A provider, asked over one connection that stays open; it keeps cookies."""

    def __init__(self, port: int, cpu: Callable[[], float]) -> None:
        self.cpu = cpu
        self._connection = HTTPConnection(LOOPBACK, port)
        self.cookies: dict[str, str] = {}

    def close(self) -> None:
        self._connection.close()

    def get(self, target: str) -> tuple[int, str, str]:
        return self._ask("GET", target, "", {})

    def post(self, target: str, form: dict[str, str], basic: str = "") -> tuple[int, str, str]:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if basic:
            headers["Authorization"] = f"Basic {b64encode(basic.encode()).decode()}"
        return self._ask("POST", target, urlencode(form), headers)

    def _ask(
        self, method: str, target: str, body: str, headers: dict[str, str]
    ) -> tuple[int, str, str]:
        """Return the status, the path and query that it leads to, and the body."""
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers["Accept"] = "text/html"
        try:
            self._connection.request(method, target, body or None, headers)
            answer = self._connection.getresponse()
        except ConnectionError:  # It was idle for too long while the others had their turn.
            self._connection.close()
            self._connection.request(method, target, body or None, headers)
            answer = self._connection.getresponse()
        text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.headers.get("Location", ""), text


SECRETS = {"gateway": "of-gateway", "boleta": "of-boleta"}
"""The clients of identity, and how they prove who they are."""


class Ours(Peer):
    """Identity; its captcha is read where alone it rests."""

    def __init__(self, server: Server, valkey: Redis) -> None:
        super().__init__(server.port, server.cpu)
        self._valkey = valkey
        self.refresh_token = ""

    def token(self, client: str, **form: str) -> dict[str, str]:
        status, _, text = self.post("/passport/token", form, f"{client}:{SECRETS[client]}")
        assert status == 200, text
        answer: dict[str, str] = json.loads(text)
        return answer

    def machine(self) -> None:
        self.token("boleta", grant_type="client_credentials")

    def refresh(self) -> None:
        form = {"grant_type": "refresh_token", "refresh_token": self.refresh_token}
        self.refresh_token = self.token("gateway", **form)["refresh_token"]

    def sign_in(self) -> None:
        """Authorize, log in, come back with a code, redeem it."""
        self.cookies.clear()
        verifier = secrets.token_urlsafe(48)
        asked = _request("gateway", CALLBACK, "openid profile", verifier)
        _, login, _ = self.get(f"/passport/authorize?{asked}")
        _, _, page = self.get(login)
        captcha_id = re.search(r'name="captcha_id" value="([^"]+)"', page)[1]
        form = {
            "usuario": "00000001",
            "contrasena": PASSWORD,
            "captcha_id": captcha_id,
            "captcha": str(self._valkey.get(f"identity:captcha:{captcha_id}")),
        }
        status, resume, text = self.post(login, form)
        assert status == 303, text
        _, back, _ = self.get(resume)
        self.refresh_token = self.token(
            "gateway",
            grant_type="authorization_code",
            code=_code(back),
            redirect_uri=CALLBACK,
            code_verifier=verifier,
        )["refresh_token"]


class Theirs(Peer):
    """oidc-provider, with the sign-in page that it has for trying it out."""

    CALLBACK = "https://app.example/cb"

    def __init__(self, port: int, cpu: Callable[[], float]) -> None:
        super().__init__(port, cpu)
        self.refresh_token = ""

    def token(self, client: str, **form: str) -> dict[str, str]:
        status, _, text = self.post("/token", form, f"{client}:of-{client}")
        assert status == 200, text
        answer: dict[str, str] = json.loads(text)
        return answer

    def machine(self) -> None:
        self.token("machine", grant_type="client_credentials", scope="api")

    def refresh(self) -> None:
        form = {"grant_type": "refresh_token", "refresh_token": self.refresh_token}
        self.refresh_token = self.token("app", **form)["refresh_token"]

    def sign_in(self) -> None:
        """Authorize, log in, come back with a code, redeem it."""
        self.cookies.clear()
        verifier = secrets.token_urlsafe(48)
        asked = _request("app", self.CALLBACK, "openid api", verifier)
        _, login, _ = self.get(f"/auth?{asked}")
        self.get(_path(login))
        form = {"prompt": "login", "login": "00000001", "password": "x"}
        _, resume, text = self.post(_path(login), form)
        assert resume, text
        _, back, _ = self.get(_path(resume))
        self.refresh_token = self.token(
            "app",
            grant_type="authorization_code",
            code=_code(back),
            redirect_uri=self.CALLBACK,
            code_verifier=verifier,
        )["refresh_token"]


@pytest.fixture
def ours(tmp_path: Path, databases: Databases, valkey: Valkey, people: People) -> Iterator[Ours]:
    sealing_key = ECKey.generate_key("P-256", {"use": "enc", "alg": "ECDH-ES+A256KW"})
    environ = {
        "IDENTITY_KEY_SECRET": "of-the-keys",
        "IDENTITY_GATEWAY_SECRET": SECRETS["gateway"],
        "IDENTITY_BOLETA_SECRET": SECRETS["boleta"],
        "IDENTITY_SEALING_KEY": json.dumps(sealing_key.as_dict(private=False)),
    }
    identity = start("identity", databases, valkey, people, **environ)
    identity.empty()
    assert identity.run("setup").exit_code == 0
    with identity.app.app_context():
        an_account("00000001")
    environ |= {
        "AYNI_PUBLIC_URL": PUBLIC_URL,
        "AYNI_VALKEY_URL": valkey.url,
        "AYNI_IDENTITY_URL": people.url,
        "IDENTITY_DATABASE_URL": databases.url("identity"),
    }
    with Server("services.identity", tmp_path, **environ) as server:
        ours = Ours(server, identity.valkey)
        yield ours
        ours.close()


@pytest.fixture
def theirs() -> Iterator[Theirs | None]:
    if not has_node():
        yield None
        return
    (port,) = free_ports(1)
    command = ["node", "provider.mjs", str(port)]
    with subprocess.Popen(
        command, cwd=installed(NODE), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            while not is_taken(port):
                assert process.poll() is None, "oidc-provider ended"
                time.sleep(0.05)
            theirs = Theirs(port, lambda: _cpu_seconds(str(process.pid)))
            yield theirs
            theirs.close()
        finally:
            process.terminate()


WORKS = {
    "machine": ("client_credentials", 200, 0.8),
    "refresh": ("a refresh", 100, 0.7),
    "sign_in": ("a whole sign-in, ours with argon2id", 20, None),
}
"""What is compared, how often in a round, and what we want of it; oidc-provider has no password."""


@pytest.mark.parametrize("does", WORKS)
def test_a_provider(benchmark: Scoreboard, ours: Ours, theirs: Theirs | None, does: str) -> None:
    work, times, wanted = WORKS[does]
    goal = at_least(wanted) if wanted else None
    ours.sign_in()
    if theirs is None:
        reference: Way | NotInstalled = NotInstalled(REFERENCE, goal)
    else:
        theirs.sign_in()
        reference = Way(name=REFERENCE, run=getattr(theirs, does), times=times, goal=goal)

    benchmark.compare(
        f"{work}, over HTTP, CPU of the server",
        Way(run=getattr(ours, does), times=times),
        reference,
        clock=lambda: ours.cpu() + (theirs.cpu() if theirs else 0.0),
        rounds=ROUNDS,
    )


def _request(client_id: str, redirect_uri: str, scope: str, verifier: str) -> str:
    return urlencode(
        {
            "response_type": "code",
            "client_id": client_id,
            "redirect_uri": redirect_uri,
            "scope": scope,
            "state": "the state",
            "nonce": "the nonce",
            "code_challenge": challenge_of(verifier),
            "code_challenge_method": "S256",
        }
    )


def _code(location: str) -> str:
    return parse_qs(urlsplit(location).query)["code"][0]


def _path(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
