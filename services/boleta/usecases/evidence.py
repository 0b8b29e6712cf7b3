"""Remembers who had which boletas before their eyes: the evidence that DL 1310 asks for.

Each function may be called in a view that only reads: it writes at most one narrow row a boleta and
day, and nothing at all the second time.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy.dialects.postgresql import insert as upsert

from chassis.accesos import NOBODY, right_of
from contracts.access_token import Principal, Role
from services.boleta.domain.acceso import NO_BOLETA, Acto
from services.boleta.models import Acceso, db


@db.transactional
def note_seen(principal: Principal, boleta_id: int) -> None:
    """Remember that who asks opened a boleta of their own."""
    _note([_own(principal, boleta_id, Acto.VISTA)])


@db.transactional
def note_downloaded(principal: Principal, *boleta_ids: int) -> None:
    """Remember that who asks took boletas of their own away as documents."""
    _note(_own(principal, boleta_id, Acto.DESCARGA) for boleta_id in boleta_ids)


@db.transactional
def note_looked(
    principal: Principal,
    *dnis: str,
    boleta_id: int = NO_BOLETA,
    acto: Acto = Acto.CONSULTA,
    role: Role = Role.ADMINISTRADOR_BOLETA,
    que: str | None = None,
) -> None:
    """Remember that who asks, by a role, had the boletas of others before their eyes.

    With a boleta_id it was that one; without, a list in which the people are.
    """
    right = right_of(principal, role) | {"que": que}
    rows = (_row(boleta_id, dni, principal.dni, acto) | right for dni in dnis)
    _note(row for row in rows if row["dueno"] != principal.dni)


@db.transactional
def note_verified(dni: str, boleta_id: int = NO_BOLETA, que: str | None = None) -> None:
    """Remember that somebody, nobody knows who, verified a document of that person."""
    _note([_row(boleta_id, dni, NOBODY, Acto.VERIFICACION) | {"que": que}])


def _own(principal: Principal, boleta_id: int, acto: Acto) -> dict[str, Any]:
    return _row(boleta_id, principal.dni, principal.dni, acto)


def _row(boleta_id: int, dueno: str, por: str, acto: Acto) -> dict[str, Any]:
    return {
        "boleta_id": boleta_id,
        "dueno": dueno,
        "por": por,
        "acto": acto,
        "rol": None,
        "sede": None,
        "nombre": None,
        "que": None,
    }


def _note(rows: Iterable[dict[str, Any]]) -> None:
    in_order = sorted(rows, key=lambda row: (row["boleta_id"], row["dueno"]))
    if in_order:  # two requests never wait for each other in a ring
        db.session.execute(upsert(Acceso).on_conflict_do_nothing(), in_order)
