"""Who is in the register of servidores."""

from collections.abc import Sequence

from sqlalchemy import select

from contracts.access_token import Principal
from services.legajo.models import Servidor, db


def get_servidor(principal: Principal) -> Servidor | None:
    """Return the person with their legajo, if they are in the register of servidores."""
    return db.session.get(Servidor, principal.dni)


def list_servidores(*, after: str, limit: int) -> Sequence[Servidor]:
    """Return servidores in the order of their dni: those that follow `after`."""
    return db.session.scalars(
        select(Servidor).where(Servidor.dni > after).order_by(Servidor.dni).limit(limit)
    ).all()
