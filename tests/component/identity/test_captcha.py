"""The code of the image: answered once, right or wrong, by whoever sees it."""

import pytest

from tests.support.builders.identity import PASSWORD, a_pending_account, an_account

FORMS = ["/passport/login", "/passport/generar", "/passport/recuperar"]


@pytest.mark.parametrize("address", FORMS)
def test_the_image_is_not_kept_in_any_cache(browser, address):
    page = browser.get(address)

    image = browser.get(page.html.select_one(".captcha img")["src"])

    assert image.content_type == "image/png"
    assert image.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", FORMS)
def test_another_code_keeps_what_was_typed_but_the_password(browser, address):
    form = browser.get(address).form
    typed = {"usuario": "00000001", "dni": "00000001", "correo": "rosa@example.pe"}
    kept = {name: value for name, value in typed.items() if name in form.fields}
    for name, value in kept.items():
        form[name] = value

    again = form.submit("otro_codigo")

    assert again.status_int == 200
    assert {name: again.form[name].value for name in kept} == kept
    assert again.form["captcha_id"].value != form["captcha_id"].value


def test_a_wrong_code_is_told_and_the_password_is_not_sent_back(browser):
    an_account()

    page = browser.send("/passport/login", code="AAAAA", usuario="00000001", contrasena=PASSWORD)

    assert page.status_int == 422
    assert "El código no coincide con la imagen" in page.text
    assert PASSWORD not in page.text
    assert page.form["usuario"].value == "00000001"


def test_a_code_is_typed_in_any_case_and_with_spaces(browser, links):
    a_pending_account()
    form = browser.get("/passport/recuperar").form
    form["correo"] = "rosa.quispe@example.pe"
    form["captcha"] = " ".join(browser.code_of(form).lower())

    assert form.submit().status_int == 303


def test_a_code_is_used_up_by_one_try_even_a_wrong_one(browser):
    an_account()
    form = browser.get("/passport/login").form
    form["usuario"], form["contrasena"] = "00000001", PASSWORD
    answer = browser.code_of(form)
    form["captcha"] = "XXXXX"
    form.submit(expect_errors=True)
    form["captcha"] = answer

    page = form.submit(expect_errors=True)

    assert page.status_int == 422
    assert browser.get(f"/passport/captcha/{form['captcha_id'].value}.png", status=404)


def test_a_code_can_be_answered_for_five_minutes(identity, browser):
    form = browser.get("/passport/login").form

    assert 290 < identity.valkey.ttl(f"identity:captcha:{form['captcha_id'].value}") <= 300


@pytest.mark.parametrize("captcha_id", ["", "nada", "\0", "ñ", "a" * 5000])
def test_an_unknown_code_is_only_wrong(browser, captcha_id):
    form = browser.get("/passport/login").form
    form["captcha_id"].force_value(captcha_id)

    assert form.submit(expect_errors=True).status_int == 422
