"""Iniciar sesión: usuario, contraseña and the code of the image."""

from flask import Blueprint, make_response, redirect, request, url_for
from werkzeug import Response

from chassis.access import public
from chassis.errors import Conflict, Invalid, Refusal
from chassis.service import current_valkey
from services.identity import cookies, throttle, transactions
from services.identity.domain import network_of
from services.identity.forms import read_credentials, typed
from services.identity.usecases.sessions import SignedIn, sign_in
from services.identity.web.captcha import render_with_code, require_code, wants_another_code

START = "/login"
"""Where a sign-in begins, at the gateway: who signed in on their way to nowhere goes there."""

blueprint = Blueprint("login", __name__)


@blueprint.get("/login")
@public
def show() -> str:
    """Show the form."""
    return _page()


@blueprint.post("/login")
@public
def submit() -> Response:
    """Sign the person in, and go on with what they came for."""
    if wants_another_code():
        return make_response(_page())
    try:
        require_code()
        signed_in = _attempt(*read_credentials(request.form))
    except (Conflict, Invalid) as refusal:
        return make_response(_page(refusal), 422)
    response = redirect(_destination(signed_in), 303)
    cookies.give(response, cookies.SESSION, signed_in.token)
    return response


def _attempt(usuario: str, contrasena: str) -> SignedIn:
    """Try the password, unless this usuario must wait; the same whether or not it exists."""
    network = network_of(_visitor_address())
    if seconds := throttle.seconds_to_wait(current_valkey(), usuario, network):
        raise Conflict(_wait(seconds))
    try:
        signed_in = sign_in(usuario, contrasena)
    except Invalid:
        throttle.note_failure(current_valkey(), usuario, network)
        raise
    throttle.forget_failures(current_valkey(), usuario, network)
    return signed_in


def _destination(signed_in: SignedIn) -> str:
    transaction = request.args.get("tx", "")
    session_id = str(signed_in.session_id)
    if transactions.bind(current_valkey(), transaction, session_id):
        return url_for("authorize.resume", tx=transaction)
    return START


def _page(refusal: Refusal | None = None) -> str:
    """Show the form; what was wrong with usuario and contraseña together is told once, for both."""
    errors = refusal.errors if isinstance(refusal, Invalid) else {}
    return render_with_code(
        "identity/login.html",
        usuario=typed(request.form, "usuario"),
        action=url_for("login.submit", tx=request.args.get("tx")),
        errors=errors,
        wrong=refusal.detail if isinstance(refusal, Invalid) and not errors else "",
        wait=refusal.detail if isinstance(refusal, Conflict) else "",
    )


def _visitor_address() -> str:
    """Return who the gateway says is asking; it removes what the visitor says of themselves."""
    return request.headers.get("X-Forwarded-For", request.remote_addr or "")


def _wait(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    time = f"{minutes} min {rest} s" if minutes else f"{rest} s"
    return f"Hubo varios intentos fallidos. Espere {time} y vuelva a intentar."
