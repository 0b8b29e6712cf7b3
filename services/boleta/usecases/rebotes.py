"""Remembers whose mail comes back, until they have another address: the dashboard counts them."""

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert as upsert

from contracts.identity import AccountEmailChanged
from contracts.notifier import EmailBounced
from services.boleta.models import Rebote, db


@db.transactional
def remember_bounce(event: EmailBounced) -> None:
    """Note that the letters to a person come back."""
    new = upsert(Rebote).values(dni=event.dni, at=event.at)
    later = {"at": new.excluded.at}
    is_later = Rebote.at < new.excluded.at
    db.session.execute(
        new.on_conflict_do_update(index_elements=["dni"], set_=later, where=is_later)
    )


@db.transactional
def forget_bounce(event: AccountEmailChanged) -> None:
    """Let a person's new address show whether it takes letters."""
    db.session.execute(delete(Rebote).where(Rebote.dni == event.dni, Rebote.at <= event.at))
