"""How a program proves who it is: each in the one way that it registered."""

import json
import time
import uuid

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from tests.component.identity.browser import Client, a_client
from tests.support.builders.identity import an_account
from tests.support.people import PUBLIC_URL

ISSUER = f"{PUBLIC_URL}/passport"
INTROSPECT = "/passport/introspect"
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class Signer:
    """A program that signs assertions about itself."""

    def __init__(self, identity, tmp_path, key, alg):
        jwks = tmp_path / f"{alg}.json"
        jwks.write_text(json.dumps({"keys": [key.as_dict(private=False)]}))
        self.client = a_client(identity, "--auth", "private_key_jwt", "--jwks", str(jwks))
        self.client.authorization = ""
        self._key, self._alg = key, alg

    def assertion(self, *, key=None, alg=None, **changes):
        now = int(time.time())
        claims = {
            "iss": self.client.id,
            "sub": self.client.id,
            "aud": ISSUER,
            "iat": now,
            "exp": now + 60,
            "jti": str(uuid.uuid4()),
        } | changes
        given = {name: value for name, value in claims.items() if value is not None}
        alg = alg or self._alg
        header = {"alg": alg, "kid": self._key.kid}
        return jwt.encode(header, given, key or self._key, [alg])

    def ask(self, assertion, **more):
        form = {"client_assertion_type": ASSERTION_TYPE, "client_assertion": assertion}
        return self.client.post(INTROSPECT, form | {"token": "x"} | more)


@pytest.fixture
def signer(identity, tmp_path):
    return Signer(identity, tmp_path, ECKey.generate_key("P-256", auto_kid=True), "ES256")


def test_a_client_may_sign_for_itself(signer):
    assert signer.ask(signer.assertion()).json == {"active": False}


def test_it_may_sign_by_rsa_too(identity, tmp_path):
    signer = Signer(identity, tmp_path, RSAKey.generate_key(2048, auto_kid=True), "RS256")

    assert signer.ask(signer.assertion()).status_int == 200


@pytest.mark.parametrize("aud", [f"{ISSUER}/token", [ISSUER, "https://other.example"]])
def test_it_may_call_us_by_the_endpoint_that_it_asks(signer, aud):
    assert signer.ask(signer.assertion(aud=aud)).status_int == 200


def test_an_assertion_is_good_once(signer):
    assertion = signer.assertion()
    assert signer.ask(assertion).status_int == 200

    assert signer.ask(assertion).status_int == 401


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "https://other.example"},
        {"aud": None},
        {"iss": "gateway"},
        {"iss": None},
        {"sub": None},
        {"sub": 1},
        {"jti": None},
        {"exp": None},
        {"exp": 1_000_000_000},
        {"exp": 9_999_999_999},
        {"exp": float("inf")},
        {"iat": 9_999_999_999},
    ],
    ids=str,
)
def test_an_assertion_that_is_not_as_it_should_be_is_refused(signer, changes):
    assert signer.ask(signer.assertion(**changes)).status_int == 401


def test_an_assertion_by_another_key_is_refused(signer):
    foreign = signer.assertion(key=ECKey.generate_key("P-256"))

    assert signer.ask(foreign).status_int == 401


@pytest.mark.parametrize("assertion", ["", "x", "a.b.c", "é", "e30.e30.", "." * 9, "[" * 9000])
def test_what_is_no_assertion_is_refused(signer, assertion):
    assert signer.ask(assertion).status_int == 401


def test_who_signs_for_itself_shows_no_secret_besides(signer):
    assert signer.ask(signer.assertion(), client_secret="x").status_int == 401
    assert signer.ask(signer.assertion(), client_id="gateway").status_int == 401


def test_a_secret_may_be_in_the_form_if_that_was_said(identity):
    client = a_client(identity, "--auth", "client_secret_post")
    form = {"client_id": client.id, "client_secret": client.secret, "token": "x"}
    client.authorization = ""

    assert client.post(INTROSPECT, form).status_int == 200
    assert client.post(INTROSPECT, form | {"client_secret": "ñ"}).status_int == 401


def test_nobody_proves_it_in_another_way_than_they_registered(identity, gateway):
    in_form = a_client(identity, "--auth", "client_secret_post")
    shown = {"client_id": gateway.id, "client_secret": gateway.secret, "token": "x"}

    assert in_form.post(INTROSPECT, {"token": "x"}).status_int == 401
    gateway.authorization = ""
    assert gateway.post(INTROSPECT, shown).status_int == 401


def test_two_proofs_at_once_are_none(gateway):
    shown = {"client_id": gateway.id, "client_secret": gateway.secret, "token": "x"}

    assert gateway.post(INTROSPECT, shown).status_int == 401


def test_to_name_oneself_is_no_proof(identity):
    for client_id in ("gateway", "boleta", "nobody"):
        nobody = Client(identity.app)
        nobody.authorization = ""

        answer = nobody.post(INTROSPECT, {"client_id": client_id, "token": "x"})

        assert answer.status_int == 401
        assert answer.json["error"] == "invalid_client"


def test_a_client_may_say_its_name_beside_its_secret(browser, gateway):
    an_account()

    assert gateway.redeem(gateway.code(browser), client_id="gateway").status_int == 200
    assert gateway.redeem(gateway.code(browser), client_id="boleta").status_int == 401
