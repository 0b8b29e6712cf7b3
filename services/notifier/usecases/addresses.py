"""What we learn of addresses: which take no letters, and whom that must be told."""

from collections.abc import Iterable
from datetime import UTC, datetime

import structlog
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from contracts.notifier import EmailBounced
from services.notifier.domain import State, is_bad_address
from services.notifier.models import BadAddress, Contact, Email, db

log = structlog.get_logger()


@db.transactional
def note_refusal(email: Email, reply: str) -> None:
    """Remember an address that does not exist, and announce it once for the person it belongs to.

    A full mailbox, a letter taken for spam or a server that refuses us say nothing of an address.
    """
    if email.state not in {State.FAILED, State.BOUNCED} or not is_bad_address(reply):
        return
    noted = db.session.execute(
        insert(BadAddress)
        .values(correo=email.correo.lower(), reply=reply)
        .on_conflict_do_nothing()
        .returning(BadAddress.correo)
    ).first()
    if noted and _is_still_theirs(email):
        db.publish(
            EmailBounced(dni=email.dni, correo=email.correo, reason=reply, at=datetime.now(UTC))
        )
        log.warning("address_is_bad", email_id=str(email.id))


@db.transactional
def clear(correos: Iterable[str]) -> None:
    """Forget that these addresses were bad: they took a letter."""
    lower = {correo.lower() for correo in correos}
    db.session.execute(delete(BadAddress).where(BadAddress.correo.in_(lower)))


def bad_among(correos: Iterable[str]) -> set[str]:
    """Return which of these addresses are known to be bad, in small letters."""
    lower = {correo.lower() for correo in correos}
    return set(db.session.scalars(select(BadAddress.correo).where(BadAddress.correo.in_(lower))))


def _is_still_theirs(email: Email) -> bool:
    contact = db.session.get(Contact, email.dni) if email.dni else None
    return contact is not None and contact.correo.lower() == email.correo.lower()
