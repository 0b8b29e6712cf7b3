"""What a person sees of their own account. Whose it is comes from the token alone."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import func, select

from chassis.errors import NotFound
from contracts.access_token import Principal
from services.identity.domain import Registration
from services.identity.models import Account, CorreoChange, LoginSession, RecoveryCode, Totp, db


class SecondFactor(NamedTuple):
    """The second factor of a person."""

    since: datetime | None
    """When it was confirmed; None when there is none that counts."""
    codes_left: int


def my_account(person: Principal) -> Account:
    """Return the account of who asks."""
    account = db.session.scalar(select(Account).where(Account.dni == person.dni))
    if account is None or not person.dni:
        raise NotFound("No encontramos su cuenta.")
    return account


def my_session(person: Principal) -> LoginSession | None:
    """Return the sign-in by which the person is here, if it goes on."""
    session = db.session.get(LoginSession, UUID(person.sid)) if person.sid else None
    is_mine = session is not None and session.account.dni == person.dni
    return session if session and is_mine and session.is_live(datetime.now(UTC)) else None


def my_sessions(person: Principal) -> Sequence[LoginSession]:
    """Return where the person is signed in, the one that was used last first."""
    live = (LoginSession.ended_at.is_(None), LoginSession.expires_at > datetime.now(UTC))
    mine = select(LoginSession).join(Account).where(Account.dni == person.dni, *live)
    return db.session.scalars(mine.order_by(LoginSession.seen_at.desc())).unique().all()


def my_second_factor(person: Principal) -> SecondFactor:
    """Return whether the person types a code of an app besides, and how many are left on paper."""
    account = select(Account.id).where(Account.dni == person.dni).scalar_subquery()
    since = db.session.scalar(select(Totp.confirmed_at).where(Totp.account_id == account))
    unused = (RecoveryCode.account_id == account, RecoveryCode.used_at.is_(None))
    return SecondFactor(since, db.session.scalar(select(func.count()).where(*unused)) or 0)


def my_awaited_correo(person: Principal, fingerprint: str) -> str | None:
    """Return the address that a mailed link of this person confirms; None when it is spent."""
    mine = select(CorreoChange.correo).join(Account, Account.id == CorreoChange.account_id)
    live = (CorreoChange.used_at.is_(None), CorreoChange.expires_at > datetime.now(UTC))
    found = mine.where(Account.dni == person.dni, CorreoChange.fingerprint == fingerprint, *live)
    return db.session.scalar(found)


def known_of(account: Account) -> Registration:
    """Return what others know of the person, and a password must not hold."""
    names = ("dni", "apellidos", "nombres", "correo", "sede")
    return Registration(**{name: getattr(account, name) for name in names})
