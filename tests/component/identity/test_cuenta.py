"""Mi cuenta: one's own and nobody else's; what changes something asks for the password."""

import dataclasses
import time
from datetime import timedelta

import pytest
import time_machine

from chassis.errors import NotFound
from contracts.access_token import Grant, Role
from contracts.identity import AccountEmailChanged, CorreoLinkIssued, PasswordSet
from services.identity import totp
from services.identity.models import LoginSession, Totp, db
from services.identity.strongbox import unlock
from services.identity.usecases.cuenta import change_correo
from tests.component.identity.browser import Browser
from tests.support.builders.identity import CORREO, PASSWORD, an_account
from tests.support.people import PUBLIC_URL, People
from tests.support.services import Service

NEW = "Maiz-morado-7"
CUENTA = "/passport/cuenta"
PAGES = [CUENTA, *(f"{CUENTA}/{name}" for name in ("contrasena", "correo", "dos-pasos"))]


class Person:
    """Somebody who has signed in with a browser, as the gateway would send them."""

    def __init__(self, identity: Service, people: People, dni: str = "00000001") -> None:
        self.browser = Browser(identity.app, identity.valkey)
        self.browser.extra_environ["HTTP_USER_AGENT"] = "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0"
        assert self.browser.sign_in(dni).status_int == 303
        newest = db.session.query(LoginSession).order_by(LoginSession.began_at.desc()).first()
        self.session_id = newest.id
        self._dni, self._people = dni, people
        self.come_back()

    def come_back(self) -> None:
        """Have a token of now: the gateway renews it every few minutes."""
        token = self._people.token(self._dni, sid=str(self.session_id))
        self.browser.extra_environ["HTTP_AUTHORIZATION"] = f"Bearer {token}"

    def get(self, address: str = CUENTA):
        return self.browser.get(address, expect_errors=True)

    def fill(self, address: str, form_id: str, **fields: str):
        form = self.get(address).forms[form_id]
        for name, value in fields.items():
            form[name] = value
        return form.submit(expect_errors=True)

    def press(self, action: str, address: str = CUENTA):
        page = self.get(address)
        form = next(form for form in page.forms.values() if form.action == action)
        return form.submit(expect_errors=True)

    def is_in(self) -> bool:
        return self.get().status_int == 200


@pytest.fixture
def rosa(identity, people) -> Person:
    an_account()
    return Person(identity, people)


@pytest.mark.parametrize("address", [*PAGES, f"{CUENTA}/confirmar", f"{CUENTA}/correo/confirmar"])
def test_nobody_sees_it_without_a_session(browser, people, address):
    an_account()

    assert browser.get(address, status=401)
    browser.extra_environ["HTTP_AUTHORIZATION"] = f"Bearer {people.token()}"
    assert browser.get(address, status=401)


def test_it_says_who_one_is_and_where_one_is_signed_in(rosa):
    page = rosa.get()

    assert page.status_int == 200
    text = " ".join(page.html.get_text().split())
    assert "00000001" in text
    assert CORREO in text
    assert "Chrome en Windows Esta sesión" in text


def test_a_session_that_was_ended_shows_nothing(rosa, identity, people):
    other = Person(identity, people)
    other.press(f"{CUENTA}/sesiones/{rosa.session_id}/cerrar").follow()

    assert not rosa.is_in()
    assert other.is_in()


def test_all_other_sessions_end_at_once(rosa, identity, people):
    others = [Person(identity, people) for _ in range(2)]

    page = rosa.press(f"{CUENTA}/sesiones/cerrar").follow()

    assert "Se cerraron sus otras sesiones." in page.text
    assert rosa.is_in()
    assert [other.is_in() for other in others] == [False, False]


def test_the_session_of_another_person_is_not_there(rosa, identity, people):
    an_account("00000002", correo="ana@example.pe")
    ana = Person(identity, people, "00000002")

    ended = rosa.browser.post(f"{CUENTA}/sesiones/{ana.session_id}/cerrar", expect_errors=True)

    assert ended.status_int == 404
    assert ana.is_in()


