"""Of whom tokens speak: a sign-in and its person, in one row; programs ask for it all the time.

The statements are made once and run on the connection. To build one, and objects of what it finds,
would cost several times what it takes to run.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple, Self
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from chassis.database import table_of
from contracts.access_token import Grant, Role
from services.identity.domain import SESSION_IDLE, AccountState, is_session_live
from services.identity.models import Account, LoginSession, RoleGrant, db
from services.identity.opaque import fingerprint

ACCOUNT, SESSION, ROLE = (table_of(model).c for model in (Account, LoginSession, RoleGrant))

_ROLES = (
    select(
        func.jsonb_agg(
            aggregate_order_by(func.jsonb_build_array(ROLE.role, ROLE.sede), ROLE.role, ROLE.sede)
        )
    )
    .where(ROLE.account_id == ACCOUNT.id)
    .correlate(table_of(Account))
    .scalar_subquery()
)

SUBJECT = (
    SESSION.id,
    SESSION.account_id,
    SESSION.began_at,
    SESSION.amr,
    SESSION.previous_login_at,
    SESSION.seen_at,
    SESSION.expires_at,
    SESSION.ended_at,
    ACCOUNT.state,
    ACCOUNT.dni,
    ACCOUNT.nombres,
    ACCOUNT.apellidos,
    ACCOUNT.correo,
    _ROLES,
)
"""What is read of a sign-in and its person, in the order of `Subject`."""


class Subject(NamedTuple):
    """A sign-in and its person, as they were read."""

    id: UUID
    """Of the session: the `sid` of tokens."""
    account_id: UUID
    began_at: datetime
    amr: list[str]
    previous_login_at: datetime | None
    seen_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    state: AccountState
    dni: str
    nombres: str
    apellidos: str
    correo: str
    roles: Sequence[Sequence[str]] | None

    @classmethod
    def of(cls, row: Sequence[object]) -> Self:
        """Take the columns of `SUBJECT` from the end of a row."""
        return cls._make(row[-len(SUBJECT) :])

    @property
    def grants(self) -> tuple[Grant, ...]:
        """Return the roles of the person, each with its sede."""
        return tuple(Grant(Role(role), sede) for role, sede in self.roles or ())

    def is_live(self, now: datetime) -> bool:
        """Tell whether tokens may still be issued for it."""
        return is_session_live(self.ended_at, self.expires_at, self.state, now)

    def is_idle(self, now: datetime) -> bool:
        """Tell whether the person has been away so long that we ask for the password again."""
        return now - self.seen_at >= SESSION_IDLE


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
