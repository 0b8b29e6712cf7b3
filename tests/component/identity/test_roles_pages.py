"""Roles: given and withdrawn by the administrador of a sede, and never to oneself."""

import csv
import io

import pytest
from sqlalchemy import select

from contracts.access_token import Grant, Role
from contracts.sedes import NATIONAL
from services.identity.acts import Act
from services.identity.models import Account, AuditEntry, RoleGrant, db
from tests.component.identity.browser import claims_of
from tests.component.identity.staff import CANCHIS, CUSCO, LIMA, page_of
from tests.support.builders.identity import an_account

ROLES = "/passport/roles"

MOTIVO = "Resolución 123-2026."


def held(dni="00000001"):
    """Return the roles of a person."""
    theirs = select(RoleGrant.role, RoleGrant.sede).join(Account).where(Account.dni == dni)
    return {tuple(row) for row in db.session.execute(theirs)}


def give(browser, role, sede, dni="00000001", **more):
    fields = {"dni": dni, "rol": role, "sede": sede, "motivo": MOTIVO, "confirmado": "1"} | more
    return browser.post(f"{ROLES}/nuevo", fields, expect_errors=True)


def test_a_role_is_given_once_the_person_is_confirmed_by_name(as_staff):
    account = an_account("00000001", sede=CANCHIS)
    browser = as_staff(Role.ADMINISTRADOR)
    form = page_of(browser.get(f"{ROLES}/nuevo")).forms["form-rol"]
    form["dni"], form["rol"], form["sede"] = "00000001", Role.ESCALAFON, CANCHIS
    form["motivo"] = MOTIVO

    confirm = page_of(form.submit())
    assert held() == set()
    page = page_of(confirm.forms["form-confirmar"].submit().follow())

    assert "ROSA ELENA QUISPE HUAMÁN" in confirm.text
    assert "El rol fue dado" in page.text
    assert held() == {(Role.ESCALAFON, CANCHIS)}
    (entry,) = db.session.scalars(select(AuditEntry))
    assert (entry.act, entry.account_id, entry.reason) == (Act.ROLE_GRANTED, account.id, MOTIVO)


def test_a_role_is_withdrawn_with_its_reason(as_staff):
    an_account("00000001", sede=CANCHIS, grants=(Grant(Role.ESCALAFON, CANCHIS),))
    browser = as_staff(Role.ADMINISTRADOR)
    ask = page_of(browser.get(ROLES).click("Retirar", index=0))

    page_of(ask.forms["form-retirar"].submit(status=422))
    form = ask.forms["form-retirar"]
    form["motivo"] = "Cambió de puesto."
    page = page_of(form.submit().follow())

    assert "El rol fue retirado" in page.text
    assert held() == set()


@pytest.mark.parametrize("sede", [CUSCO, LIMA, NATIONAL])
def test_nobody_gives_a_role_beyond_their_sede(as_staff, sede):
    an_account("00000001", sede=CANCHIS, grants=(Grant(Role.AUDITOR, sede),))
    browser = as_staff(Role.ADMINISTRADOR, CANCHIS)
    account = db.session.scalars(select(Account).where(Account.dni == "00000001")).one()

    assert give(browser, Role.ESCALAFON, sede).status_int == 403
    browser.get(f"{ROLES}/{account.id}/auditor/{sede}", status=404)
    browser.post(f"{ROLES}/{account.id}/auditor/{sede}", {"motivo": MOTIVO}, status=403)

    assert held() == {(Role.AUDITOR, sede)}


def test_the_administrador_of_a_dre_gives_roles_in_its_ugel(as_staff):
    an_account("00000001", sede=CANCHIS)

    given = give(as_staff(Role.ADMINISTRADOR, CUSCO), Role.ADMINISTRADOR, CANCHIS)

    assert given.status_int == 303
    assert held() == {(Role.ADMINISTRADOR, CANCHIS)}


