"""Legajos by where their paper is: what there is on a shelf, and what is noted nowhere."""

from flask import Blueprint, render_template, request

from chassis.access import current_principal, requires
from contracts.access_token import Role
from services.legajo import forms
from services.legajo.domain.custodia import LONGEST_PLACE
from services.legajo.forms.custodia import read_filtros_ubicacion
from services.legajo.queries.custodia import list_by_place

blueprint = Blueprint("ubicaciones", __name__)


@blueprint.get("")
@requires(Role.ESCALAFON)
def index() -> str:
    """List the legajos of a place, in the order of the shelves."""
    filtros = read_filtros_ubicacion(request.args)
    page = forms.read_pagina(request.args)
    return render_template(
        "legajo/ubicaciones.html",
        legajos=list_by_place(current_principal(), filtros, page),
        filtros=filtros,
        longest=LONGEST_PLACE,
    )
