"""The catalogue: what each concept is, and the figures of the law. All read it, few write it."""

from datetime import date, datetime
from http import HTTPStatus

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from chassis.access import current_principal, requires
from chassis.errors import Invalid, NotFound
from chassis.problems import problem_of
from contracts.access_token import Role
from contracts.sedes import NATIONAL
from services.boleta.domain.conceptos import explain
from services.boleta.domain.parametros import PARAMETROS
from services.boleta.forms import catalogo as forms
from services.boleta.forms import read_pagina
from services.boleta.queries import catalogo as queries
from services.boleta.usecases import catalogo as usecases
from services.boleta.web.blueprint import ID, blueprint
from uikit.filters import LIMA

TIPOS = [("+", "Ingresos"), ("-", "Descuentos"), ("=", "Aportes del empleador")]
"""The kinds of concepts, as the filter offers them."""


@blueprint.get("/catalogo")
def catalogo() -> str:
    """List the concepts with what people are told about them, the unknown ones first."""
    texto = request.args.get("texto", "")[:60]
    tipo = request.args.get("tipo", "")
    found = queries.list_conceptos(texto, tipo, _today(), read_pagina(request.args))
    return render_template(
        "boleta/catalogo.html",
        conceptos=found,
        texto=texto,
        tipo=tipo,
        tipos=TIPOS,
        may_edit=_may_edit(),
        parametros=queries.parametros_on(_today()),
    )


@blueprint.get(f"/catalogo/<{ID}:concepto_id>")
def concepto(concepto_id: int) -> str:
    """Show what people are told about a concept, and what they were told before."""
    return _concepto(concepto_id)


@blueprint.post(f"/catalogo/<{ID}:concepto_id>")
@requires(Role.ADMINISTRADOR_BOLETA)
def explain_concepto(concepto_id: int) -> ResponseReturnValue:
    """Say what a concept is from some day on."""
    try:
        explicacion, desde = forms.read_explicacion(request.form)
    except Invalid as refusal:
        return _concepto(concepto_id, refusal), HTTPStatus.UNPROCESSABLE_ENTITY
    usecases.explain_concepto(current_principal(), concepto_id, explicacion, desde=desde)
    address = url_for(".concepto", concepto_id=concepto_id, hecho="explicado")
    return redirect(address, HTTPStatus.SEE_OTHER)


@blueprint.get("/catalogo/parametros/<codigo>")
def parametro(codigo: str) -> str:
    """Show what a figure of the law is, and what it was."""
    return _parametro(codigo)


@blueprint.post("/catalogo/parametros/<codigo>")
@requires(Role.ADMINISTRADOR_BOLETA)
def set_parametro(codigo: str) -> ResponseReturnValue:
    """Say what a figure of the law is from some day on."""
    _known(codigo)
    try:
        nuevo = forms.read_nuevo_valor(request.form, codigo)
    except Invalid as refusal:
        return _parametro(codigo, refusal), HTTPStatus.UNPROCESSABLE_ENTITY
    usecases.set_parametro(current_principal(), nuevo)
    address = url_for(".parametro", codigo=codigo, hecho="guardado")
    return redirect(address, HTTPStatus.SEE_OTHER)


def _concepto(concepto_id: int, refusal: Invalid | None = None) -> str:
    found = queries.get_concepto(concepto_id)
    key = (found.tipo, found.codigo)
    return render_template(
        "boleta/concepto.html",
        concepto=found,
        tipo=dict(TIPOS)[found.tipo],
        explicacion=queries.explicaciones([key], _today())[key],
        of_platform=explain(found.codigo),
        history=queries.history_of(concepto_id),
        may_edit=_may_edit(),
        today=_today(),
        longest=forms.LONGEST,
        typed=request.form,
        problem=problem_of(refusal) if refusal else None,
        notices=_notices("explicado", "La explicación quedó guardada en el catálogo."),
    )


def _parametro(codigo: str, refusal: Invalid | None = None) -> str:
    _known(codigo)
    return render_template(
        "boleta/parametro.html",
        parametro=PARAMETROS[codigo],
        vigencia=queries.parametro_on(codigo, _today()),
        history=queries.history_of_parametro(codigo),
        may_edit=_may_edit(),
        longest=forms.LONGEST,
        typed=request.form,
        problem=problem_of(refusal) if refusal else None,
        notices=_notices("guardado", "El valor quedó guardado."),
    )


def _known(codigo: str) -> None:
    if codigo not in PARAMETROS:
        raise NotFound("No encontramos ese parámetro.")


def _may_edit() -> bool:
    return current_principal().may(Role.ADMINISTRADOR_BOLETA, NATIONAL)


def _today() -> date:
    return datetime.now(LIMA).date()


def _notices(done: str, text: str) -> list[tuple[str, str]]:
    return [("exito", text)] if request.args.get("hecho") == done else []
