"""The mesa: accounts are found, created and looked after, by who attends their sede."""

import pytest
from sqlalchemy import select

from contracts.access_token import Grant, Role
from contracts.identity import (
    AccountEmailChanged,
    AccountOpened,
    AccountsCreated,
    PasswordLinkIssued,
)
from contracts.sedes import NATIONAL
from services.identity.acts import Act
from services.identity.domain import AccountState
from services.identity.models import Account, AuditEntry, LoginSession, Totp, db
from tests.component.identity.staff import CANCHIS, CUSCO, LIMA, page_of
from tests.support.builders.identity import a_pending_account, an_account

MESA = "/passport/mesa"


@pytest.fixture
def at_mesa(as_staff):
    """Open the browser of who attends a sede."""

    def open_browser(sede=CANCHIS, role=Role.MESA_DE_AYUDA, dni="00000900"):
        return as_staff(role, sede, dni)

    return open_browser


def fresh(account):
    db.session.expire_all()
    return db.session.get(Account, account.id)


def acts():
    """Return what was recorded: the act, and why."""
    return [
        (entry.act, entry.reason)
        for entry in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
    ]


@pytest.mark.parametrize(
    "what", ["00000001", "ROSA.quispe@example.pe", "quispe", "rosa qui", "Huaman"]
)
def test_an_account_is_found_by_dni_address_or_the_beginnings_of_a_name(at_mesa, what):
    an_account("00000001", sede=CANCHIS)
    an_account("00000002", sede=CANCHIS, apellidos="FLORES", nombres="JOSÉ", correo="j@example.pe")

    page = page_of(at_mesa().get(MESA, {"q": what}))

    assert "QUISPE HUAMÁN, ROSA ELENA" in page.text
    assert "FLORES" not in page.text


def test_nobody_else_s_sede_is_searched(at_mesa):
    an_account("00000001", sede=LIMA)

    for sede, is_found in ((CANCHIS, False), (CUSCO, False), (NATIONAL, True)):
        browser = at_mesa(sede, dni=f"9{sede}"[:8].ljust(8, "0"))
        page = page_of(browser.get(MESA, {"q": "00000001"}))
        assert ("QUISPE HUAMÁN, ROSA ELENA" in page.text) is is_found


def test_a_search_goes_on_where_the_page_ended(at_mesa):
    for number in range(1, 31):
        an_account(f"{number:08}", sede=CANCHIS, correo=f"{number}@example.pe", password=None)

    first = at_mesa().get(MESA, {"q": "quispe"})
    second = page_of(first.click("Siguientes"))

    assert first.text.count("Ver la cuenta") == 25
    assert second.text.count("Ver la cuenta") == 5


def test_too_little_of_a_name_is_refused(at_mesa):
    page = page_of(at_mesa().get(MESA, {"q": "qu"}, status=422))

    assert "al menos 3 letras" in page.text


def test_an_account_is_shown_with_its_address_masked(at_mesa):
    account = an_account("00000001", sede=CANCHIS)
    browser = at_mesa()

    page = page_of(browser.get(f"{MESA}/{account.id}"))

    assert "Rosa.Quispe@Example.pe" not in page.text
    assert "Ro…@Example.pe" in page.text
    assert "Rosa.Quispe@Example.pe" in page.click("Mostrar el correo completo").text


def test_an_account_is_created_and_the_link_sent(identity, at_mesa):
    browser = at_mesa()
    form = page_of(browser.get(f"{MESA}/nueva")).forms["form-cuenta"]
    for name, value in {
        "dni": "00000001",
        "apellidos": "QUISPE HUAMÁN",
        "nombres": "ROSA ELENA",
        "correo": "rosa@example.pe",
        "sede": CANCHIS,
        "expediente": "MP-2026-0012",
    }.items():
        form[name] = value

    page = page_of(form.submit().follow())
    sent = page_of(page.click("Enviar enlace").forms["form-atencion"].submit().follow())

    assert "La cuenta fue creada" in page.text
    assert "El enlace fue enviado" in sent.text
    created, opened, issued = identity.outbox()
    assert isinstance(created, AccountsCreated)
    assert isinstance(opened, AccountOpened)
    assert isinstance(issued, PasswordLinkIssued)
    assert [act for act, _ in acts()] == [Act.ACCOUNT_CREATED, Act.LINK_ISSUED]


