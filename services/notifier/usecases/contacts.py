"""Who is written to, and where."""

from sqlalchemy.dialects.postgresql import insert

from contracts.identity import AccountEmailChanged, AccountsCreated
from services.notifier.models import Contact, db


@db.transactional
def remember_contacts(event: AccountsCreated) -> None:
    """Learn the addresses of new accounts; one that has changed meanwhile stays as it is."""
    rows = [
        {"dni": account.dni, "nombres": account.nombres, "correo": account.correo}
        for account in event.accounts
    ]
    if rows:
        db.session.execute(insert(Contact).values(rows).on_conflict_do_nothing())


@db.transactional
def change_contact(event: AccountEmailChanged) -> None:
    """Learn that a person's mail goes elsewhere from now on."""
    row = {"dni": event.dni, "nombres": event.nombres, "correo": event.correo}
    db.session.execute(
        insert(Contact).values(row).on_conflict_do_update(index_elements=["dni"], set_=row)
    )
