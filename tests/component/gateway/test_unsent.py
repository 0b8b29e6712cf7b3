"""A session that ends while a form is filled: what was typed waits for its person."""

import pytest
from flask import Flask

from tests.component.gateway.browser import FROM_HERE, Browser
from tests.component.gateway.neighbours import Passport

TYPED = {"motivo": "Falta mi diploma\nde 2019", "monto": "12"}


@pytest.fixture
def ended(signed_in: Browser, app: Flask) -> Browser:
    """Offer a browser whose session has ended without its knowing."""
    valkey = app.extensions["valkey"]
    valkey.delete(*valkey.keys("gateway:session:*"))
    return signed_in


def sign_in(browser: Browser, passport: Passport, asked) -> str:
    """Follow the way of a sign-in; return where it ended."""
    started = browser.get(asked.location, status=303)
    return browser.get(passport.approve(started.location), status=303).location


def test_what_was_typed_is_sent_after_signing_in_again(ended: Browser, passport: Passport):
    asked = ended.send("/legajo/solicitudes/nueva?tipo=2", TYPED, status=303)

    page = ended.get(sign_in(ended, passport, asked))

    assert "Su formulario aún no se envió" in page
    assert "Falta mi diploma" in page
    (form,) = [form for form in page.forms.values() if form.action.startswith("/legajo")]
    sent = form.submit(headers=FROM_HERE).json
    assert (sent["method"], sent["target"]) == ("POST", "/legajo/solicitudes/nueva?tipo=2")
    assert sent["size"] > 40


def test_passwords_and_files_are_asked_for_again(ended: Browser, passport: Passport, app: Flask):
    asked = ended.send(
        "/passport/cuenta/contrasena",
        {"contrasena": "Huayruro2025", "correo": "rosa@correo.pe"},
        upload_files=[("archivo", "diploma.pdf", b"%PDF-1.7")],
        status=303,
    )

    page = ended.get(sign_in(ended, passport, asked))

    assert "Los archivos y las contraseñas no se guardan" in page
    assert "rosa@correo.pe" in page
    assert "Huayruro2025" not in page
    assert 'enctype="multipart/form-data"' in page


def test_another_person_is_not_shown_it(ended: Browser, passport: Passport):
    asked = ended.send("/legajo/solicitudes/nueva", TYPED, status=303)
    passport.dni = "00000002"

    page = ended.get(sign_in(ended, passport, asked), status=404)

    assert "Falta mi diploma" not in page


def test_it_rests_sealed_for_an_hour(ended: Browser, app: Flask):
    ended.send("/legajo/solicitudes/nueva", TYPED, status=303)

    valkey = app.extensions["valkey"]
    (key,) = valkey.keys("gateway:unsent:*")
    assert "diploma" not in valkey.get(key)
    assert 3500 < valkey.ttl(key) <= 3600


def test_of_somebody_unknown_nothing_is_kept(browser: Browser, app: Flask):
    browser.send("/legajo/solicitudes/nueva", TYPED, status=401)

    assert not app.extensions["valkey"].keys("gateway:unsent:*")


def test_a_program_is_told_that_it_is_out(ended: Browser, app: Flask):
    headers = FROM_HERE | {"Accept": "application/json"}

    ended.post("/legajo/solicitudes/nueva", TYPED, headers=headers, status=401)

    assert not app.extensions["valkey"].keys("gateway:unsent:*")


def test_the_page_is_for_who_is_signed_in(browser: Browser):
    asked = browser.get("/formulario/nada", status=303)

    assert asked.location == "/login?next=/formulario/nada"


def test_a_form_that_is_gone_says_so(signed_in: Browser):
    assert "Ya no tenemos ese formulario" in signed_in.get("/formulario/nada", status=404)
