"""What people take away: boletas, alone and together, the year, and the constancia de haberes."""

from datetime import UTC, datetime

import structlog
from flask import Response, request

from chassis.access import current_principal
from chassis.archive import zipped
from chassis.errors import NotFound
from contracts.access_token import Principal
from services.boleta.documents import listas, pdf, xlsx
from services.boleta.domain import BoletaDocument, Estado
from services.boleta.domain.emision import TipoDocumento, asunto_of_boletas
from services.boleta.domain.resumen import HojaAnual, MesPagado, hoja_anual
from services.boleta.forms.documentos import check_how_many, read_meses, read_pedido
from services.boleta.queries import boletas as queries
from services.boleta.usecases import emitting, evidence
from services.boleta.web.answers import PDF, XLSX, ZIP, attached
from services.boleta.web.blueprint import ID, blueprint
from uikit.filters import LIMA

YEAR = "int(min=1900, max=2999)"

log = structlog.get_logger()


@blueprint.get(f"/<{ID}:boleta_id>/pdf")
def boleta_pdf(boleta_id: int) -> Response:
    """Give a boleta of who asks as a document to print or keep."""
    principal = current_principal()
    boleta = queries.boleta_document(principal, boleta_id)
    issued = emitting.issue_boleta(boleta)
    evidence.note_downloaded(principal, boleta_id)
    log.info("boleta_downloaded", boleta=boleta_id)
    return attached(issued.content, boleta.filename, PDF, inline=True)


@blueprint.post("/descargar")
def descargar() -> Response:
    """Give several boletas of who asks together: those that they chose, or those of a year."""
    principal = current_principal()
    pedido = read_pedido(request.form)
    boletas = (
        _of_year(principal, pedido.anio)
        if pedido.anio
        else sorted(queries.boleta_documents(principal, pedido.ids), key=lambda each: each.id)
    )
    check_how_many(len(boletas))
    issued = [(boleta, emitting.issue_boleta(boleta)) for boleta in boletas]
    evidence.note_downloaded(principal, *(boleta.id for boleta in boletas))
    log.info("boletas_downloaded", boletas=len(boletas), formato=pedido.formato)
    name = f"boletas-{pedido.anio or principal.dni}-{principal.dni}"
    if pedido.formato == "zip":
        files = ((boleta.filename, document.content) for boleta, document in issued)
        return attached(zipped(files), f"{name}.zip", ZIP)
    drawn = [(boleta, document.verification) for boleta, document in issued]
    return attached(pdf.render_many(drawn, "Boletas de pago"), f"{name}.pdf", PDF)


@blueprint.get(f"/anual/<{YEAR}:anio>.pdf")
def anual_pdf(anio: int) -> Response:
    """Give the year of who asks as a document, with its code."""
    hoja, boletas = _year(current_principal(), anio)
    asunto = asunto_of_boletas(TipoDocumento.HOJA_ANUAL, boletas)
    issued = emitting.issue(
        asunto, lambda verification: listas.render_year(hoja, boletas, verification)
    )
    return attached(issued.content, f"hoja-anual-{anio}-{asunto.dni}.pdf", PDF)


@blueprint.get(f"/anual/<{YEAR}:anio>.xlsx")
def anual_xlsx(anio: int) -> Response:
    """Give the year of who asks as a workbook."""
    principal = current_principal()
    content = xlsx.render_year(*_year(principal, anio))
    return attached(content, f"hoja-anual-{anio}-{principal.dni}.xlsx", XLSX)


@blueprint.get("/constancia.pdf")
def constancia_pdf() -> Response:
    """Issue a constancia of what who asks was paid from one month to another."""
    desde, hasta = read_meses(request.args)
    found = queries.documents_of(current_principal(), since=desde, until=hasta)
    boletas = _that_count(found, "No tiene boletas publicadas en esos meses.")
    now = datetime.now(UTC)
    asunto = asunto_of_boletas(
        TipoDocumento.CONSTANCIA, boletas, issued_on=now.astimezone(LIMA).date()
    )
    issued = emitting.issue(
        asunto, lambda verification: listas.render_constancia(boletas, verification, now)
    )
    return attached(issued.content, f"constancia-{desde}-{hasta}-{asunto.dni}.pdf", PDF)


def _of_year(principal: Principal, anio: int) -> list[BoletaDocument]:
    return queries.documents_of(principal, since=anio * 100 + 1, until=anio * 100 + 12)


def _year(principal: Principal, anio: int) -> tuple[HojaAnual, list[BoletaDocument]]:
    boletas = _that_count(_of_year(principal, anio), f"No tiene boletas de {anio}.")
    paid = [
        MesPagado(each.periodo, each.bruto, each.descuentos, each.liquido, each.lineas)
        for each in boletas
    ]
    return hoja_anual(anio, paid), boletas


def _that_count(boletas: list[BoletaDocument], otherwise: str) -> list[BoletaDocument]:
    counted = [each for each in boletas if each.estado is Estado.VIGENTE]
    if not counted:
        raise NotFound(otherwise)
    return counted
