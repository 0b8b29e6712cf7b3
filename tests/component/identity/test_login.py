"""Iniciar sesión: the same words for whatever was wrong; waits that grow, and never a lock."""

import pytest
from argon2 import PasswordHasher

from services.identity.domain import AccountState
from services.identity.models import db
from tests.component.identity.browser import Browser
from tests.support.builders.identity import PASSWORD, a_pending_account, an_account

WRONG = "El usuario o la contraseña no son correctos."


def test_who_signs_in_on_the_way_to_nowhere_begins_at_the_gateway(browser):
    an_account()

    response = browser.sign_in("00000001", PASSWORD)

    assert response.status_int == 303
    assert response.location == "/login"
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("passport=")
    assert cookie.endswith("HttpOnly; Path=/; SameSite=Lax")


@pytest.mark.parametrize(
    ("usuario", "contrasena"),
    [
        pytest.param("00000001", "Abcdefg2", id="wrong password"),
        pytest.param("00000099", PASSWORD, id="nobody"),
        pytest.param("00000002", PASSWORD, id="no password yet"),
        pytest.param("00000003", PASSWORD, id="suspended"),
        pytest.param("rosa", PASSWORD, id="not a DNI"),
        pytest.param("00000001", f"{PASSWORD} ", id="a space more"),
        pytest.param("00000001", "x" * 5000, id="very long"),
    ],
)
def test_whatever_was_wrong_the_words_are_the_same(browser, usuario, contrasena):
    an_account("00000001")
    a_pending_account("00000002")
    an_account("00000003", state=AccountState.SUSPENDED)

    page = browser.sign_in(usuario, contrasena)

    assert page.status_int == 422
    (told,) = page.html.select("#wrong")
    assert WRONG in told.get_text()
    described = [field["id"] for field in page.html.select("[aria-describedby~=wrong]")]
    assert described == ["usuario", "contrasena"]
    assert "Set-Cookie" not in page.headers
    assert contrasena not in page.text


def test_an_empty_form_is_told_field_by_field(browser):
    page = browser.sign_in("", "")

    assert page.status_int == 422
    assert "Escriba los 8 dígitos de su DNI." in page.text
    assert "Escriba su contraseña." in page.text


def test_after_five_wrong_passwords_one_must_wait(identity, browser):
    an_account()
    for _ in range(6):
        assert WRONG in browser.sign_in("00000001", "Abcdefg2").text

    page = browser.sign_in("00000001", PASSWORD)

    assert page.status_int == 422
    assert "Hubo varios intentos fallidos. Espere" in page.text


def test_who_does_not_exist_must_wait_as_well(browser):
    for _ in range(6):
        browser.sign_in("00000099", "Abcdefg2")

    assert "Hubo varios intentos fallidos." in browser.sign_in("00000099", "Abcdefg2").text


def test_a_stranger_elsewhere_does_not_keep_the_owner_out(identity, browser):
    an_account()
    stranger = Browser(identity.app, identity.valkey)
    stranger.extra_environ["HTTP_X_FORWARDED_FOR"] = "203.0.113.9"
    for _ in range(9):
        stranger.sign_in("00000001", "Abcdefg2")

    assert browser.sign_in("00000001", PASSWORD).status_int == 303


def test_the_right_password_forgives_the_wrong_ones(browser):
    an_account()
    for _ in range(5):
        browser.sign_in("00000001", "Abcdefg2")
    browser.sign_in("00000001", PASSWORD)

    for _ in range(5):
        assert WRONG in browser.sign_in("00000001", "Abcdefg2").text
    assert browser.sign_in("00000001", PASSWORD).status_int == 303


def test_an_outdated_hash_is_made_anew(browser):
    account = an_account()
    with db.transaction():
        account.password_hash = PasswordHasher(time_cost=1, memory_cost=64).hash(PASSWORD)

    browser.sign_in("00000001", PASSWORD)

    db.session.refresh(account)
    assert account.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_each_sign_in_is_a_new_session(browser):
    an_account()
    browser.sign_in()
    first = browser.cookies["passport"]

    browser.sign_in()

    assert browser.cookies["passport"] != first
