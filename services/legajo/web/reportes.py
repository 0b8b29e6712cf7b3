"""Reports of escalafón: what entered, was answered and is late, on a page and in Excel."""

from datetime import UTC, datetime
from http import HTTPStatus

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from chassis.access import current_principal, requires
from chassis.errors import Invalid
from chassis.problems import problem_of
from contracts.access_token import Role
from services.legajo import queries
from services.legajo.documents.reporte import XLSX, render_report
from services.legajo.domain import LIMA
from services.legajo.domain.reporte import this_month, total_of
from services.legajo.forms import reportes as forms
from services.legajo.queries.reportes import count_by_sede, list_of_periodo

blueprint = Blueprint("reportes", __name__)


@blueprint.get("")
@requires(Role.ESCALAFON)
def index() -> ResponseReturnValue:
    """Show what happened in a period: this month, unless another is asked for."""
    principal, today = current_principal(), datetime.now(LIMA).date()
    problem = None
    try:
        periodo = forms.read_periodo(request.args, today)
    except Invalid as refusal:
        periodo, problem = this_month(today), problem_of(refusal)
    sede = forms.read_sede(request.args)
    filas = count_by_sede(principal, sede, periodo, today)
    page = render_template(
        "legajo/reportes.html",
        filas=filas,
        total=total_of(filas),
        periodo=periodo,
        sede=sede,
        sedes=queries.sedes_of(principal),
        problem=problem,
        typed=request.args,
    )
    return page, problem.status if problem else HTTPStatus.OK


@blueprint.get("/exportar.xlsx")
@requires(Role.ESCALAFON)
def workbook() -> Response:
    """Give the same as a workbook, with the solicitudes one by one."""
    principal, now = current_principal(), datetime.now(UTC)
    today = now.astimezone(LIMA).date()
    periodo, sede = forms.read_periodo(request.args, today), forms.read_sede(request.args)
    filas = count_by_sede(principal, sede, periodo, today)
    content = render_report(filas, list_of_periodo(principal, sede, periodo), periodo, now)
    response = Response(content, content_type=XLSX)
    name = f"escalafon-{periodo.desde}-{periodo.hasta}.xlsx"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
