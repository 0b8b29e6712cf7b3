"""Accounts with good defaults, written to the database as they would be found."""

from datetime import UTC, datetime
from typing import Any

from contracts.access_token import Grant
from services.identity.domain import AccountState, fold_correo
from services.identity.models import Account, RoleGrant, db
from services.identity.passwords import hash_password

CORREO = "Rosa.Quispe@Example.pe"
"""Where mail goes for everybody whom a test does not give an address."""

PASSWORD = "Retama57kiwi"
"""The password of everybody who has one."""


def an_account(
    dni: str = "00000001",
    *,
    correo: str = CORREO,
    state: AccountState = AccountState.ACTIVE,
    password: str | None = PASSWORD,
    grants: tuple[Grant, ...] = (),
    **fields: Any,
) -> Account:
    """Register a person who has set their password and never yet signed in."""
    account = Account(
        dni=dni,
        **{"apellidos": "QUISPE HUAMÁN", "nombres": "ROSA ELENA", "sede": ""} | fields,
        correo=correo,
        correo_key=fold_correo(correo),
        state=state,
        password_hash=hash_password(password) if password else None,
        password_set_at=datetime.now(UTC) if password else None,
        roles=[RoleGrant(role=grant.role, sede=grant.sede) for grant in grants],
    )
    with db.transaction():
        db.session.add(account)
    return account


def a_pending_account(dni: str = "00000001", **fields: Any) -> Account:
    """Register a person who is in the register and has no password yet."""
    return an_account(dni, state=AccountState.PENDING, password=None, **fields)
