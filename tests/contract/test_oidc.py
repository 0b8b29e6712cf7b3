"""The gateway's real client and identity's real provider, with a person between them.

Both run in this process, each behind a server of its own, so that what one says reaches the other
as HTTP. What a client must refuse of a bad provider is in tests/component/gateway.
"""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from joserfc.jwk import ECKey
from redis import Redis
from werkzeug.serving import WSGIRequestHandler, make_server

from contracts.access_token import Principal
from deploy import secrets
from deploy.embedded import Valkey
from deploy.ports import LOOPBACK, free_ports
from services.identity.oidc.backchannel import tell_client
from services.identity.usecases.logout import follow_ended_sessions, hand_over
from services.identity.usecases.sessions import end_session
from tests.support.journey import Copy, Journey
from tests.support.stack import Databases
from tests.support.visitor import Page

DNI = "00000001"
REGISTER = f"dni,apellidos,nombres,correo\n{DNI},QUISPE HUAMÁN,ROSA ELENA,rosa@correo.pe\n"


@dataclass(frozen=True)
class House:
    """Identity and the gateway, and where they are."""

    identity: Flask
    gateway: Flask
    copy: Copy
    valkey: Redis


class _Silent(WSGIRequestHandler):
    def log_request(self, *_: object) -> None:
        """Leave it to the chassis."""


@contextmanager
def served(app: Flask, port: int) -> Iterator[None]:
    server = make_server(LOOPBACK, port, app, threaded=True, request_handler=_Silent)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def house(databases: Databases, valkey: Valkey) -> Iterator[House]:
    """Offer both, on an empty database."""
    with a_house(databases, valkey) as house:
        yield house


@contextmanager
def a_house(databases: Databases, valkey: Valkey, **told: str) -> Iterator[House]:
    """Start both; `told` is more of their environment."""
    gateway_port, identity_port, away = free_ports(3)
    public_url = f"http://{LOOPBACK}:{gateway_port}"
    environ = secrets.generate() | {
        "AYNI_PUBLIC_URL": public_url,
        "AYNI_VALKEY_URL": valkey.url,
        "AYNI_LOG_FORMAT": "console",
        "AYNI_IDENTITY_URL": f"http://{LOOPBACK}:{identity_port}",
        "AYNI_LEGAJO_URL": f"http://{LOOPBACK}:{away}",
        "AYNI_BOLETA_URL": f"http://{LOOPBACK}:{away}",
        "AYNI_NOTIFIER_URL": f"http://{LOOPBACK}:{away}",
        "IDENTITY_DATABASE_URL": databases.url("identity"),
    }
    environ |= told
    with pytest.MonkeyPatch.context() as environment:
        for name, value in environ.items():
            environment.setenv(name, value)
        from gateway.app import create_app as create_gateway
        from services.identity.app import create_app as create_identity

        identity, gateway = create_identity(), create_gateway()
    databases.empty("identity")
    cache: Redis = gateway.extensions["valkey"]
    copy = Copy(public_url, "", lambda captcha: str(cache.get(f"identity:captcha:{captcha}")))
    with ExitStack() as servers:
        servers.enter_context(served(identity, identity_port))
        servers.enter_context(served(gateway, gateway_port))
        yield House(identity, gateway, copy, cache)


