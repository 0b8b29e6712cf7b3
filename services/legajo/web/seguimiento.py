"""Seguimiento de atención de solicitud: one's own solicitudes, and what happened to them."""

from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from chassis.access import current_principal
from chassis.errors import Conflict, Refusal
from services.legajo import forms, queries, usecases
from services.legajo.domain import Accion, acciones_of_servidor
from services.legajo.web.timeline import KINDS, plazo_of, show_refused

blueprint = Blueprint("seguimiento", __name__)


@blueprint.get("")
def index() -> str:
    """List one's own solicitudes."""
    page = queries.list_solicitudes(current_principal(), forms.read_pagina(request.args))
    return render_template(
        "legajo/solicitudes.html", solicitudes=page, kinds=KINDS, plazo_of=plazo_of
    )


@blueprint.get("/<expediente:expediente>")
def detail(expediente: str) -> ResponseReturnValue:
    """Show one's own solicitud, and what happened to it."""
    return _page(expediente)


@blueprint.get("/<expediente:expediente>/desistir")
def ask_to_withdraw(expediente: str) -> ResponseReturnValue:
    """Ask whether the person really gives the solicitud up."""
    solicitud = queries.get_solicitud(current_principal(), expediente)
    if Accion.DESISTIR not in acciones_of_servidor(solicitud.estado):
        return redirect(url_for(".detail", expediente=expediente), HTTPStatus.SEE_OTHER)
    return render_template("legajo/desistir.html", solicitud=solicitud)


@blueprint.post("/<expediente:expediente>/desistir")
def withdraw(expediente: str) -> ResponseReturnValue:
    """Give the solicitud up."""
    try:
        seen = forms.read_seen(request.form)
        usecases.withdraw_solicitud(current_principal(), expediente, seen=seen)
    except Conflict as refusal:
        return _page(expediente, refusal)
    return seen_after(expediente, Accion.DESISTIR)


def _page(expediente: str, refusal: Refusal | None = None) -> ResponseReturnValue:
    solicitud = queries.get_solicitud(current_principal(), expediente)
    return show_refused(solicitud, refusal, acciones_of_servidor(solicitud.estado))


def seen_after(expediente: str, done: Accion) -> ResponseReturnValue:
    """Lead to a solicitud, which says what was done."""
    address = url_for("legajo.seguimiento.detail", expediente=expediente, hecho=done)
    return redirect(address, HTTPStatus.SEE_OTHER)
