"""What people take away: boletas, the list, the year, the constancia, as PDF, Excel, CSV or ZIP."""

import structlog
from flask import Response

from chassis.access import current_principal
from services.boleta.documents import pdf
from services.boleta.domain.emision import asunto_of_boleta
from services.boleta.queries import boletas as queries
from services.boleta.usecases import emitting, evidence
from services.boleta.web.answers import PDF, attached
from services.boleta.web.blueprint import ID, blueprint

log = structlog.get_logger()


@blueprint.get(f"/<{ID}:boleta_id>/pdf")
def boleta_pdf(boleta_id: int) -> Response:
    """Give a boleta of who asks as a document to print or keep."""
    principal = current_principal()
    boleta = queries.boleta_document(principal, boleta_id)
    issued = emitting.issue(
        asunto_of_boleta(boleta), lambda verification: pdf.render(boleta, verification)
    )
    evidence.note_downloaded(principal, boleta_id)
    log.info("boleta_downloaded", boleta=boleta_id)
    return attached(issued.content, boleta.filename, PDF, inline=True)