def test_a_dni_that_has_an_account_is_told(at_mesa):
    an_account("00000001", sede=LIMA)
    form = at_mesa().get(f"{MESA}/nueva").forms["form-cuenta"]
    form["dni"], form["apellidos"], form["nombres"] = "00000001", "A", "B"
    form["correo"], form["expediente"] = "a@example.pe", "1"
    form["sede"] = CANCHIS

    page = page_of(form.submit(status=422))

    assert "Ya hay una cuenta con este DNI" in page.text


def test_all_that_is_wrong_with_a_new_account_is_told_at_once(at_mesa):
    form = at_mesa().get(f"{MESA}/nueva").forms["form-cuenta"]
    form["dni"] = "1"

    page = page_of(form.submit(status=422))

    for name in ("dni", "apellidos", "nombres", "correo", "expediente"):
        assert f'id="{name}-error"' in page.text


def test_an_account_is_not_created_for_another_sede(at_mesa):
    fields = {"dni": "00000001", "apellidos": "A", "nombres": "B", "correo": "a@example.pe"}

    at_mesa().post(f"{MESA}/nueva", fields | {"sede": LIMA, "expediente": "1"}, status=403)

    assert db.session.scalar(select(Account).where(Account.dni == "00000001")) is None


def test_an_address_is_corrected_and_both_are_told(identity, at_mesa):
    account = an_account("00000001", sede=CANCHIS)
    form = at_mesa().get(f"{MESA}/{account.id}/correo").forms["form-atencion"]
    form["correo"], form["expediente"] = "rosa.nueva@example.pe", "MP-2026-0013"
    form["motivo"] = "Perdió el acceso a su correo."

    page = page_of(form.submit().follow())

    assert "Se avisó a los dos correos" in page.text
    (changed,) = identity.outbox()
    assert isinstance(changed, AccountEmailChanged)
    assert (changed.previous_correo, changed.correo) == (
        "Rosa.Quispe@Example.pe",
        "rosa.nueva@example.pe",
    )
    (entry,) = db.session.scalars(select(AuditEntry))
    assert entry.reason == "Perdió el acceso a su correo."
    assert entry.details == {
        "expediente": "MP-2026-0013",
        "anterior": "Ro…@Example.pe",
        "nuevo": "ro…@example.pe",
    }
    assert entry.actor_id is not None


def test_a_suspension_ends_all_and_can_be_undone(identity, at_mesa, browser, gateway):
    account = an_account("00000001", sede=CANCHIS)
    tokens = gateway.tokens(browser)
    mesa = at_mesa()

    form = mesa.get(f"{MESA}/{account.id}/suspender").forms["form-atencion"]
    form["motivo"] = "Lo pide la UGEL."
    page = page_of(form.submit().follow())

    assert fresh(account).state is AccountState.SUSPENDED
    assert "La cuenta fue suspendida" in page.text
    assert gateway.refresh(tokens["refresh_token"]).status_int == 400
    assert db.session.scalars(select(LoginSession.ended_at)).one() is not None

    form = page.click("Reactivar cuenta").forms["form-atencion"]
    form["motivo"] = "Ya se aclaró."
    form.submit()

    assert fresh(account).state is AccountState.ACTIVE
    assert acts()[-2:] == [
        (Act.ACCOUNT_SUSPENDED, "Lo pide la UGEL."),
        (Act.ACCOUNT_REINSTATED, "Ya se aclaró."),
    ]


def test_sessions_are_ended(at_mesa, browser, gateway):
    account = an_account("00000001", sede=CANCHIS)
    tokens = gateway.tokens(browser)
    form = at_mesa().get(f"{MESA}/{account.id}/sesiones").forms["form-atencion"]
    form["motivo"] = "Dejó abierta su sesión en una cabina."

    form.submit()

    assert gateway.refresh(tokens["refresh_token"]).status_int == 400
    assert fresh(account).state is AccountState.ACTIVE


def test_an_act_needs_its_reason(at_mesa):
    account = an_account("00000001", sede=CANCHIS)
    form = at_mesa().get(f"{MESA}/{account.id}/suspender").forms["form-atencion"]

    page = page_of(form.submit(status=422))

    assert "Escriba el motivo" in page.text
    assert fresh(account).state is AccountState.ACTIVE


def test_what_was_done_meanwhile_is_told(at_mesa):
    account = an_account("00000001", sede=CANCHIS)
    browser = at_mesa()
    form = browser.get(f"{MESA}/{account.id}/suspender").forms["form-atencion"]
    form["motivo"] = "Lo pide la UGEL."
    form.submit()

    page = page_of(form.submit(status=409))

    assert "ya está suspendida" in page.text


