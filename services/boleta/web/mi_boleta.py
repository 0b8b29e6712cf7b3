"""Mi boleta: the list of the boletas of who asks."""

from flask import render_template, request

from chassis.access import current_principal
from contracts.access_token import Role
from services.boleta.domain import profiles
from services.boleta.forms import read_filtros
from services.boleta.queries import mi_boleta as queries
from services.boleta.web.blueprint import blueprint
from uikit.filters import MESES


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
