"""The register Evaluación Docente becomes accounts, in batches."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from contracts.identity import AccountContact, AccountsCreated
from services.identity.domain import Registration, fold_correo
from services.identity.models import Account, db
from services.identity.usecases.accounts import follow_correo


class Registered(NamedTuple):
    """What a batch of the register changed."""

    created: int = 0
    corrected: int = 0
    unchanged: int = 0


@db.transactional
def register_accounts(rows: Sequence[Registration]) -> Registered:
    """Create or correct the accounts of a batch, in which no DNI comes twice; announce it."""
    known = _known_accounts(rows)
    new = [row for row in rows if row.dni not in known]
    changed = [row for row in rows if row.dni in known and row != known[row.dni]]
    _upsert([*new, *changed])
    if new:
        contacts = (AccountContact(dni=r.dni, nombres=r.nombres, correo=r.correo) for r in new)
        db.publish(AccountsCreated(accounts=tuple(contacts)))
    for row in changed:
        if row.correo != known[row.dni].correo:
            follow_correo(row.dni, row.nombres, known[row.dni].correo, row.correo)
    return Registered(len(new), len(changed), len(rows) - len(new) - len(changed))


def _known_accounts(rows: Sequence[Registration]) -> dict[str, Registration]:
    """Return what we have of the same people, held until the end of the transaction."""
    columns = (Account.dni, Account.apellidos, Account.nombres, Account.correo, Account.sede)
    same = select(*columns).where(Account.dni.in_([row.dni for row in rows])).with_for_update()
    return {known.dni: Registration(*known) for known in db.session.execute(same)}


def _upsert(rows: Sequence[Registration]) -> None:
    if not rows:
        return
    values = [
        {**row.__dict__, "id": uuid4(), "correo_key": fold_correo(row.correo)} for row in rows
    ]
    statement = insert(Account)
    replaced = ("apellidos", "nombres", "correo", "correo_key", "sede")
    # Another import may have created one of them since we looked.
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=[Account.dni],
            set_={column: statement.excluded[column] for column in replaced},
        ),
        values,
    )
