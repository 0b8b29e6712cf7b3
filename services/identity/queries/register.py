"""Imports of the register: their history, what they refused, and the file as it was uploaded."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from chassis.errors import NotFound
from services.identity.models import Account, RegisterImport, RegisterRefusal, db

IMPORTS_SHOWN = 50
"""How many imports the history shows."""

REFUSALS_SHOWN = 100
"""How many refused rows a page shows; the file has all of them."""


class Imported(NamedTuple):
    """An import, and who uploaded it."""

    register: RegisterImport
    by: Account | None

    @property
    def who(self) -> str:
        """The name of who uploaded it."""
        return f"{self.by.nombres} {self.by.apellidos}" if self.by else "—"


def list_imports() -> Sequence[Imported]:
    """Return the last imports, newest first."""
    newest = _imports().order_by(RegisterImport.uploaded_at.desc()).limit(IMPORTS_SHOWN)
    return [Imported(*row) for row in db.session.execute(newest)]


def get_import(import_id: UUID) -> Imported:
    """Return one import."""
    row = db.session.execute(_imports().where(RegisterImport.id == import_id)).one_or_none()
    if row is None:
        raise NotFound("No existe esa importación.")
    return Imported(*row)


def list_refusals(import_id: UUID) -> Sequence[RegisterRefusal]:
    """Return the first rows that an import refused."""
    return db.session.scalars(_refusals(import_id).limit(REFUSALS_SHOWN)).all()


def stream_refusals(import_id: UUID) -> Iterator[RegisterRefusal]:
    """Give all rows that an import refused, one by one."""
    yield from db.session.scalars(_refusals(import_id).execution_options(yield_per=1000))


def _imports() -> Any:
    by = Account.id == RegisterImport.uploaded_by
    return select(RegisterImport, Account).outerjoin(Account, by)


def _refusals(import_id: UUID) -> Any:
    theirs = select(RegisterRefusal).where(RegisterRefusal.import_id == import_id)
    return theirs.order_by(RegisterRefusal.line)
