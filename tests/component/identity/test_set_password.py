"""The mailed link and Verificación de usuario: looking is harmless, saving works once."""

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from contracts.identity import PasswordSet
from services.identity import passwords
from services.identity.acts import Act
from services.identity.models import AuditEntry, db
from services.identity.policy import POLICIES, PolicyName
from tests.component.identity.browser import Browser
from tests.support.builders.identity import CORREO, PASSWORD, a_pending_account, an_account
from tests.support.people import PUBLIC_URL

RULES = POLICIES[PolicyName.GUIDE].rules


@pytest.fixture
def link(identity):
    """Have a link in hand, of the person 00000001."""
    a_pending_account("00000001")
    return identity.run("accounts", "link", "00000001").stdout.strip()


def marks(page):
    items = page.html.find("div", attrs={"data-checks": "contrasena"}).find_all("li")
    return ["is-ok" in item["class"] for item in items]


def test_the_page_shows_the_six_rules_of_the_guide_as_they_stand(browser, link):
    page = browser.open(link)

    shown = [
        item["data-pattern"] for item in page.html.find_all("li", attrs={"data-pattern": True})
    ]
    assert shown == [rule.pattern for rule in RULES]
    assert all(rule.text in page.html.get_text() for rule in RULES)
    assert marks(page) == [False, False, False, False, True, True]
    assert page.form["usuario"].value == "00000001"


def test_who_saves_a_good_password_can_sign_in(identity, browser, link):
    page = browser.open(link)

    saved = browser.save(page, PASSWORD).follow()

    assert saved.html.find("a", string="Iniciar sesión", href="/login") or "/login" in saved.text
    assert browser.sign_in("00000001", PASSWORD).status_int == 303
    (announced,) = [event for event in identity.outbox() if isinstance(event, PasswordSet)]
    assert (announced.dni, announced.correo) == ("00000001", CORREO)


@pytest.mark.parametrize(
    ("password", "again", "told"),
    [
        ("abcdefg1", None, "La contraseña no cumple todos los requerimientos."),
        ("Abcdef1<", None, "La contraseña no cumple todos los requerimientos."),
        ("Peru2024", None, "Esa contraseña es de las que más se usan"),
        ("Huaman-77", None, "No use su nombre ni sus apellidos"),
        ("Ab00000001", None, "No use su DNI"),
        (PASSWORD, "Abcdefg2", "Las dos contraseñas no son iguales."),
        ("", None, "Escriba su nueva contraseña."),
    ],
)
def test_a_refused_password_uses_nothing_up(browser, link, password, again, told):
    page = browser.save(browser.open(link), password, again)

    assert page.status_int == 422
    assert told in page.text
    assert browser.save(page, PASSWORD).status_int == 303


def test_the_marks_tell_what_was_missing(browser, link):
    page = browser.save(browser.open(link), "abc<1")

    assert marks(page) == [True, False, True, False, True, False]


def test_opening_a_link_often_does_no_harm(browser, other_browser, link):
    for _ in range(20):
        other_browser.open(link)
        other_browser.head(link.removeprefix(PUBLIC_URL))

    assert browser.save(browser.open(link), PASSWORD).status_int == 303


def test_a_link_works_once(browser, other_browser, link):
    browser.save(browser.open(link), PASSWORD)

    page = other_browser.open(link)

    assert page.status_int == 410
    assert "Este enlace ya no sirve" in page.text
    assert "Solicitar un enlace nuevo" in page.text


def test_of_two_tabs_the_second_is_told_kindly(browser, link):
    first, second = browser.open(link), browser.open(link)
    browser.save(first, PASSWORD)

    page = browser.save(second, "Otraclave2")

    assert page.status_int == 410
    assert "Si acaba de guardar su contraseña" in page.text
    assert browser.sign_in("00000001", PASSWORD).status_int == 303


def test_of_two_that_save_at_once_one_wins(identity, link):
    browsers = [Browser(identity.app, identity.valkey) for _ in range(4)]
    pages = [(each, each.open(link)) for each in browsers]

    with ThreadPoolExecutor(4) as pool:
        saved = list(pool.map(lambda pair: pair[0].save(pair[1], PASSWORD).status_int, pages))

    assert sorted(saved) == [303, 410, 410, 410]


@pytest.mark.parametrize(("seconds", "status"), [(-1, 200), (+1, 410)])
def test_a_link_works_for_24_hours(identity, browser, seconds, status):
    a_pending_account()
    issued = datetime(2026, 12, 1, 9, tzinfo=UTC)
    with time_machine.travel(issued, tick=False):
        link = identity.run("accounts", "link", "00000001").stdout.strip()

    with time_machine.travel(issued + timedelta(hours=24, seconds=seconds), tick=False):
        assert browser.open(link).status_int == status


