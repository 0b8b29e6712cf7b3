"""The steps of a file that a specialist imports: upload, import once it was reviewed, cancel.

What is in it is read by the worker (chassis.importing), with the sedes that the specialist attends.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import BinaryIO
from uuid import UUID

import structlog
from sqlalchemy import select

from chassis.errors import Conflict, NotFound
from chassis.importing import BackgroundImports, ImportState
from contracts.access_token import Principal, Role
from contracts.sedes import all_sedes
from services.legajo.models import Importacion, ImportacionPieza, ImportacionRechazo, db

KEPT = timedelta(days=7)
"""How long a file that was reviewed waits for somebody to say whether it be imported."""

FORGOTTEN = f"Pasaron {KEPT.days} días sin que se confirmara."

IN_HAND = (ImportState.WAITING, ImportState.REVIEWED)
"""The states of a file of which something is still to come."""

log = structlog.get_logger()

imports = BackgroundImports(
    db, Importacion, ImportacionPieza, ImportacionRechazo, awaits_a_word=True
)
"""The imports of legajo, for the worker."""


class AlreadyUploaded(Conflict):
    """The same file is there already, and is reviewed or waits to be imported."""

    def __init__(self, importacion_id: UUID) -> None:
        super().__init__("Usted ya subió este mismo archivo y todavía está en proceso.")
        self.importacion_id = importacion_id


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file, and what the specialist says it holds."""

    stream: BinaryIO
    archivo: str
    que: str


@db.transactional
def upload_importacion(principal: Principal, upload: Upload) -> UUID:
    """Keep a file to be reviewed by the worker; return the id of its importación."""
    importacion = Importacion(
        archivo=upload.archivo,
        que=upload.que,
        is_rehearsal=True,
        por=principal.dni,
        sedes=_sedes_of(principal),
    )
    importacion.sha256 = imports.upload(upload.stream, importacion)
    same = select(Importacion.id).where(
        Importacion.id != importacion.id,
        Importacion.por == principal.dni,
        Importacion.que == upload.que,
        Importacion.sha256 == importacion.sha256,
        Importacion.state.in_(IN_HAND),
    )
    if known := db.session.scalar(same.limit(1)):
        raise AlreadyUploaded(known)
    log.info("importacion_uploaded", importacion=str(importacion.id), que=upload.que)
    return importacion.id


@db.transactional
def import_reviewed(principal: Principal, importacion_id: UUID) -> None:
    """Have the worker import what was reviewed, into the legajos that they attend now."""
    importacion = _lock(principal, importacion_id)
    if importacion.state is not ImportState.REVIEWED:
        raise Conflict("Esta importación ya se confirmó, o dejó de estar pendiente.")
    importacion.sedes = _sedes_of(principal)
    imports.import_again(importacion)


@db.transactional
def cancel_importacion(principal: Principal, importacion_id: UUID) -> None:
    """Give a file up; of what was imported already, nothing is undone."""
    importacion = _lock(principal, importacion_id)
    if importacion.state not in IN_HAND:
        raise Conflict("Esta importación ya terminó: no hay nada que cancelar.")
    imports.cancel(importacion)


@db.transactional
def forget_reviewed() -> None:
    """Give up the files that nobody said a word about: they are full of personal data."""
    old = select(Importacion).where(
        Importacion.state == ImportState.REVIEWED,
        Importacion.finished_at < datetime.now(UTC) - KEPT,
    )
    for importacion in db.session.scalars(old.with_for_update(skip_locked=True)):
        imports.cancel(importacion)
        importacion.failure = FORGOTTEN


def _lock(principal: Principal, importacion_id: UUID) -> Importacion:
    """Return an importación of one's own, for this transaction alone."""
    mine = select(Importacion).where(
        Importacion.id == importacion_id, Importacion.por == principal.dni
    )
    importacion = db.session.scalar(
        mine.with_for_update().execution_options(populate_existing=True)
    )
    if importacion is None:
        raise NotFound("No encontramos esa importación.")
    return importacion


def _sedes_of(principal: Principal) -> list[str]:
    return [code for code in all_sedes() if principal.may(Role.ESCALAFON, code)]
