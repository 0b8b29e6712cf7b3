"""Who holds which role over which sede."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Select, select

from contracts.access_token import Role
from services.identity.models import Account, RoleGrant, db
from services.identity.powers import READERS, Actor, sedes_of

HOLDERS_AT_ONCE = 50
"""How many grants a page of roles shows."""


class Holder(NamedTuple):
    """A person who holds a role over a sede."""

    account_id: UUID
    dni: str
    apellidos: str
    nombres: str
    role: Role
    sede: str

    @property
    def nombre_completo(self) -> str:
        """The person's name as lists show it."""
        return f"{self.apellidos}, {self.nombres}"


class Holders(NamedTuple):
    """A page of who holds what."""

    holders: Sequence[Holder]
    page: int
    has_more: bool


def list_roles(account_id: UUID) -> Sequence[RoleGrant]:
    """Return the roles that a person holds."""
    theirs = select(RoleGrant).where(RoleGrant.account_id == account_id)
    return db.session.scalars(theirs.order_by(RoleGrant.role, RoleGrant.sede)).all()


def list_holders(actor: Actor, sede: str, role: Role | None, page: int = 1) -> Holders:
    """Return a page of who holds what over the sedes that who asks reads about."""
    wanted = _holders(actor, sede, role).limit(HOLDERS_AT_ONCE + 1)
    rows = db.session.execute(wanted.offset((page - 1) * HOLDERS_AT_ONCE)).all()
    holders = [Holder._make(row) for row in rows[:HOLDERS_AT_ONCE]]
    return Holders(holders, page, len(rows) > HOLDERS_AT_ONCE)


def stream_holders(actor: Actor, sede: str, role: Role | None) -> Iterator[Holder]:
    """Give all of them, one by one."""
    for row in db.session.execute(_holders(actor, sede, role).execution_options(yield_per=1000)):
        yield Holder._make(row)


def _holders(actor: Actor, sede: str, role: Role | None) -> Select[UUID, str, str, str, Role, str]:
    columns = (Account.id, Account.dni, Account.apellidos, Account.nombres)
    wanted = select(*columns, RoleGrant.role, RoleGrant.sede).join(RoleGrant)
    sedes = sedes_of(actor, READERS)
    if sedes is not None:
        wanted = wanted.where(RoleGrant.sede.in_(sedes))
    if sede:
        wanted = wanted.where(RoleGrant.sede == sede)
    if role:
        wanted = wanted.where(RoleGrant.role == role)
    return wanted.order_by(RoleGrant.sede, RoleGrant.role, Account.apellidos, Account.dni)