def test_what_changes_something_asks_for_the_password_of_who_gave_it_long_ago(rosa):
    with time_machine.travel(time.time() + 11 * 60, tick=False):
        rosa.come_back()
        asked = rosa.get(f"{CUENTA}/correo")
        assert asked.location.startswith(f"{CUENTA}/confirmar?para=")

        form = asked.follow().forms["form-confirmar"]
        form["actual"] = "Otra-cosa-8"
        wrong = form.submit(expect_errors=True)
        assert wrong.status_int == 422
        assert "Esa no es su contraseña actual." in wrong.text

        form["actual"] = PASSWORD
        assert form.submit().location == f"{CUENTA}/correo"
        assert rosa.get(f"{CUENTA}/correo").status_int == 200


@pytest.mark.parametrize(("minutes", "is_sent"), [(25, True), (31, False)])
def test_what_was_typed_meanwhile_is_not_lost(rosa, minutes, is_sent):
    form = rosa.get(f"{CUENTA}/correo").forms["form-correo"]
    form["correo"] = "rosa.nueva@example.pe"

    with time_machine.travel(time.time() + minutes * 60, tick=False):
        rosa.come_back()
        done = form.submit()

    assert (done.location == f"{CUENTA}?hecho=correo-pedido") is is_sent
    assert is_sent or done.location.startswith(f"{CUENTA}/confirmar")


@pytest.mark.parametrize("onward", ["https://otra.example/", "//otra.example", f"{CUENTA}/../x"])
def test_after_the_password_one_goes_nowhere_else(rosa, onward):
    assert rosa.get(f"{CUENTA}/confirmar?para={onward}").location == CUENTA


def test_a_password_is_changed_with_the_one_that_is(rosa, identity, people):
    other = Person(identity, people)

    done = rosa.fill(
        f"{CUENTA}/contrasena",
        "form-contrasena",
        actual=PASSWORD,
        contrasena=NEW,
        confirmacion=NEW,
    )

    assert "Su contraseña fue cambiada" in done.follow().text
    assert rosa.is_in()
    assert not other.is_in()
    assert any(isinstance(event, PasswordSet) for event in identity.outbox())
    assert Browser(identity.app, identity.valkey).sign_in("00000001", PASSWORD).status_int == 422
    assert Browser(identity.app, identity.valkey).sign_in("00000001", NEW).status_int == 303


@pytest.mark.parametrize(
    ("actual", "new", "again", "told"),
    [
        ("", NEW, NEW, "Escriba su contraseña actual."),
        ("Otra-cosa-8", NEW, NEW, "Esa no es su contraseña actual."),
        (PASSWORD, "corta", "corta", "La contraseña no cumple todos los requerimientos."),
        (PASSWORD, "Quispe-2025", "Quispe-2025", "No use su nombre ni sus apellidos"),
        (PASSWORD, PASSWORD, PASSWORD, "Esa ya es su contraseña."),
        (PASSWORD, NEW, "Maiz-morado-8", "Las dos contraseñas no son iguales."),
    ],
)
def test_a_refused_change_changes_nothing(rosa, identity, actual, new, again, told):  # noqa: PLR0917
    page = rosa.fill(
        f"{CUENTA}/contrasena",
        "form-contrasena",
        actual=actual,
        contrasena=new,
        confirmacion=again,
    )

    assert page.status_int == 422
    assert told in page.text
    assert identity.outbox() == []


def test_who_guesses_the_current_password_must_wait(rosa):
    wrong = {"actual": "Otra-cosa-8", "contrasena": NEW, "confirmacion": NEW}
    for _ in range(6):
        rosa.fill(f"{CUENTA}/contrasena", "form-contrasena", **wrong)

    page = rosa.fill(f"{CUENTA}/contrasena", "form-contrasena", **(wrong | {"actual": PASSWORD}))

    assert "Hubo varios intentos fallidos. Espere" in page.text


def the_link(identity, unsealed):
    (issued,) = [event for event in identity.outbox() if isinstance(event, CorreoLinkIssued)]
    return issued, unsealed(issued.sealed_link).removeprefix(PUBLIC_URL)


def test_an_address_changes_by_a_link_at_the_new_one(rosa, identity, unsealed):
    rosa.fill(f"{CUENTA}/correo", "form-correo", correo="nueva@example.pe").follow()
    issued, link = the_link(identity, unsealed)
    assert issued.correo == "nueva@example.pe"
    assert CORREO in rosa.get().text

    page = rosa.get(link).follow()
    assert "nueva@example.pe" in page.text
    done = page.forms["form-correo"].submit().follow()

    assert "Su correo fue cambiado." in done.text
    (changed,) = [event for event in identity.outbox() if isinstance(event, AccountEmailChanged)]
    assert (changed.previous_correo, changed.correo) == (CORREO, "nueva@example.pe")
    assert rosa.get(link).follow(expect_errors=True).status_int == 410


