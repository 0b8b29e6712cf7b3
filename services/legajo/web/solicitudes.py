"""Actualizar mi legajo: a servidor says what of their legajo should be updated."""

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
from services.legajo.domain import MAX_ASUNTO, MAX_TEXT, SECCIONES, Accion
from services.legajo.domain.borrador import MAX_ADJUNTOS, what_is_missing
from services.legajo.domain.secciones import EN_PALABRAS
from services.legajo.forms.addresses import ID
from services.legajo.forms.borradores import Paso, read_paso
from services.legajo.queries.anotaciones import get_borrador, list_borradores
from services.legajo.usecases import words as usecases
from services.legajo.usecases.borradores import drop_borrador
from services.legajo.web.archivos import Archivos, attach_all, max_mb, read_files, typed_with_files
from services.legajo.web.legajo import no_legajo
from services.legajo.web.seguimiento import seen_after

DISCARDED = "Se descartó lo que preparaba. Lo que consta en su legajo no cambió."
"""What is said to who has just discarded a draft."""

blueprint = Blueprint("solicitudes", __name__)


@blueprint.get("/nueva")
def new() -> str:
    """Offer the sections, what is being prepared, and the form of what is asked for in words."""
    if not (g.servidor and g.servidor.has_legajo_vigente):
        return no_legajo()
    return _form()


@blueprint.post("/nueva")
def submit() -> ResponseReturnValue:
    """Keep what was said in words and sent; register the solicitud and go to its page."""
    principal = current_principal()
    try:
        files = read_files()
    except RequestEntityTooLarge:
        page = _form(Invalid(errors={"archivo": too_large(max_mb())}))
        return page, HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    try:
        form_key, said = forms.read_form_key(request.form), forms.read_words(request.form)
        if expediente := queries.find_sent(principal, said.sent_with(form_key)):
            return seen_after(expediente, Accion.REGISTRAR)
        usecases.keep_words(principal, said)
        _attach(files)
        paso = read_paso(request.form) if "paso" in request.form else Paso.LISTO
        if paso is not Paso.LISTO:
            return redirect(url_for(".new", _anchor=PLACES[paso]), HTTPStatus.SEE_OTHER)
        pedido = forms.read_pedido(request.form)
    except Invalid as refusal:
        return _form(refusal), HTTPStatus.UNPROCESSABLE_ENTITY
    expediente = usecases.submit_words(principal, pedido, form_key=form_key)
    return seen_after(expediente, Accion.REGISTRAR)


@blueprint.post("/nueva/borrador")
def keep() -> ResponseReturnValue:
    """Keep what is being typed, for a page that sends it by itself."""
    form_key, said = forms.read_form_key(request.form), forms.read_words(request.form)
    usecases.keep_words(current_principal(), said, form_key=form_key)
    return {"guardado": True}


@blueprint.post(f"/nueva/documentos/<{ID}:adjunto_id>/quitar")
def detach(adjunto_id: int) -> ResponseReturnValue:
    """Take a document out again."""
    usecases.detach_from_words(current_principal(), adjunto_id)
    return redirect(url_for(".new", _anchor=PLACES[Paso.SUBIR]), HTTPStatus.SEE_OTHER)


@blueprint.get("/nueva/descartar")
def ask_to_drop() -> ResponseReturnValue:
    """Ask whether what was said in words should really go."""
    draft = get_borrador(current_principal(), EN_PALABRAS.numero)
    if draft is None:
        return redirect(url_for(".new"), HTTPStatus.SEE_OTHER)
    return render_template(
        "legajo/descartar_palabras.html",
        draft=draft,
        accion=url_for(".drop"),
        back=url_for(".new", _anchor=PLACES[Paso.GUARDAR]),
    )


@blueprint.post("/nueva/descartar")
def drop() -> ResponseReturnValue:
    """Leave nothing of what was said in words."""
    drop_borrador(current_principal(), EN_PALABRAS.numero)
    return redirect(url_for(".new", hecho="descartar"), HTTPStatus.SEE_OTHER)


PLACES = {Paso.SUBIR: "documentos", Paso.GUARDAR: "borradores"}
"""Where on the page each step leads, but for the last."""


def _attach(files: Archivos) -> None:
    principal, most = current_principal(), max_mb()
    attach_all(
        files,
        lambda name, stream: usecases.attach_to_words(principal, stream, name, max_mb=most),
    )


def _form(refusal: Invalid | None = None) -> str:
    """Show the page; what was typed stays, and the key too: corrected, it is the same sending."""
    draft, typed = get_borrador(current_principal(), EN_PALABRAS.numero), typed_with_files()
    if draft and not typed:
        typed = {"seccion": draft.destino, "asunto": draft.asunto, "detalle": draft.detalle}
    return render_template(
        "legajo/solicitud_nueva.html",
        secciones=SECCIONES.values(),
        borradores=list_borradores(current_principal()),
        draft=draft,
        form_key=typed.get("form_key") or (draft.id if draft else uuid4()),
        typed=typed,
        problem=problem_of(refusal) if refusal else None,
        max_asunto=MAX_ASUNTO,
        max_text=MAX_TEXT,
        max_mb=max_mb(),
        max_adjuntos=MAX_ADJUNTOS,
        missing=what_is_missing,
        notices=[("exito", DISCARDED)] if request.args.get("hecho") == "descartar" else [],
    )
