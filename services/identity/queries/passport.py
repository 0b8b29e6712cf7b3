"""What signing in and tokens look up."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import select

from services.identity.domain import AccountState, KeyState
from services.identity.keyring import ALGORITHMS, open_key
from services.identity.models import (
    Account,
    Client,
    PasswordLink,
    SigningKey,
    db,
)
from services.identity.opaque import fingerprint
from services.identity.recent import recent

T = TypeVar("T")


def find_link_holder(token: str) -> str | None:
    """Return whose password a mailed link sets (a DNI); None when it is spent.

    To look does not use it up.
    """
    live = (
        select(Account.dni)
        .join(PasswordLink)
        .where(PasswordLink.fingerprint == fingerprint(token))
        .where(PasswordLink.used_at.is_(None), PasswordLink.expires_at > datetime.now(UTC))
        .where(Account.state != AccountState.SUSPENDED)
    )
    return db.session.scalar(live)


def find_client(client_id: str) -> Client | None:
    """Return the client of that id, as it was some seconds ago: to be read, not to be changed.

    A text that no id can be is nobody's.
    """
    if not client_id.isprintable():
        return None
    return recent(("client", client_id), lambda: _detached(db.session.get(Client, client_id)))


def list_clients() -> Sequence[Client]:
    """Return every client, by id."""
    return db.session.scalars(select(Client).order_by(Client.id)).all()


def active_key(alg: str) -> SigningKey:
    """Return the key that signs so now; `ayni identity setup` makes the first."""
    found = recent(("active key", alg), lambda: _detached(_load_active_key(alg)))
    if found is None:
        raise LookupError(f"No active key signs {alg}: run `ayni identity setup`.")
    return found


def can_sign(key_secret: str) -> bool:
    """Tell whether each kind of token can be signed: its key is there, and opens."""
    keys = db.session.scalars(select(SigningKey).where(SigningKey.state == KeyState.ACTIVE)).all()
    return {key.alg for key in keys} == set(ALGORITHMS) and all(
        open_key(key.sealed_private_jwk, key_secret) for key in keys
    )


def published_keys() -> list[dict[str, Any]]:
    """Return the public half of every key: those that signed, that signs and that will."""
    return list(db.session.scalars(select(SigningKey.public_jwk).order_by(SigningKey.created_at)))


def _load_active_key(alg: str) -> SigningKey | None:
    signs = (SigningKey.state == KeyState.ACTIVE, SigningKey.alg == alg)
    return db.session.scalars(select(SigningKey).where(*signs)).one_or_none()


def _detached(row: T | None) -> T | None:
    """Take a row out of the session, so that requests to come can read it."""
    if row is not None:
        db.session.expunge(row)
    return row
