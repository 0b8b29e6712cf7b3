"""¿Quién vio mi legajo?: who else had it before their eyes, and when."""

from flask import Blueprint, render_template, request

from chassis.access import current_principal
from services.legajo import forms
from services.legajo.queries.accesos import list_looks

blueprint = Blueprint("accesos", __name__)


@blueprint.get("")
def index() -> str:
    """Show who asks who looked at their legajo."""
    page = list_looks(current_principal(), forms.read_pagina(request.args))
    return render_template("legajo/accesos.html", miradas=page)
