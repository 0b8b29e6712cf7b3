"""DNI, addresses, waits, networks."""

from datetime import timedelta

import pytest

from services.identity.domain import fold_correo, is_correo, is_dni, network_of, wait_after


@pytest.mark.parametrize("text", ["00000001", "99999999"])
def test_eight_digits_are_a_dni(text):
    assert is_dni(text)


@pytest.mark.parametrize("text", ["", "1234567", "123456789", "1234567a", "١٢٣٤٥٦٧٨", "12345678\n"])
def test_anything_else_is_not(text):
    assert not is_dni(text)


@pytest.mark.parametrize("text", ["a@b.pe", "Rosa.Quispe+x@ugel.gob.pe", "ñandú@example.pe"])
def test_an_address_has_a_name_and_a_domain(text):
    assert is_correo(text)


@pytest.mark.parametrize(
    "text", ["", "a", "a@b", "a@@b.pe", "a b@c.pe", "a@b.pe\0", "a@b.", f"{'a' * 250}@b.pe"]
)
def test_a_text_that_mail_cannot_reach_is_no_address(text):
    assert not is_correo(text)


def test_two_spellings_of_an_address_are_one():
    assert fold_correo(" Ñandú@Example.PE") == fold_correo("ñandú@example.pe")


def test_waits_begin_after_five_failures_double_and_end_at_a_quarter_of_an_hour():
    waits = [int(wait_after(failures).total_seconds()) for failures in range(18)]

    assert waits == [0, 0, 0, 0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]
    assert wait_after(10**9) == timedelta(minutes=15)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.0/24"),
        ("203.0.113.200", "203.0.113.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("", "unknown"),
        ("nonsense", "unknown"),
    ],
)
def test_neighbours_share_a_network(address, network):
    assert network_of(address) == network
