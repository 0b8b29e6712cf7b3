"""The live sign-in of a cookie or a token, with its person, in one statement that is made once."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import bindparam, select

from chassis.database import table_of
from services.identity.models import Account, LoginSession, Subject, db
from services.identity.models.subject import ACCOUNT, SESSION, SUBJECT
from services.identity.opaque import fingerprint

_SESSIONS = select(*SUBJECT).join_from(
    table_of(LoginSession), table_of(Account), ACCOUNT.id == SESSION.account_id
)
_BY_COOKIE = _SESSIONS.where(SESSION.fingerprint == bindparam("shown"))
_BY_SID = _SESSIONS.where(SESSION.id == bindparam("sid"))


def find_session(token: str) -> Subject | None:
    """Return the session of a sign-in cookie, if it is live."""
    return _live(db.run(_BY_COOKIE, shown=fingerprint(token)).one_or_none()) if token else None


def find_session_by_id(session_id: str) -> Subject | None:
    """Return the live session that a token of ours calls `sid`."""
    return _live(db.run(_BY_SID, sid=UUID(session_id)).one_or_none())


def _live(row: Sequence[object] | None) -> Subject | None:
    found = Subject.of(row) if row else None
    return found if found and found.is_live(datetime.now(UTC)) else None
