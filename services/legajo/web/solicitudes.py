"""Actualizar mi legajo, and Seguimiento de atención de solicitud: one's own solicitudes."""

from http import HTTPStatus
from uuid import uuid4

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from chassis.access import current_principal
from chassis.errors import Conflict, Invalid, Refusal
from chassis.problems import problem_of
from services.legajo import forms, queries, usecases
from services.legajo.domain import MAX_ASUNTO, MAX_TEXT, SECCIONES, Accion, possible_acciones
from services.legajo.web.legajo import no_legajo
from services.legajo.web.timeline import KINDS, show_solicitud

blueprint = Blueprint("solicitudes", __name__)


@blueprint.get("")
def index() -> str:
    """List one's own solicitudes."""
    solicitudes = queries.list_solicitudes(current_principal())
    return render_template("legajo/solicitudes.html", solicitudes=solicitudes, kinds=KINDS)


@blueprint.get("/nueva")
def new() -> str:
    """Offer the form of Actualizar mi legajo."""
    if not (g.servidor and g.servidor.has_legajo_vigente):
        return no_legajo()
    return _form()


@blueprint.post("/nueva")
def submit() -> ResponseReturnValue:
    """Register the solicitud and go to its page."""
    try:
        pedido = forms.read_pedido(request.form)
        form_key = forms.read_form_key(request.form)
    except Invalid as refusal:
        return _form(refusal), HTTPStatus.UNPROCESSABLE_ENTITY
    expediente = usecases.submit_solicitud(current_principal(), pedido, form_key=form_key)
    return _seen_after(expediente, Accion.REGISTRAR)


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


def _form(refusal: Invalid | None = None) -> str:
    """Show the form; what was typed stays, and the key too: corrected, it is the same sending."""
    return render_template(
        "legajo/solicitud_nueva.html",
        secciones=SECCIONES.values(),
        form_key=request.form.get("form_key") or uuid4(),
        typed=request.form,
        problem=problem_of(refusal) if refusal else None,
        max_asunto=MAX_ASUNTO,
        max_text=MAX_TEXT,
    )


def _page(expediente: str, refusal: Refusal | None = None) -> ResponseReturnValue:
    solicitud = queries.get_solicitud(current_principal(), expediente)
    acciones = possible_acciones(solicitud.estado)
    return show_solicitud("legajo/solicitud.html", solicitud, refusal, acciones=acciones)


def _seen_after(expediente: str, done: Accion) -> ResponseReturnValue:
    address = url_for(".detail", expediente=expediente, hecho=done)
    return redirect(address, HTTPStatus.SEE_OTHER)
