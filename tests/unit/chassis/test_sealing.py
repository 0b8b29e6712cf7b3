"""Sealed texts: only the holder of the private key reads them."""

import json

import pytest
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from chassis.sealing import seal, unseal


def key_pair():
    key = ECKey.generate_key("P-256")
    return json.dumps(key.as_dict(private=False)), json.dumps(key.as_dict(private=True))


def test_only_the_holder_of_the_private_key_reads_it():
    public, private = key_pair()
    _, somebody_elses = key_pair()

    sealed = seal("http://ayni.test/passport/generar/ñ", public)

    assert "ayni.test" not in sealed
    assert unseal(sealed, private) == "http://ayni.test/passport/generar/ñ"
    with pytest.raises(JoseError):
        unseal(sealed, somebody_elses)


def test_a_text_sealed_twice_looks_different():
    public, _ = key_pair()

    assert seal("x", public) != seal("x", public)
