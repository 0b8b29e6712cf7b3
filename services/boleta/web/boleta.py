"""One boleta, as a page; as a document it is in `documentos`."""

from calendar import monthrange
from datetime import date

import structlog
from flask import render_template, request

from chassis.access import current_principal
from services.boleta.domain import BoletaDocument, Estado, month_of, year_of
from services.boleta.domain.comparacion import compare
from services.boleta.domain.resumen import BoletaItem, Vecinas, accumulated, around, last_months
from services.boleta.forms import read_number
from services.boleta.queries import accesos, catalogo, mi_boleta
from services.boleta.queries import boletas as queries
from services.boleta.usecases.evidence import note_seen
from services.boleta.web.blueprint import ID, blueprint
from uikit.chart import Chart, Point, bar_chart
from uikit.filters import periodo

log = structlog.get_logger()


@blueprint.get(f"/<{ID}:boleta_id>")
def boleta(boleta_id: int) -> str:
    """Show a boleta of who asks, line by line, beside another month and the months before."""
    principal = current_principal()
    mine = mi_boleta.list_boletas(principal)
    vecinas = around(mine, boleta_id)
    other = _other(vecinas)
    document, *others = queries.boleta_documents(principal, [boleta_id, *other])
    is_as_it_was = document.estado is Estado.VIGENTE and document.version == 1
    note_seen(principal, boleta_id)
    log.info("boleta_seen", boleta=boleta_id)
    return render_template(
        "boleta/boleta.html",
        boleta=document,
        explicaciones=catalogo.explicaciones(_concepts(document), _last_day(document.periodo)),
        correcciones=[] if is_as_it_was else queries.correcciones_of(boleta_id),
        vecinas=vecinas,
        comparacion=compare(others[0], document) if others else None,
        acumulado=accumulated(mine, document.periodo),
        chart=_chart(mine, document.periodo),
        evidencia=accesos.evidence_of(principal, boleta_id),
    )


def _other(vecinas: Vecinas) -> list[int]:
    """Return the boleta to set beside this one: the one asked for, or the one before."""
    asked = read_number(request.args.get("con"), 1, 2**63 - 1)
    chosen = next((each for each in vecinas.comparables if each.id == asked), vecinas.de_siempre)
    return [chosen.id] if chosen and chosen.id else []


def _concepts(document: BoletaDocument) -> list[tuple[str, str]]:
    return [(linea.tipo, linea.codigo) for linea in document.lineas]


def _last_day(month: int) -> date:
    """Return the day on which the words about a concept must hold for a boleta of that month."""
    year, month = year_of(month), month_of(month)
    return date(year, month, monthrange(year, month)[1])


def _chart(mine: list[BoletaItem], until: int) -> Chart:
    months = last_months(mine, until)
    return bar_chart(
        [
            Point(
                periodo(mes.periodo), mes.liquido, str(year_of(mes.periodo)), mes.periodo == until
            )
            for mes in months
        ]
    )
