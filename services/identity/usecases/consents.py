"""The leave that a person gives a program which is not ours, and takes back."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

import structlog
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from services.identity.acts import Act
from services.identity.models import Consent, LoginSession, RefreshToken, db
from services.identity.usecases.audit import record
from services.identity.usecases.tokens import end_grant

log = structlog.get_logger()


@db.transactional
def give_consent(account_id: UUID, client_id: str, scopes: Sequence[str]) -> None:
    """Remember that the program may know this, besides what it might before."""
    now = datetime.now(UTC)
    before = db.session.get(Consent, (account_id, client_id), with_for_update=True)
    allowed = list(dict.fromkeys([*(before.scopes if before else ()), *scopes]))
    values = {"scopes": allowed, "given_at": now}
    statement = insert(Consent).values(account_id=account_id, client_id=client_id, **values)
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=[Consent.account_id, Consent.client_id], set_=values
        )
    )
    record(Act.CONSENT_GIVEN, account=account_id, client=client_id, scopes=allowed)
    log.info("consent_given", account=str(account_id), client=client_id)


@db.transactional
def revoke_consent(account_id: UUID, client_id: str) -> None:
    """Let the program know nothing more: it must ask anew, and its tokens are worth nothing."""
    mine = (Consent.account_id == account_id, Consent.client_id == client_id)
    db.session.execute(delete(Consent).where(*mine))
    theirs = (
        select(RefreshToken.family)
        .join(LoginSession)
        .where(LoginSession.account_id == account_id, RefreshToken.client_id == client_id)
        .where(RefreshToken.ended_at.is_(None), LoginSession.ended_at.is_(None))
        .distinct()
    )
    for family in db.session.scalars(theirs).all():
        end_grant(family, "consent_withdrawn")
    record(Act.CONSENT_WITHDRAWN, account=account_id, client=client_id)
    log.info("consent_withdrawn", account=str(account_id), client=client_id)
