"""Accounts come from the register, in batches; roles come from an operator."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from chassis.errors import NotFound
from contracts.access_token import Role
from contracts.identity import AccountContact, AccountEmailChanged, AccountsCreated
from services.identity.domain import Registration, fold_correo
from services.identity.models import Account, PasswordLink, RoleGrant, db


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
        _follow_correo(known[row.dni], row)
    return Registered(len(new), len(changed), len(rows) - len(new) - len(changed))


@db.transactional
def grant_role(dni: str, role: Role, sede: str) -> bool:
    """Give a role over a sede; tell whether the person did not hold it before."""
    granted = insert(RoleGrant).values(account_id=_account_id(dni), role=role, sede=sede)
    returned = granted.on_conflict_do_nothing().returning(RoleGrant.role)
    return db.session.scalar(returned) is not None


@db.transactional
def withdraw_role(dni: str, role: Role, sede: str) -> bool:
    """Take a role over a sede away; tell whether the person held it."""
    held = (
        delete(RoleGrant)
        .where(RoleGrant.account_id == _account_id(dni))
        .where(RoleGrant.role == role, RoleGrant.sede == sede)
        .returning(RoleGrant.role)
    )
    return db.session.scalar(held) is not None


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


def _follow_correo(known: Registration, row: Registration) -> None:
    """Announce a new address, and let no link that went to the old one be used."""
    if known.correo == row.correo:
        return
    now = datetime.now(UTC)
    db.publish(
        AccountEmailChanged(
            dni=row.dni,
            nombres=row.nombres,
            previous_correo=known.correo,
            correo=row.correo,
            at=now,
        )
    )
    account = select(Account.id).where(Account.dni == row.dni).scalar_subquery()
    live = (PasswordLink.account_id == account, PasswordLink.used_at.is_(None))
    db.session.execute(update(PasswordLink).where(*live).values(expires_at=now))


def _account_id(dni: str) -> object:
    account_id = db.session.scalar(select(Account.id).where(Account.dni == dni))
    if account_id is None:
        raise NotFound(f"No hay una cuenta con el DNI {dni}.")
    return account_id
