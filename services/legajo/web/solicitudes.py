"""Actualizar mi legajo: a servidor says what of their legajo should be updated."""

from http import HTTPStatus
from uuid import uuid4

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from chassis.access import current_principal
from chassis.errors import Invalid
from chassis.problems import problem_of
from services.legajo import forms, usecases
from services.legajo.domain import MAX_ASUNTO, MAX_TEXT, SECCIONES, Accion
from services.legajo.domain.borrador import what_is_missing
from services.legajo.queries.anotaciones import list_borradores
from services.legajo.web.legajo import no_legajo

DISCARDED = "Se descartó lo que preparaba. Lo que consta en su legajo no cambió."
"""What is said to who has just discarded a draft."""

blueprint = Blueprint("solicitudes", __name__)


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
    address = url_for("legajo.seguimiento.detail", expediente=expediente, hecho=Accion.REGISTRAR)
    return redirect(address, HTTPStatus.SEE_OTHER)


def _form(refusal: Invalid | None = None) -> str:
    """Show the form; what was typed stays, and the key too: corrected, it is the same sending."""
    return render_template(
        "legajo/solicitud_nueva.html",
        secciones=SECCIONES.values(),
        borradores=list_borradores(current_principal()),
        form_key=request.form.get("form_key") or uuid4(),
        typed=request.form,
        problem=problem_of(refusal) if refusal else None,
        max_asunto=MAX_ASUNTO,
        max_text=MAX_TEXT,
        missing=what_is_missing,
        notices=[("exito", DISCARDED)] if request.args.get("hecho") == "descartar" else [],
    )
