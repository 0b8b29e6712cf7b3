"""Actualizar mi legajo, section by section: entries are added, corrected or removed in a draft."""

from http import HTTPStatus

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from chassis.access import current_principal
from chassis.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal
from services.legajo.documents.inspection import too_large
from services.legajo.domain import MAX_TEXT, SECCIONES, Accion
from services.legajo.domain.anotacion import typed_of
from services.legajo.domain.borrador import MAX_ADJUNTOS, what_is_missing
from services.legajo.domain.secciones import Seccion
from services.legajo.forms import borradores as forms
from services.legajo.forms.addresses import ID
from services.legajo.models import Cambio
from services.legajo.queries import anotaciones as queries
from services.legajo.usecases import borradores as usecases
from services.legajo.web.archivos import Archivos, attach_each, max_mb, read_files
from services.legajo.web.legajo import no_legajo
from services.legajo.web.seguimiento import seen_after

blueprint = Blueprint("actualizar", __name__)


@blueprint.get("/<seccion>")
def section(seccion: str) -> ResponseReturnValue:
    """Show what a section says today, and what is being prepared for it."""
    if not (g.servidor and g.servidor.has_legajo_vigente):
        return no_legajo()
    return _section(_seccion(seccion))


@blueprint.post("/<seccion>/agregar")
def add(seccion: str) -> ResponseReturnValue:
    """Begin a new entry of a kind of that section."""
    tipo = request.form.get("tipo", "")
    if tipo not in {each.clave for each in _seccion(seccion).tipos}:
        abort(HTTPStatus.NOT_FOUND)
    try:
        cambio_id = usecases.start_adding(current_principal(), tipo)
    except (Conflict, NotAllowed) as refusal:
        return _section(_seccion(seccion), refusal)
    return redirect(url_for(".entry", cambio_id=cambio_id), HTTPStatus.SEE_OTHER)


@blueprint.post(f"/anotaciones/<{ID}:anotacion_id>")
def change(anotacion_id: int) -> ResponseReturnValue:
    """Begin to correct an entry, or to have it removed."""
    operacion = forms.read_operacion(request.form)
    cambio_id = usecases.start_changing(current_principal(), anotacion_id, operacion)
    return redirect(url_for(".entry", cambio_id=cambio_id), HTTPStatus.SEE_OTHER)


@blueprint.get(f"/cambios/<{ID}:cambio_id>")
def entry(cambio_id: int) -> ResponseReturnValue:
    """Show the fields and documents of an entry that is being prepared."""
    if not (g.servidor and g.servidor.has_legajo_vigente):
        return no_legajo()
    return _entry(cambio_id)


@blueprint.post(f"/cambios/<{ID}:cambio_id>")
def save(cambio_id: int) -> ResponseReturnValue:
    """Keep what was typed and the files that came with it; check it if it is called complete."""
    try:
        files, typed = read_files(), request.form
    except RequestEntityTooLarge:
        page = _entry(cambio_id, {"archivo": too_large(max_mb())})
        return page, HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    usecases.keep_cambio(current_principal(), cambio_id, typed)
    errors = _attach(cambio_id, files)
    paso = forms.read_paso(typed)
    if paso is forms.Paso.LISTO and not errors:
        errors = _finish(cambio_id)
    if errors:
        return _entry(cambio_id, errors), HTTPStatus.UNPROCESSABLE_ENTITY
    return _after(cambio_id, paso)


@blueprint.post(f"/cambios/<{ID}:cambio_id>/borrador")
def keep(cambio_id: int) -> ResponseReturnValue:
    """Keep what is being typed, for a page that sends it by itself."""
    usecases.keep_cambio(current_principal(), cambio_id, request.form)
    return {"guardado": True}


@blueprint.post(f"/cambios/<{ID}:cambio_id>/descartar")
def drop(cambio_id: int) -> ResponseReturnValue:
    """Take an entry out of the draft."""
    seccion = usecases.drop_cambio(current_principal(), cambio_id)
    return redirect(url_for(".section", seccion=seccion), HTTPStatus.SEE_OTHER)


@blueprint.post(f"/documentos/<{ID}:adjunto_id>/quitar")
def detach(adjunto_id: int) -> ResponseReturnValue:
    """Take a document out of the draft."""
    cambio_id = usecases.detach(current_principal(), adjunto_id)
    return redirect(url_for(".entry", cambio_id=cambio_id), HTTPStatus.SEE_OTHER)


