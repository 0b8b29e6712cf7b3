"""Signing in and out: a session begins with a password and ends everything that hangs on it."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import structlog
from sqlalchemy import delete, select, update

from chassis.errors import Invalid
from services.identity.domain import SESSION_LIFETIME, AccountState, is_dni
from services.identity.models import Account, AuthorizationCode, LoginSession, db
from services.identity.opaque import fingerprint, new_token
from services.identity.passwords import hash_password, is_outdated, verify_password

WRONG_CREDENTIALS = "El usuario o la contraseña no son correctos."
"""Said whatever was wrong: nobody, no password yet, another password."""

log = structlog.get_logger()


class SignedIn(NamedTuple):
    """A session that has begun."""

    session_id: UUID
    token: str
    """For the cookie; we keep its fingerprint."""


@db.transactional
def sign_in(dni: str, password: str) -> SignedIn:
    """Begin a session; refuse with the same words, after the same time, whatever was wrong."""
    account = None
    if is_dni(dni):
        is_usable = (Account.dni == dni, Account.state == AccountState.ACTIVE)
        account = db.session.scalar(select(Account).where(*is_usable))
    password_hash = account.password_hash if account else None
    if not verify_password(password_hash, password) or account is None:
        log.info("sign_in_refused", dni=dni)
        raise Invalid(WRONG_CREDENTIALS)
    if password_hash and is_outdated(password_hash):
        account.password_hash = hash_password(password)
    return _begin_session(account)


@db.transactional
def end_session(session_id: UUID) -> None:
    """End a session: its tokens are refreshed no more."""
    live = (LoginSession.id == session_id, LoginSession.ended_at.is_(None))
    db.session.execute(update(LoginSession).where(*live).values(ended_at=datetime.now(UTC)))
    log.info("session_ended", sid=str(session_id))


@db.transactional
def note_presence(session_id: UUID) -> None:
    """Remember that the person is there."""
    seen = update(LoginSession).where(LoginSession.id == session_id)
    db.session.execute(seen.values(seen_at=datetime.now(UTC)))


@db.transactional
def forget_old_sessions() -> None:
    """Delete sessions and codes that ended long ago, and what hangs on them."""
    now = datetime.now(UTC)
    old_code = AuthorizationCode.expires_at < now - timedelta(days=1)
    db.session.execute(delete(AuthorizationCode).where(old_code))
    old_session = LoginSession.expires_at < now - timedelta(days=1)
    db.session.execute(delete(LoginSession).where(old_session))


def _begin_session(account: Account) -> SignedIn:
    now = datetime.now(UTC)
    token = new_token()
    session = LoginSession(
        fingerprint=fingerprint(token),
        account_id=account.id,
        began_at=now,
        previous_login_at=account.last_login_at,
        seen_at=now,
        expires_at=now + SESSION_LIFETIME,
    )
    db.session.add(session)
    account.last_login_at = now
    db.session.flush()
    log.info("signed_in", account=str(account.id), sid=str(session.id))
    return SignedIn(session.id, token)
