"""Which files the rows of boleta speak of."""

from collections.abc import Iterator

from sqlalchemy import select

from services.boleta.models import Emision, Exportacion, Planilla, db

AT_ONCE = 1000
"""How many rows are read at a time."""


def kept_files() -> Iterator[str]:
    """Return the key of every file that boleta must have."""
    for clave in (Planilla.clave, Exportacion.clave):
        named = select(clave).where(clave.is_not(None)).execution_options(yield_per=AT_ONCE)
        yield from (key for key in db.session.scalars(named) if key)
    issued = select(Emision.sha256).execution_options(yield_per=AT_ONCE)
    yield from (digest.hex() for digest in db.session.scalars(issued))
