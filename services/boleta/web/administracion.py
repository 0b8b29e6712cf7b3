"""The boletas of a sede, for its administradores: search, look, correct, annul.

Every look is remembered before anything is shown, and its owner can read of it.
"""

from http import HTTPStatus

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from chassis.access import current_principal, requires
from chassis.errors import Conflict, Invalid, Refusal
from chassis.problems import problem_of
from contracts.access_token import Role
from services.boleta.domain.acceso import Acto
from services.boleta.domain.comparacion import compare
from services.boleta.domain.correccion import (
    MAX_MOTIVO,
    Correccion,
    check_correccion,
    corrected,
    lines_of,
)
from services.boleta.forms import correccion as forms
from services.boleta.forms import read_pagina
from services.boleta.queries import administration as queries
from services.boleta.queries.administration import BoletaFound
from services.boleta.queries.catalogo import all_conceptos
from services.boleta.queries.reclamos import count_pendientes
from services.boleta.usecases import correcting
from services.boleta.usecases.evidence import note_looked
from services.boleta.web.blueprint import ID, blueprint
from uikit.filters import MESES, periodo

KINDS = {"vigente": "exito", "reemplazada": "neutro", "anulada": "error"}
"""The kind of badge of each estado of a boleta."""

DONE = {
    "corregida": "La boleta fue corregida: esta versión es la que vale. Avisaremos a su dueño.",
    "anulada": "La boleta fue anulada. Avisaremos a su dueño.",
}
"""What is said to who has just done it."""


@blueprint.get("/administracion")
@requires(Role.ADMINISTRADOR_BOLETA)
def administracion() -> ResponseReturnValue:
    """Search the boletas of the sedes of who asks, by DNI, name or month."""
    principal = current_principal()
    found, problem = None, None
    try:
        busqueda = forms.read_busqueda(request.args)
        if busqueda:
            found = queries.search_boletas(principal, busqueda, read_pagina(request.args))
            que = f"Una búsqueda de boletas{_of_month(busqueda.periodo)}"
            note_looked(principal, *{boleta.dni for boleta in found.items}, que=que)
    except Invalid as refusal:
        problem = problem_of(refusal)
    page = render_template(
        "boleta/administracion.html",
        found=found,
        problem=problem,
        typed=request.args,
        meses=list(enumerate(map(str.capitalize, MESES), 1)),
        kinds=KINDS,
        pendientes=count_pendientes(principal),
    )
    return page, problem.status if problem else HTTPStatus.OK


@blueprint.get(f"/administracion/boletas/<{ID}:boleta_id>")
@requires(Role.ADMINISTRADOR_BOLETA)
def boleta_of_another(boleta_id: int) -> ResponseReturnValue:
    """Show a boleta as its owner sees it, saying that it is somebody else's."""
    return _page(_looked_at(boleta_id))


@blueprint.get(f"/administracion/boletas/<{ID}:boleta_id>/corregir")
@requires(Role.ADMINISTRADOR_BOLETA)
def correct_boleta(boleta_id: int) -> ResponseReturnValue:
    """Offer the lines of a boleta to be corrected."""
    return _form(_looked_at(boleta_id), request.args)


@blueprint.post(f"/administracion/boletas/<{ID}:boleta_id>/corregir")
@requires(Role.ADMINISTRADOR_BOLETA)
def save_correction(boleta_id: int) -> ResponseReturnValue:
    """Take one step of a correction: one more line, the difference, or the new version."""
    found = _looked_at(boleta_id)
    if request.form.get("paso") in {"agregar", "volver"}:
        return _form(found, request.form)
    try:
        correccion = _read(found)
        if request.form.get("paso") != "confirmar":
            return _preview(found, correccion)
        reemplazo = correcting.replace_boleta(current_principal(), boleta_id, correccion)
    except (Invalid, Conflict) as refusal:
        return _form(found, request.form, refusal)
    address = url_for(".boleta_of_another", boleta_id=reemplazo, hecho="corregida")
    return redirect(address, HTTPStatus.SEE_OTHER)


@blueprint.post(f"/administracion/boletas/<{ID}:boleta_id>/anular")
@requires(Role.ADMINISTRADOR_BOLETA)
def annul_boleta(boleta_id: int) -> ResponseReturnValue:
    """Annul a boleta; who comes second is told."""
    motivo = forms.read_motivo(request.form)
    try:
        correcting.annul_boleta(current_principal(), boleta_id, motivo=motivo)
    except (Invalid, Conflict) as refusal:
        return _page(_looked_at(boleta_id), refusal)
    address = url_for(".boleta_of_another", boleta_id=boleta_id, hecho="anulada")
    return redirect(address, HTTPStatus.SEE_OTHER)


def _looked_at(boleta_id: int) -> BoletaFound:
    """Find a boleta and remember who looked at it, before anything of it is shown."""
    principal = current_principal()
    found = queries.find_boleta(principal, boleta_id)
    note_looked(principal, found.dni, boleta_id=boleta_id, acto=Acto.VISTA)
    return found


def _page(found: BoletaFound, refusal: Refusal | None = None) -> ResponseReturnValue:
    principal = current_principal()
    problem = problem_of(refusal) if refusal else None
    done = DONE.get(request.args.get("hecho", ""))
    page = render_template(
        "boleta/boleta_de_otro.html",
        boleta=queries.document_of(principal, found),
        versions=queries.list_versions(found),
        kinds=KINDS,
        may_correct=found.estado == "vigente" and found.dni != principal.dni,
        max_motivo=MAX_MOTIVO,
        typed=request.form,
        problem=problem,
        notices=[("exito", done)] if done else [],
    )
    return page, problem.status if problem else HTTPStatus.OK


def _of_month(mes: int | None) -> str:
    return f" de {periodo(mes)}" if mes else ""


def _read(found: BoletaFound) -> Correccion:
    """Read the correction that was typed, and see that it could be."""
    boleta = queries.document_of(current_principal(), found)
    conceptos = all_conceptos()
    renglones = forms.renglones_of(boleta, request.form)
    correccion = forms.read_correccion(boleta, renglones, request.form, conceptos)
    check_correccion(correccion, lines_of(boleta))
    return correccion


def _form(
    found: BoletaFound, typed: forms.Form, refusal: Refusal | None = None
) -> ResponseReturnValue:
    boleta = queries.document_of(current_principal(), found)
    renglones = forms.renglones_of(boleta, typed)
    problem = problem_of(refusal) if refusal else None
    page = render_template(
        "boleta/boleta_corregir.html",
        boleta=boleta,
        renglones=renglones,
        conceptos=all_conceptos().values(),
        nuevas=len(renglones) - len(boleta.lineas),
        typed=typed,
        problem=problem,
        max_motivo=MAX_MOTIVO,
    )
    return page, problem.status if problem else HTTPStatus.OK


def _preview(found: BoletaFound, correccion: Correccion) -> ResponseReturnValue:
    """Show what would change, with all that was typed, to be confirmed."""
    boleta = queries.document_of(current_principal(), found)
    names = {item.codigo: item.nombre for item in all_conceptos().values()}
    after = corrected(boleta, correccion, names)
    return render_template(
        "boleta/boleta_diferencia.html",
        boleta=boleta,
        after=after,
        comparacion=compare(boleta, after),
        correccion=correccion,
        typed=[(name, text) for name, text in request.form.items() if name != "paso"],
    )
