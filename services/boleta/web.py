"""The pages of boleta: Mi boleta for everybody, planillas for who administers them."""

import structlog
from flask import Blueprint, Response, make_response, render_template, request

from chassis.access import current_principal, requires
from contracts.access_token import Role
from services.boleta import queries
from services.boleta.documents import pdf
from services.boleta.domain import profiles
from services.boleta.forms import read_filtros, read_pagina
from uikit.filters import MESES

blueprint = Blueprint("boleta", __name__, template_folder="templates")

ID = "int(max=9223372036854775807)"
"""A number that a column of ids can hold; a larger one is no address of ours."""

log = structlog.get_logger()


@blueprint.get("/")
def mi_boleta() -> str:
    """Show the boletas of who asks, filtered by year and month."""
    principal = current_principal()
    filtros = read_filtros(request.args)
    return render_template(
        "boleta/mi_boleta.html",
        perfiles=profiles(principal.grants_of(Role.ADMINISTRADOR_BOLETA)),
        datos=queries.personal_data(principal),
        filtros=filtros,
        anios=[(anio, anio) for anio in queries.list_anios(principal)],
        meses=list(enumerate(map(str.capitalize, MESES), 1)),
        boletas=queries.list_boletas(principal, anio=filtros.anio, mes=filtros.mes),
    )


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


@blueprint.get("/planillas")
@requires(Role.ADMINISTRADOR_BOLETA)
def planillas() -> str:
    """List the planillas of the sedes that who asks administers."""
    page = queries.list_planillas(current_principal(), read_pagina(request.args))
    return render_template("boleta/planillas.html", planillas=page)


@blueprint.get(f"/planillas/<{ID}:planilla_id>")
@requires(Role.ADMINISTRADOR_BOLETA)
def planilla(planilla_id: int) -> str:
    """Show a planilla, and what was wrong with records of it."""
    found = queries.get_planilla(current_principal(), planilla_id)
    incidencias = queries.list_incidencias(found, read_pagina(request.args))
    return render_template("boleta/planilla.html", planilla=found, incidencias=incidencias)
