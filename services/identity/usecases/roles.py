"""Who is what, over which sede: given and taken away by the administrador of that sede."""

from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from chassis.errors import Invalid, NotAllowed, NotFound
from contracts.access_token import Role
from contracts.sedes import NATIONAL, find_sede
from services.identity.acts import Act
from services.identity.models import Account, RoleGrant, db
from services.identity.powers import Actor, may_give
from services.identity.usecases.attention import actor_id, refuse_oneself
from services.identity.usecases.audit import record


@db.transactional
def grant_role(actor: Actor, account_id: UUID, role: Role, sede: str, reason: str = "") -> bool:
    """Give a role over a sede; tell whether the person did not hold it before."""
    account = _who(actor, account_id, role, sede)
    granted = insert(RoleGrant).values(account_id=account.id, role=role, sede=sede)
    returned = granted.on_conflict_do_nothing().returning(RoleGrant.role)
    is_new = db.session.scalar(returned) is not None
    if is_new:
        by = actor_id(actor)
        record(Act.ROLE_GRANTED, account=account.id, actor=by, reason=reason, rol=role, en=sede)
    return is_new


@db.transactional
def withdraw_role(actor: Actor, account_id: UUID, role: Role, sede: str, reason: str = "") -> bool:
    """Take a role over a sede away; tell whether the person held it."""
    account = _who(actor, account_id, role, sede)
    held = (
        delete(RoleGrant)
        .where(RoleGrant.account_id == account.id)
        .where(RoleGrant.role == role, RoleGrant.sede == sede)
        .returning(RoleGrant.role)
    )
    was_held = db.session.scalar(held) is not None
    if was_held:
        by = actor_id(actor)
        record(Act.ROLE_WITHDRAWN, account=account.id, actor=by, reason=reason, rol=role, en=sede)
    return was_held


def _who(actor: Actor, account_id: UUID, role: Role, sede: str) -> Account:
    """Return who is to hold the role, or no longer; refuse who may not decide it."""
    if sede != NATIONAL and find_sede(sede) is None:
        raise Invalid(errors={"sede": f"La sede {sede} no existe."})
    if not may_give(actor, role, sede):
        raise NotAllowed("Solo un administrador de esa sede puede dar o retirar ese rol.")
    account = db.session.get(Account, account_id, with_for_update=True)
    if account is None:
        raise NotFound("No existe esa cuenta.")
    refuse_oneself(actor, account)
    return account
