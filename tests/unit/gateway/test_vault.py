"""What rests in Valkey: readable only by who sealed it, where it was put."""

from gateway.vault import Vault

SECRET = "s" * 43


def test_what_was_sealed_can_be_opened_again():
    sealed = Vault(SECRET).seal({"dni": "00000001"}, place="a")

    assert Vault(SECRET).open(sealed, place="a") == {"dni": "00000001"}


def test_a_seal_shows_nothing_and_is_never_the_same():
    vault = Vault(SECRET)

    first, second = (vault.seal("00000001", place="a") for _ in range(2))

    assert "00000001" not in first
    assert first != second


def test_another_secret_opens_nothing():
    assert Vault("t" * 43).open(Vault(SECRET).seal(1, place="a"), place="a") is None


def test_what_was_moved_to_another_place_stays_closed():
    assert Vault(SECRET).open(Vault(SECRET).seal(1, place="a"), place="b") is None


def test_what_was_changed_stays_closed():
    sealed = Vault(SECRET).seal(1, place="a")

    assert Vault(SECRET).open(sealed[:-4] + "AAA=", place="a") is None
    assert Vault(SECRET).open("AAAA", place="a") is None
    assert Vault(SECRET).open("no es base64", place="a") is None