ADDRESSES = ["", "/nueva", "/{}", "/{}/suspender", "/{}/correo", "/{}/enlace", "/{}/sesiones"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_mesa_is_for_who_has_the_role(identity, people, address):
    account = an_account("00000001", sede=CANCHIS)
    address = MESA + address.format(account.id)

    identity.browser().get(address, status=401)
    identity.browser(people.token()).get(address, status=403)
    identity.browser(people.with_role(Role.ESCALAFON, CANCHIS)).get(address, status=403)


@pytest.mark.parametrize("act", ["", "/suspender", "/correo", "/enlace", "/sesiones", "/reactivar"])
def test_an_account_of_another_sede_does_not_exist(at_mesa, act):
    account = an_account("00000001", sede=LIMA)
    fields = {"motivo": "Porque sí.", "correo": "a@example.pe", "expediente": "1"}
    browser = at_mesa()

    browser.get(f"{MESA}/{account.id}{act}", status=404)
    if act:
        browser.post(f"{MESA}/{account.id}{act}", fields, status=404)

    assert fresh(account).state is AccountState.ACTIVE
    assert acts() == []


@pytest.mark.parametrize("name", ["suspender", "correo", "enlace", "sesiones"])
def test_nobody_acts_on_themselves_nor_on_who_has_more_power(at_mesa, name):
    specialist = an_account("00000001", sede=CANCHIS, grants=(Grant(Role.ESCALAFON, CANCHIS),))
    browser = at_mesa()
    oneself = db.session.scalars(select(Account).where(Account.dni == "00000900")).one()
    fields = {"motivo": "Porque sí.", "correo": "a@example.pe", "expediente": "1"}

    for account in (specialist, oneself):
        page = page_of(browser.get(f"{MESA}/{account.id}"))
        assert "Suspender cuenta" not in page.text
        browser.post(f"{MESA}/{account.id}/{name}", fields, status=403)

    assert acts() == []


def test_an_administrador_attends_who_holds_a_role_in_their_sede(at_mesa):
    specialist = an_account("00000001", sede=CANCHIS, grants=(Grant(Role.ESCALAFON, CANCHIS),))
    browser = at_mesa(CUSCO, Role.ADMINISTRADOR)

    browser.post(f"{MESA}/{specialist.id}/suspender", {"motivo": "Lo pide la DRE."}, status=303)

    assert fresh(specialist).state is AccountState.SUSPENDED


def test_an_operator_does_the_same_by_command(identity, browser, gateway):
    account = an_account("00000001")
    tokens = gateway.tokens(browser)

    ended = identity.run("accounts", "sessions", "end", "00000001", "--reason", "Equipo perdido")
    suspended = identity.run("accounts", "suspend", "00000001", "--reason", "Lo pide la UGEL")
    again = identity.run("accounts", "suspend", "00000001", "--reason", "Lo pide la UGEL")
    reinstated = identity.run("accounts", "reinstate", "00000001", "--reason", "Se aclaró")

    assert ended.stdout == "1 sesiones cerradas.\n"
    assert suspended.exit_code == reinstated.exit_code == 0
    assert (again.exit_code, "ya está suspendida" in again.output) == (1, True)
    assert gateway.refresh(tokens["refresh_token"]).status_int == 400
    assert fresh(account).state is AccountState.ACTIVE
    assert {entry.network for entry in db.session.scalars(select(AuditEntry))} >= {"consola"}


def test_a_pending_account_is_reinstated_as_it_was(identity):
    account = a_pending_account("00000001")

    identity.run("accounts", "suspend", "00000001", "--reason", "Por error")
    identity.run("accounts", "reinstate", "00000001", "--reason", "Por error")

    assert fresh(account).state is AccountState.PENDING


def test_who_lost_their_telephone_is_asked_for_no_code(at_mesa):
    account = an_account("00000001", sede=CANCHIS)
    browser = at_mesa()
    without = page_of(browser.get(f"{MESA}/{account.id}"))
    with db.transaction():
        db.session.add(
            Totp(
                account_id=account.id,
                sealed_secret="x",
                confirmed_at=account.password_set_at,
                begun_at=account.password_set_at,
            )
        )

    page = page_of(browser.get(f"{MESA}/{account.id}"))
    form = page.click("Restablecer verificación").forms["form-atencion"]
    form["motivo"] = "Le robaron el teléfono."
    form.submit()

    assert "Restablecer verificación" not in without.text
    assert db.session.scalars(select(Totp.account_id)).all() == []
    assert acts() == [(Act.TOTP_RESET, "Le robaron el teléfono.")]
