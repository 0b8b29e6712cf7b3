"""The bandeja of reclamos: what the administradores attend, each in their own sedes."""

from http import HTTPStatus

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from chassis.access import current_principal, requires
from chassis.errors import Conflict, Invalid, Refusal
from contracts.access_token import Role
from services.boleta.domain.reclamo import EstadoReclamo, acciones_of
from services.boleta.forms import read_pagina
from services.boleta.forms import reclamos as forms
from services.boleta.queries import reclamos as queries
from services.boleta.usecases import reclamos as usecases
from services.boleta.usecases.evidence import note_looked
from services.boleta.web.blueprint import blueprint
from services.boleta.web.reclamo_timeline import KINDS, show_reclamo


@blueprint.get("/administracion/reclamos")
@requires(Role.ADMINISTRADOR_BOLETA)
def bandeja() -> str:
    """List what waits to be attended; or, if asked, what is in another estado."""
    filtros = forms.read_filtros_bandeja(request.args)
    page = queries.list_bandeja(current_principal(), filtros, read_pagina(request.args))
    return render_template(
        "boleta/bandeja.html", bandeja=page, filtros=filtros, estados=EstadoReclamo, kinds=KINDS
    )


@blueprint.get("/administracion/reclamos/<numero>")
@requires(Role.ADMINISTRADOR_BOLETA)
def attend_reclamo_page(numero: str) -> ResponseReturnValue:
    """Show a reclamo, and what can be done about it."""
    return _page(numero)


@blueprint.post("/administracion/reclamos/<numero>")
@requires(Role.ADMINISTRADOR_BOLETA)
def attend_reclamo(numero: str) -> ResponseReturnValue:
    """Record what was done; who comes second is told, and sees what the first one did."""
    try:
        accion = forms.read_accion(request.form)
        comentario = forms.read_comentario(request.form)
        usecases.attend_reclamo(current_principal(), numero, accion, comentario=comentario)
    except (Invalid, Conflict) as refusal:
        return _page(numero, refusal)
    address = url_for(".attend_reclamo_page", numero=numero, hecho=accion)
    return redirect(address, HTTPStatus.SEE_OTHER)


def _page(numero: str, refusal: Refusal | None = None) -> ResponseReturnValue:
    principal = current_principal()
    reclamo = queries.get_reclamo_to_attend(principal, numero)
    note_looked(principal, reclamo.dni, que=f"El reclamo {numero}")
    acciones = acciones_of(reclamo.estado, reclamo.taken_by, principal.dni)
    page = "boleta/bandeja_reclamo.html"
    return show_reclamo(page, reclamo, refusal, shows_dni=True, acciones=acciones)
