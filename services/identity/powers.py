"""Who may look after whom: the rules of roles and sedes. They know no tables.

`actor` is a Principal; None is an operator at the console, who may do everything.
"""

from collections.abc import Iterable

from contracts.access_token import Grant, Principal, Role
from contracts.sedes import NATIONAL, all_sedes

MESA = (Role.MESA_DE_AYUDA, Role.ADMINISTRADOR)
"""Who attends accounts."""

READERS = (Role.AUDITOR, Role.ADMINISTRADOR)
"""Who reads the audit trail, and who holds which role."""

Actor = Principal | None
"""Who acts: a person, or (None) an operator at the console."""


def sedes_of(actor: Actor, roles: Iterable[Role]) -> frozenset[str] | None:
    """Return the sedes that somebody reaches by any of the roles; None is all of Peru."""
    if actor is None:
        return None
    grants = [grant for grant in actor.grants if grant.role in set(roles)]
    if any(grant.sede == NATIONAL for grant in grants):
        return None
    return frozenset(code for code in all_sedes() if any(grant.reaches(code) for grant in grants))


def reaches(actor: Actor, roles: Iterable[Role], sede: str) -> bool:
    """Tell whether somebody reaches that sede by any of the roles."""
    sedes = sedes_of(actor, roles)
    return sedes is None or sede in sedes


def is_above(actor: Actor, held: Iterable[Grant]) -> bool:
    """Tell whether somebody may act on an account that holds those roles.

    Who can change an account's address can become its owner: so nobody touches one that holds a
    role beyond their own, over more than they reach.
    """
    return actor is None or all(_covers(actor, grant) for grant in held)


def may_give(actor: Actor, role: Role, sede: str) -> bool:
    """Tell whether somebody may give or withdraw a role: only the administrador of that sede."""
    return actor is None or actor.may(Role.ADMINISTRADOR, sede)


def _covers(actor: Principal, grant: Grant) -> bool:
    if grant.role is Role.SERVIDOR:
        return True
    return actor.may(grant.role, grant.sede) or actor.may(Role.ADMINISTRADOR, grant.sede)
