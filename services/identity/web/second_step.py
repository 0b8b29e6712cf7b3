"""The second step of a sign-in: the code of an app, and connecting one where it is required."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug import Response

from chassis.access import public
from chassis.errors import Conflict, Invalid, Refusal
from chassis.service import current_settings, current_valkey
from services.identity import cookies, second_step, throttle
from services.identity.acts import Act
from services.identity.forms import read_code
from services.identity.second_step import HalfSignedIn
from services.identity.settings import Settings
from services.identity.throttle import Try
from services.identity.usecases.second_factor import (
    begin_totp,
    check_second_factor,
    confirm_totp,
)
from services.identity.usecases.signing_in import Proven, Second, SignedIn
from services.identity.visitor import visitor_network
from services.identity.web import login
from services.identity.web.qr import app_secret

blueprint = Blueprint("second_step", __name__)


@blueprint.get("/login/codigo")
@public
def show() -> Response:
    """Ask for the code that the app shows."""
    half = _half()
    return _page() if half and not half.must_enrol else _begin_again()


@blueprint.post("/login/codigo")
@public
def submit() -> Response:
    """Begin the session of who typed the right code."""
    half = _half()
    if half is None or half.must_enrol:
        return _begin_again()
    attempt = Try(f"code of {half.account}", visitor_network())
    try:
        codigo = read_code(request.form)
        login.admit(attempt, Act.SECOND_FACTOR)
        check_second_factor(half.account_id, codigo, current_settings(Settings))
        signed_in = _finish(half)
    except (Conflict, Invalid) as refusal:
        return _page(refusal)
    throttle.forgive(current_valkey(), attempt)
    response = login.welcome(half.usuario, signed_in, half.transaction)
    cookies.take_away(response, cookies.STEP)
    return response


@blueprint.get("/login/activar")
@public
def enrol() -> Response:
    """Show who must have a second factor how to get one."""
    half = _half()
    return _enrol_page(half) if half and half.must_enrol else _begin_again()


@blueprint.post("/login/activar")
@public
def confirm() -> Response:
    """Connect the app, begin the session, and show the codes on paper this once."""
    half = _half()
    if half is None or not half.must_enrol:
        return _begin_again()
    try:
        codigo = read_code(request.form)
        codes = confirm_totp(half.account_id, codigo, current_settings(Settings))
        signed_in = _finish(half)
    except (Conflict, Invalid) as refusal:
        return _enrol_page(half, refusal)
    where = login.destination(signed_in, half.transaction)
    page = render_template("identity/codigos.html", codes=codes, onward=where)
    response = make_response(page)
    login.give_session(response, half.usuario, signed_in)
    cookies.take_away(response, cookies.STEP)
    return response


def _half() -> HalfSignedIn | None:
    return second_step.find(current_valkey(), cookies.read(cookies.STEP))


def _finish(half: HalfSignedIn) -> SignedIn:
    """Begin the session, once for each password that was given."""
    if not second_step.finish(current_valkey(), cookies.read(cookies.STEP)):
        raise Conflict("Este ingreso ya terminó, o venció. Inicie sesión otra vez.")
    proven = Proven(half.account_id, half.proof, Second.NOTHING)
    return login.begin(half.usuario, proven, ["pwd", "otp"])


def _page(refusal: Refusal | None = None) -> Response:
    errors = refusal.errors if isinstance(refusal, Invalid) else {}
    wait = refusal.detail if isinstance(refusal, Conflict) else ""
    page = render_template("identity/segundo_paso.html", errors=errors, wait=wait)
    return make_response(page, 422 if refusal else 200)


def _enrol_page(half: HalfSignedIn, refusal: Refusal | None = None) -> Response:
    secret = begin_totp(half.account_id, current_settings(Settings))
    page = render_template(
        "identity/activar.html",
        app=app_secret(secret, half.usuario),
        errors=refusal.errors if isinstance(refusal, Invalid) else {},
        wait=refusal.detail if isinstance(refusal, Conflict) else "",
    )
    return make_response(page, 422 if refusal else 200)


def _begin_again() -> Response:
    """Send who has no password given, or gave it too long ago, to where one gives it."""
    response = redirect(url_for("login.show"), 303)
    cookies.take_away(response, cookies.STEP)
    return response
