"""All the documents of a legajo at once: to who they are about, and to who keeps the legajo."""

from collections.abc import Sequence
from http import HTTPStatus

import structlog
from flask import Blueprint, Response, g, render_template, url_for
from flask.typing import ResponseReturnValue

from chassis.access import current_principal, requires
from chassis.filestore import current_files
from contracts.access_token import Role
from services.legajo.documents.carpeta import pack
from services.legajo.domain.acceso import Acto
from services.legajo.domain.carpeta import Pieza
from services.legajo.queries.carpeta import list_own_piezas, list_piezas_of
from services.legajo.usecases.evidence import note_looked
from services.legajo.web.legajo import no_legajo

blueprint = Blueprint("carpeta", __name__)

log = structlog.get_logger()


@blueprint.get("/documentos.zip")
def own() -> ResponseReturnValue:
    """Give who asks all the documents of their legajo."""
    if not (g.servidor and g.servidor.has_legajo_vigente):
        return no_legajo()
    principal = current_principal()
    back = url_for("legajo.file.my_legajo"), "Mi legajo"
    return _archive(principal.dni, list_own_piezas(principal), back)


@blueprint.get("/servidores/<dni:dni>/documentos.zip")
@requires(Role.ESCALAFON)
def of(dni: str) -> ResponseReturnValue:
    """Give a specialist all the documents of a legajo that they keep and may see."""
    principal = current_principal()
    piezas = list_piezas_of(principal, dni)
    note_looked(principal, dni, acto=Acto.DESCARGA, sobre="Todos sus documentos")
    return _archive(dni, piezas, (url_for("legajo.legajos.detail", dni=dni), "Su legajo"))


def _archive(dni: str, piezas: Sequence[Pieza], back: tuple[str, str]) -> ResponseReturnValue:
    if not piezas:
        page = render_template("legajo/sin_documentos.html", back=back)
        return page, HTTPStatus.NOT_FOUND
    current_files().answers()  # or raise: an empty ZIP would pass for an empty legajo
    log.info("documents_downloaded", documents=len(piezas))
    response = Response(pack(piezas, current_files()), content_type="application/zip")
    name = f"legajo-{dni}-documentos.zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
