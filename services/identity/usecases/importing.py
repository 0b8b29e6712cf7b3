"""Files of the register on their way into accounts (chassis.importing), and who sent them."""

from typing import BinaryIO
from uuid import UUID

from chassis.importing import BackgroundImports
from services.identity.acts import Act
from services.identity.models import RegisterImport, RegisterPiece, RegisterRefusal, db
from services.identity.usecases.audit import record


@db.transactional
def upload_register(
    stream: BinaryIO, *, archivo: str, is_rehearsal: bool, uploaded_by: UUID
) -> UUID:
    """Keep a file that is to be imported; a worker will look at it soon."""
    register = RegisterImport(archivo=archivo, is_rehearsal=is_rehearsal, uploaded_by=uploaded_by)
    imports.upload(stream, register)
    return register.id


def _note(register: RegisterImport) -> None:
    """Leave a trace of an import that has ended."""
    record(
        Act.REGISTER_IMPORTED,
        account=register.uploaded_by,
        reason=register.failure or "",
        archivo=register.archivo,
        filas=register.read,
        ensayo=register.is_rehearsal,
    )


imports = BackgroundImports(db, RegisterImport, RegisterPiece, RegisterRefusal, ended=_note)
"""The imports of the register, for the worker."""