@pytest.fixture(scope="module")
def account(house: House, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Offer the DNI of who is in the register and has a password."""
    return move_in(house, tmp_path_factory.mktemp("register"))


def move_in(house: House, folder: Path) -> str:
    """Set identity up, and give one person a password."""
    register = folder / "register.csv"
    register.write_text(REGISTER)
    ayni(house, "setup")
    ayni(house, "accounts", "import", str(register))
    Journey(house.copy).set_password(ayni(house, "accounts", "link", DNI).strip())
    return DNI


@pytest.fixture
def person(house: House, account: str) -> Journey:
    """Offer that person, at a browser that nobody has used."""
    house.valkey.flushdb()
    return Journey(house.copy)


def ayni(house: House, *arguments: str) -> str:
    done = house.identity.test_cli_runner().invoke(args=list(arguments))
    assert done.exit_code == 0, done.output
    return done.stdout


def forget_the_gateway(person: Journey) -> None:
    """Leave the person signed in at identity alone."""
    jar = person.browser.cookiejar
    (cookie,) = [cookie for cookie in jar if cookie.name == "ayni"]
    jar.clear(cookie.domain, cookie.path, cookie.name)


def come_back_with(person: Journey, **changes: str) -> Page:
    """Begin a sign-in, change what the gateway asks of identity, and go where that leads."""
    asked = urlsplit(person.browser.get("/login", status=303).location)
    query = urlencode({**dict(parse_qsl(asked.query)), **changes})
    return person.browser.get(asked._replace(query=query).geturl(), expect_errors=True)


def principal_of(house: House, person: Journey) -> Principal:
    session = house.gateway.extensions["sessions"].find(person.browser.cookies["ayni"])
    principal: Principal = session.principal
    return principal


def test_a_person_signs_in(house: House, person: Journey):
    page = person.sign_in(DNI, at="/inicio")

    assert page.request.path == "/inicio"
    assert "ROSA ELENA QUISPE HUAMÁN" in page
    who = principal_of(house, person)
    assert (who.dni, who.client_id) == (DNI, "gateway")
    assert DNI not in who.sub


def test_the_tokens_are_renewed_while_the_person_works(house: House, person: Journey):
    person.sign_in(DNI)
    (key,) = house.valkey.keys("gateway:session:*")
    first = house.valkey.get(key)

    with time_machine.travel(time.time() + 4.5 * 60):
        person.browser.visit("/inicio")
    second = house.valkey.get(key)
    with time_machine.travel(time.time() + 9 * 60):
        person.browser.visit("/inicio")

    assert len({first, second, house.valkey.get(key)}) == 3


def test_a_person_signs_out_of_both(house: House, person: Journey):
    person.sign_in(DNI)

    page = person.sign_out()

    assert page.request.path == "/"
    assert house.valkey.keys("gateway:session:*") == []
    asked_again = person.browser.visit("/inicio")
    assert asked_again.request.path == "/passport/login"


def test_who_is_signed_in_at_identity_is_not_asked_again(house: House, person: Journey):
    person.sign_in(DNI)
    forget_the_gateway(person)

    assert person.browser.visit("/inicio").request.path == "/inicio"


def test_a_sign_in_that_identity_ends_is_over_at_the_door(house: House, person: Journey):
    person.sign_in(DNI)
    sid = house.gateway.extensions["sessions"].find(person.browser.cookies["ayni"]).sid

    with house.identity.app_context():
        end_session(UUID(sid))
        follow_ended_sessions()
        for hold in hand_over():
            tell_client(hold)

    assert house.valkey.keys("gateway:session:*") == []
    assert person.browser.visit("/inicio").request.path == "/passport/login"


def test_the_state_matters(person: Journey):
    person.sign_in(DNI)
    forget_the_gateway(person)

    answered = come_back_with(person, state="of-another-sign-in")

    refused = answered.follow(expect_errors=True)
    assert refused.status_int == 400
    assert "ayni" not in person.browser.cookies


def test_the_nonce_matters(person: Journey):
    person.sign_in(DNI)
    forget_the_gateway(person)

    answered = come_back_with(person, nonce="of-another-sign-in")

    assert "No pudimos completar" in answered.follow(status=400)
    assert "ayni" not in person.browser.cookies


def test_the_code_is_for_who_holds_the_verifier(person: Journey):
    person.sign_in(DNI)
    forget_the_gateway(person)

    answered = come_back_with(person, code_challenge="x" * 43)

    assert "No pudimos completar" in answered.follow(status=400)
    assert "ayni" not in person.browser.cookies


@pytest.mark.parametrize(
    "change",
    [{"code_challenge": ""}, {"code_challenge_method": "plain"}, {"code_challenge_method": ""}],
    ids=str,
)
def test_our_confidential_client_too_must_use_pkce(person: Journey, change: dict):
    person.sign_in(DNI)
    forget_the_gateway(person)

    answered = come_back_with(person, **change)

    told = dict(parse_qsl(urlsplit(answered.location).query))
    assert told["error"] == "invalid_request"
    assert "code" not in told
    assert "No pudimos completar" in answered.follow(status=400)


@pytest.mark.parametrize("end", ["/otra", "/callback/", "/callback?x=1", ".malo.example/callback"])
def test_the_redirect_uri_matters(house: House, person: Journey, end: str):
    person.sign_in(DNI)
    forget_the_gateway(person)

    answered = come_back_with(person, redirect_uri=f"{house.copy.public_url}{end}")

    assert answered.status_int == 400
    assert "Location" not in answered.headers


def test_a_code_is_good_for_one_session(person: Journey):
    person.sign_in(DNI)
    forget_the_gateway(person)
    callback = come_back_with(person).location
    person.browser.get(callback, status=303)
    forget_the_gateway(person)

    person.browser.get(callback, status=400)

    assert "ayni" not in person.browser.cookies


def test_the_gateway_may_sign_for_itself(databases: Databases, valkey: Valkey, tmp_path: Path):
    """It is the last one: it moves into the house of the others."""
    key = ECKey.generate_key("P-256", auto_kid=True)
    keys = {
        "GATEWAY_CLIENT_KEY": json.dumps(key.as_dict(private=True)),
        "IDENTITY_GATEWAY_KEY": json.dumps(key.as_dict(private=False)),
    }
    with a_house(databases, valkey, **keys) as house:
        move_in(house, tmp_path)
        person = Journey(house.copy)

        person.sign_in(DNI, at="/inicio")
        with time_machine.travel(time.time() + 4.5 * 60):
            renewed = person.browser.visit("/inicio")

    assert renewed.request.path == "/inicio"
