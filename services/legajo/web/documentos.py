"""The documents of a legajo: given to keep, or drawn as pictures; never opened by a page of ours.

Only who they are about and the specialists who keep that legajo get them; the rest is not there.
"""

from http import HTTPStatus

from flask import Blueprint, Response, abort, g, render_template, request, url_for

from chassis.access import current_principal
from chassis.filestore import current_files
from services.legajo import forms
from services.legajo.documents.giving import give, harmless
from services.legajo.documents.preview import AGAIN, APOLOGY, SOON, Size, Undrawable, preview
from services.legajo.documents.turns import Busy
from services.legajo.domain.acceso import Acto
from services.legajo.forms.addresses import ID
from services.legajo.models import Adjunto, Anotacion
from services.legajo.queries.anotaciones import find_anotacion_of, get_adjunto
from services.legajo.usecases.evidence import note_looked

blueprint = Blueprint("documentos", __name__)


@blueprint.get(f"/<{ID}:adjunto_id>")
def download(adjunto_id: int) -> Response:
    """Give the document under the name it came with, and the ending of what it is."""
    adjunto = _opened(adjunto_id)
    return give(adjunto.documento, adjunto.nombre)


@blueprint.get(f"/<{ID}:adjunto_id>/vista")
def picture(adjunto_id: int) -> Response:
    """Show a page, drawn anew; without its number the first one in small, as in a list."""
    if "pagina" not in request.args:
        return _drawn(get_adjunto(current_principal(), adjunto_id), 1, Size.SMALL)
    adjunto, page = _opened(adjunto_id), forms.read_pagina(request.args)
    if page > adjunto.documento.paginas:
        abort(HTTPStatus.NOT_FOUND)
    return _drawn(adjunto, page, Size.LARGE)


@blueprint.get(f"/<{ID}:adjunto_id>/ver")
def look(adjunto_id: int) -> str:
    """Show a document page by page, beside what it should prove."""
    adjunto = _opened(adjunto_id)
    pages = adjunto.documento.paginas
    anotacion = find_anotacion_of(current_principal(), adjunto)
    return render_template(
        "legajo/documento.html",
        adjunto=adjunto,
        pagina=min(forms.read_pagina(request.args), pages),
        paginas=pages,
        anotacion=anotacion,
        back=_back(adjunto, anotacion),
    )


def _opened(adjunto_id: int) -> Adjunto:
    """Return a document; that somebody else looks at it is remembered for its servidor."""
    principal = current_principal()
    adjunto = get_adjunto(principal, adjunto_id)
    note_looked(principal, adjunto.dni, acto=Acto.DOCUMENTO, sobre=adjunto.nombre)
    return adjunto


def _drawn(adjunto: Adjunto, page: int, size: Size) -> Response:
    documento, who = adjunto.documento, current_principal().dni
    try:
        with current_files().open(documento.sha256) as stream:
            drawn = preview(stream, documento.tipo, page, size, who=who)
    except Undrawable:
        return harmless(Response(APOLOGY, mimetype="image/svg+xml"))
    except Busy:
        soon = Response(SOON, HTTPStatus.SERVICE_UNAVAILABLE, mimetype="image/svg+xml")
        soon.headers["Retry-After"] = str(AGAIN)
        return harmless(soon)
    return harmless(Response(drawn, mimetype="image/jpeg"))


def _back(adjunto: Adjunto, anotacion: Anotacion | None) -> tuple[str, str]:
    """Return where the document is shown, and how that is called."""
    is_mine = adjunto.dni == current_principal().dni
    cambio = adjunto.cambio
    solicitud = cambio.solicitud if cambio else adjunto.solicitud
    if solicitud and not anotacion:
        page = "legajo.seguimiento.detail" if is_mine else "legajo.bandeja.detail"
        return url_for(page, expediente=solicitud.expediente), "La solicitud"
    if cambio and cambio.borrador:
        return url_for("legajo.actualizar.entry", cambio_id=cambio.id), "Lo que prepara"
    if adjunto.borrador_id:
        has_legajo = g.servidor and g.servidor.has_legajo_vigente
        page = "legajo.solicitudes.new" if has_legajo else "legajo.apertura.new"
        return url_for(page, _anchor="documentos"), "Lo que prepara"
    if is_mine:
        return url_for("legajo.file.my_legajo"), "Mi legajo"
    return url_for("legajo.legajos.detail", dni=adjunto.dni), "El legajo"
