"""Who is written to, and where; and which sede looks after them."""

from sqlalchemy.dialects.postgresql import insert

from contracts.identity import AccountEmailChanged, AccountsCreated
from contracts.legajo import ServidoresUpdated
from services.notifier.models import Contact, Servidor, db


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


@db.transactional
def remember_sedes(event: ServidoresUpdated) -> None:
    """Learn which sede each servidor belongs to, in the place of what was known before."""
    sedes = {servidor.dni: servidor.sede for servidor in event.servidores}
    rows = [{"dni": dni, "sede": sedes[dni]} for dni in sorted(sedes)]
    if rows:
        statement = insert(Servidor)
        replaced = {"sede": statement.excluded.sede}
        db.session.execute(
            statement.on_conflict_do_update(index_elements=["dni"], set_=replaced), rows
        )
