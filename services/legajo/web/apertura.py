"""The way out of having no legajo: its servidor asks the sede to open it."""

from http import HTTPStatus
from uuid import uuid4

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from chassis.access import current_principal
from chassis.errors import Invalid
from chassis.problems import problem_of
from services.legajo import forms
from services.legajo.domain import MAX_TEXT, Accion
from services.legajo.usecases.opening import request_opening
from services.legajo.web.legajo import no_legajo

blueprint = Blueprint("apertura", __name__)


@blueprint.get("")
def new() -> ResponseReturnValue:
    """Offer the form, to who is in the register and has no legajo vigente."""
    if g.servidor is None:
        return no_legajo()
    if g.servidor.has_legajo_vigente:
        return redirect(url_for("legajo.file.my_legajo"), HTTPStatus.SEE_OTHER)
    return _form()


@blueprint.post("")
def submit() -> ResponseReturnValue:
    """Register the solicitud and go to its page."""
    try:
        detalle = forms.read_detalle(request.form)
        form_key = forms.read_form_key(request.form)
    except Invalid as refusal:
        return _form(refusal), HTTPStatus.UNPROCESSABLE_ENTITY
    expediente = request_opening(current_principal(), detalle, form_key=form_key)
    address = url_for("legajo.seguimiento.detail", expediente=expediente, hecho=Accion.REGISTRAR)
    return redirect(address, HTTPStatus.SEE_OTHER)


def _form(refusal: Invalid | None = None) -> str:
    return render_template(
        "legajo/apertura.html",
        servidor=g.servidor,
        form_key=request.form.get("form_key") or uuid4(),
        typed=request.form,
        problem=problem_of(refusal) if refusal else None,
        max_text=MAX_TEXT,
    )
