"""The way out of having no legajo: its servidor asks the sede to open it, with their resolution."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import BinaryIO
from uuid import uuid4

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from chassis.access import current_principal
from chassis.errors import Conflict, Invalid
from chassis.problems import problem_of
from chassis.service import current_settings
from services.legajo import forms, queries
from services.legajo.documents.inspection import too_large
from services.legajo.domain import MAX_TEXT, Accion
from services.legajo.domain.borrador import MAX_ADJUNTOS
from services.legajo.domain.secciones import APERTURA
from services.legajo.forms.borradores import Paso, chosen, read_paso
from services.legajo.queries.anotaciones import get_borrador
from services.legajo.settings import Settings
from services.legajo.usecases import opening as usecases
from services.legajo.web.actualizar import ID, MEGABYTE
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
    """Keep what was said and sent; register the solicitud and go to its page."""
    principal, max_mb = current_principal(), current_settings(Settings).max_documento_mb
    if opening := queries.find_opening(principal):
        return _asked(opening.expediente)
    request.max_content_length = (max_mb * MAX_ADJUNTOS + 1) * MEGABYTE
    try:
        files = chosen(request.files.getlist("archivo"))
    except RequestEntityTooLarge:
        page = _form(Invalid(errors={"archivo": too_large(max_mb)}))
        return page, HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    try:
        usecases.keep_opening(principal, request.form.get("detalle", ""))
        _attach(files, max_mb)
        if "paso" in request.form and read_paso(request.form) is Paso.SUBIR:
            return redirect(url_for(".new", _anchor="documentos"), HTTPStatus.SEE_OTHER)
        detalle = forms.read_detalle(request.form)
        form_key = forms.read_form_key(request.form)
    except Invalid as refusal:
        return _form(refusal), HTTPStatus.UNPROCESSABLE_ENTITY
    return _asked(usecases.request_opening(principal, detalle, form_key=form_key))


@blueprint.post("/borrador")
def keep() -> ResponseReturnValue:
    """Keep what is being typed, for a page that sends it by itself."""
    usecases.keep_opening(current_principal(), request.form.get("detalle", ""))
    return {"guardado": True}


@blueprint.post(f"/documentos/<{ID}:adjunto_id>/quitar")
def detach(adjunto_id: int) -> ResponseReturnValue:
    """Take a document out again."""
    usecases.detach_from_opening(current_principal(), adjunto_id)
    return redirect(url_for(".new", _anchor="documentos"), HTTPStatus.SEE_OTHER)


def _attach(files: Sequence[tuple[str, BinaryIO]], max_mb: int) -> None:
    """Take each file in; tell what is wrong with those that were refused."""
    refused = []
    for name, stream in files:
        try:
            usecases.attach_to_opening(current_principal(), stream, name, max_mb=max_mb)
        except (Invalid, Conflict) as refusal:
            refused.append(f"«{name}»: {refusal.detail}")
    if refused:
        raise Invalid(errors={"archivo": " ".join(refused)})


def _asked(expediente: str) -> ResponseReturnValue:
    address = url_for("legajo.seguimiento.detail", expediente=expediente, hecho=Accion.REGISTRAR)
    return redirect(address, HTTPStatus.SEE_OTHER)


def _form(refusal: Invalid | None = None) -> str:
    draft = get_borrador(current_principal(), APERTURA.numero)
    return render_template(
        "legajo/apertura.html",
        servidor=g.servidor,
        form_key=draft.id if draft else request.form.get("form_key") or uuid4(),
        detalle=draft.detalle if draft else "",
        adjuntos=draft.adjuntos if draft else [],
        problem=problem_of(refusal) if refusal else None,
        max_mb=current_settings(Settings).max_documento_mb,
        max_adjuntos=MAX_ADJUNTOS,
        max_text=MAX_TEXT,
    )
