"""A sign-in through identity, as a browser and the gateway make it; and its token endpoint."""

import json
import secrets
from base64 import b64encode
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import uuid4

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey
from werkzeug.test import Client

from deploy.embedded import Valkey
from services.identity.captcha import new_captcha
from services.identity.passwords import hash_password, verify_password
from tests.component.identity.browser import CALLBACK, challenge_of
from tests.performance.bench import CPU, Scoreboard, Way, at_most
from tests.support.builders.identity import PASSWORD, an_account
from tests.support.people import People
from tests.support.services import Service, start
from tests.support.stack import Databases

SECRETS = {"gateway": "of-gateway", "boleta": "of-boleta"}
"""The clients, and how they prove who they are."""


@pytest.fixture(scope="module")
def identity(databases: Databases, valkey: Valkey, people: People) -> Service:
    """Run identity, set up, with one account."""
    sealing_key = ECKey.generate_key("P-256", {"use": "enc", "alg": "ECDH-ES+A256KW"})
    environ = {
        "IDENTITY_KEY_SECRET": "of-the-keys",
        "IDENTITY_GATEWAY_SECRET": SECRETS["gateway"],
        "IDENTITY_BOLETA_SECRET": SECRETS["boleta"],
        "IDENTITY_SEALING_KEY": json.dumps(sealing_key.as_dict(private=False)),
    }
    identity = start("identity", databases, valkey, people, **environ)
    assert identity.run("setup").exit_code == 0
    with identity.app.app_context():
        an_account("00000001")
    return identity


class SignIns:
    """A person with a browser, and the clients of identity; without the cost of a test library."""

    def __init__(self, identity: Service) -> None:
        self._identity = identity
        self._verifier = secrets.token_urlsafe(48)
        query = {
            "response_type": "code",
            "client_id": "gateway",
            "redirect_uri": CALLBACK,
            "scope": "openid profile",
            "state": "the state",
            "nonce": "the nonce",
            "code_challenge": challenge_of(self._verifier),
            "code_challenge_method": "S256",
        }
        self._authorize = f"/passport/authorize?{urlencode(query)}"

    def complete(self) -> dict[str, str]:
        """Sign in: authorize, login, resume, token. Return the tokens."""
        browser = Client(self._identity.app)
        login = browser.get(self._authorize).location
        captcha_id = new_captcha(self._identity.valkey)
        form = {
            "usuario": "00000001",
            "contrasena": PASSWORD,
            "captcha_id": captcha_id,
            "captcha": self._identity.valkey.get(f"identity:captcha:{captcha_id}"),
        }
        resume = browser.post(login, data=form).location
        code = parse_qs(urlsplit(browser.get(resume).location).query)["code"][0]
        return self.ask(
            "gateway",
            grant_type="authorization_code",
            code=code,
            redirect_uri=CALLBACK,
            code_verifier=self._verifier,
        )

    def ask(self, client: str, **form: str) -> dict[str, str]:
        """Ask for tokens."""
        basic = b64encode(f"{client}:{SECRETS[client]}".encode()).decode()
        headers = {"Authorization": f"Basic {basic}"}
        answer = Client(self._identity.app).post("/passport/token", data=form, headers=headers)
        assert answer.status_code == 200, answer.text
        return answer.json


def test_a_sign_in(benchmark: Scoreboard, identity: Service):
    sign_ins = SignIns(identity)
    kept = hash_password(PASSWORD)

    benchmark.compare(
        "a complete sign-in, CPU",
        Way(run=sign_ins.complete, times=10),
        Way(
            name="argon2id alone",
            run=lambda: verify_password(kept, PASSWORD),
            times=10,
            goal=at_most(1.4),
        ),
        clock=CPU,
    )


def test_the_token_endpoint(benchmark: Scoreboard, identity: Service):
    sign_ins = SignIns(identity)
    held = sign_ins.complete()
    key = RSAKey.generate_key(2048)

    def refresh() -> None:
        held.update(
            sign_ins.ask("gateway", grant_type="refresh_token", refresh_token=held["refresh_token"])
        )

    def sign() -> None:
        jwt.encode({"alg": "RS256"}, {"sub": "boleta", "jti": str(uuid4())}, key)

    alone = Way(name="one RS256 signature", run=sign, times=50)
    benchmark.compare("a refresh, CPU", Way(run=refresh, times=50), alone, clock=CPU)
    benchmark.compare(
        "client_credentials, CPU",
        Way(run=lambda: sign_ins.ask("boleta", grant_type="client_credentials"), times=50),
        alone,
        clock=CPU,
    )
