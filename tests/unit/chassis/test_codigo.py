import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import Invalid
from chassis.issuing.codigo import (
    ALPHABET,
    RANDOM_BYTES,
    codigo_of,
    initials,
    masked_dni,
    read_codigo,
)

some_codes = st.binary(min_size=RANDOM_BYTES, max_size=RANDOM_BYTES).map(codigo_of)


@given(some_codes)
def test_a_code_is_read_as_it_was_printed(codigo):
    assert read_codigo(codigo) == codigo
    assert [len(group) for group in codigo.split("-")] == [4] * 5


@given(some_codes)
def test_a_code_is_read_however_a_person_types_it(codigo):
    typed = codigo.lower().replace("-", " ").replace("0", "o").replace("1", "l")

    assert read_codigo(f" {typed} ") == codigo


@given(some_codes, st.integers(0, 19), st.sampled_from(ALPHABET))
def test_one_wrong_sign_is_noticed(codigo, place, sign):
    signs = codigo.replace("-", "")
    if signs[place] == sign:
        return
    wrong = signs[:place] + sign + signs[place + 1 :]

    with pytest.raises(Invalid):
        read_codigo(wrong)


@given(some_codes, st.integers(0, 19), st.integers(0, 19))
def test_two_signs_in_each_others_place_are_noticed(codigo, one, other):
    signs = list(codigo.replace("-", ""))
    if signs[one] == signs[other]:
        return
    signs[one], signs[other] = signs[other], signs[one]

    with pytest.raises(Invalid):
        read_codigo("".join(signs))


@given(st.binary(min_size=12, max_size=12), st.binary(min_size=12, max_size=12))
def test_different_bytes_make_different_codes(one, other):
    used = [int.from_bytes(each, "big") % 2**95 for each in (one, other)]

    assert (codigo_of(one) == codigo_of(other)) == (used[0] == used[1])


@pytest.mark.parametrize(
    "text", ["", "K7QW", "x" * 400, "ÑÑÑÑ-ÑÑÑÑ-ÑÑÑÑ-ÑÑÑÑ-ÑÑÑÑ", "U" * 20, "\0" * 20]
)
def test_what_is_no_code_is_refused_with_a_reason(text):
    with pytest.raises(Invalid) as refused:
        read_codigo(text)

    assert refused.value.errors["codigo"]


def test_who_verifies_learns_no_more_of_a_person_than_is_needed():
    assert masked_dni("44251234") == "4425****"
    assert initials("ROSA ELENA QUISPE ÑAUPARI") == "R. E. Q. Ñ."
