"""The audit trail is written here, by whoever acts: one line beside what is done."""

from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, func, insert, select, text

from chassis.database import table_of
from chassis.logs import current_request_id
from services.identity.acts import Act, Outcome
from services.identity.metrics import ACTS
from services.identity.models import Account, AuditEntry, db
from services.identity.visitor import visitor_network

LEAST_YEARS = 2
"""How long the trail is kept at least: what is younger the database lets nobody delete."""

TRIM_SECONDS = "SET LOCAL statement_timeout = '10min'"

_THEIR_SEDE = select(Account.sede).where(Account.id == bindparam("whose")).scalar_subquery()

_RECORD = insert(table_of(AuditEntry)).values(sede=func.coalesce(_THEIR_SEDE, ""))
"""Made once: it is run by nearly every use case."""


@db.transactional
def record(
    act: Act,
    *,
    account: UUID | None = None,
    outcome: Outcome = Outcome.DONE,
    client: str | None = None,
    actor: UUID | None = None,
    reason: str = "",
    **details: Any,
) -> None:
    """Write what is being done, in the transaction that does it.

    `actor` is named when it is not the person of the account. Details are short values without
    secrets; an address or a DNI is masked by who passes it. What is refused must be recorded where
    the refusal does not undo it: after the transaction, or instead of one.
    """
    ACTS.labels(act.value, outcome.value).inc()
    db.run(
        _RECORD,
        act=act,
        outcome=outcome,
        account_id=account,
        whose=account,
        actor_id=actor,
        client_id=client,
        network=visitor_network(),
        reason=reason,
        details=details,
        request_id=current_request_id(),
    )


@db.transactional
def trim_trail(years: int) -> int:
    """Delete what is older than so many years, and return how many entries it was."""
    db.session.execute(text(TRIM_SECONDS))
    old = AuditEntry.at < func.now() - func.make_interval(max(years, LEAST_YEARS))
    trimmed = db.session.execute(delete(AuditEntry).where(old).returning(AuditEntry.id))
    entries = len(trimmed.all())
    record(Act.TRAIL_TRIMMED, years=years, entries=entries)
    return entries
