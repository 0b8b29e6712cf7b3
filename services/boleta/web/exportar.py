"""The list of Mi boleta, as its filter shows it, to take away: Excel, CSV, PDF."""

from datetime import UTC, datetime

from flask import Response, request

from chassis.access import current_principal
from services.boleta.documents import csv, listas, xlsx
from services.boleta.documents.listado import Listado
from services.boleta.domain import month_of, year_of
from services.boleta.domain.resumen import BoletaItem, total_of
from services.boleta.forms import Filtros, read_filtros
from services.boleta.queries import boletas as documents
from services.boleta.queries import mi_boleta as queries
from services.boleta.web.answers import CSV, PDF, XLSX, attached
from services.boleta.web.blueprint import blueprint
from uikit.filters import MESES

MOST_MONTHS = 60
"""How many columns of months the sheet of details may have; a longer list goes without it."""


@blueprint.get("/exportar.xlsx")
def exportar_xlsx() -> Response:
    """Give the list as a workbook, with the concepts month by month."""
    listado = _listado()
    ids = [each.id for each in listado.boletas if each.counts and each.id]
    is_short = 0 < len(ids) <= MOST_MONTHS
    detail = documents.boleta_documents(current_principal(), ids) if is_short else []
    content = xlsx.render_list(listado, sorted(detail, key=lambda each: each.id))
    return attached(content, f"{listado.name}.xlsx", XLSX)


@blueprint.get("/exportar.csv")
def exportar_csv() -> Response:
    """Give the list as CSV."""
    listado = _listado()
    return attached(csv.render(listado), f"{listado.name}.csv", CSV)


@blueprint.get("/exportar.pdf")
def exportar_pdf() -> Response:
    """Give the list as a document."""
    listado = _listado()
    return attached(listas.render_list(listado), f"{listado.name}.pdf", PDF)


def _listado() -> Listado:
    filtros = read_filtros(request.args)
    mine = queries.mi_boleta(current_principal())
    found = [each for each in mine.boletas if each.is_of(*filtros)]
    return Listado(
        nombre=mine.datos.nombre_completo,
        dni=mine.datos.dni,
        filtro=_in_words(filtros, found),
        boletas=found,
        total=total_of(found),
        created_at=datetime.now(UTC).replace(microsecond=0),
    )


def _in_words(filtros: Filtros, found: list[BoletaItem]) -> str:
    """Say which boletas the filter shows."""
    mes = MESES[filtros.mes - 1].capitalize() if filtros.mes else ""
    if mes and filtros.anio:
        return f"{mes} de {filtros.anio}"
    if filtros.anio:
        return f"Año {filtros.anio}"
    if mes:
        return f"{mes} de todos los años"
    if not found:
        return "Todas"
    newest, oldest = found[0].periodo, found[-1].periodo
    return (
        f"Todas, {month_of(oldest):02}/{year_of(oldest)} a {month_of(newest):02}/{year_of(newest)}"
    )
