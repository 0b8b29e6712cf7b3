"""The bandeja: what the specialists of escalafón attend, each in their own sedes."""

from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from chassis.access import current_principal, requires
from chassis.errors import Conflict, Invalid, Refusal
from contracts.access_token import Role
from services.legajo import forms, queries, usecases
from services.legajo.domain import DECISIONES, Estado, possible_acciones
from services.legajo.web.timeline import KINDS, show_solicitud

blueprint = Blueprint("bandeja", __name__)


@blueprint.get("")
@requires(Role.ESCALAFON)
def index() -> str:
    """List what waits to be attended; or, if asked, what is in another estado."""
    estado = forms.read_estado(request.args.get("estado", Estado.REGISTRADA))
    page = request.args.get("pagina", 1, type=int)
    bandeja = queries.list_bandeja(current_principal(), estado, page)
    return render_template(
        "legajo/bandeja.html", bandeja=bandeja, estado=estado, estados=Estado, kinds=KINDS
    )


@blueprint.get("/<expediente:expediente>")
@requires(Role.ESCALAFON)
def detail(expediente: str) -> ResponseReturnValue:
    """Show a solicitud, and what can be decided about it."""
    return _page(expediente)


@blueprint.post("/<expediente:expediente>")
@requires(Role.ESCALAFON)
def attend(expediente: str) -> ResponseReturnValue:
    """Record the decision; who comes second is told, and sees what the first one decided."""
    try:
        decision = forms.read_decision(request.form)
        comentario = forms.read_comentario(request.form)
        usecases.attend_solicitud(current_principal(), expediente, decision, comentario=comentario)
    except (Invalid, Conflict) as refusal:
        return _page(expediente, refusal)
    address = url_for(".detail", expediente=expediente, hecho=decision)
    return redirect(address, HTTPStatus.SEE_OTHER)


def _page(expediente: str, refusal: Refusal | None = None) -> ResponseReturnValue:
    solicitud = queries.get_solicitud_to_attend(current_principal(), expediente)
    can_decide = set(DECISIONES) <= set(possible_acciones(solicitud.estado))
    page = "legajo/bandeja_solicitud.html"
    return show_solicitud(page, solicitud, refusal, shows_dni=True, can_decide=can_decide)
