"""The bandeja: what the specialists of escalafón attend, each in their own sedes."""

from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from chassis.access import current_principal, requires
from chassis.errors import Conflict, Invalid, Refusal
from contracts.access_token import Role
from services.legajo import forms, queries, usecases
from services.legajo.domain import SECCIONES, Estado, acciones_of_escalafon
from services.legajo.domain.acceso import Acto
from services.legajo.domain.veredicto import Resultado
from services.legajo.queries.anotaciones import list_anotaciones_of
from services.legajo.queries.legajos import hidden_of, is_covered, sees_reserved
from services.legajo.usecases.evidence import note_looked
from services.legajo.web.timeline import KINDS, plazo_of, show_solicitud

blueprint = Blueprint("bandeja", __name__)


@blueprint.get("")
@requires(Role.ESCALAFON)
def index() -> str:
    """List what waits to be attended, what ends first standing first; or what is asked for."""
    principal = current_principal()
    filtros = forms.read_filtros(request.args)
    return render_template(
        "legajo/bandeja.html",
        bandeja=queries.list_bandeja(principal, filtros, forms.read_pagina(request.args)),
        filtros=filtros,
        estados=Estado,
        secciones=SECCIONES.values(),
        sedes=queries.sedes_of(principal),
        kinds=KINDS,
        plazo_of=plazo_of,
    )


@blueprint.get("/<expediente:expediente>")
@requires(Role.ESCALAFON)
def detail(expediente: str) -> ResponseReturnValue:
    """Show a solicitud, and what can be decided about it."""
    return _page(expediente)


@blueprint.post("/<expediente:expediente>")
@requires(Role.ESCALAFON)
def attend(expediente: str) -> ResponseReturnValue:
    """Record what was done; who comes second is told, and sees what the first one did."""
    try:
        accion = forms.read_accion(request.form)
        usecases.attend_solicitud(
            current_principal(),
            expediente,
            accion,
            comentario=forms.read_comentario(request.form),
            seen=forms.read_seen(request.form),
        )
    except (Invalid, Conflict) as refusal:
        return _page(expediente, refusal)
    address = url_for(".detail", expediente=expediente, hecho=accion)
    return redirect(address, HTTPStatus.SEE_OTHER)


@blueprint.post("/<expediente:expediente>/veredicto")
@requires(Role.ESCALAFON)
def decide(expediente: str) -> ResponseReturnValue:
    """Record the verdict on each entry and document; what is accepted enters the legajo."""
    try:
        accion = usecases.decide_solicitud(
            current_principal(),
            expediente,
            forms.read_fallos(request.form),
            comentario=forms.read_comentario(request.form),
            seen=forms.read_seen(request.form),
        )
    except (Invalid, Conflict) as refusal:
        return _page(expediente, refusal)
    address = url_for(".detail", expediente=expediente, hecho=accion)
    return redirect(address, HTTPStatus.SEE_OTHER)


def _page(expediente: str, refusal: Refusal | None = None) -> ResponseReturnValue:
    principal = current_principal()
    solicitud = queries.get_solicitud_to_attend(principal, expediente)
    acciones = acciones_of_escalafon(solicitud.estado, solicitud.taken_by, principal.dni)
    opened = sees_reserved(principal, solicitud.dni)
    page = show_solicitud(
        "legajo/bandeja_solicitud.html",
        solicitud,
        refusal,
        shows_dni=True,
        acciones=acciones,
        resultados=Resultado,
        sees_reserved=opened,
        hidden=hidden_of(principal, solicitud),
        covered=is_covered(principal, solicitud),
        consta=list_anotaciones_of(
            principal, solicitud.dni, solicitud.seccion, with_reserved=opened
        ),
    )
    note_looked(principal, solicitud.dni, acto=Acto.SOLICITUD, sobre=expediente)
    return page
