"""Whose legajos the rows of a file are about."""

from collections.abc import Collection

from sqlalchemy import select

from services.legajo.domain.importacion import Titular
from services.legajo.models import Legajo, Servidor, db


def find_titulares(dnis: Collection[str]) -> dict[str, Titular]:
    """Return who of these people is in the register, by DNI."""
    found = (
        select(Servidor.dni, Servidor.fecha_nacimiento, Servidor.sede, Legajo.dni.is_not(None))
        .outerjoin(Legajo, Legajo.dni == Servidor.dni)
        .where(Servidor.dni.in_(set(dnis)))
    )
    rows = db.session.execute(found)
    return {dni: Titular(born, sede, has_legajo) for dni, born, sede, has_legajo in rows}
