"""Seguimiento de atención de solicitud: one's own solicitudes, and what happened to them."""

from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from chassis.access import current_principal
from chassis.errors import Conflict, Invalid, Refusal
from services.legajo import forms, queries, usecases
from services.legajo.domain import Accion, possible_acciones
from services.legajo.web.timeline import KINDS, show_solicitud

blueprint = Blueprint("seguimiento", __name__)


@blueprint.get("")
def index() -> str:
    """List one's own solicitudes."""
    solicitudes = queries.list_solicitudes(current_principal())
    return render_template("legajo/solicitudes.html", solicitudes=solicitudes, kinds=KINDS)


@blueprint.get("/<expediente:expediente>")
def detail(expediente: str) -> ResponseReturnValue:
    """Show one's own solicitud, and what happened to it."""
    return _page(expediente)


@blueprint.post("/<expediente:expediente>/subsanar")
def amend(expediente: str) -> ResponseReturnValue:
    """Answer an observation."""
    try:
        comentario = forms.read_comentario(request.form)
        usecases.amend_solicitud(current_principal(), expediente, comentario=comentario)
    except (Invalid, Conflict) as refusal:
        return _page(expediente, refusal)
    return _seen_after(expediente, Accion.SUBSANAR)


@blueprint.post("/<expediente:expediente>/desistir")
def withdraw(expediente: str) -> ResponseReturnValue:
    """Give the solicitud up."""
    try:
        usecases.withdraw_solicitud(current_principal(), expediente)
    except Conflict as refusal:
        return _page(expediente, refusal)
    return _seen_after(expediente, Accion.DESISTIR)


def _page(expediente: str, refusal: Refusal | None = None) -> ResponseReturnValue:
    solicitud = queries.get_solicitud(current_principal(), expediente)
    acciones = possible_acciones(solicitud.estado)
    return show_solicitud("legajo/solicitud.html", solicitud, refusal, acciones=acciones)


def _seen_after(expediente: str, done: Accion) -> ResponseReturnValue:
    address = url_for(".detail", expediente=expediente, hecho=done)
    return redirect(address, HTTPStatus.SEE_OTHER)
