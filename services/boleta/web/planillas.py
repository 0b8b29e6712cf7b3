"""The planillas of the sedes that an Administrador MI BOLETA answers for."""

from flask import render_template, request

from chassis.access import current_principal, requires
from contracts.access_token import Role
from services.boleta.forms import read_pagina
from services.boleta.queries import planillas as queries
from services.boleta.web.blueprint import ID, blueprint


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
