"""Informes escalafonarios: issued at once, to who they are about and to who keeps the legajo."""

from http import HTTPStatus

from flask import Blueprint, Response, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from chassis.access import current_principal, requires
from chassis.errors import Invalid
from chassis.problems import problem_of
from contracts.access_token import Role
from services.legajo import forms
from services.legajo.domain.acceso import Acto
from services.legajo.domain.informe import MOTIVOS, TIPOS_INFORME, EstadoInforme
from services.legajo.forms.addresses import ID
from services.legajo.forms.informes import read_motivo
from services.legajo.models import Informe, Servidor
from services.legajo.queries import informes as queries
from services.legajo.usecases import informes as usecases
from services.legajo.usecases.evidence import note_looked
from services.legajo.web.legajo import no_legajo

KINDS = {
    EstadoInforme.VIGENTE: ("exito", "Vigente"),
    EstadoInforme.DESACTUALIZADO: ("aviso", "El legajo cambió después"),
    EstadoInforme.VENCIDO: ("neutro", "Vencido"),
}
"""The kind of badge of each estado, and what is said in it."""

OFFERED = [
    (motivo.clave, f"{TIPOS_INFORME[motivo.tipo]}: {motivo.nombre}")
    for motivo in MOTIVOS.values()
    if motivo.is_offered
]
"""What an informe may be asked for, as a form offers it."""

blueprint = Blueprint("informes", __name__)
of_others = Blueprint("informes_de", __name__)


@blueprint.get("")
def index() -> ResponseReturnValue:
    """Show one's own informes, and offer to issue one."""
    if not (g.servidor and g.servidor.has_legajo_vigente):
        return no_legajo()
    return _page("legajo/informes.html", g.servidor)


@blueprint.post("")
def issue() -> ResponseReturnValue:
    """Issue one's own informe, and go back to the list."""
    if not (g.servidor and g.servidor.has_legajo_vigente):
        return no_legajo()
    try:
        motivo = read_motivo(request.form)
    except Invalid as refusal:
        return _page("legajo/informes.html", g.servidor, refusal)
    informe = usecases.issue_own(current_principal(), motivo)
    return redirect(url_for(".index", emitido=informe.id), HTTPStatus.SEE_OTHER)


@blueprint.get(f"/<{ID}:informe_id>/pdf")
def pdf(informe_id: int) -> Response:
    """Give an informe as it was issued, to keep or to print."""
    principal = current_principal()
    informe = queries.get_informe(principal, informe_id)
    content = queries.read_pdf(informe)
    note_looked(principal, informe.dni, acto=Acto.INFORME, sobre=informe.titulo)
    response = Response(content, content_type="application/pdf")
    how = "inline" if "ver" in request.args else "attachment"
    response.headers["Content-Disposition"] = f'{how}; filename="{informe.archivo}"'
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@of_others.get("/<dni:dni>/informes")
@requires(Role.ESCALAFON)
def index_of(dni: str) -> ResponseReturnValue:
    """Show the informes about somebody to who keeps their legajo, and offer to issue one."""
    return _page_of(dni)


@of_others.post("/<dni:dni>/informes")
@requires(Role.ESCALAFON)
def issue_of(dni: str) -> ResponseReturnValue:
    """Issue an informe de oficio, and go back to the list."""
    try:
        motivo = read_motivo(request.form)
    except Invalid as refusal:
        return _page_of(dni, refusal)
    informe = usecases.issue_de_oficio(current_principal(), dni, motivo)
    return redirect(url_for(".index_of", dni=dni, emitido=informe.id), HTTPStatus.SEE_OTHER)


def _page_of(dni: str, refusal: Invalid | None = None) -> ResponseReturnValue:
    principal = current_principal()
    servidor = queries.get_servidor_to_inform(principal, dni)
    page = _page("legajo/informes_de.html", servidor, refusal)
    note_looked(principal, dni, sobre="Informes escalafonarios")
    return page


def _page(template: str, servidor: Servidor, refusal: Invalid | None = None) -> ResponseReturnValue:
    problem = problem_of(refusal) if refusal else None
    found = queries.list_informes(servidor, forms.read_pagina(request.args))
    page = render_template(
        template,
        servidor=servidor,
        informes=found,
        issued=_just_issued(found),
        kinds=KINDS,
        motivos=OFFERED,
        problem=problem,
        typed=request.form,
    )
    return page, problem.status if problem else HTTPStatus.OK


def _just_issued(found: queries.PageOfInformes) -> Informe | None:
    """Return the informe that was issued by the request before this one, if it is listed here."""
    wanted = request.args.get("emitido")
    return next((each.informe for each in found.items if str(each.informe.id) == wanted), None)
