"""Iniciar sesión: usuario, contraseña and the code of the image; then perhaps a code of an app."""

from http import HTTPStatus

from flask import Blueprint, make_response, redirect, request, url_for
from werkzeug import Response

from chassis.access import public
from chassis.errors import Conflict, Invalid, Refusal
from chassis.service import current_settings, current_valkey
from services.identity import cookies, devices, second_step, throttle, transactions
from services.identity.acts import Act, Outcome
from services.identity.domain import is_dni
from services.identity.forms import read_credentials, typed
from services.identity.passwords import TooManyHashes
from services.identity.settings import Settings
from services.identity.throttle import Try
from services.identity.usecases.audit import record
from services.identity.usecases.signing_in import (
    Proven,
    Second,
    SignedIn,
    begin_session,
    check_password,
)
from services.identity.visitor import visitor_network
from services.identity.web.captcha import render_with_code, require_code, wants_another_code

START = "/login"
"""Where a sign-in begins, at the gateway: who signed in on their way to nowhere goes there."""

SUSPENDED = (
    "Hubo demasiados intentos fallidos con este usuario, y por seguridad ya no se puede ingresar"
    " con su contraseña actual. Coloque una nueva con «¿Olvidaste la contraseña?»: le llegará un"
    " enlace a su correo. Si no tiene acceso a él, escriba a la mesa de ayuda."
)
"""Said after a hundred failures in a row, whether or not that usuario exists."""

CROWD = (
    "Muchas personas están ingresando en este momento. Espere unos segundos y vuelva a intentar."
)

"""Said to who would wait too long for a processor."""

RETRY_SECONDS = 5

blueprint = Blueprint("login", __name__)


@blueprint.get("/login")
@public
def show() -> str:
    """Show the form."""
    return _page()


@blueprint.post("/login")
@public
def submit() -> Response:
    """Check the password, and go on with what the person came for."""
    if wants_another_code():
        return make_response(_page())
    try:
        usuario, contrasena = read_credentials(request.form)
        require_code()
        proven = _attempt(usuario, contrasena)
        if proven.second is not Second.NOTHING:
            return _ask_for_more(usuario, proven)
        signed_in = begin(usuario, proven, ["pwd"])
    except (Conflict, Invalid) as refusal:
        return make_response(_page(refusal), 422)
    except TooManyHashes:
        response = make_response(_page(Conflict(CROWD)), HTTPStatus.SERVICE_UNAVAILABLE)
        response.headers["Retry-After"] = str(RETRY_SECONDS)
        return response
    return welcome(usuario, signed_in, request.args.get("tx", ""))


def a_try(usuario: str) -> Try:
    """Return who is trying, from where, and whether with a device that this usuario has used."""
    secret = current_settings(Settings).key_secret
    device = devices.known_as(cookies.read(cookies.DEVICE), usuario, secret)
    return Try(usuario, visitor_network(), device)


def begin(usuario: str, proven: Proven, amr: list[str]) -> SignedIn:
    """Begin the session of who has done all that was asked."""
    return begin_session(
        proven.account_id,
        proven.proof,
        amr=amr,
        device=devices.describe(request.headers.get("User-Agent", "")),
        is_known_device=bool(a_try(usuario).device),
    )


def welcome(usuario: str, signed_in: SignedIn, transaction: str) -> Response:
    """Give the browser its session, remember the device, and go on."""
    response = redirect(destination(signed_in, transaction), 303)
    give_session(response, usuario, signed_in)
    return response


def give_session(response: Response, usuario: str, signed_in: SignedIn) -> None:
    """Set the cookie of the session, and the one by which we know the device next time."""
    secret = current_settings(Settings).key_secret
    known = devices.remember(cookies.read(cookies.DEVICE), usuario, secret)
    cookies.give(response, cookies.DEVICE, known, max_age=devices.LIFETIME)
    cookies.give(response, cookies.SESSION, signed_in.token)


def destination(signed_in: SignedIn, transaction: str) -> str:
    """Return where the person was going."""
    if transactions.bind(current_valkey(), transaction, str(signed_in.session_id)):
        return url_for("authorize.resume", tx=transaction)
    return START


def admit(attempt: Try, act: Act) -> None:
    """Count a try; refuse it while one must wait, and tell for how long."""
    verdict = throttle.admit(current_valkey(), attempt)
    if verdict.is_suspended or verdict.seconds:
        reason = "suspended_password" if verdict.is_suspended else "waiting"
        record(act, outcome=Outcome.THROTTLED, reason=reason)
        raise Conflict(SUSPENDED if verdict.is_suspended else _wait(verdict.seconds))


def _attempt(usuario: str, contrasena: str) -> Proven:
    """Try the password, unless this usuario must wait; the same whether or not it exists."""
    attempt = a_try(usuario)
    admit(attempt, Act.SIGN_IN)
    proven = check_password(usuario, contrasena, current_settings(Settings))
    throttle.forgive(current_valkey(), attempt)
    return proven


def _ask_for_more(usuario: str, proven: Proven) -> Response:
    """Keep what was proven, and ask for the code of the app."""
    half = second_step.HalfSignedIn(
        account=str(proven.account_id),
        usuario=usuario,
        proof=proven.proof,
        transaction=request.args.get("tx", ""),
        must_enrol=proven.second is Second.ENROL,
    )
    token = second_step.begin(current_valkey(), half)
    where = "second_step.enrol" if half.must_enrol else "second_step.show"
    response = redirect(url_for(where), 303)
    cookies.give(response, cookies.STEP, token, max_age=second_step.LIFETIME)
    return response


def _page(refusal: Refusal | None = None) -> str:
    """Show the form; what was wrong with usuario and contraseña together is told once, for both."""
    errors = refusal.errors if isinstance(refusal, Invalid) else {}
    return render_with_code(
        "identity/login.html",
        usuario=typed(request.form, "usuario") or _expected(),
        action=url_for("login.submit", tx=request.args.get("tx")),
        errors=errors,
        wrong=refusal.detail if isinstance(refusal, Invalid) and not errors else "",
        wait=refusal.detail if isinstance(refusal, Conflict) else "",
    )


def _expected() -> str:
    """Return the usuario that the client expects, to be typed no more than once."""
    hint = transactions.login_hint(current_valkey(), request.args.get("tx", ""))
    return hint if is_dni(hint) else ""


def _wait(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    time = f"{minutes} min {rest} s" if minutes else f"{rest} s"
    return f"Hubo varios intentos fallidos. Espere {time} y vuelva a intentar."
