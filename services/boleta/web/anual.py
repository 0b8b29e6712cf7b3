"""The year of who asks on one sheet, and the request of a constancia de haberes."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from chassis.access import current_principal
from services.boleta.domain import BoletaDocument, Estado, year_of
from services.boleta.domain.resumen import HojaAnual, MesPagado, hoja_anual
from services.boleta.forms import read_number
from services.boleta.queries import boletas, mi_boleta
from services.boleta.web.blueprint import blueprint
from uikit.filters import MESES, periodo


@blueprint.get("/anual/<int(min=1900, max=2999):anio>")
def anual(anio: int) -> str:
    """Show a year of who asks: concepts by months."""
    principal = current_principal()
    mine = mi_boleta.list_boletas(principal)
    years = sorted({year_of(each.periodo) for each in mine} | {anio}, reverse=True)
    documents = boletas.documents_of(principal, since=anio * 100 + 1, until=anio * 100 + 12)
    return render_template(
        "boleta/anual.html",
        hoja=_sheet(anio, documents),
        datos=documents[-1] if documents else None,
        years=[(year, year) for year in years],
        meses=[mes.capitalize()[:3] for mes in MESES],
    )


@blueprint.get("/anual")
def choose_anual() -> ResponseReturnValue:
    """Go to the sheet of the year that was chosen."""
    anio = read_number(request.args.get("anio"), 1900, 2999)
    return redirect(url_for(".anual", anio=anio) if anio else url_for(".mi_boleta"), 303)


@blueprint.get("/constancia")
def constancia() -> str:
    """Offer to issue a constancia de haberes from one month to another."""
    mine = [each for each in mi_boleta.list_boletas(current_principal()) if each.counts]
    months = list(dict.fromkeys(each.periodo for each in mine))
    year = year_of(months[0]) if months else 0
    return render_template(
        "boleta/constancia.html",
        months=[(month, periodo(month)) for month in months],
        desde=min((month for month in months if year_of(month) == year), default=None),
        hasta=months[0] if months else None,
    )


def _sheet(anio: int, documents: list[BoletaDocument]) -> HojaAnual:
    counted = [each for each in documents if each.estado is Estado.VIGENTE]
    return hoja_anual(
        anio,
        [
            MesPagado(each.periodo, each.bruto, each.descuentos, each.liquido, each.lineas)
            for each in counted
        ],
    )
