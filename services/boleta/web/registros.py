"""Cargar mi boleta: a click reads the boleta of a historical month out of its payroll file."""

import structlog
from flask import redirect, render_template, url_for
from werkzeug import Response

from chassis.access import current_principal
from chassis.filestore import FileOutOfReach
from services.boleta.usecases.loading import load_boletas
from services.boleta.web.blueprint import ID, blueprint

log = structlog.get_logger()


@blueprint.post(f"/registros/<{ID}:planilla_id>/cargar")
def cargar(planilla_id: int) -> Response | tuple[str, int]:
    """Load the boleta of who asks, and show it; a second click only shows it."""
    try:
        boleta_id = load_boletas(current_principal(), planilla_id)
    except FileOutOfReach as error:
        log.error("planilla_out_of_reach", planilla=planilla_id, reason=str(error))
        return render_template("boleta/sin_archivo.html"), 503
    return redirect(url_for(".boleta", boleta_id=boleta_id), 303)
