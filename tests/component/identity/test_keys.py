"""The life of the signing keys: published before they sign, and for a while after."""

import threading

from joserfc import jwt
from joserfc.jwk import KeySet

from services.identity import queries
from services.identity.usecases.keys import ensure_keys
from tests.component.identity.browser import Client, claims_of


def published(identity):
    keys = Client(identity.app).http.get("/passport/jwks").json["keys"]
    return {key["kid"]: key for key in keys}


def test_setup_replaces_the_keys_whose_secret_was_lost(identity):
    lost = published(identity)

    ensure_keys("another secret of the keys")

    assert len(published(identity)) == 2 * len(lost)
    for alg in ("RS256", "ES256"):
        assert queries.active_key(alg).kid not in lost


def test_a_rotation_publishes_the_next_keys_before_they_sign(identity):
    before = published(identity)

    done = identity.run("keys", "rotate")

    after = published(identity)
    assert before.keys() < after.keys()
    assert len(after) == 6
    for alg in ("RS256", "ES256"):
        signs = queries.active_key(alg).kid
        assert signs in before
        assert f"Ahora firma la clave {signs}." in done.stdout


def test_only_the_public_half_is_published(identity):
    response = Client(identity.app).http.get("/passport/jwks")

    assert response.headers["Cache-Control"] == "public, max-age=300"
    for key in response.json["keys"]:
        assert (key["use"], key["kid"] != "") == ("sig", True)
        assert (key["kty"], key["alg"]) in {("RSA", "RS256"), ("EC", "ES256")}
        assert not {"d", "p", "q", "dp", "dq", "qi"} & key.keys()
    moduli = [key["n"] for key in response.json["keys"] if key["kty"] == "RSA"]
    assert all(len(modulus) >= 342 for modulus in moduli)  # 2048 bits in base64url


def test_the_private_half_is_encrypted_at_rest(identity):
    sealed = queries.active_key("RS256").sealed_private_jwk

    assert sealed.count(".") == 4  # a JWE
    assert claims_of(f"{sealed.split('.')[0]}..", 0)["alg"] == "dir"


def test_no_token_is_refused_while_the_keys_are_rotated(identity):
    refused = []
    is_over = threading.Event()

    def ask_and_verify():
        boleta = Client(identity.app, "boleta", "the secret of boleta")
        while not is_over.is_set():
            known = KeySet.import_key_set({"keys": list(published(identity).values())})
            token = boleta.ask({"grant_type": "client_credentials"}).json["access_token"]
            try:
                jwt.decode(token, known, algorithms=["ES256"])
            except Exception as error:
                refused.append(error)

    asking = [threading.Thread(target=ask_and_verify) for _ in range(2)]
    for thread in asking:
        thread.start()
    for _ in range(4):
        assert identity.run("keys", "rotate").exit_code == 0
    is_over.set()
    for thread in asking:
        thread.join()

    assert refused == []
