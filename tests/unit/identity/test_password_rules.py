"""The two policies: the six requirements of the user guide, mark for mark, and NIST's length."""

import pytest

from services.identity.policy import POLICIES, PolicyName

GUIDE = POLICIES[PolicyName.GUIDE]
NIST = POLICIES[PolicyName.NIST]


def marks(password):
    return "".join("✔" if rule.is_kept_by(password) else "✘" for rule in GUIDE.rules)


def test_an_empty_field_looks_as_in_the_guide():
    assert marks("") == "✘✘✘✘✔✔"


@pytest.mark.parametrize(
    ("password", "seen"),
    [
        ("Abcdefg1", "✔✔✔✔✔✔"),
        ("ABCDEFG1", "✘✔✔✔✔✔"),
        ("abcdefg1", "✔✘✔✔✔✔"),
        ("Abcdefgh", "✔✔✘✔✔✔"),
        ("Abcdef1", "✔✔✔✘✔✔"),
        ("Abcdefghijklm15", "✔✔✔✔✔✔"),
        ("Abcdefghijklmn16", "✔✔✔✔✘✔"),
        ("Abcdefghijklm15\n", "✔✔✔✔✘✔"),
        ("ÑANDÚ-ñandú 1", "✔✔✔✔✔✔"),
        ("¡Ése es mío 1!", "✔✔✔✔✔✔"),
        ("İŞĞ şğ ١٢٣٤", "✘✘✘✔✔✔"),
    ],
)
def test_each_rule_is_tested_by_itself(password, seen):
    assert marks(password) == seen


@pytest.mark.parametrize("sign", "+/.*?\\$&%|<>#")
def test_none_of_the_signs_of_the_guide_is_allowed(sign):
    assert [rule.text for rule in GUIDE.broken_by(f"Abcdef1{sign}")] == [GUIDE.rules[5].text]


@pytest.mark.parametrize("sign", "!@-_=,;:()[]{}~^\"' ñ€😀")
def test_every_other_sign_is(sign):
    assert GUIDE.broken_by(f"Abcdef1{sign}") == []


@pytest.mark.parametrize(
    ("password", "told"),
    [
        ("catorce letras", ["Debería tener 15 caracteres como mínimo"]),
        ("quince  letras.", []),
        ("<script>$%&/+*?", []),
        ("x" * 128, []),
        ("x" * 129, ["Debería tener 128 caracteres como máximo"]),
    ],
)
def test_the_policy_of_nist_asks_for_length_and_nothing_else(password, told):
    assert [rule.text for rule in NIST.broken_by(password)] == told
