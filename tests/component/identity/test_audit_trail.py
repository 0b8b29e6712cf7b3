"""The audit trail: what is written, and that nothing is ever changed in it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import ProgrammingError

from services.identity.acts import Act, Kind, Outcome, acts_of
from services.identity.models import AuditEntry, SigningKey, db
from services.identity.usecases.audit import record
from tests.support.builders.identity import PASSWORD, a_pending_account, an_account
from tests.support.people import PUBLIC_URL

LONG_AGO = datetime.now(UTC) - timedelta(days=3 * 365)


def trail():
    """Return all that was recorded, oldest first."""
    db.session.expire_all()
    return db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()


def test_an_act_is_kept_with_the_sede_that_the_account_has_then(identity):
    account = an_account("00000001", sede="080006")

    record(Act.ACCOUNT_SUSPENDED, account=account.id, reason="Pidió licencia.", expediente="12")

    (entry,) = trail()
    assert (entry.act, entry.outcome, entry.account_id) == (
        Act.ACCOUNT_SUSPENDED,
        Outcome.DONE,
        account.id,
    )
    assert (entry.sede, entry.network, entry.details) == ("080006", "sistema", {"expediente": "12"})


def test_what_is_undone_was_not_recorded(identity):
    with db.rehearsal():
        record(Act.KEYS_ROTATED)

    assert trail() == []


@pytest.mark.parametrize(
    "change",
    [
        update(AuditEntry).values(reason="nothing happened"),
        delete(AuditEntry),
        text("TRUNCATE audit_entry"),
    ],
    ids=["update", "delete", "truncate"],
)
def test_the_database_lets_nobody_change_the_trail(identity, change):
    record(Act.KEYS_ROTATED)

    with pytest.raises(ProgrammingError, match="never changed"), db.transaction():
        db.session.execute(change)

    assert [entry.reason for entry in trail()] == [""]


def test_what_is_older_than_the_retention_can_go(identity):
    old = dict.fromkeys(("sede", "network", "reason", "request_id"), "")
    entry = AuditEntry(act=Act.KEYS_ROTATED, outcome=Outcome.DONE, at=LONG_AGO, details={}, **old)
    with db.transaction():
        db.session.add(entry)

    with db.transaction():
        db.session.execute(delete(AuditEntry))

    assert trail() == []


def test_every_act_has_its_words_and_a_kind():
    assert sorted(act for kind in Kind for act in acts_of(kind)) == sorted(Act)
    assert all(act.label for act in Act)
    assert all(outcome.label for outcome in Outcome)


def test_signing_in_and_what_comes_of_it_is_told(identity, browser, gateway):
    account = an_account("00000001")

    tokens = gateway.tokens(browser)
    gateway.refresh(gateway.refresh(tokens["refresh_token"]).json["refresh_token"])
    gateway.refresh(tokens["refresh_token"])

    mine = [(entry.act, entry.client_id) for entry in trail() if entry.account_id == account.id]
    assert mine == [
        (Act.SIGN_IN, None),
        (Act.GRANT_ISSUED, "gateway"),
        (Act.REFRESH_REUSED, "gateway"),
    ]


def test_a_link_that_no_longer_serves_is_told_when_it_is_opened(identity, browser):
    a_pending_account("00000001")
    used = identity.run("accounts", "link", "00000001").stdout.strip()
    browser.save(browser.open(used), PASSWORD)
    replaced = identity.run("accounts", "link", "00000001").stdout.strip()
    identity.run("accounts", "link", "00000001")

    for link in (used, replaced, f"{PUBLIC_URL}/passport/generar/{'x' * 43}"):
        browser.open(link)

    acts = [entry.act for entry in trail()]
    assert acts[-2:] == [Act.LINK_REUSED, Act.LINK_EXPIRED]
    assert {Act.LINK_USED, Act.PASSWORD_SET} <= set(acts)


def test_what_operators_do_to_keys_and_clients_is_told(identity):
    identity.run("keys", "rotate")
    identity.run("clients", "create", "--name", "SIAGIE", "--redirect-uri", "https://s.pe/cb")

    assert {Act.KEYS_ROTATED, Act.CLIENT_CREATED} <= {entry.act for entry in trail()}
    assert {entry.network for entry in trail()} == {"consola"}


def test_no_entry_holds_a_dni_an_address_or_a_secret(identity, browser, gateway):
    an_account("00000001")
    gateway.tokens(browser)
    browser.sign_in(contrasena="Otra12345")
    browser.sign_in(usuario="00000077")

    told = " ".join(f"{entry.reason} {entry.details}" for entry in trail())

    for secret in ("00000001", "00000077", "Quispe@", PASSWORD, "Otra12345"):
        assert secret not in told


def test_an_operator_takes_the_trail_out_and_trims_it(identity):
    account = an_account("00000001")
    record(Act.ACCOUNT_SUSPENDED, account=account.id, reason="Lo pide la UGEL.")

    exported = identity.run("audit", "export", "--dni", "00000001")
    too_short = identity.run("audit", "trim", "--years", "1")
    trimmed = identity.run("audit", "trim", "--years", "2")

    assert "Suspensión de la cuenta,Hecho,00000001" in exported.stdout
    assert too_short.exit_code == 2
    assert trimmed.stdout == "0 registros borrados.\n"
    assert [entry.act for entry in trail()] == [Act.ACCOUNT_SUSPENDED, Act.TRAIL_TRIMMED]


def test_identity_is_not_ready_without_the_keys_that_sign(identity):
    ready = identity.browser().get("/readyz").json
    with db.transaction():
        db.session.execute(delete(SigningKey))

    waiting = identity.browser().get("/readyz", status=503).json

    assert ready["checks"]["signing keys"] is True
    assert waiting["checks"] == {"database": True, "signing keys": False, "valkey": True}
