"""Sessions: seen, ended, forgotten. Ending one ends everything that hangs on it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import delete, update

from services.identity.acts import Act
from services.identity.models import AuthorizationCode, LoginSession, Subject, db
from services.identity.usecases.audit import record

A_MOMENT = timedelta(minutes=1)
"""How exactly we know when a person was last there."""

log = structlog.get_logger()


@db.transactional
def end_session(session_id: UUID) -> None:
    """End a session: its tokens are refreshed no more, and a chore tells whom it concerns."""
    live = (LoginSession.id == session_id, LoginSession.ended_at.is_(None))
    ending = update(LoginSession).where(*live).values(ended_at=datetime.now(UTC))
    for account_id in db.session.scalars(ending.returning(LoginSession.account_id)):
        record(Act.SESSION_ENDED, account=account_id)
    log.info("session_ended", sid=str(session_id))


@db.transactional
def end_sessions_of(account_id: UUID, *, but: UUID | None = None) -> int:
    """End every session of a person, or every one but this; return how many there were."""
    live = [LoginSession.account_id == account_id, LoginSession.ended_at.is_(None)]
    if but:
        live.append(LoginSession.id != but)
    ending = update(LoginSession).where(*live).values(ended_at=datetime.now(UTC))
    ended = db.session.scalars(ending.returning(LoginSession.id)).all()
    log.info("sessions_ended", account=str(account_id), sessions=len(ended))
    return len(ended)


@db.transactional
def note_presence(session: Subject) -> None:
    """Remember that the person is there, as exactly as it matters."""
    now = datetime.now(UTC)
    if now - session.seen_at > A_MOMENT:
        seen = update(LoginSession).where(LoginSession.id == session.id)
        db.session.execute(seen.values(seen_at=now))


@db.transactional
def forget_old_sessions() -> None:
    """Delete sessions and codes that ended long ago, and what hangs on them."""
    now = datetime.now(UTC)
    old_code = AuthorizationCode.expires_at < now - timedelta(days=1)
    db.session.execute(delete(AuthorizationCode).where(old_code))
    old_session = LoginSession.expires_at < now - timedelta(days=1)
    db.session.execute(delete(LoginSession).where(old_session))
