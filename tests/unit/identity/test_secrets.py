"""What rests hashed or encrypted: tokens, passwords, signing keys."""

import json

import pytest
from joserfc.errors import JoseError

from services.identity import keyring, opaque, passwords


def test_a_token_has_256_bits_and_a_fingerprint_that_does_not_show_it():
    token = opaque.new_token()

    assert len(token) == 43
    assert token not in opaque.fingerprint(token)
    assert opaque.fingerprint(token) == opaque.fingerprint(token)


def test_what_follows_a_token_only_we_can_tell():
    following = opaque.successor("token", "our secret")

    assert following == opaque.successor("token", "our secret")
    assert following != opaque.successor("token", "another secret")
    assert len(following) == 43


def test_a_password_is_taken_exactly_as_it_was_typed():
    password_hash = passwords.hash_password("Abcdefg1 ")

    assert passwords.verify_password(password_hash, "Abcdefg1 ")
    assert not passwords.verify_password(password_hash, "Abcdefg1")
    assert password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert not passwords.is_outdated(password_hash)


@pytest.mark.parametrize("password", ["", "x" * 5000, "the password of nobody", "\0", "\udc80"])
def test_nobody_has_no_password(password):
    assert not passwords.verify_password(None, password)


def test_a_private_key_opens_only_with_the_secret():
    made = keyring.make_key("RS256", "our secret")

    opened = keyring.open_key(made.sealed_private_jwk, "our secret")

    assert opened.as_dict(private=True)["d"] not in made.sealed_private_jwk
    assert "d" not in made.public_jwk
    assert json.dumps(made.public_jwk) == json.dumps(opened.as_dict(private=False))
    with pytest.raises(JoseError):
        keyring.open_key(made.sealed_private_jwk, "another secret")


def test_a_pepper_is_needed_for_the_hashes_that_were_made_with_it():
    plain, peppered = (
        passwords.hash_password("secreto"),
        passwords.hash_password("secreto", "pepper"),
    )

    assert passwords.verify_password(peppered, "secreto", "pepper")
    assert not passwords.verify_password(peppered, "secreto", "another")
    assert not passwords.verify_password(peppered, "otro", "pepper")
    assert passwords.verify_password(plain, "secreto", "pepper")
    assert passwords.is_outdated(plain, "pepper")
    assert not passwords.is_outdated(peppered, "pepper")
