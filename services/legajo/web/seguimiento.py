"""Seguimiento de atención de solicitud: one's own solicitudes, and what happened to them."""

from collections.abc import Mapping
from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from chassis.access import current_principal
from chassis.errors import Conflict, Invalid, Refusal
from chassis.service import current_settings
from services.legajo import forms, queries, usecases
from services.legajo.documents.inspection import too_large
from services.legajo.domain import Accion, acciones_of_servidor
from services.legajo.domain.borrador import MAX_ADJUNTOS
from services.legajo.forms.seguimiento import read_files
from services.legajo.settings import Settings
from services.legajo.web.timeline import KINDS, plazo_of, show_solicitud

MEGABYTE = 1024 * 1024

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


@blueprint.post("/<expediente:expediente>/subsanar")
def amend(expediente: str) -> ResponseReturnValue:
    """Answer an observation."""
    max_mb = current_settings(Settings).max_documento_mb
    request.max_content_length = (max_mb * MAX_ADJUNTOS + 1) * MEGABYTE
    try:
        usecases.amend_solicitud(
            current_principal(),
            expediente,
            comentario=forms.read_comentario(request.form),
            files=read_files(request.files),
            max_mb=max_mb,
            seen=forms.read_seen(request.form),
        )
    except RequestEntityTooLarge:
        # The form cannot be read again: what was typed stays in the browser's own history.
        return _page(expediente, Invalid(errors={"comentario": too_large(max_mb)}), typed={})
    except (Invalid, Conflict) as refusal:
        return _page(expediente, refusal)
    return _seen_after(expediente, Accion.SUBSANAR)


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
    return _seen_after(expediente, Accion.DESISTIR)


def _page(
    expediente: str, refusal: Refusal | None = None, typed: Mapping[str, str] | None = None
) -> ResponseReturnValue:
    solicitud = queries.get_solicitud(current_principal(), expediente)
    acciones = acciones_of_servidor(solicitud.estado)
    return show_solicitud(
        "legajo/solicitud.html", solicitud, refusal, typed=typed, acciones=acciones
    )


def _seen_after(expediente: str, done: Accion) -> ResponseReturnValue:
    address = url_for(".detail", expediente=expediente, hecho=done)
    return redirect(address, HTTPStatus.SEE_OTHER)
