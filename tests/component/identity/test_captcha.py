"""The code of the image: answered once, right or wrong, by whoever sees it."""

import dataclasses
import io
import wave

import pytest

from services.identity import captcha, proof_of_work
from services.identity.captcha import SHOWN_AT_MOST
from services.identity.domain import CaptchaMode
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


def spoken(browser, form) -> wave.Wave_read:
    sound = browser.get(f"/passport/captcha/{form['captcha_id'].value}.wav")
    assert sound.content_type == "audio/wav"
    assert sound.headers["Cache-Control"] == "no-store"
    return wave.open(io.BytesIO(sound.body))


@pytest.mark.parametrize("address", FORMS)
def test_a_code_can_be_heard(browser, address):
    page = browser.get(address)
    assert page.html.find("a", string=lambda text: text and "Escuchar" in text) or ".wav" in page

    with spoken(browser, page.form) as sound:
        seconds = sound.getnframes() / sound.getframerate()

    assert 6 < seconds < 20
    assert browser.code_of(page.form) != "None"


def test_one_image_is_not_drawn_for_ever(browser):
    captcha_id = browser.get("/passport/login").form["captcha_id"].value

    for _ in range(SHOWN_AT_MOST):
        browser.get(f"/passport/captcha/{captcha_id}.png")

    browser.get(f"/passport/captcha/{captcha_id}.png", status=404)


def test_no_two_sounds_of_a_code_are_the_same(browser):
    form = browser.get("/passport/login").form
    address = f"/passport/captcha/{form['captcha_id'].value}.wav"

    assert browser.get(address).body != browser.get(address).body


def test_every_letter_can_be_spoken_by_every_voice():
    assert all(set(voice) == set(captcha.ALPHABET) for voice in captcha._clips())
    assert len(captcha._clips()) == 3


def test_a_script_gets_another_code_and_the_old_one_is_gone(browser):
    form = browser.get("/passport/login").form
    old = form["captcha_id"].value

    new = browser.post("/passport/captcha/otro", {"captcha_id": old}).json

    assert set(new) == {"id", "image", "audio"}
    assert browser.get(new["image"]).content_type == "image/png"
    assert browser.get(f"/passport/captcha/{old}.png", status=404)


def test_a_device_may_do_a_sum_instead(identity, browser):
    an_account()
    page = browser.get("/passport/login")
    asked = browser.post(page.html.select_one("[data-work]")["data-work"]).json
    numbers = range(asked["most"] + 1)
    answer = next(n for n in numbers if proof_of_work.derive(asked["id"], n) == asked["target"])
    given = {
        "usuario": "00000001",
        "contrasena": PASSWORD,
        "cuenta_id": asked["id"],
        "cuenta": str(answer),
    }

    assert browser.post("/passport/login", given, status=303)
    assert browser.post("/passport/login", given, status=422)


@pytest.mark.parametrize("answer", ["", "0", "-1", "ñ", "9" * 5000])
def test_a_wrong_sum_is_no_code(browser, answer):
    an_account()
    asked = browser.post("/passport/captcha/cuenta").json
    given = {"usuario": "00000001", "contrasena": PASSWORD}

    page = browser.post(
        "/passport/login", given | {"cuenta_id": asked["id"], "cuenta": answer}, status=422
    )

    assert "El código no coincide con la imagen" in page.text


def test_sums_are_not_for_the_asking(browser):
    for _ in range(20):
        browser.post("/passport/captcha/cuenta")

    refused = browser.post("/passport/captcha/cuenta", status=429)
    assert refused.headers["Retry-After"] == "60"


def test_the_third_wrong_code_costs_a_wait_and_the_account_nothing(identity, browser):
    an_account()
    for _ in range(3):
        page = browser.send(
            "/passport/login", code="AAAAA", usuario="00000001", contrasena=PASSWORD
        )
        assert "El código no coincide con la imagen" in page.text

    page = browser.sign_in()
    assert page.status_int == 422
    assert "Escribió mal el código varias veces. Espere" in page.text

    assert browser.send("/passport/login", usuario="00000002", contrasena="x").status_int == 422
    assert "Escribió mal" not in browser.sign_in("00000002", "x").text
    for key in identity.valkey.scan_iter("identity:captcha_faults:*:wait"):
        identity.valkey.delete(key)
    assert browser.sign_in().status_int == 303


@pytest.fixture
def in_mode(identity, monkeypatch):
    """Let identity ask for codes as an operator has set."""

    def set_mode(mode: CaptchaMode) -> None:
        settings = identity.app.extensions["settings"]
        changed = dataclasses.replace(settings, captcha_mode=mode)
        monkeypatch.setitem(identity.app.extensions, "settings", changed)

    return set_mode


@pytest.mark.parametrize("address", FORMS)
def test_where_no_code_is_asked_the_form_has_none(browser, in_mode, address):
    in_mode(CaptchaMode.OFF)

    assert "captcha" not in browser.get(address).form.fields


def test_a_code_may_be_asked_only_after_mistakes(browser, in_mode):
    an_account()
    in_mode(CaptchaMode.RISK)
    form = browser.get("/passport/login").form
    assert "captcha" not in form.fields
    form["usuario"] = "00000001"
    form["contrasena"] = "Otra-cosa-8"
    pages = [form.submit(expect_errors=True) for _ in range(3)]

    assert "captcha" in pages[-1].form.fields
    assert browser.sign_in().status_int == 303