def test_to_open_the_link_changes_nothing_and_another_person_cannot_use_it(
    rosa, identity, people, unsealed
):
    rosa.fill(f"{CUENTA}/correo", "form-correo", correo="nueva@example.pe")
    _, link = the_link(identity, unsealed)
    an_account("00000002", correo="ana@example.pe")
    ana = Person(identity, people, "00000002")

    assert ana.get(link).follow(expect_errors=True).status_int == 410
    assert ana.browser.post(f"{CUENTA}/correo/confirmar", status=410)
    assert rosa.get(link).follow().status_int == 200


@pytest.mark.parametrize(("seconds", "works"), [(-1, True), (1, False)])
def test_the_link_to_a_new_address_works_for_24_hours(rosa, identity, unsealed, seconds, works):
    account_id = db.session.get(LoginSession, rosa.session_id).account_id
    with time_machine.travel(time.time(), tick=False) as clock:
        rosa.fill(f"{CUENTA}/correo", "form-correo", correo="nueva@example.pe")
        issued, link = the_link(identity, unsealed)
        clock.move_to(issued.expires_at + timedelta(seconds=seconds))

        if works:
            assert change_correo(account_id, link.rpartition("/")[2]) == "nueva@example.pe"
        else:
            with pytest.raises(NotFound):
                change_correo(account_id, link.rpartition("/")[2])


def test_mailboxes_are_not_flooded(rosa, identity):
    for number in range(4):
        page = rosa.fill(f"{CUENTA}/correo", "form-correo", correo=f"nueva{number}@example.pe")

    assert page.status_int == 422
    assert "Ya pidió varios enlaces." in page.text
    assert len(identity.outbox()) == 3


def secret_of(identity) -> str:
    settings = identity.app.extensions["settings"]
    db.session.rollback()
    return unlock(db.session.query(Totp).one().sealed_secret, settings.key_secret)


