"""What changed in a legajo: Qué cambió en mi legajo, and the history that a specialist reads."""

from flask import Blueprint, render_template, request

from chassis.access import current_principal, requires
from contracts.access_token import Role
from services.legajo import forms
from services.legajo.forms.bandeja import read_number
from services.legajo.queries.historia import list_historia_of, list_my_historia
from services.legajo.queries.legajos import get_servidor_of, sees_reserved
from services.legajo.usecases.evidence import note_looked

blueprint = Blueprint("historia", __name__)
of_others = Blueprint("historia_de", __name__)


@blueprint.get("")
def index() -> str:
    """Show who asks what changed in their legajo."""
    page = list_my_historia(current_principal(), forms.read_pagina(request.args))
    return render_template("legajo/mi_historia.html", historia=page)


@of_others.get("/<dni:dni>/historia")
@requires(Role.ESCALAFON)
def index_of(dni: str) -> str:
    """Show what changed in a legajo, or in one entry of it, and who did it."""
    principal = current_principal()
    servidor = get_servidor_of(principal, dni)
    opened, anotacion_id = sees_reserved(principal, dni), read_number(request.args.get("de", ""))
    found = list_historia_of(
        principal,
        dni,
        forms.read_pagina(request.args),
        anotacion_id=anotacion_id,
        with_reserved=opened,
    )
    page = render_template(
        "legajo/historia.html", servidor=servidor, historia=found, anotacion_id=anotacion_id
    )
    note_looked(principal, dni, sobre="Historia")
    return page
