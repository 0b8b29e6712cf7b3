"""A session ended: services stop believing its tokens, and each client of it is told.

Whoever ends a session only says so in its row. A chore finds the row, denies its tokens and notes
which clients must hear; each notice is held by one worker at a time, told outside of any
transaction, and concluded only by who still holds it.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import structlog
from sqlalchemy import delete, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert

from chassis.ended import note_ended
from chassis.service import current_valkey
from services.identity.domain import NoticeState
from services.identity.models import AuthorizationCode, Client, LoginSession, LogoutNotice, db

BATCH = 500
"""How many sessions, or notices, one transaction looks after."""

LEASE = timedelta(seconds=30)
"""How long a worker may take to tell one client: much longer than the client may take to answer."""

DELAYS = tuple(timedelta(seconds=seconds) for seconds in (1, 5, 30, 120, 600, 3600))
"""How long to wait before each further try; after the last the client is given up."""

log = structlog.get_logger()


class Hold(NamedTuple):
    """A notice that a worker may try now."""

    notice_id: UUID
    lease: UUID


class Notice(NamedTuple):
    """What a client is to be told, and where."""

    client_id: str
    uri: str
    alg: str
    session_id: UUID
    account_id: UUID


@db.transactional
def follow_ended_sessions() -> bool:
    """Deny the tokens of sessions that ended, and note who must hear; tell whether more wait."""
    untold = (LoginSession.ended_at.is_not(None), LoginSession.told_at.is_(None))
    found = select(LoginSession.id).where(*untold).order_by(LoginSession.ended_at).limit(BATCH)
    ended = db.session.scalars(found.with_for_update(skip_locked=True)).all()
    if not ended:
        return False
    note_ended(current_valkey(), *map(str, ended))
    _owe_notices(ended)
    told = update(LoginSession).where(LoginSession.id.in_(ended))
    db.session.execute(told.values(told_at=datetime.now(UTC)))
    return len(ended) == BATCH


@db.transactional
def hand_over() -> list[Hold]:
    """Hold the notices that are due, and those of workers that did not come back."""
    now = datetime.now(UTC)
    waiting = LogoutNotice.state.in_([NoticeState.DUE, NoticeState.HELD])
    due = (
        select(LogoutNotice.id)
        .where(waiting, LogoutNotice.next_attempt_at <= now)
        .order_by(LogoutNotice.next_attempt_at)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    held = db.session.execute(
        update(LogoutNotice)
        .where(LogoutNotice.id.in_(due.scalar_subquery()))
        .values(state=NoticeState.HELD, lease=func.gen_random_uuid(), next_attempt_at=now + LEASE)
        .returning(LogoutNotice.id, LogoutNotice.lease)
    ).all()
    return [Hold(notice_id, lease) for notice_id, lease in held if lease]


@db.transactional
def take_back(holds: Iterable[Hold]) -> None:
    """Let go of notices of which no worker could be told."""
    leases = [hold.lease for hold in holds]
    freed = update(LogoutNotice).where(LogoutNotice.lease.in_(leases))
    db.session.execute(freed.values(state=NoticeState.DUE, lease=None))


@db.transactional
def take_notice(hold: Hold) -> Notice | None:
    """Count a try, and return what to say; None when another worker holds the notice."""
    mine = (LogoutNotice.id == hold.notice_id, LogoutNotice.lease == hold.lease)
    counted = update(LogoutNotice).where(*mine).values(attempts=LogoutNotice.attempts + 1)
    if db.session.scalar(counted.returning(LogoutNotice.id)) is None:
        return None
    told = (Client.id, Client.backchannel_logout_uri, Client.id_token_alg)
    about = (LogoutNotice.session_id, LogoutNotice.account_id)
    found = select(*told, *about).join(LogoutNotice.client).where(*mine)
    client_id, uri, alg, session_id, account_id = db.session.execute(found).one()
    return Notice(client_id, uri or "", alg, session_id, account_id)


@db.transactional
def conclude(hold: Hold, answer: str, *, has_heard: bool) -> None:
    """Write down what the client answered, and when to try again if it has not heard."""
    mine = (LogoutNotice.id == hold.notice_id, LogoutNotice.lease == hold.lease)
    notice = db.session.scalar(select(LogoutNotice).where(*mine).with_for_update())
    if notice is None:
        return
    notice.answer, notice.lease = answer, None
    if has_heard:
        notice.state = NoticeState.TOLD
    elif notice.attempts > len(DELAYS):
        notice.state = NoticeState.GIVEN_UP
    else:
        notice.state = NoticeState.DUE
        notice.next_attempt_at = datetime.now(UTC) + DELAYS[notice.attempts - 1]
    log.info(
        "client_told_of_logout", client=notice.client_id, state=notice.state.value, answer=answer
    )


@db.transactional
def forget_old_notices() -> None:
    """Delete what has long been concluded."""
    a_week_ago = datetime.now(UTC) - timedelta(days=7)
    db.session.execute(delete(LogoutNotice).where(LogoutNotice.created_at < a_week_ago))


def _owe_notices(ended: Sequence[UUID]) -> None:
    """Note every client that got tokens of these sessions and wants to hear."""
    now = datetime.now(UTC)
    owed = (
        select(
            func.gen_random_uuid(),
            LoginSession.id,
            LoginSession.account_id,
            Client.id,
            literal(NoticeState.DUE.value),
            literal(0),
            literal(now),
            literal(""),
        )
        .join(AuthorizationCode, AuthorizationCode.session_id == LoginSession.id)
        .join(Client, Client.id == AuthorizationCode.client_id)
        .where(LoginSession.id.in_(ended), AuthorizationCode.used_at.is_not(None))
        .where(Client.backchannel_logout_uri.is_not(None), Client.disabled_at.is_(None))
        .group_by(LoginSession.id, Client.id)
    )
    columns = [
        "id",
        "session_id",
        "account_id",
        "client_id",
        "state",
        "attempts",
        "next_attempt_at",
        "answer",
    ]
    db.session.execute(insert(LogoutNotice).from_select(columns, owed).on_conflict_do_nothing())
