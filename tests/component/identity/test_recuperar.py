"""Recuperar contraseña: the answer is always the same; the worker decides, out of sight."""

from contracts.identity import PasswordLinkIssued
from services.identity.domain import AccountState
from tests.support.builders.identity import CORREO, a_pending_account, an_account


def test_the_answer_does_not_tell_whether_there_is_an_account(identity, browser):
    an_account()

    known, unknown = browser.recover(CORREO), browser.recover("nadie@example.pe")

    assert known.location == unknown.location
    assert "Si el correo que escribió es el de una cuenta" in known.follow().text
    assert identity.outbox() == []


def test_the_worker_mails_a_link_to_who_has_an_account(identity, browser, links):
    an_account("00000001")
    browser.recover(CORREO.upper())
    browser.recover("nadie@example.pe")

    assert len(links()) == 1

    (issued,) = [event for event in identity.outbox() if isinstance(event, PasswordLinkIssued)]
    assert (issued.dni, issued.correo, issued.purpose) == ("00000001", CORREO, "recuperar")


def test_an_address_without_an_account_is_told_so_by_mail_once_a_day(identity, browser, links):
    for typed in ("nadie@example.pe", "Nadie@Example.pe", "otra@example.pe"):
        browser.recover(typed)

    assert links() == []

    told = [event.correo for event in identity.outbox()]
    assert told == ["nadie@example.pe", "otra@example.pe"]


def test_who_is_suspended_gets_no_mail_at_all(identity, browser, links):
    an_account(state=AccountState.SUSPENDED)
    browser.recover()

    assert links() == []
    assert identity.outbox() == []


def test_a_network_that_asks_for_many_people_is_told_to_wait(browser, links):
    answers = [browser.recover(f"persona{number}@example.pe") for number in range(11)]

    assert [page.status_int for page in answers] == [303] * 10 + [429]
    assert "Desde su red ya se pidieron muchos enlaces" in answers[-1].text
    assert answers[-1].form["correo"].value == "persona10@example.pe"


def test_a_request_is_decided_once(browser, links):
    an_account()
    browser.recover()

    assert len(links()) == 1
    assert len(links()) == 1


def test_everybody_who_shares_an_address_gets_a_link(identity, browser, links):
    an_account("00000001")
    a_pending_account("00000002")
    an_account("00000003", state=AccountState.SUSPENDED)
    browser.recover()

    assert len(links()) == 2

    issued = {event.dni: event.purpose for event in identity.outbox()}
    assert issued == {"00000001": "recuperar", "00000002": "generar"}


def test_one_address_gets_only_so_many_mails_an_hour(browser, links):
    an_account()

    answers = {browser.recover().location for _ in range(7)}

    assert len(answers) == 1
    assert len(links()) == 3


def test_what_is_no_address_is_told(browser):
    page = browser.recover("rosa")

    assert page.status_int == 422
    assert "Escriba su correo electrónico completo" in page.text
