"""The audit trail is written here, by whoever acts: one line beside what is done."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select

from chassis.logs import current_request_id
from services.identity.acts import Act, Outcome
from services.identity.models import Account, AuditEntry, db
from services.identity.visitor import visitor_network


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
    their_sede = select(Account.sede).where(Account.id == account).scalar_subquery()
    db.session.execute(
        insert(AuditEntry).values(
            act=act,
            outcome=outcome,
            account_id=account,
            actor_id=actor,
            client_id=client,
            sede=func.coalesce(their_sede, "") if account else "",
            network=visitor_network(),
            reason=reason,
            details=details,
            request_id=current_request_id(),
        )
    )
