"""HTTP between services: the provider answers as the sample, the consumer understands it."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from webtest import TestApp

from chassis.http import Unavailable
from chassis.settings import Secret
from gateway.legajo_client import LegajoClient as GatewayLegajoClient
from services.boleta.legajo_client import LegajoClient as BoletaLegajoClient
from services.boleta.settings import Settings as BoletaSettings
from tests.contract.test_publishers import import_servidores
from tests.support.samples import read

Answers = dict[str, tuple[int, Any]]


@contextmanager
def neighbour(answers: Answers) -> Iterator[str]:
    """Serve canned answers by path: what the consumer would be sent on a good or a bad day."""

    class Canned(BaseHTTPRequestHandler):
        def answer(self) -> None:
            status, body = answers[self.path.partition("?")[0]]
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        do_GET = do_POST = answer  # noqa: N815  (the names are the library's)

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Canned) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


TOKEN = (200, {"access_token": "t", "expires_in": 300, "token_type": "Bearer"})
PROBLEM = (503, {"type": "urn:ayni:problem:unavailable", "status": 503})


def boleta_client(url: str) -> BoletaLegajoClient:
    settings = BoletaSettings(
        public_url="http://ayni.test",
        valkey_url=Secret(""),
        identity_url=url,
        legajo_url=url,
        database_url=Secret(""),
        client_secret=Secret("s"),
        files_dir=Path(),
        files_key=Secret(""),
    )
    return BoletaLegajoClient(settings)


@pytest.mark.parametrize("name", ["legajo.me", "legajo.servidores"])
def test_legajo_answers_as_the_sample_says(name, running, people, tmp_path):
    legajo = running("legajo")
    import_servidores(legajo, tmp_path)
    exchange = read("http", name)
    token = {
        "legajo.me": people.token("00000001"),
        "legajo.servidores": people.client("boleta", "legajo.servidores"),
    }[name]
    headers = {"Authorization": f"Bearer {token}"}

    answer = TestApp(legajo.app).get(exchange["request"]["path"], headers=headers)

    assert answer.status_int == exchange["response"]["status"]
    assert answer.json == exchange["response"]["body"]


def test_the_servidores_are_for_the_client_that_may_have_them(running, people):
    path = read("http", "legajo.servidores")["request"]["path"]
    client = TestApp(running("legajo").app)

    for token in (people.token("00000001"), people.client("boleta", "openid")):
        client.get(path, headers={"Authorization": f"Bearer {token}"}, status=403)
    client.get(path, status=401)


def test_the_gateway_understands_whether_there_is_a_legajo():
    body = read("http", "legajo.me")["response"]["body"]

    for legajo, has_one in (("vigente", True), ("no_vigente", False), ("ninguno", False)):
        with neighbour({"/legajo/api/v1/me": (200, body | {"legajo": legajo})}) as url:
            assert GatewayLegajoClient(url).has_legajo("token") is has_one


def test_boleta_understands_a_page_of_servidores():
    first = read("http", "legajo.servidores")["response"]["body"]
    with neighbour(
        {
            "/passport/token": TOKEN,
            "/legajo/api/v1/servidores": (200, first | {"next": None}),
        }
    ) as url:
        ((servidor,),) = boleta_client(url).servidores()

    assert (servidor.dni, servidor.apellidos) == ("00000001", "QUISPE HUAMÁN")


@pytest.mark.parametrize("token", [TOKEN, PROBLEM], ids=["legajo away", "identity away"])
def test_boleta_says_that_its_neighbour_is_away(token):
    answers: Answers = {"/passport/token": token, "/legajo/api/v1/servidores": PROBLEM}

    with neighbour(answers) as url, pytest.raises(Unavailable):
        list(boleta_client(url).servidores())