@blueprint.post(f"/cambios/<{ID}:cambio_id>/renovar")
def refresh(cambio_id: int) -> ResponseReturnValue:
    """Bring what the entry says today into a draft that was begun before it changed."""
    usecases.refresh_cambio(current_principal(), cambio_id)
    return redirect(url_for(".entry", cambio_id=cambio_id), HTTPStatus.SEE_OTHER)


@blueprint.get("/<seccion>/descartar")
def ask_to_drop_all(seccion: str) -> ResponseReturnValue:
    """Ask whether everything that is prepared for a section should really go."""
    found = _seccion(seccion)
    borrador = queries.get_borrador(current_principal(), found.numero)
    if borrador is None:
        return redirect(url_for("legajo.solicitudes.new"), HTTPStatus.SEE_OTHER)
    return render_template("legajo/descartar.html", seccion=found, borrador=borrador)


@blueprint.post("/<seccion>/descartar")
def drop_all(seccion: str) -> ResponseReturnValue:
    """Leave nothing of what was prepared for a section."""
    usecases.drop_borrador(current_principal(), _seccion(seccion).numero)
    address = url_for("legajo.solicitudes.new", hecho="descartar")
    return redirect(address, HTTPStatus.SEE_OTHER)


@blueprint.post("/<seccion>/borrador")
def keep_detalle(seccion: str) -> ResponseReturnValue:
    """Keep what is being said besides, for a page that sends it by itself."""
    detalle = request.form.get("detalle", "")
    usecases.keep_detalle(current_principal(), _seccion(seccion).numero, detalle)
    return {"guardado": True}


@blueprint.post("/<seccion>/enviar")
def send(seccion: str) -> ResponseReturnValue:
    """Send what was prepared for a section: it becomes a solicitud with its expediente."""
    found = _seccion(seccion)
    try:
        borrador_id = forms.read_borrador_id(request.form)
        detalle = forms.read_detalle(request.form)
        expediente = usecases.submit_borrador(
            current_principal(), found.numero, borrador_id, detalle=detalle
        )
    except (Invalid, Conflict) as refusal:
        return _section(found, refusal)
    return seen_after(expediente, Accion.REGISTRAR)


def _seccion(numero: str) -> Seccion:
    if numero not in SECCIONES:
        raise NotFound("El legajo no tiene esa sección: elija una de las diez.")
    return SECCIONES[numero]


def _section(seccion: Seccion, refusal: Refusal | None = None) -> ResponseReturnValue:
    principal = current_principal()
    borrador = queries.get_borrador(principal, seccion.numero)
    page = render_template(
        "legajo/actualizar_seccion.html",
        seccion=seccion,
        anotaciones=queries.list_anotaciones(principal, seccion.numero),
        borrador=borrador,
        asked={each.anotacion_id for each in borrador.cambios} if borrador else set(),
        missing=what_is_missing,
        refusal=refusal,
        detalle=request.form.get("detalle") or (borrador.detalle if borrador else ""),
        max_text=MAX_TEXT,
    )
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK


def _entry(cambio_id: int, errors: dict[str, str] | None = None) -> str:
    cambio = queries.get_cambio(current_principal(), cambio_id)
    return render_template(
        "legajo/actualizar_cambio.html",
        cambio=cambio,
        typed=typed_of(cambio.about, cambio.valores),
        errors=errors or {},
        max_mb=max_mb(),
        max_adjuntos=MAX_ADJUNTOS,
        max_text=MAX_TEXT,
    )


def _attach(cambio_id: int, files: Archivos) -> dict[str, str]:
    principal, most = current_principal(), max_mb()
    return attach_each(
        files,
        lambda name, stream: usecases.attach(principal, cambio_id, stream, name, max_mb=most),
    )


def _finish(cambio_id: int) -> dict[str, str]:
    """Check the entry; return what is wrong with it."""
    try:
        usecases.finish_cambio(current_principal(), cambio_id, request.form)
    except Invalid as refusal:
        return refusal.errors or {_first_campo(cambio_id): refusal.detail}
    return {}


def _first_campo(cambio_id: int) -> str:
    cambio: Cambio = queries.get_cambio(current_principal(), cambio_id)
    return cambio.about.campos[0].clave


def _after(cambio_id: int, paso: forms.Paso) -> ResponseReturnValue:
    """Stay with the entry while files are added; otherwise go back to its section."""
    if paso is forms.Paso.SUBIR:
        address = url_for(".entry", cambio_id=cambio_id, _anchor="documentos")
    else:
        cambio = queries.get_cambio(current_principal(), cambio_id)
        address = url_for(".section", seccion=cambio.about.seccion)
    return redirect(address, HTTPStatus.SEE_OTHER)
