"""One boleta, as a page and as a PDF."""

import structlog
from flask import Response, make_response, render_template

from chassis.access import current_principal
from services.boleta.documents import pdf
from services.boleta.queries import boletas as queries
from services.boleta.web.blueprint import ID, blueprint

log = structlog.get_logger()


@blueprint.get(f"/<{ID}:boleta_id>")
def boleta(boleta_id: int) -> str:
    """Show a boleta of who asks, line by line."""
    document = queries.boleta_document(current_principal(), boleta_id)
    log.info("boleta_seen", boleta=boleta_id)
    return render_template("boleta/boleta.html", boleta=document)


@blueprint.get(f"/<{ID}:boleta_id>/pdf")
def boleta_pdf(boleta_id: int) -> Response:
    """Give a boleta of who asks as a document to print or keep."""
    document = queries.boleta_document(current_principal(), boleta_id)
    log.info("boleta_downloaded", boleta=boleta_id)
    response = make_response(pdf.render(document))
    response.content_type = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{document.filename}"'
    return response
