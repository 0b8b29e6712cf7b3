"""The legajos of a sede, for its specialists: search for somebody, and look at their legajo."""

from datetime import date, datetime
from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from chassis.access import current_principal, requires
from chassis.errors import Invalid, Refusal
from chassis.problems import problem_of
from contracts.access_token import Role
from services.legajo import forms, queries
from services.legajo.domain import LIMA, SECCIONES, tiempo_de_servicio
from services.legajo.domain.reserva import MAX_MOTIVO
from services.legajo.forms.legajos import read_filtros, read_motivo_reserva
from services.legajo.models import Servidor, by_seccion
from services.legajo.queries.anotaciones import list_anotaciones_of
from services.legajo.queries.legajos import (
    asked_of,
    count_reserved,
    get_servidor_of,
    list_servidores_of,
    sees_reserved,
)
from services.legajo.queries.traslados import count_to_receive
from services.legajo.usecases.evidence import note_looked
from services.legajo.usecases.reserva import open_reserved

DONE = {
    "reservado": "Puede ver lo reservado de este legajo hasta el final del día.",
    "agregada": "La anotación consta en el legajo. Si es reservada, se ve pidiendo lo reservado.",
    "corregida": "La anotación fue corregida: lo que decía antes queda en la historia.",
    "anulada": "La anotación fue anulada: ya no cuenta, y se ve entre las anuladas.",
    "documentada": "Los documentos quedaron junto a la anotación.",
}
"""What is said to who has just done it."""

blueprint = Blueprint("legajos", __name__)


@blueprint.get("")
@requires(Role.ESCALAFON)
def index() -> ResponseReturnValue:
    """Search the servidores of the sedes of who asks."""
    principal = current_principal()
    found, problem = None, None
    try:
        filtros = read_filtros(request.args)
        found = list_servidores_of(principal, filtros, forms.read_pagina(request.args))
    except Invalid as refusal:
        problem = problem_of(refusal)
    page = render_template(
        "legajo/servidores.html",
        found=found,
        problem=problem,
        typed=request.args,
        sedes=queries.sedes_of(principal),
        por_recibir=count_to_receive(principal),
    )
    return page, problem.status if problem else HTTPStatus.OK


@blueprint.get("/<dni:dni>")
@requires(Role.ESCALAFON)
def detail(dni: str) -> ResponseReturnValue:
    """Show a legajo to who keeps it: without what is reserved, until they say why."""
    return show_legajo(dni)


@blueprint.post("/<dni:dni>/reservado")
@requires(Role.ESCALAFON)
def reserved(dni: str) -> ResponseReturnValue:
    """Show what is reserved for the rest of the day, and remember why."""
    try:
        open_reserved(current_principal(), dni, read_motivo_reserva(request.form))
    except Invalid as refusal:
        return show_legajo(dni, refusal)
    address = url_for(".detail", dni=dni, hecho="reservado", anuladas=request.form.get("anuladas"))
    return redirect(address, HTTPStatus.SEE_OTHER)


def show_legajo(dni: str, refusal: Refusal | None = None) -> ResponseReturnValue:
    """Show the legajo as it is now to who keeps it, with what was refused."""
    principal = current_principal()
    servidor = get_servidor_of(principal, dni)
    opened, annulled = sees_reserved(principal, dni), "anuladas" in request.values
    anotaciones = list_anotaciones_of(principal, dni, with_reserved=opened, also_annulled=annulled)
    problem = problem_of(refusal) if refusal else None
    done = DONE.get(request.args.get("hecho", ""))
    page = render_template(
        "legajo/servidor.html",
        servidor=servidor,
        secciones=by_seccion(anotaciones),
        catalogo=SECCIONES,
        tiempo=tiempo_de_servicio(servidor.fecha_ingreso, _served_until(servidor)),
        sees_reserved=opened,
        reservadas=count_reserved(dni, also_annulled=annulled),
        anuladas=annulled,
        asked=asked_of(dni),
        max_motivo=MAX_MOTIVO,
        typed=request.form,
        problem=problem,
        notices=[("exito", done)] if done else [],
    )
    note_looked(principal, dni)
    return page, problem.status if problem else HTTPStatus.OK


def _served_until(servidor: Servidor) -> date:
    """Return today, or since when the legajo of who left counts no more, if that was noted."""
    left = None if servidor.has_legajo_vigente or not servidor.legajo else servidor.legajo.desde
    return left or datetime.now(LIMA).date()
