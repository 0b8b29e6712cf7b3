"""Mis reclamos: what a servidor says is wrong with their pay, and what is answered."""

from http import HTTPStatus
from uuid import uuid4

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from chassis.access import current_principal
from chassis.errors import Conflict, Invalid, Refusal
from chassis.problems import problem_of
from services.boleta.domain import BoletaDocument, Linea
from services.boleta.domain.reclamo import MAX_TEXT, AccionReclamo, possible_acciones
from services.boleta.forms import read_number, read_pagina
from services.boleta.forms import reclamos as forms
from services.boleta.queries import boletas
from services.boleta.queries import reclamos as queries
from services.boleta.usecases import reclamos as usecases
from services.boleta.web.blueprint import blueprint
from services.boleta.web.reclamo_timeline import KINDS, show_reclamo
from uikit.filters import MESES


@blueprint.get("/reclamos")
def reclamos() -> str:
    """List one's own reclamos."""
    page = queries.list_reclamos(current_principal(), read_pagina(request.args))
    return render_template("boleta/reclamos.html", reclamos=page, kinds=KINDS)


@blueprint.get("/reclamos/nuevo")
def new_reclamo() -> str:
    """Offer the form of a reclamo: about a boleta, a line of it, or one that is not there."""
    return _form()


@blueprint.post("/reclamos/nuevo")
def open_reclamo() -> ResponseReturnValue:
    """Register the reclamo and go to its page."""
    principal = current_principal()
    try:
        nuevo = forms.read_nuevo(request.form)
        form_key = forms.read_form_key(request.form)
        numero = usecases.open_reclamo(principal, nuevo, form_key=form_key)
    except (Invalid, Conflict) as refusal:
        return _form(refusal), problem_of(refusal).status
    return _seen_after(numero, AccionReclamo.ABRIR)


@blueprint.get("/reclamos/<numero>")
def reclamo(numero: str) -> ResponseReturnValue:
    """Show one's own reclamo, and what happened to it."""
    return _page(numero)


@blueprint.post("/reclamos/<numero>/subsanar")
def amend_reclamo(numero: str) -> ResponseReturnValue:
    """Answer an observation."""
    try:
        comentario = forms.read_comentario(request.form)
        usecases.amend_reclamo(current_principal(), numero, comentario=comentario)
    except (Invalid, Conflict) as refusal:
        return _page(numero, refusal)
    return _seen_after(numero, AccionReclamo.SUBSANAR)


@blueprint.post("/reclamos/<numero>/desistir")
def withdraw_reclamo(numero: str) -> ResponseReturnValue:
    """Give the reclamo up."""
    try:
        usecases.withdraw_reclamo(current_principal(), numero)
    except Conflict as refusal:
        return _page(numero, refusal)
    return _seen_after(numero, AccionReclamo.DESISTIR)


def _form(refusal: Refusal | None = None) -> str:
    """Show the form; what was typed stays, and the key too: corrected, it is the same sending."""
    principal = current_principal()
    asked = request.values
    boleta_id = read_number(asked.get("boleta"), 1, 2**63 - 1)
    boleta = boletas.boleta_document(principal, boleta_id) if boleta_id else None
    periodo = forms.read_periodo(asked)
    typed = {"sede": queries.sede_of(principal)} | asked.to_dict()
    return render_template(
        "boleta/reclamo_nuevo.html",
        boleta=boleta,
        linea=_line_of(boleta, asked.get("linea")),
        sedes=queries.sede_names(),
        meses=list(enumerate(map(str.capitalize, MESES), 1)),
        anio=periodo // 100 if periodo else asked.get("anio"),
        mes=periodo % 100 if periodo else asked.get("mes"),
        form_key=request.form.get("form_key") or uuid4(),
        typed=typed,
        problem=problem_of(refusal) if refusal else None,
        max_text=MAX_TEXT,
    )


def _line_of(boleta: BoletaDocument | None, text: str | None) -> tuple[int, Linea] | None:
    """Return which line is claimed, counted from 1, and the line; none is the whole boleta."""
    number = read_number(text, 1, len(boleta.lineas)) if boleta else None
    return (number, boleta.lineas[number - 1]) if boleta and number else None


def _page(numero: str, refusal: Refusal | None = None) -> ResponseReturnValue:
    found = queries.get_reclamo(current_principal(), numero)
    acciones = possible_acciones(found.estado)
    return show_reclamo("boleta/reclamo.html", found, refusal, acciones=acciones)


def _seen_after(numero: str, done: AccionReclamo) -> ResponseReturnValue:
    address = url_for(".reclamo", numero=numero, hecho=done)
    return redirect(address, HTTPStatus.SEE_OTHER)
