"""What an operator does by command: setup, links, roles."""

from services.identity import queries
from tests.support.builders.identity import PASSWORD, a_pending_account, an_account


def test_setup_again_changes_nothing(identity):
    keys = queries.published_keys()

    again = identity.run("setup")

    assert again.exit_code == 0
    assert queries.published_keys() == keys
    assert sorted(key["alg"] for key in keys) == ["ES256", "ES256", "RS256", "RS256"]
    assert [client.id for client in queries.list_clients()] == ["boleta", "gateway"]


def test_a_link_is_alone_on_its_line(identity, browser):
    a_pending_account("00000001")

    done = identity.run("accounts", "link", "00000001")

    assert len(done.stdout.splitlines()) == 1
    assert browser.save(browser.open(done.stdout.strip()), PASSWORD).status_int == 303
    assert [event.type for event in identity.outbox()] == ["identity.password_set.v1"]


def test_there_is_no_link_for_nobody(identity):
    done = identity.run("accounts", "link", "00000001")

    assert done.exit_code == 1
    assert "No hay una cuenta utilizable con el DNI 00000001." in done.output


def test_roles_are_given_and_withdrawn(identity):
    an_account("00000001")
    escalafon = ("00000001", "--role", "escalafon", "--sede", "080006")

    given = identity.run("roles", "grant", *escalafon)
    again = identity.run("roles", "grant", *escalafon)
    shown = identity.run("roles", "list", "00000001")
    withdrawn = identity.run("roles", "withdraw", *escalafon)

    assert given.stdout == "Especialista de escalafón, UGEL CANCHIS (080006): rol dado.\n"
    assert "ya tenía el rol" in again.stdout
    assert "Especialista de escalafón, UGEL CANCHIS (080006)" in shown.stdout
    assert "rol retirado" in withdrawn.stdout
    assert identity.run("roles", "list", "00000001").stdout == "0 roles.\n"


def test_a_role_needs_a_person_and_a_sede_that_exist(identity):
    an_account("00000001")

    nobody = identity.run("roles", "grant", "00000002", "--role", "auditor", "--sede", "000000")
    nowhere = identity.run("roles", "grant", "00000001", "--role", "auditor", "--sede", "999999")

    assert nobody.exit_code == 1
    assert "No hay una cuenta con el DNI 00000002." in nobody.output
    assert nowhere.exit_code == 2
    assert "La sede 999999 no existe." in nowhere.output
