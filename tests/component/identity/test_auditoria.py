"""Auditoría: what happened is read by who answers for the sede, with filters, and downloaded."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest

from contracts.access_token import Role
from contracts.sedes import NATIONAL
from services.identity.acts import Act, Outcome
from services.identity.models import AuditEntry, db
from services.identity.usecases.audit import record
from tests.component.identity.staff import CANCHIS, CUSCO, LIMA, page_of
from tests.support.builders.identity import an_account
from tests.support.page import lint, text_of

AUDITORIA = "/passport/auditoria"


def an_entry(at, act=Act.KEYS_ROTATED, **fields):
    """Write an entry of that moment, as it would be found."""
    texts = dict.fromkeys(("sede", "network", "reason", "request_id"), "")
    values = {**texts, "details": {}, "outcome": Outcome.DONE} | fields
    with db.transaction():
        db.session.add(AuditEntry(at=at, act=act, **values))


def test_only_the_own_sedes_are_read(as_staff):
    canchis = an_account("00000001", sede=CANCHIS)
    lima = an_account("00000002", sede=LIMA, nombres="JOSÉ", correo="j@example.pe")
    record(Act.ACCOUNT_SUSPENDED, account=canchis.id, reason="Lo pide la UGEL.")
    record(Act.ACCOUNT_SUSPENDED, account=lima.id)
    record(Act.KEYS_ROTATED)

    cusco = page_of(as_staff(Role.AUDITOR, CUSCO, "00000901").get(AUDITORIA))
    everywhere = page_of(as_staff(Role.ADMINISTRADOR, NATIONAL, "00000902").get(AUDITORIA))

    assert "ROSA ELENA" in cusco.text
    assert "Lo pide la UGEL." in cusco.text
    assert "JOSÉ" not in cusco.text
    assert "Cambio de la clave de firma" not in cusco.text
    assert "JOSÉ" in everywhere.text
    assert "Cambio de la clave de firma" in everywhere.text


@pytest.mark.parametrize(
    ("filters", "shown"),
    [
        ({}, {"Ingreso con contraseña", "Rol otorgado"}),
        ({"dni": "00000001"}, {"Ingreso con contraseña"}),
        ({"dni": "00000900"}, {"Ingreso con contraseña"}),
        ({"tipo": "rol"}, {"Rol otorgado"}),
        ({"resultado": "refused"}, {"Ingreso con contraseña"}),
        ({"desde": "2026-01-01", "hasta": "2026-01-31"}, set()),
        ({"tipo": "no hay tal"}, {"Ingreso con contraseña", "Rol otorgado"}),
    ],
)
def test_filters(as_staff, filters, shown):
    browser = as_staff(Role.AUDITOR, NATIONAL)
    account = an_account("00000001")
    actor = db.session.query(type(account)).filter_by(dni="00000900").one()
    record(
        Act.SIGN_IN,
        account=account.id,
        outcome=Outcome.REFUSED,
        reason="wrong_password",
        actor=actor.id,
    )
    record(Act.ROLE_GRANTED)

    page = lint(browser.get(AUDITORIA, filters).text, AUDITORIA)

    acts = {text_of(cell) for cell in page.iter("td") if cell.get("class") == "key"}
    assert {act.removesuffix(" Rechazado") for act in acts} == shown


def test_days_are_those_of_peru(as_staff):
    an_entry(datetime(2026, 3, 2, 4, 59, tzinfo=UTC))  # still the first of March in Lima
    an_entry(datetime(2026, 3, 2, 5, 0, tzinfo=UTC))
    browser = as_staff(Role.AUDITOR, NATIONAL)

    first = browser.get(AUDITORIA, {"desde": "2026-03-01", "hasta": "2026-03-01"})
    both = browser.get(AUDITORIA, {"desde": "2026-03-01", "hasta": "2026-03-02"})

    assert first.text.count("Cambio de la clave de firma") == 1
    assert both.text.count("Cambio de la clave de firma") == 2


def test_pages_follow_each_other_also_within_one_moment(as_staff):
    now = datetime.now(UTC)
    for number in range(120):
        an_entry(now - timedelta(seconds=number // 60), reason=f"motivo {number:03}.")
    browser = as_staff(Role.AUDITOR, NATIONAL)

    page, seen = page_of(browser.get(AUDITORIA)), []
    while True:
        seen += [word for word in page.text.replace("<", " ").split() if word[:-1].isdigit()]
        if "Anteriores en el tiempo" not in page.text:
            break
        page = page_of(page.click("Anteriores en el tiempo"))

    numbers = [word[:3] for word in seen if word.endswith(".") and len(word) == 4]
    assert len(numbers) == len(set(numbers)) == 120


def test_it_is_downloaded_and_that_is_told_too(as_staff):
    account = an_account("00000001", sede=CANCHIS)
    record(Act.CORREO_CHANGED, account=account.id, reason="=1+1", expediente="12")
    browser = as_staff(Role.AUDITOR, CANCHIS)

    answer = browser.get(f"{AUDITORIA}.csv", {"dni": "00000001"})

    header, row = csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")))
    assert header[:4] == ["fecha", "acto", "resultado", "dni"]
    assert row[1:5] == ["Cambio de correo", "Hecho", "00000001", "QUISPE HUAMÁN, ROSA ELENA"]
    assert row[-1] == "'=1+1; Expediente: 12"
    assert "Descarga de la auditoría" in browser.get(AUDITORIA).text


def test_a_day_that_does_not_exist_is_told(as_staff):
    page = page_of(as_staff(Role.AUDITOR).get(AUDITORIA, {"desde": "2026-02-30"}, status=422))

    assert "no existe en el calendario" in page.text


def test_nothing_happened(as_staff):
    page = page_of(as_staff(Role.AUDITOR).get(AUDITORIA))

    assert "No hay registros así" in page.text


@pytest.mark.parametrize("address", ["", ".csv"])
def test_it_is_for_auditores_and_administradores(identity, people, address):
    identity.browser().get(AUDITORIA + address, status=401)
    identity.browser(people.token()).get(AUDITORIA + address, status=403)
    mesa = identity.browser(people.with_role(Role.MESA_DE_AYUDA, CANCHIS))
    mesa.get(AUDITORIA + address, status=403)
