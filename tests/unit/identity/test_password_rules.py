"""The six requirements of the user guide, mark for mark."""

import pytest

from services.identity.domain import PASSWORD_RULES, broken_rules


def marks(password):
    return "".join("✔" if rule.is_kept_by(password) else "✘" for rule in PASSWORD_RULES)


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
    assert [rule.text for rule in broken_rules(f"Abcdef1{sign}")] == [PASSWORD_RULES[5].text]


@pytest.mark.parametrize("sign", "!@-_=,;:()[]{}~^\"' ñ€😀")
def test_every_other_sign_is(sign):
    assert broken_rules(f"Abcdef1{sign}") == []
