"""Subsanar: an observation is answered piece by piece; what is prepared is kept as one goes."""

from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from chassis.access import current_principal
from chassis.errors import Conflict, Invalid, Refusal
from chassis.problems import problem_of
from services.legajo import forms, queries
from services.legajo.documents.inspection import too_large
from services.legajo.domain import MAX_TEXT, Accion, acciones_of_servidor
from services.legajo.domain.anotacion import typed_of
from services.legajo.domain.borrador import MAX_ADJUNTOS
from services.legajo.forms.addresses import ID
from services.legajo.forms.borradores import Paso, read_paso
from services.legajo.models import Solicitud
from services.legajo.queries.subsanacion import find_subsanacion, get_observado, list_observados
from services.legajo.usecases import enmiendas as usecases
from services.legajo.usecases.amending import amend_solicitud, what_lacks
from services.legajo.web.archivos import Archivos, attach_each, max_mb, read_files
from services.legajo.web.timeline import VERDICT_KINDS, plazo_of, show_refused

ENTRY = f"/<expediente:expediente>/subsanar/<{ID}:cambio_id>"

blueprint = Blueprint("subsanar", __name__)


@blueprint.get("/<expediente:expediente>/subsanar")
def answer(expediente: str) -> ResponseReturnValue:
    """Show what was observed, and what is prepared to answer it."""
    solicitud = queries.get_solicitud(current_principal(), expediente)
    if Accion.SUBSANAR not in acciones_of_servidor(solicitud.estado):
        return redirect(_detail(expediente), HTTPStatus.SEE_OTHER)
    return _answer(solicitud)


@blueprint.post("/<expediente:expediente>/subsanar")
def amend(expediente: str) -> ResponseReturnValue:
    """Keep what was said, with the documents that came; send the answer, if it is complete."""
    principal = current_principal()
    solicitud = queries.get_solicitud(principal, expediente)
    try:
        files = read_files()
    except RequestEntityTooLarge:
        return _answer(solicitud, Invalid(errors={"archivo": too_large(max_mb())}))
    paso = read_paso(request.form) if "paso" in request.form else Paso.LISTO
    try:
        comentario = forms.read_comentario(request.form)
        if Accion.SUBSANAR in acciones_of_servidor(solicitud.estado):
            usecases.keep_answer(principal, expediente, comentario)
        errors = _attach(expediente, None, files)
        if errors:
            raise Invalid(errors=errors)
        if paso is Paso.LISTO:
            seen = forms.read_seen(request.form)
            amend_solicitud(principal, expediente, comentario=comentario, seen=seen)
            return redirect(_detail(expediente, done=Accion.SUBSANAR), HTTPStatus.SEE_OTHER)
    except (Invalid, Conflict) as refusal:
        return _refused(expediente, refusal)
    here = url_for(".answer", expediente=expediente)
    return redirect(here if paso is Paso.SUBIR else _detail(expediente), HTTPStatus.SEE_OTHER)


@blueprint.post("/<expediente:expediente>/subsanar/borrador")
def keep_answer(expediente: str) -> ResponseReturnValue:
    """Keep what is being said, for a page that sends it by itself."""
    usecases.keep_answer(current_principal(), expediente, request.form.get("comentario", ""))
    return {"guardado": True}


@blueprint.get(ENTRY)
def entry(expediente: str, cambio_id: int) -> ResponseReturnValue:
    """Show the fields and documents of an entry that was observed, to be mended."""
    solicitud = queries.get_solicitud(current_principal(), expediente)
    observado = get_observado(solicitud, cambio_id)
    is_open = Accion.SUBSANAR in acciones_of_servidor(solicitud.estado) and observado.partes.is_open
    if not is_open:
        return redirect(_detail(expediente), HTTPStatus.SEE_OTHER)
    return _entry(solicitud, cambio_id)


@blueprint.post(ENTRY)
def save(expediente: str, cambio_id: int) -> ResponseReturnValue:
    """Keep what was typed and the files that came with it; check it if it is called complete."""
    principal = current_principal()
    solicitud = queries.get_solicitud(principal, expediente)
    try:
        files = read_files()
    except RequestEntityTooLarge:
        page = _entry(solicitud, cambio_id, {"archivo": too_large(max_mb())})
        return page, HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    paso = read_paso(request.form)
    has_fields = get_observado(solicitud, cambio_id).partes.datos
    try:
        if has_fields:
            usecases.keep_enmienda(principal, expediente, cambio_id, request.form)
        errors = _attach(expediente, cambio_id, files)
        if has_fields and paso is Paso.LISTO and not errors:
            usecases.finish_enmienda(principal, expediente, cambio_id, request.form)
    except Invalid as refusal:
        errors = refusal.errors
    except Conflict as refusal:
        return _refused(expediente, refusal)
    if errors:
        return _entry(solicitud, cambio_id, errors), HTTPStatus.UNPROCESSABLE_ENTITY
    return redirect(_after(expediente, cambio_id, paso), HTTPStatus.SEE_OTHER)


