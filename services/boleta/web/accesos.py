"""¿Quién vio mis boletas?: who else had them before their eyes, and the evidence of delivery."""

from flask import render_template, request

from chassis.access import current_principal
from services.boleta.forms import read_number, read_pagina
from services.boleta.queries import accesos as queries
from services.boleta.web.blueprint import blueprint


@blueprint.get("/accesos")
def accesos() -> str:
    """Show who asks who looked at their boletas, and when each was published, seen and taken."""
    principal = current_principal()
    entregas = read_number(request.args.get("entregas"), 1, 100_000) or 1
    return render_template(
        "boleta/accesos.html",
        miradas=queries.list_looks(principal, read_pagina(request.args)),
        entregas=queries.list_evidence(principal, entregas),
    )
