"""The access token: what identity really signs, legajo and boleta really believe, and no other."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey
from webtest import TestApp

from chassis.ended import note_ended
from contracts.access_token import Principal
from deploy.ports import free_ports
from tests.contract.conftest import SETTINGS
from tests.contract.test_oidc import served
from tests.support.samples import read
from tests.support.services import Service, start

SERVIDORES = "/legajo/api/v1/servidores"


@pytest.fixture(scope="module")
def identity_url(started) -> Any:
    """Serve identity over HTTP, as the other services reach it."""
    identity = started("identity")
    identity.run("setup")
    (port,) = free_ports(1)
    with served(identity.app, port):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def legajo(identity_url, databases, valkey, people) -> Service:
    """Start a legajo that asks the real identity for its keys."""
    return start("legajo", databases, valkey, people, AYNI_IDENTITY_URL=identity_url)


@pytest.fixture(scope="module")
def token(started) -> str:
    """Get a token as boleta does."""
    started("identity").run("setup")
    client = TestApp(started("identity").app)
    client.authorization = ("Basic", ("boleta", SETTINGS["identity"]["IDENTITY_BOLETA_SECRET"]))
    form = {"grant_type": "client_credentials", "scope": "legajo.servidores"}
    return str(client.post("/passport/token", form).json["access_token"])


def read_part(token: str, part: int) -> dict[str, Any]:
    """Read the header (0) or the claims (1) of a token, without verifying it."""
    content: dict[str, Any] = json.loads(urlsafe_b64decode(token.split(".")[part] + "=="))
    return content


def ask(legajo: Service, token: str, status: int) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    TestApp(legajo.app).get(SERVIDORES, headers=headers, status=status)


def test_a_token_of_identity_is_believed(legajo, token):
    ask(legajo, token, 200)


def test_a_token_of_identity_says_at_least_what_the_sample_says(token):
    sample = read("tokens", "client")
    header, claims = read_part(token, 0), read_part(token, 1)

    assert header.keys() >= sample["header"].keys()
    assert {name: type(value) for name, value in sample["claims"].items()}.items() <= {
        name: type(value) for name, value in claims.items()
    }.items()
    assert Principal.from_claims(claims).scope == {"legajo.servidores"}


def test_a_token_signed_by_somebody_else_is_refused(legajo, token):
    header, claims = read_part(token, 0), read_part(token, 1)
    forged = jwt.encode(header, claims, ECKey.generate_key("P-256"), [header["alg"]])

    ask(legajo, forged, 401)


@pytest.mark.parametrize("header", [{"alg": "none"}, {"alg": "HS256"}], ids=str)
def test_a_token_without_our_signature_is_refused(legajo, token, header):
    _, claims, _ = token.split(".")
    head = urlsafe_b64encode(json.dumps({"typ": "at+jwt", **header}).encode()).decode().rstrip("=")

    ask(legajo, f"{head}.{claims}.", 401)


def test_a_token_that_was_ended_is_refused(legajo, token):
    note_ended(legajo.valkey, "the end of another")
    ask(legajo, token, 200)

    note_ended(legajo.valkey, read_part(token, 1)["jti"])

    ask(legajo, token, 401)