def connect(rosa, identity) -> list[str]:
    page = rosa.get(f"{CUENTA}/dos-pasos")
    assert page.html.find("svg", class_="qr")
    form = next(form for form in page.forms.values() if "codigo" in form.fields)
    form["codigo"] = totp.code_at(secret_of(identity), int(time.time()) // 30)
    shown = form.submit()
    return [code.get_text() for code in shown.html.select(".paper-codes code")]


def test_who_connects_an_app_is_asked_for_its_code(rosa, identity):
    with time_machine.travel(time.time(), tick=False) as clock:
        codes = connect(rosa, identity)
        assert len(codes) == totp.RECOVERY_CODES
        clock.shift(30)

        browser = Browser(identity.app, identity.valkey)
        asked = browser.sign_in()
        assert asked.location == "/passport/login/codigo"
        assert not browser.cookies.get("passport")
        form = asked.follow().form

        form["codigo"] = "000000"
        wrong = form.submit(expect_errors=True)
        assert wrong.status_int == 422
        assert "Ese código no es el que muestra su aplicación" in wrong.text

        form["codigo"] = totp.code_at(secret_of(identity), int(time.time()) // 30)
        assert form.submit().location == "/login"
        assert browser.cookies["passport"]
    newest = db.session.query(LoginSession).order_by(LoginSession.began_at.desc()).first()
    assert newest.amr == ["pwd", "otp"]


def test_a_code_counts_once_and_one_on_paper_too(rosa, identity):
    with time_machine.travel(time.time(), tick=False) as clock:
        paper = connect(rosa, identity)[0]
        clock.shift(30)
        code = totp.code_at(secret_of(identity), int(time.time()) // 30)

        def try_with(typed: str) -> int:
            form = Browser(identity.app, identity.valkey).sign_in().follow().form
            form["codigo"] = typed
            return form.submit(expect_errors=True).status_int

        assert [try_with(each) for each in (code, code, paper.upper(), paper)] == [
            303,
            422,
            303,
            422,
        ]


def test_a_new_password_by_link_does_not_go_around_the_code(rosa, identity, browser):
    connect(rosa, identity)
    link = identity.run("accounts", "link", "00000001").stdout.strip()
    browser.save(browser.open(link), NEW)

    assert browser.sign_in("00000001", NEW).location == "/passport/login/codigo"


def test_guessing_codes_must_wait(rosa, identity, browser):
    connect(rosa, identity)
    form = browser.sign_in().follow().form
    form["codigo"] = "000000"
    for _ in range(6):
        form.submit(expect_errors=True)

    assert "Hubo varios intentos fallidos. Espere" in form.submit(expect_errors=True).text


@pytest.mark.parametrize("address", ["/passport/login/codigo", "/passport/login/activar"])
def test_without_a_password_the_second_step_is_not_there(browser, address):
    assert browser.get(address).location == "/passport/login"
    assert browser.post(address, {"codigo": "123456"}).location == "/passport/login"


@pytest.fixture
def totp_required(identity, monkeypatch):
    """Ask a second factor of who sees other people's data."""
    settings = identity.app.extensions["settings"]
    changed = dataclasses.replace(settings, totp_required=True)
    monkeypatch.setitem(identity.app.extensions, "settings", changed)


@pytest.mark.usefixtures("totp_required")
def test_who_sees_others_must_connect_an_app_before_anything_else(identity, browser):
    an_account(grants=(Grant(Role.MESA_DE_AYUDA, "080006"),))

    page = browser.sign_in().follow()
    assert "Su rol le permite ver datos de otras personas" in page.text
    assert not browser.cookies.get("passport")
    assert secret_of(identity) == page.html.select_one(".secret code").get_text().replace(" ", "")

    form = page.form
    form["codigo"] = "000000"
    assert form.submit(expect_errors=True).status_int == 422
    form["codigo"] = totp.code_at(secret_of(identity), int(time.time()) // 30)
    shown = form.submit()

    assert len(shown.html.select(".paper-codes code")) == totp.RECOVERY_CODES
    assert browser.cookies["passport"]
    assert form.submit().location == "/passport/login"
    assert browser.sign_in().location == "/passport/login/codigo"


@pytest.mark.usefixtures("totp_required")
def test_who_sees_nobody_else_need_not(identity, browser):
    an_account()

    assert browser.sign_in().location == "/login"


def test_who_must_have_it_cannot_switch_it_off(identity, people, totp_required):
    an_account(grants=(Grant(Role.AUDITOR, "000000"),))
    browser = Browser(identity.app, identity.valkey)
    form = browser.sign_in().follow().form
    form["codigo"] = totp.code_at(secret_of(identity), int(time.time()) // 30)
    form.submit()
    session = db.session.query(LoginSession).one()
    token = people.token(sid=str(session.id))
    browser.extra_environ["HTTP_AUTHORIZATION"] = f"Bearer {token}"

    assert "Desactivar" not in browser.get(f"{CUENTA}/dos-pasos").text
    refused = browser.post(f"{CUENTA}/dos-pasos/desactivar", status=422)
    assert "no puede ingresar sin el código" in refused.text


def test_the_app_is_taken_away_and_asked_for_no_more(rosa, identity):
    connect(rosa, identity)

    done = rosa.press(f"{CUENTA}/dos-pasos/desactivar", f"{CUENTA}/dos-pasos").follow()

    assert "La verificación en dos pasos está desactivada." in done.text
    assert Browser(identity.app, identity.valkey).sign_in().location == "/login"


def test_new_codes_on_paper_replace_the_old_ones(rosa, identity, browser):
    old = connect(rosa, identity)

    shown = rosa.press(f"{CUENTA}/dos-pasos/codigos", f"{CUENTA}/dos-pasos")

    new = [code.get_text() for code in shown.html.select(".paper-codes code")]
    assert len(new) == totp.RECOVERY_CODES
    assert not set(new) & set(old)
    form = browser.sign_in().follow().form
    form["codigo"] = old[0]
    assert form.submit(expect_errors=True).status_int == 422


def test_the_database_holds_neither_the_secret_nor_a_code(rosa, identity):
    from services.identity.models import Base

    codes = connect(rosa, identity)
    secret = secret_of(identity)
    tables = Base.metadata.sorted_tables
    dump = "\n".join(str(row) for each in tables for row in db.session.execute(each.select()))

    for text in (secret, *codes, *(code.replace("-", "") for code in codes)):
        assert text not in dump
