"""Mi cuenta, what can be changed: the password, the address, the second factor."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug import Response

from chassis.access import current_principal, public
from chassis.errors import Conflict, Invalid, NotFound, Refusal
from chassis.service import current_settings, current_valkey
from services.identity import cookies, throttle
from services.identity.domain import RECOVERIES_AN_HOUR
from services.identity.forms import (
    read_code,
    read_correo,
    read_current_password,
    read_new_password,
    typed,
)
from services.identity.models import LoginSession
from services.identity.opaque import fingerprint
from services.identity.queries.cuenta import (
    known_of,
    my_awaited_correo,
    my_second_factor,
)
from services.identity.settings import Settings
from services.identity.usecases.cuenta import (
    ask_for_correo,
    change_correo,
    change_password,
    print_codes_again,
    switch_totp_off,
)
from services.identity.usecases.second_factor import begin_totp, confirm_totp
from services.identity.web.cuenta import check_password, done, of_mine, recently, told
from services.identity.web.password import rules_for
from services.identity.web.qr import app_secret

blueprint = Blueprint("cuenta_changes", __name__)

TOO_MANY = "Ya pidió varios enlaces. Revise sus correos, o vuelva a intentar dentro de una hora."

REQUIRED_OF_YOU = "Su rol le permite ver datos de otras personas: no puede ingresar sin el código."


@blueprint.get("/cuenta/contrasena")
@of_mine
def show_password(session: LoginSession) -> Response:
    """Ask for the password that is, and the one that shall be."""
    return _password_page(session)


@blueprint.post("/cuenta/contrasena")
@of_mine
def save_password(session: LoginSession) -> Response:
    """Change the password, and end the sessions elsewhere."""
    settings = current_settings(Settings)
    try:
        actual, new = read_current_password(request.form), read_new_password(request.form)
        check_password(session, actual)
        person = known_of(session.account)
        change_password(person, session.account_id, new, settings, session=session.id)
    except (Conflict, Invalid) as refusal:
        return _password_page(session, refusal)
    throttle.reset(current_valkey(), session.account.dni)
    return done("contrasena")


@blueprint.get("/cuenta/correo")
@of_mine
@recently
def show_correo(session: LoginSession) -> Response:
    """Ask where mail shall go."""
    return _correo_page(session)


@blueprint.post("/cuenta/correo")
@of_mine
@recently
def ask_correo(session: LoginSession) -> Response:
    """Mail a link to the new address."""
    try:
        correo = read_correo(request.form)
        who = ("correo", str(session.account_id))
        if not throttle.may_ask_for_link(current_valkey(), *who, most=RECOVERIES_AN_HOUR):
            raise Conflict(TOO_MANY)
        ask_for_correo(session.account_id, correo, current_settings(Settings))
    except (Conflict, Invalid) as refusal:
        return _correo_page(session, refusal)
    return done("correo-pedido")


@blueprint.get("/correo/<link>")
@public
def open_link(link: str) -> Response:
    """Take the mailed link into a cookie, out of the address; its person must be signed in."""
    response = redirect(url_for("cuenta_changes.show_new_correo"), 303)
    cookies.give(response, cookies.CORREO_LINK, link, max_age=cookies.LINK_LIFETIME)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@blueprint.get("/cuenta/correo/confirmar")
@of_mine
def show_new_correo(_session: LoginSession) -> Response:
    """Ask the person once more: a program that opens links in mails presses no button here."""
    link = fingerprint(cookies.read(cookies.CORREO_LINK))
    correo = my_awaited_correo(current_principal(), link)
    page = render_template("identity/cuenta/correo_confirmar.html", correo=correo)
    return make_response(page, 200 if correo else 410)


@blueprint.post("/cuenta/correo/confirmar")
@of_mine
def save_correo(session: LoginSession) -> Response:
    """Send mail there from now on."""
    response = done("correo")
    try:
        change_correo(session.account_id, cookies.read(cookies.CORREO_LINK))
    except NotFound:
        page = render_template("identity/cuenta/correo_confirmar.html", correo=None)
        response = make_response(page, 410)
    cookies.take_away(response, cookies.CORREO_LINK)
    return response


@blueprint.get("/cuenta/dos-pasos")
@of_mine
@recently
def show_second(session: LoginSession) -> Response:
    """Show how an app is connected, or what can be done with the one that is."""
    return _second_page(session)


@blueprint.post("/cuenta/dos-pasos")
@of_mine
@recently
def connect(session: LoginSession) -> Response:
    """Let the app count, and show the codes on paper this once."""
    try:
        codigo = read_code(request.form)
        codes = confirm_totp(session.account_id, codigo, current_settings(Settings))
    except (Conflict, Invalid) as refusal:
        return _second_page(session, refusal)
    return make_response(render_template("identity/cuenta/papel.html", codes=codes))


@blueprint.post("/cuenta/dos-pasos/codigos")
@of_mine
@recently
def new_codes(session: LoginSession) -> Response:
    """Show new codes on paper; the old ones count no more."""
    if my_second_factor(current_principal()).since is None:
        return _second_page(session)
    codes = print_codes_again(session.account_id)
    return make_response(render_template("identity/cuenta/papel.html", codes=codes))


@blueprint.post("/cuenta/dos-pasos/desactivar")
@of_mine
@recently
def switch_off(session: LoginSession) -> Response:
    """Ask for no code any more, if the person may do without."""
    try:
        if _must_have_second(session):
            raise Conflict(REQUIRED_OF_YOU)
        switch_totp_off(session.account_id)
    except Conflict as refusal:
        return _second_page(session, refusal)
    return done("sin-segundo-paso")


def _must_have_second(session: LoginSession) -> bool:
    return current_settings(Settings).totp_required and bool(session.account.roles)


def _password_page(session: LoginSession, refusal: Refusal | None = None) -> Response:
    page = render_template(
        "identity/cuenta/contrasena.html",
        usuario=session.account.dni,
        rules=rules_for(request.form.get("contrasena", "")),
        **told(refusal),
    )
    return make_response(page, 422 if refusal else 200)


def _correo_page(session: LoginSession, refusal: Refusal | None = None) -> Response:
    page = render_template(
        "identity/cuenta/correo.html",
        actual=session.account.correo,
        correo=typed(request.form, "correo"),
        **told(refusal),
    )
    return make_response(page, 422 if refusal else 200)


def _second_page(session: LoginSession, refusal: Refusal | None = None) -> Response:
    second = my_second_factor(current_principal())
    app = None
    if second.since is None:
        secret = begin_totp(session.account_id, current_settings(Settings))
        app = app_secret(secret, session.account.dni)
    page = render_template(
        "identity/cuenta/dos_pasos.html",
        app=app,
        second=second,
        may_switch_off=not _must_have_second(session),
        **told(refusal),
    )
    return make_response(page, 422 if refusal else 200)
