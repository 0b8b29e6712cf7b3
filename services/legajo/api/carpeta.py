"""All the documents of a legajo as one ZIP, sent while it is made."""

from collections.abc import Sequence
from hashlib import sha256

from flask import Response

from chassis.access import current_principal, requires
from chassis.errors import NotFound
from chassis.filestore import current_files
from chassis.openapi.values import Dni
from contracts.access_token import Role
from services.legajo import queries as register
from services.legajo.api.api import DOCUMENTOS, LEGAJOS, api
from services.legajo.documents.carpeta import pack
from services.legajo.domain.acceso import Acto
from services.legajo.domain.carpeta import Pieza
from services.legajo.queries.carpeta import list_own_piezas, list_piezas_of
from services.legajo.usecases.evidence import note_looked

ZIP = "application/zip"


@api.get("/legajo/documentos/zip", tag=DOCUMENTOS, produces=ZIP, problems=(404, 503))
def get_documentos() -> Response:
    """Da todos los documentos del legajo de quien pregunta, con un índice."""
    principal = current_principal()
    servidor = register.get_servidor(principal)
    if servidor is None or not servidor.has_legajo_vigente:
        raise NotFound("Usted no tiene legajo creado o vigente: no hay documentos que dar.")
    return _archive(principal.dni, list_own_piezas(principal))


@api.get("/legajos/<dni:dni>/documentos/zip", tag=LEGAJOS, produces=ZIP, problems=(403, 404, 503))
@requires(Role.ESCALAFON)
def get_documentos_de_sede(dni: Dni) -> Response:
    """Da todos los documentos que se pueden ver de un legajo; de quien es lee que se bajaron."""
    principal = current_principal()
    piezas = list_piezas_of(principal, dni)
    note_looked(principal, dni, acto=Acto.DESCARGA, sobre="Todos sus documentos")
    return _archive(dni, piezas)


def _archive(dni: str, piezas: Sequence[Pieza]) -> Response:
    if not piezas:
        raise NotFound("Ese legajo todavía no tiene documentos.")
    files = current_files()
    files.answers()  # or raise: an empty ZIP would pass for an empty legajo
    response = Response(pack(piezas, files), content_type=ZIP)
    name = f"legajo-{dni}-documentos.zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    # Named here: to name it by its content, the whole of it would be made first.
    response.set_etag(sha256(repr(piezas).encode()).hexdigest(), weak=True)
    return response
