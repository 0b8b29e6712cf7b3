"""The way out of having no legajo: its servidor asks the sede to open it, with their resolution."""

from http import HTTPStatus
from uuid import uuid4

from flask import Blueprint, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from chassis.access import current_principal
from chassis.errors import Invalid
from chassis.problems import problem_of
from services.legajo import forms, queries
from services.legajo.documents.inspection import too_large
from services.legajo.domain import MAX_TEXT, Accion
from services.legajo.domain.borrador import MAX_ADJUNTOS
from services.legajo.domain.secciones import APERTURA
from services.legajo.forms.addresses import ID
from services.legajo.forms.borradores import Paso, read_paso
from services.legajo.queries.anotaciones import get_borrador
from services.legajo.usecases import opening as usecases
from services.legajo.usecases.borradores import drop_borrador
from services.legajo.web.archivos import Archivos, attach_all, max_mb, read_files
from services.legajo.web.legajo import no_legajo
from services.legajo.web.seguimiento import seen_after

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
    principal = current_principal()
    if opening := queries.find_opening(principal):
        return seen_after(opening.expediente, Accion.REGISTRAR)
    try:
        files = read_files()
    except RequestEntityTooLarge:
        page = _form(Invalid(errors={"archivo": too_large(max_mb())}))
        return page, HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    try:
        usecases.keep_opening(principal, request.form.get("detalle", ""))
        _attach(files)
        paso = read_paso(request.form) if "paso" in request.form else Paso.LISTO
        if paso is not Paso.LISTO:
            return redirect(_after(paso), HTTPStatus.SEE_OTHER)
        detalle = forms.read_detalle(request.form)
        form_key = forms.read_form_key(request.form)
    except Invalid as refusal:
        return _form(refusal), HTTPStatus.UNPROCESSABLE_ENTITY
    expediente = usecases.request_opening(principal, detalle, form_key=form_key)
    return seen_after(expediente, Accion.REGISTRAR)


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


@blueprint.get("/descartar")
def ask_to_drop() -> ResponseReturnValue:
    """Ask whether what is prepared should really go."""
    draft = get_borrador(current_principal(), APERTURA.numero)
    if draft is None:
        return redirect(url_for(".new"), HTTPStatus.SEE_OTHER)
    return render_template(
        "legajo/descartar_palabras.html", draft=draft, accion=url_for(".drop"), back=url_for(".new")
    )


@blueprint.post("/descartar")
def drop() -> ResponseReturnValue:
    """Leave nothing of what was prepared."""
    drop_borrador(current_principal(), APERTURA.numero)
    return redirect(url_for("legajo.file.my_legajo"), HTTPStatus.SEE_OTHER)


def _after(paso: Paso) -> str:
    """Return where to go on: with the documents, or another day."""
    if paso is Paso.SUBIR:
        return url_for(".new", _anchor="documentos")
    return url_for("legajo.file.my_legajo")


def _attach(files: Archivos) -> None:
    principal, most = current_principal(), max_mb()
    attach_all(
        files,
        lambda name, stream: usecases.attach_to_opening(principal, stream, name, max_mb=most),
    )


def _form(refusal: Invalid | None = None) -> str:
    draft = get_borrador(current_principal(), APERTURA.numero)
    return render_template(
        "legajo/apertura.html",
        servidor=g.servidor,
        form_key=draft.id if draft else request.form.get("form_key") or uuid4(),
        detalle=draft.detalle if draft else "",
        draft=draft,
        adjuntos=draft.adjuntos if draft else [],
        problem=problem_of(refusal) if refusal else None,
        max_mb=max_mb(),
        max_adjuntos=MAX_ADJUNTOS,
        max_text=MAX_TEXT,
    )
