"""The documents of a legajo: given to keep, never opened by a page of ours.

Only who they are about and the specialists who keep that legajo get them; the rest is not there.
"""

from http import HTTPStatus

from flask import Blueprint, Response, abort

from chassis.access import current_principal
from chassis.filestore import current_files
from services.legajo.documents.giving import give, harmless
from services.legajo.documents.inspection import PDF
from services.legajo.documents.preview import preview
from services.legajo.domain.acceso import Acto
from services.legajo.models import Adjunto
from services.legajo.queries.anotaciones import get_adjunto
from services.legajo.usecases.evidence import note_looked
from services.legajo.web.actualizar import ID

blueprint = Blueprint("documentos", __name__)


@blueprint.get(f"/<{ID}:adjunto_id>")
def download(adjunto_id: int) -> Response:
    """Give the document under the name it came with, and the ending of what it is."""
    adjunto = _adjunto(adjunto_id)
    return give(adjunto.documento, adjunto.nombre)


@blueprint.get(f"/<{ID}:adjunto_id>/vista")
def small(adjunto_id: int) -> Response:
    """Show a picture in small, drawn anew; a PDF has none."""
    adjunto = _adjunto(adjunto_id)
    if adjunto.documento.tipo == PDF:
        abort(HTTPStatus.NOT_FOUND)
    drawn = preview(current_files().open(adjunto.documento.sha256))
    return harmless(Response(drawn, mimetype="image/jpeg"))


def _adjunto(adjunto_id: int) -> Adjunto:
    principal = current_principal()
    adjunto = get_adjunto(principal, adjunto_id)
    note_looked(principal, adjunto.dni, acto=Acto.DOCUMENTO, sobre=adjunto.nombre)
    return adjunto
