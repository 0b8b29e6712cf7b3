"""Mi boleta: the list of the boletas of who asks."""

from flask import render_template, request

from chassis.access import current_principal
from contracts.access_token import Role
from services.boleta.domain import profiles, year_of
from services.boleta.domain.resumen import BoletaItem, by_year, in_pages, total_of
from services.boleta.forms import read_filtros, read_pagina
from services.boleta.queries import mi_boleta as queries
from services.boleta.web.blueprint import blueprint
from uikit.filters import MESES


@blueprint.get("/")
def mi_boleta() -> str:
    """Show the boletas of who asks, filtered by year and month."""
    principal = current_principal()
    filtros = read_filtros(request.args)
    mine = queries.mi_boleta(principal)
    found = [boleta for boleta in mine.boletas if boleta.is_of(*filtros)]
    pages = in_pages(by_year(found))
    page = min(read_pagina(request.args), max(1, len(pages)))
    return render_template(
        "boleta/mi_boleta.html",
        perfiles=profiles(principal.grants_of(Role.ADMINISTRADOR_BOLETA)),
        datos=mine.datos,
        filtros=filtros,
        anios=_years(mine.boletas, filtros.anio),
        meses=list(enumerate(map(str.capitalize, MESES), 1)),
        total=total_of(found),
        years=pages[page - 1] if pages else [],
        page=page,
        pages=len(pages),
    )


def _years(boletas: list[BoletaItem], asked: int | None) -> list[tuple[int, int]]:
    """Return the years to choose from, newest first: those of boletas, and the one asked for."""
    years = {year_of(boleta.periodo) for boleta in boletas} | ({asked} if asked else set())
    return [(year, year) for year in sorted(years, reverse=True)]
