"""The dashboard of a month, for who administers boletas."""

from datetime import datetime

from flask import render_template, request

from chassis.access import current_principal, requires
from chassis.errors import NotFound
from contracts.access_token import Role
from services.boleta.domain.alcance import nombre_sede, sede_options
from services.boleta.forms import read_filtros
from services.boleta.forms.planillas import FIRST_YEAR
from services.boleta.queries import tablero as queries
from services.boleta.web.blueprint import blueprint
from uikit.filters import LIMA, MESES


@blueprint.get("/tablero")
@requires(Role.ADMINISTRADOR_BOLETA)
def tablero() -> str:
    """Show what became of a month: the newest that is published, unless another is asked for."""
    principal = current_principal()
    sedes = sede_options(principal)
    code = request.args.get("sede") or sedes[0][0]
    if code not in dict(sedes):
        raise NotFound("Esa sede no existe o no es de su ámbito.")
    today = datetime.now(LIMA).date()
    filtros = read_filtros(request.args)
    newest = queries.newest_periodo(principal, code) or today.year * 100 + today.month
    anio, mes = filtros.anio or newest // 100, filtros.mes or newest % 100
    return render_template(
        "boleta/tablero.html",
        filas=queries.month_of_sede(principal, code, anio * 100 + mes),
        periodo=anio * 100 + mes,
        entidad=nombre_sede(code),
        sede=code,
        sedes=sedes,
        anio=anio,
        mes=mes,
        anios=[(year, year) for year in range(today.year + 1, FIRST_YEAR - 1, -1)],
        meses=list(enumerate(map(str.capitalize, MESES), 1)),
    )
