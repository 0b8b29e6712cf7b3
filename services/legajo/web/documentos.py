"""The documents of a legajo: given to keep, never opened by a page of ours.

Only who they are about and the specialists who keep that legajo get them; the rest is not there.
"""

from http import HTTPStatus

from flask import Blueprint, Response, abort, send_file

from chassis.access import current_principal
from chassis.filestore import FileOutOfReach, current_files
from services.legajo.documents.inspection import PDF, SUFFIXES
from services.legajo.documents.preview import preview
from services.legajo.domain.acceso import Acto
from services.legajo.models import Adjunto
from services.legajo.queries.anotaciones import get_adjunto
from services.legajo.usecases.evidence import note_looked
from services.legajo.web.actualizar import ID

SANDBOX = "sandbox; default-src 'none'"
"""A file that a browser opens all the same runs nothing and reaches nothing (CSP3 §6.3.2)."""

blueprint = Blueprint("documentos", __name__)


@blueprint.get(f"/<{ID}:adjunto_id>")
def download(adjunto_id: int) -> Response:
    """Give the document under the name it came with, and the ending of what it is."""
    adjunto = _adjunto(adjunto_id)
    try:
        stream = current_files().open(adjunto.documento.sha256)
    except FileOutOfReach:
        abort(HTTPStatus.SERVICE_UNAVAILABLE)
    suffix = SUFFIXES[adjunto.documento.tipo]
    stem = adjunto.nombre.rpartition(".")[0] or adjunto.nombre
    response = send_file(
        stream, adjunto.documento.tipo, as_attachment=True, download_name=f"{stem}{suffix}"
    )
    response.content_length = adjunto.documento.bytes
    return _harmless(response)


@blueprint.get(f"/<{ID}:adjunto_id>/vista")
def small(adjunto_id: int) -> Response:
    """Show a picture in small, drawn anew; a PDF has none."""
    adjunto = _adjunto(adjunto_id)
    if adjunto.documento.tipo == PDF:
        abort(HTTPStatus.NOT_FOUND)
    try:
        drawn = preview(current_files().open(adjunto.documento.sha256))
    except FileOutOfReach:
        abort(HTTPStatus.SERVICE_UNAVAILABLE)
    return _harmless(Response(drawn, mimetype="image/jpeg"))


def _adjunto(adjunto_id: int) -> Adjunto:
    principal = current_principal()
    adjunto = get_adjunto(principal, adjunto_id)
    note_looked(principal, adjunto.dni, acto=Acto.DOCUMENTO, sobre=adjunto.nombre)
    return adjunto


def _harmless(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    return response
