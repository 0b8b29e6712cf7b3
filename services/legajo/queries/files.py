"""Which files the rows of legajo speak of."""

from collections.abc import Iterator

from sqlalchemy import select

from services.legajo.models import Documento, Informe, db

AT_ONCE = 1000
"""How many rows are read at a time."""


def kept_files() -> Iterator[str]:
    """Return the key of every file that legajo must have."""
    yield from db.session.scalars(select(Documento.sha256).execution_options(yield_per=AT_ONCE))
    issued = select(Informe.sha256).execution_options(yield_per=AT_ONCE)
    yield from (sha256.hex() for sha256 in db.session.scalars(issued))
