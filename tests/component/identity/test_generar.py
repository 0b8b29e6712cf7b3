"""Generar contraseña: who is in the register gets a link by mail."""

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest

from contracts.identity import PasswordLinkIssued, RecoveryWithoutAccount
from services.identity.domain import AccountState
from tests.support.builders.identity import CORREO, a_pending_account, an_account
from tests.support.people import PUBLIC_URL


def test_a_pair_of_the_register_gets_a_link(identity, browser, links):
    a_pending_account("00000001")

    page = browser.ask_for_link("00000001").follow()

    assert "correo no deseado" in page.text
    assert links()[0].startswith(f"{PUBLIC_URL}/passport/generar/")
    (issued,) = identity.outbox()
    assert (issued.dni, issued.correo, issued.purpose) == ("00000001", CORREO, "generar")
    left = issued.expires_at - datetime.now(UTC)
    assert timedelta(hours=23, minutes=59) < left <= timedelta(hours=24)


def test_the_address_is_compared_without_case(browser, links):
    a_pending_account("00000001", correo="Rosa.QUISPE@Example.pe")

    browser.ask_for_link("00000001", "rosa.quispe@EXAMPLE.PE")

    assert len(links()) == 1


@pytest.mark.parametrize(
    ("dni", "correo"),
    [
        pytest.param("00000001", "otra@example.pe", id="another address"),
        pytest.param("00000002", CORREO, id="unknown DNI"),
        pytest.param("00000009", "suspendida@example.pe", id="suspended"),
    ],
)
def test_any_other_pair_gets_the_same_error_with_its_remedy(browser, links, dni, correo):
    a_pending_account("00000001")
    an_account("00000009", correo="suspendida@example.pe", state=AccountState.SUSPENDED)

    page = browser.ask_for_link(dni, correo)

    assert page.status_int == 422
    alert = " ".join(page.html.find(role="alert").get_text().split())
    assert alert == (
        "No pudimos enviarle el enlace Usted es un usuario nuevo o su correo electrónico debe ser"
        " actualizado. Solicítelo a través de la mesa de partes de su UGEL o DRE. Revise también"
        " que haya escrito bien su DNI y su correo."
    )
    assert (page.form["dni"].value, page.form["correo"].value) == (dni, correo)
    assert links() == []


def test_who_has_a_password_gets_a_link_to_replace_it(identity, browser, links):
    an_account("00000001")

    browser.ask_for_link("00000001")

    assert [event.purpose for event in identity.outbox()] == ["recuperar"]


@pytest.mark.parametrize(
    ("dni", "correo", "wrong"),
    [
        ("1234567", CORREO, ["dni"]),
        ("1234567\0", CORREO, ["dni"]),
        ("00000001", "rosa", ["correo"]),
        ("", "", ["dni", "correo"]),
    ],
)
def test_a_mistake_is_told_at_its_field(browser, dni, correo, wrong):
    page = browser.ask_for_link(dni, correo)

    assert page.status_int == 422
    assert [
        field["name"] for field in page.html.find_all("input", attrs={"aria-invalid": "true"})
    ] == wrong


def test_a_newer_link_replaces_the_older_one(browser, links):
    a_pending_account()
    browser.ask_for_link()
    browser.ask_for_link()

    older, newer = links()

    assert browser.open(older).status_int == 410
    assert browser.open(newer).status_int == 200


def test_nobodys_mailbox_is_flooded(browser, links):
    a_pending_account()

    pages = [browser.ask_for_link() for _ in range(6)]

    assert [page.status_int for page in pages] == [303] * 5 + [422]
    assert "Ya se pidieron varios enlaces" in pages[-1].text
    assert len(links()) == 5


def test_a_stranger_who_knows_the_address_cannot_keep_its_owner_from_asking(browser, links):
    a_pending_account()
    for _ in range(6):
        browser.ask_for_link(dni="00000099")

    page = browser.ask_for_link()

    assert page.status_int == 303
    assert len(links()) == 1


def test_the_link_rests_nowhere_in_clear(identity, browser, links):
    a_pending_account()
    browser.ask_for_link()

    (link,) = links()

    token = link.rpartition("/")[2]
    assert all(token not in str(envelope) for envelope in identity.envelopes())
    assert all(isinstance(event, PasswordLinkIssued) for event in identity.outbox())
    assert "sealed_link" not in repr(identity.outbox())


@pytest.fixture
def discreet(identity, monkeypatch):
    """Let Generar contraseña tell nobody who is in the register, as an operator may set."""
    settings = identity.app.extensions["settings"]
    changed = dataclasses.replace(settings, reveal_unregistered=False)
    monkeypatch.setitem(identity.app.extensions, "settings", changed)


def test_where_that_is_set_the_page_does_not_tell_who_is_in_the_register(
    discreet, identity, browser, links
):
    a_pending_account()

    known = browser.ask_for_link()
    unknown = browser.ask_for_link("00000009", "nadie@example.pe")

    assert known.status_int == unknown.status_int == 303
    assert known.location == unknown.location
    assert "Si su correo está en el registro" in known.follow()
    assert len(links()) == 1
    (told,) = [each for each in identity.outbox() if isinstance(each, RecoveryWithoutAccount)]
    assert told.correo == "nadie@example.pe"
