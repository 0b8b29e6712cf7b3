"""Generar and Recuperar contraseña: how a person asks for the link by which they set it."""

from collections.abc import Mapping
from datetime import timedelta

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug import Response

from chassis.access import public
from chassis.errors import Conflict, Invalid
from chassis.service import current_settings, current_valkey
from services.identity import throttle
from services.identity.domain import RECOVERIES_AN_HOUR
from services.identity.forms import read_correo, read_pair, typed
from services.identity.settings import Settings
from services.identity.usecases.passwords import request_link, request_recovery
from services.identity.visitor import visitor_network
from services.identity.web.captcha import render_with_code, require_code, wants_another_code

TOO_MANY_LINKS = (
    "Ya se pidieron varios enlaces para este correo. Revise su bandeja de entrada y la de correo no"
    " deseado, o vuelva a intentar dentro de una hora."
)
"""Said whether or not the address is known."""

TOO_MANY_HERE = (
    "Desde su red ya se pidieron muchos enlaces. Espere una hora, o use otra conexión; si necesita"
    " ingresar ahora, escriba a la mesa de ayuda."
)

blueprint = Blueprint("links", __name__)


@blueprint.get("/generar")
@public
def show_generar() -> str:
    """Ask who the person is."""
    return _generar()


@blueprint.post("/generar")
@public
def generar() -> Response:
    """Mail the link to a person of the register, or tell them the way to get into it."""
    if wants_another_code():
        return make_response(_generar())
    try:
        dni, correo = read_pair(request.form)
        require_code()
        if not throttle.may_ask_for_link(current_valkey(), dni, correo):
            raise Invalid(TOO_MANY_LINKS)
        _ask_for_link(dni, correo)
    except Invalid as refusal:
        return make_response(_generar(refusal), 422)
    return redirect(url_for("links.sent"), 303)


@blueprint.get("/revise-su-correo")
@public
def sent() -> str:
    """Say where the link is, and where else to look."""
    is_sure = current_settings(Settings).reveal_unregistered
    return render_template("identity/sent.html", is_sure=is_sure)


@blueprint.get("/recuperar")
@public
def show_recuperar() -> str:
    """Ask for the address of who forgot their password."""
    return _recuperar({})


@blueprint.post("/recuperar")
@public
def recuperar() -> Response:
    """Note the request and always answer the same: the worker decides, out of sight."""
    if wants_another_code():
        return make_response(_recuperar({}))
    try:
        correo = read_correo(request.form)
        require_code()
        _refuse_too_many()
    except Invalid as refusal:
        return make_response(_recuperar(refusal.errors), 422)
    except Conflict as refusal:
        return make_response(_recuperar({}, wait=refusal.detail), 429)
    if throttle.may_ask_for_link(current_valkey(), "recuperar", correo, most=RECOVERIES_AN_HOUR):
        request_recovery(correo)
    return redirect(url_for("links.recovery_noted"), 303)


@blueprint.get("/recuperar/enviado")
@public
def recovery_noted() -> str:
    """Say what will happen if the address is that of an account."""
    return render_template("identity/recovery_noted.html")


def _ask_for_link(dni: str, correo: str) -> None:
    settings = current_settings(Settings)
    if settings.reveal_unregistered:
        request_link(dni, correo, settings)
    else:
        request_recovery(correo)  # Whose mailbox it is need not have typed their DNI right.


def _generar(refusal: Invalid | None = None) -> str:
    errors = refusal.errors if refusal else {}
    return render_with_code(
        "identity/generar.html",
        dni=typed(request.form, "dni"),
        correo=typed(request.form, "correo"),
        errors=errors,
        refused=refusal.detail if refusal and not errors else "",
    )


def _recuperar(errors: Mapping[str, str], wait: str = "") -> str:
    correo = typed(request.form, "correo")
    return render_with_code("identity/recuperar.html", correo=correo, errors=errors, wait=wait)


def _refuse_too_many() -> None:
    """Refuse a network that asks for many people: it may be told, for it tells nothing of them."""
    most = current_settings(Settings).recoveries_per_network
    hour = timedelta(hours=1)
    if throttle.count(current_valkey(), "recoveries", visitor_network(), hour) > most:
        raise Conflict(TOO_MANY_HERE)