def test_a_form_left_open_past_the_24_hours_cannot_save(identity, browser):
    a_pending_account()
    issued = datetime(2026, 12, 1, 9, tzinfo=UTC)
    with time_machine.travel(issued, tick=False):
        link = identity.run("accounts", "link", "00000001").stdout.strip()
    with time_machine.travel(issued + timedelta(hours=23, minutes=59), tick=False):
        page = browser.open(link)

    with time_machine.travel(issued + timedelta(hours=24, minutes=1), tick=False):
        assert browser.save(page, PASSWORD).status_int == 410


@pytest.mark.parametrize("token", ["nada", "a" * 3000, "%00", "%C3%B1", "%EF%BF%BD"])
def test_what_is_no_link_is_told_like_a_spent_one(browser, token):
    assert browser.open(f"{PUBLIC_URL}/passport/generar/{token}").status_int == 410


def test_the_form_needs_the_link(browser):
    assert browser.get("/passport/verificacion", expect_errors=True).status_int == 410
    assert browser.post("/passport/verificacion", expect_errors=True).status_int == 410


def test_the_token_is_not_in_the_address_of_the_form(browser, link):
    response = browser.get(link.removeprefix(PUBLIC_URL))

    assert response.location == "/passport/verificacion"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("passport_link=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_new_password_ends_every_session(identity, browser, other_browser, gateway):
    an_account("00000002")
    tokens = gateway.redeem(answer_code(gateway, browser, "00000002")).json
    link = identity.run("accounts", "link", "00000002").stdout.strip()

    other_browser.save(other_browser.open(link), "Otraclave2")

    assert gateway.refresh(tokens["refresh_token"]).json["error"] == "invalid_grant"
    assert "/passport/login" in browser.get(gateway.request()).location


def answer_code(gateway, browser, dni):
    login = browser.get(gateway.request()).location
    resumed = browser.sign_in(dni, PASSWORD, at=login).follow()
    return resumed.location.partition("code=")[2].partition("&")[0]


def test_a_link_of_one_person_signs_out_another(browser, gateway, link):
    an_account("00000002")
    browser.sign_in("00000002", PASSWORD)

    browser.save(browser.open(link), PASSWORD)

    assert "/passport/login" in browser.get(gateway.request()).location


def test_the_database_holds_no_usable_token(identity, browser, gateway, link):
    token = link.rpartition("/")[2]
    browser.save(browser.open(link), PASSWORD)
    tokens = gateway.tokens(browser)

    dump = identity_dump(identity)

    for secret in (token, tokens["refresh_token"], browser.cookies["passport"], PASSWORD):
        assert secret not in dump


def identity_dump(identity):
    from services.identity.models import Base, db

    tables = Base.metadata.sorted_tables
    return "\n".join(str(row) for table in tables for row in db.session.execute(table.select()))


@pytest.fixture
def nist(identity, monkeypatch):
    """Let an operator have chosen the other policy."""
    settings = identity.app.extensions["settings"]
    changed = dataclasses.replace(settings, password_policy=PolicyName.NIST)
    monkeypatch.setitem(identity.app.extensions, "settings", changed)


@pytest.mark.usefixtures("nist")
def test_the_other_policy_asks_for_length_alone(browser, link):
    page = browser.open(link)
    assert marks(page) == [False, True]

    short = browser.save(page, PASSWORD)
    assert short.status_int == 422
    assert browser.save(page, "el puma bebe chicha <morada>").status_int == 303
    assert browser.sign_in("00000001", "el puma bebe chicha <morada>").status_int == 303


def test_another_policy_locks_nobody_out(request, browser):
    an_account("00000001")
    request.getfixturevalue("nist")

    assert browser.sign_in("00000001", PASSWORD).status_int == 303


def test_who_would_wait_too_long_for_a_processor_is_sent_away_kindly(browser):
    an_account("00000001")
    with ExitStack() as crowd:
        for _ in range(passwords.PLACES_IN_LINE):
            crowd.enter_context(passwords._in_line)
        page = browser.sign_in("00000001", PASSWORD)

    assert page.status_int == 503
    assert page.headers["Retry-After"] == "5"
    assert "Muchas personas están ingresando" in page.text
    assert page.form["usuario"].value == "00000001"
    assert browser.sign_in("00000001", PASSWORD).status_int == 303


def test_a_link_that_is_opened_again_is_in_the_audit_trail(browser, link):
    browser.save(browser.open(link), PASSWORD)
    browser.open(link)

    acts = list(db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)))
    assert acts[-3:] == [Act.LINK_USED, Act.PASSWORD_SET, Act.LINK_REUSED]
