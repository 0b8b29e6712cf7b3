"""How a legajo is kept: opened de oficio, vigente or not, and where its paper is."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from chassis.access import current_principal, requires
from chassis.errors import Conflict, Invalid, Refusal
from chassis.problems import problem_of
from contracts.access_token import Role
from services.legajo import forms
from services.legajo.documents.inspection import too_large
from services.legajo.domain import LIMA, MAX_TEXT, SECCIONES, Vigencia
from services.legajo.domain.acceso import Acto
from services.legajo.domain.custodia import (
    DOCUMENTOS,
    LONGEST_NUMBER,
    LONGEST_PLACE,
    NORMAS,
    motivos_for,
)
from services.legajo.forms.custodia import FOLIOS, read_apertura, read_ubicacion, read_vigencia
from services.legajo.models import Servidor
from services.legajo.queries.custodia import get_kept, list_custody
from services.legajo.queries.legajos import sees_reserved
from services.legajo.queries.traslados import find_in_course
from services.legajo.usecases import custody
from services.legajo.usecases.anotaciones import margen_of
from services.legajo.usecases.evidence import note_looked
from services.legajo.web.archivos import max_mb, read_files, typed_with_files

NOTICES = {
    "apertura": "El legajo quedó abierto: el servidor ya puede verlo y pedir que se actualice.",
    "no_vigente": "El legajo quedó como no vigente.",
    "vigente": "El legajo quedó vigente otra vez.",
    "ubicacion": "La ubicación quedó guardada.",
}
"""What is said to who has just done it."""

OPPOSITE = {
    Vigencia.VIGENTE: Vigencia.NO_VIGENTE,
    Vigencia.NO_VIGENTE: Vigencia.VIGENTE,
}
"""What a legajo can become."""

blueprint = Blueprint("custodia", __name__)


@blueprint.get("/<dni:dni>/custodia")
@requires(Role.ESCALAFON)
def index(dni: str) -> ResponseReturnValue:
    """Show how a legajo is kept, and what happened to it."""
    servidor = kept(dni)
    done = NOTICES.get(request.args.get("hecho", ""))
    return render_template(
        "legajo/custodia.html",
        servidor=servidor,
        sees_reserved=sees_reserved(current_principal(), dni),
        happened=list_custody(servidor),
        in_course=find_in_course(servidor),
        secciones=SECCIONES,
        notices=[("exito", done)] if done else [],
    )


@blueprint.get("/<dni:dni>/custodia/apertura")
@requires(Role.ESCALAFON)
def ask_to_open(dni: str) -> ResponseReturnValue:
    """Offer the form, for who has no legajo."""
    servidor = kept(dni)
    if servidor.legajo:
        return redirect(url_for(".index", dni=dni), HTTPStatus.SEE_OTHER)
    return _apertura(servidor)


@blueprint.post("/<dni:dni>/custodia/apertura")
@requires(Role.ESCALAFON)
def open_it(dni: str) -> ResponseReturnValue:
    """Open the legajo."""
    kept(dni)
    try:
        archivo = read_archivo()
        apertura = read_apertura(request.form, margen_of(dni))
        custody.open_de_oficio(current_principal(), dni, apertura, archivo)
    except (Invalid, Conflict) as refusal:
        return _apertura(kept(dni), refusal)
    return _done(dni, "apertura")


@blueprint.get("/<dni:dni>/custodia/vigencia")
@requires(Role.ESCALAFON)
def ask_vigencia(dni: str) -> ResponseReturnValue:
    """Offer the form to let a legajo count no more, or again."""
    return _vigencia(kept(dni))


@blueprint.post("/<dni:dni>/custodia/vigencia")
@requires(Role.ESCALAFON)
def change_vigencia(dni: str) -> ResponseReturnValue:
    """Let the legajo count no more, or again."""
    servidor = kept(dni)
    try:
        archivo = read_archivo()
        estado = _read_estado(servidor)
        cambio = read_vigencia(request.form, estado, margen_of(dni))
        custody.change_vigencia(
            current_principal(), dni, cambio, archivo, seen=forms.read_seen(request.form)
        )
    except (Invalid, Conflict) as refusal:
        return _vigencia(kept(dni), refusal)
    return _done(dni, estado)


@blueprint.get("/<dni:dni>/custodia/ubicacion")
@requires(Role.ESCALAFON)
def ask_place(dni: str) -> ResponseReturnValue:
    """Offer the form of where the paper is."""
    return _ubicacion(kept(dni))


@blueprint.post("/<dni:dni>/custodia/ubicacion")
@requires(Role.ESCALAFON)
def locate(dni: str) -> ResponseReturnValue:
    """Note where the paper is."""
    try:
        ubicacion = read_ubicacion(request.form)
        seen = forms.read_seen(request.form)
        custody.locate(current_principal(), dni, ubicacion, seen=seen)
    except (Invalid, Conflict) as refusal:
        return _ubicacion(kept(dni), refusal)
    return _done(dni, "ubicacion")


def kept(dni: str) -> Servidor:
    """Return the servidor if who asks keeps their legajo, and remember that they looked."""
    principal = current_principal()
    servidor = get_kept(principal, dni)
    note_looked(principal, dni, acto=Acto.CUSTODIA)
    return servidor


def read_archivo() -> custody.Archivo | None:
    """Read the file that came with the form, if one did; the form can be read after it."""
    try:
        files = read_files(most=1)
    except RequestEntityTooLarge:
        raise Invalid(errors={"archivo": too_large(max_mb())}) from None
    return custody.Archivo(*files[0], max_mb()) if files else None


def show_form(
    template: str, servidor: Servidor, refusal: Refusal | None, **context: Any
) -> ResponseReturnValue:
    """Show a form about a legajo, with what was refused and what was typed."""
    problem = problem_of(refusal) if refusal else None
    page = render_template(
        template,
        servidor=servidor,
        problem=problem,
        documentos=DOCUMENTOS,
        longest_number=LONGEST_NUMBER,
        max_text=MAX_TEXT,
        max_mb=max_mb(),
        today=datetime.now(LIMA).date(),
        **context,
    )
    return page, problem.status if problem else HTTPStatus.OK


def _apertura(servidor: Servidor, refusal: Refusal | None = None) -> ResponseReturnValue:
    template = "legajo/custodia_apertura.html"
    return show_form(template, servidor, refusal, typed=typed_with_files(), normas=NORMAS)


def _vigencia(servidor: Servidor, refusal: Refusal | None = None) -> ResponseReturnValue:
    if servidor.legajo is None:
        return redirect(url_for(".index", dni=servidor.dni), HTTPStatus.SEE_OTHER)
    estado = OPPOSITE[servidor.legajo.estado]
    return show_form(
        "legajo/custodia_vigencia.html",
        servidor,
        refusal,
        typed=typed_with_files(),
        estado=estado,
        motivos=motivos_for(estado),
    )


def _ubicacion(servidor: Servidor, refusal: Refusal | None = None) -> ResponseReturnValue:
    if servidor.legajo is None:
        return redirect(url_for(".index", dni=servidor.dni), HTTPStatus.SEE_OTHER)
    known = {f"{FOLIOS}{numero}": count for numero, count in servidor.legajo.folios.items()}
    return show_form(
        "legajo/custodia_ubicacion.html",
        servidor,
        refusal,
        typed=typed_with_files() if refusal else servidor.legajo.ubicacion | known,
        secciones=SECCIONES,
        longest=LONGEST_PLACE,
    )


def _read_estado(servidor: Servidor) -> Vigencia:
    """Read what the legajo shall become; a page that does not say means the other one."""
    asked = request.form.get("estado", "")
    if asked in set(Vigencia):
        return Vigencia(asked)
    return OPPOSITE[servidor.legajo.estado] if servidor.legajo else Vigencia.NO_VIGENTE


def _done(dni: str, what: str) -> ResponseReturnValue:
    return redirect(url_for(".index", dni=dni, hecho=what), HTTPStatus.SEE_OTHER)
