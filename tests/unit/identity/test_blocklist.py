"""Passwords that anybody would try: refused in both policies, with the reason."""

import pytest

from chassis.errors import Invalid
from services.identity.blocklist import examples, is_common, reason_against
from services.identity.domain import Registration
from services.identity.policy import POLICIES, PolicyName, refuse_weak

ROSA = Registration("00000001", "QUISPE HUAMÁN", "ROSA ELENA", "chaska.19@example.pe", "140004")


def test_thousands_of_the_refused_ones_keep_the_rules_of_the_guide():
    kept = {each for each in examples() if not POLICIES[PolicyName.GUIDE].broken_by(each)}

    assert len(kept) >= 3_000
    assert [each for each in kept if not is_common(each)] == []


@pytest.mark.parametrize(
    "password",
    [
        *(
            "Password1",
            "P4ssw0rd",
            "Contraseña1",
            "C0ntrasen4",
            "Qwerty123",
            "Abcdefg1",
            "1q2w3e4R",
        ),
        *("Peru2024", "Lima12345", "2025Verano", "Alianza1901", "Lambayeque1", "Bienvenido1!"),
        *(
            "JuanCarlos7",
            "MiAmor2020",
            "Teamo123",
            "Aaaaaaa1",
            "Abcabc12",
            "Sunshine1",
            "Ma-ri-a.85",
        ),
        *("contraseña contraseña", "123456789012345", "qwertyuiopasdfgh", "abababababababab"),
    ],
)
def test_well_known_words_and_rows_of_keys_are_common(password):
    assert is_common(password)


@pytest.mark.parametrize(
    "password",
    [
        *("Huayruro2025", "Cantuta2025", "Retama57kiwi", "Kq7vTz2m", "Tumi-Coral-81", "Chirimoya7"),
        *("el puma bebe chicha morada", "lápiz ventana trueno", "8!_]4(9[2)@7-5;"),
    ],
)
def test_what_a_person_may_remember_and_nobody_guess_is_not(password):
    assert not is_common(password)


@pytest.mark.parametrize(
    ("password", "told"),
    [
        ("Ab00000001", "No use su DNI"),
        ("Huam4nZorro9", "No use su nombre ni sus apellidos"),
        ("zELENAz77", "No use su nombre ni sus apellidos"),
        ("Chaska77xy", "No use su correo"),
        ("Xminedu77", "«minedu», «ayni», «passport» ni «docente»"),
        ("D0cente88zz", "«minedu», «ayni», «passport» ni «docente»"),
        ("Ferreñafe2025", "es de las que más se usan"),
    ],
)
def test_what_others_know_of_the_person_is_refused_with_its_reason(password, told):
    assert told in reason_against(password, ROSA)


def test_another_person_may_have_what_this_one_may_not():
    other = Registration("00000002", "PAZ", "ANA", "a@example.pe", "")

    assert reason_against("Elenaz77xq", other) is None


@pytest.mark.parametrize("policy", PolicyName)
def test_the_blocklist_holds_in_both_policies(policy):
    with pytest.raises(Invalid) as refused:
        refuse_weak("Lambayeque12345" if policy is PolicyName.NIST else "Peru2024", ROSA, policy)

    assert "más se usan" in refused.value.errors["contrasena"]


def test_a_rule_is_told_before_a_reason():
    with pytest.raises(Invalid) as refused:
        refuse_weak("peru", ROSA, PolicyName.GUIDE)

    assert refused.value.errors == {
        "contrasena": "La contraseña no cumple todos los requerimientos."
    }
