"""Of whom tokens speak: a sign-in and its person, in one row; programs ask for it all the time.

Statements that read `SUBJECT` are made once and run on the connection: to build one, and objects of
what it finds, would cost several times what it takes to run.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, Self
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from chassis.database import table_of
from contracts.access_token import Grant, Role
from services.identity.domain import SESSION_IDLE, AccountState, is_session_live
from services.identity.models.accounts import Account, RoleGrant
from services.identity.models.sessions import LoginSession

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
