"""Remembers who had which legajo before their eyes.

Each function may be called in a view that only reads: it writes at most one narrow row a day, and
nothing at all the second time. It is called once the answer is made, and before it is given: what
the session has read is forgotten when it commits, and would have to be read again.
"""

from sqlalchemy.dialects.postgresql import insert as upsert

from chassis.accesos import NOBODY, right_of
from contracts.access_token import Principal, Role
from services.legajo.domain.acceso import Acto
from services.legajo.models import Acceso, db


@db.transactional
def note_looked(
    principal: Principal,
    dni: str,
    *,
    acto: Acto = Acto.CONSULTA,
    sobre: str = "",
    role: Role = Role.ESCALAFON,
) -> None:
    """Remember that who asks, by a role, had something of the legajo of another before them."""
    if dni == principal.dni:
        return
    row = {"dueno": dni, "por": principal.dni, "acto": acto, "sobre": sobre}
    _note(row | right_of(principal, role))


@db.transactional
def note_verified(dni: str, sobre: str) -> None:
    """Remember that somebody, nobody knows who, verified a document of that person."""
    _note({"dueno": dni, "por": NOBODY, "acto": Acto.VERIFICACION, "sobre": sobre})


def _note(row: dict[str, object]) -> None:
    db.session.execute(upsert(Acceso).on_conflict_do_nothing(), [row])
