"""Takes in the files of legajos: looked into, looked at by the antivirus, and kept once."""

from typing import BinaryIO

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from chassis.filestore import current_files
from contracts.access_token import Principal
from services.legajo.documents.antivirus import current_antivirus
from services.legajo.documents.inspection import inspect
from services.legajo.models import Adjunto, Documento, db
from services.legajo.usecases.anotaciones import lock_anotacion


@db.transactional
def attach_to_anotacion(
    principal: Principal, anotacion_id: int, stream: BinaryIO, nombre: str, *, max_mb: int
) -> int:
    """Put a document beside an entry de oficio; return its id."""
    anotacion = lock_anotacion(principal, anotacion_id)
    documento = keep_documento(stream, max_mb=max_mb)
    adjunto = Adjunto(
        documento=documento, dni=anotacion.dni, nombre=nombre, anotacion_id=anotacion.id
    )
    db.session.add(adjunto)
    db.session.flush()
    return adjunto.id


def keep_documento(stream: BinaryIO, *, max_mb: int) -> Documento:
    """Keep a file that can be believed, once for all who send it."""
    tipo, paginas = inspect(stream, max_mb=max_mb)
    current_antivirus().check(stream)
    stream.seek(0)
    sha256, size = current_files().keep(stream)
    row = {"sha256": sha256, "tipo": tipo, "bytes": size, "paginas": paginas}
    db.session.execute(insert(Documento).on_conflict_do_nothing(), [row])
    return db.session.scalars(select(Documento).where(Documento.sha256 == sha256)).one()
