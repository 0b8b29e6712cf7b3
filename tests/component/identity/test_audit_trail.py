"""The audit trail: what is written, and that nothing is ever changed in it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import ProgrammingError

from services.identity.acts import Act, Kind, Outcome, acts_of
from services.identity.models import AuditEntry, db
from services.identity.usecases.audit import record
from tests.support.builders.identity import an_account

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