def test_nobody_gives_a_role_to_themselves_nor_takes_theirs(as_staff):
    browser = as_staff(Role.ADMINISTRADOR, CANCHIS, dni="00000900")
    oneself = db.session.scalars(select(Account)).one()

    assert give(browser, Role.ESCALAFON, CANCHIS, dni="00000900").status_int == 403
    address = f"{ROLES}/{oneself.id}/administrador/{CANCHIS}"
    browser.post(address, {"motivo": MOTIVO}, status=403)

    assert held("00000900") == {(Role.ADMINISTRADOR, CANCHIS)}
    assert "Retirar" not in page_of(browser.get(ROLES)).text


def test_what_is_missing_is_told_all_at_once(as_staff):
    browser = as_staff(Role.ADMINISTRADOR, CUSCO)

    nothing = page_of(browser.post(f"{ROLES}/nuevo", {}, status=422))
    nobody = page_of(give(browser, Role.ESCALAFON, CANCHIS, dni="00000077"))

    for name in ("dni", "rol", "sede", "motivo"):
        assert f'id="{name}-error"' in nothing.text
    assert "No hay una cuenta con el DNI 00000077." in nobody.text


def test_an_auditor_reads_who_holds_what_and_gives_nothing(as_staff):
    an_account("00000001", sede=CANCHIS, grants=(Grant(Role.ESCALAFON, CANCHIS),))
    an_account("00000002", sede=LIMA, apellidos="FLORES", grants=(Grant(Role.ESCALAFON, LIMA),))
    browser = as_staff(Role.AUDITOR, CUSCO)

    page = page_of(browser.get(ROLES))

    assert "QUISPE HUAMÁN" in page.text
    assert "FLORES" not in page.text
    assert "Dar un rol" not in page.text
    browser.get(f"{ROLES}/nuevo", status=403)
    assert give(browser, Role.ESCALAFON, CANCHIS).status_int == 403


def test_the_list_is_downloaded_as_it_is_filtered(as_staff):
    an_account("00000001", apellidos="=QUISPE", grants=(Grant(Role.ESCALAFON, CANCHIS),))
    browser = as_staff(Role.AUDITOR, CUSCO)

    answer = browser.get(f"{ROLES}.csv", {"rol": "escalafon"})

    assert answer.content_type == "text/csv"
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert rows == [
        ["dni", "apellidos", "nombres", "rol", "sede"],
        ["00000001", "'=QUISPE", "ROSA ELENA", "escalafon", CANCHIS],
    ]


def test_nobody_holds_anything_yet(as_staff):
    page = page_of(as_staff(Role.AUDITOR, CUSCO).get(ROLES, {"sede": "080001"}))

    assert "Nadie tiene un rol aquí" in page.text


def test_a_role_is_in_the_next_token_of_an_open_session(identity, browser, gateway):
    an_account("00000001")
    tokens = gateway.tokens(browser)

    identity.run("roles", "grant", "00000001", "--role", "auditor", "--sede", NATIONAL)
    renewed = gateway.refresh(tokens["refresh_token"]).json
    identity.run("roles", "withdraw", "00000001", "--role", "auditor", "--sede", NATIONAL)
    again = gateway.refresh(renewed["refresh_token"]).json

    assert claims_of(tokens["access_token"])["grants"] == []
    assert claims_of(renewed["access_token"])["grants"] == [{"role": "auditor", "sede": NATIONAL}]
    assert claims_of(again["access_token"])["grants"] == []


@pytest.mark.parametrize("address", ["", ".csv", "/nuevo"])
def test_the_pages_are_for_who_has_the_role(identity, people, address):
    identity.browser().get(ROLES + address, status=401)
    identity.browser(people.token()).get(ROLES + address, status=403)
    mesa = identity.browser(people.with_role(Role.MESA_DE_AYUDA, CANCHIS))
    mesa.get(ROLES + address, status=403)


def test_an_operator_exports_who_holds_what(identity):
    an_account("00000001", grants=(Grant(Role.ESCALAFON, CANCHIS),))

    done = identity.run("roles", "export", "--sede", CANCHIS)

    assert "00000001,QUISPE HUAMÁN,ROSA ELENA,escalafon,080006" in done.stdout
