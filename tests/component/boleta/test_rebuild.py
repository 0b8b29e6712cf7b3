"""The replica of the servidores, asked from legajo anew."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from deploy.embedded import Valkey
from tests.component.boleta.conftest import NEIGHBOURS
from tests.support.builders.boleta import a_servidor
from tests.support.people import People
from tests.support.services import Service, start
from tests.support.stack import Databases

SERVIDORES = [a_servidor(dni=f"{number:08}", cargo="DIRECTOR IE") for number in (1, 2, 3)]


class Neighbours(BaseHTTPRequestHandler):
    """Identity and legajo, as far as a rebuild speaks with them; pages of two servidores."""

    def do_POST(self) -> None:
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        asked = {"grant_type": ["client_credentials"], "scope": ["legajo.servidores"]}
        is_ours = self.headers["Authorization"] == "Basic Ym9sZXRhOm9mLWJvbGV0YQ=="
        self._answer(
            200 if is_ours and parse_qs(form) == asked else 401,
            {"access_token": "of-the-client", "expires_in": 300},
        )

    def do_GET(self) -> None:
        if self.headers["Authorization"] != "Bearer of-the-client":
            self._answer(401, {})
            return
        (after,) = parse_qs(urlsplit(self.path).query).get("after", ["00000000"])
        page = [servidor for servidor in SERVIDORES if servidor.dni > after][:2]
        following = page[-1].dni if len(page) == 2 else None
        self._answer(200, {"servidores": list(map(asdict, page)), "next": following})

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(body, default=str).encode())

    def log_message(self, *_: object) -> None:
        """Stay silent."""


@contextmanager
def neighbours() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Neighbours) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def rebuilding(
    boleta: Service, databases: Databases, valkey: Valkey, people: People
) -> Iterator[Service]:
    with neighbours() as url:
        addresses = {"AYNI_LEGAJO_URL": url, "BOLETA_IDENTITY_URL": url}
        yield start("boleta", databases, valkey, people, **(NEIGHBOURS | addresses))


def test_a_rebuild_asks_legajo_for_every_servidor(
    rebuilding: Service, boleta: Service, people: People
):
    result = rebuilding.run("rebuild")

    assert result.exit_code == 0, result.output
    assert "3 servidores al día." in result.output
    page = boleta.browser(people.token("00000003")).get("/boleta/")
    assert "DIRECTOR IE" in page


def test_a_rebuild_without_legajo_says_so(boleta: Service):
    result = boleta.run("rebuild")

    assert result.exit_code == 1
    assert "dejó de responder" in result.output