@blueprint.post(f"{ENTRY}/borrador")
def keep(expediente: str, cambio_id: int) -> ResponseReturnValue:
    """Keep what is being typed, for a page that sends it by itself."""
    usecases.keep_enmienda(current_principal(), expediente, cambio_id, request.form)
    return {"guardado": True}


@blueprint.post(f"{ENTRY}/deshacer")
def undo(expediente: str, cambio_id: int) -> ResponseReturnValue:
    """Leave an entry as it was observed."""
    usecases.undo_enmienda(current_principal(), expediente, cambio_id)
    return redirect(url_for(".answer", expediente=expediente), HTTPStatus.SEE_OTHER)


@blueprint.post(f"/<expediente:expediente>/subsanar/documentos/<{ID}:adjunto_id>/quitar")
def take_away(expediente: str, adjunto_id: int) -> ResponseReturnValue:
    """Take a document away: one that was observed, or one that the answer had added."""
    cambio_id = usecases.take_away(current_principal(), expediente, adjunto_id)
    return redirect(_documents(expediente, cambio_id), HTTPStatus.SEE_OTHER)


@blueprint.post(f"/<expediente:expediente>/subsanar/documentos/<{ID}:adjunto_id>/devolver")
def put_back(expediente: str, adjunto_id: int) -> ResponseReturnValue:
    """Leave a document where it was after all."""
    cambio_id = usecases.put_back(current_principal(), expediente, adjunto_id)
    return redirect(_documents(expediente, cambio_id), HTTPStatus.SEE_OTHER)


def _answer(solicitud: Solicitud, refusal: Refusal | None = None) -> ResponseReturnValue:
    subsanacion = find_subsanacion(solicitud)
    problem = problem_of(refusal) if refusal else None
    whole = [each for each in subsanacion.enmiendas if not each.cambio_id] if subsanacion else []
    page = render_template(
        "legajo/subsanar.html",
        solicitud=solicitud,
        observados=list_observados(solicitud),
        comentario=request.form.get("comentario")
        or (subsanacion.comentario if subsanacion else ""),
        agregados=[adjunto for enmienda in whole for adjunto in enmienda.agregados],
        plazo=plazo_of(solicitud),
        verdict_kinds=VERDICT_KINDS,
        lacks=what_lacks,
        problem=problem,
        errors=problem.errors if problem else {},
        max_mb=max_mb(),
        max_adjuntos=MAX_ADJUNTOS,
        max_text=MAX_TEXT,
    )
    return page, problem.status if problem else HTTPStatus.OK


def _entry(solicitud: Solicitud, cambio_id: int, errors: dict[str, str] | None = None) -> str:
    observado = get_observado(solicitud, cambio_id)
    asked = observado.enmienda or observado.cambio
    return render_template(
        "legajo/subsanar_cambio.html",
        solicitud=solicitud,
        observado=observado,
        cambio=observado.cambio,
        typed=typed_of(observado.cambio.about, asked.valores),
        motivo=asked.motivo,
        verdict_kinds=VERDICT_KINDS,
        errors=errors or {},
        max_mb=max_mb(),
        max_adjuntos=MAX_ADJUNTOS,
        max_text=MAX_TEXT,
    )


def _refused(expediente: str, refusal: Refusal) -> ResponseReturnValue:
    """Show the answer again while it can be sent; afterwards, what became of the solicitud."""
    solicitud = queries.get_solicitud(current_principal(), expediente)
    acciones = acciones_of_servidor(solicitud.estado)
    if Accion.SUBSANAR in acciones and isinstance(refusal, Invalid):
        return _answer(solicitud, refusal)
    return show_refused(solicitud, refusal, acciones)


def _attach(expediente: str, cambio_id: int | None, files: Archivos) -> dict[str, str]:
    principal, most = current_principal(), max_mb()
    return attach_each(
        files,
        lambda name, stream: usecases.attach_to_answer(
            principal, expediente, cambio_id, stream, name, max_mb=most
        ),
    )


def _after(expediente: str, cambio_id: int, paso: Paso) -> str:
    if paso is Paso.SUBIR:
        return _documents(expediente, cambio_id)
    return url_for(".answer", expediente=expediente, _anchor=f"cambio-{cambio_id}")


def _documents(expediente: str, cambio_id: int) -> str:
    if not cambio_id:
        return url_for(".answer", expediente=expediente, _anchor="documentos")
    return url_for(".entry", expediente=expediente, cambio_id=cambio_id, _anchor="documentos")


def _detail(expediente: str, done: Accion | None = None) -> str:
    return url_for("legajo.seguimiento.detail", expediente=expediente, hecho=done)
