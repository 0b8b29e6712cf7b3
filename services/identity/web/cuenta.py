"""Mi cuenta: who the person is, where they are signed in, which programs may know of them.

Whoever would change something there has given their password a moment ago, or gives it again.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec
from uuid import UUID

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from werkzeug import Response

from chassis.access import current_principal
from chassis.errors import Conflict, Invalid, Refusal
from chassis.service import current_settings, current_valkey
from contracts.sedes import name_of
from services.identity import throttle
from services.identity.acts import Act
from services.identity.forms import read_current_password
from services.identity.models import LoginSession
from services.identity.queries import list_consents
from services.identity.queries.cuenta import my_account, my_second_factor, my_session, my_sessions
from services.identity.settings import Settings
from services.identity.throttle import Try
from services.identity.usecases.consents import revoke_consent
from services.identity.usecases.cuenta import (
    confirm_password,
    end_my_other_sessions,
    end_my_session,
)
from services.identity.visitor import visitor_network
from services.identity.web import login

P = ParamSpec("P")
View = Callable[Concatenate[LoginSession, P], Response]

RECENT = timedelta(minutes=10)
"""How long after a password was given its person need not give it again."""

TO_FILL_IN = timedelta(minutes=20)
"""How long a form that was opened in that time may take: what was typed is not to be lost."""

DONE = {
    "contrasena": "Su contraseña fue cambiada. Se cerraron sus sesiones en otros dispositivos.",
    "correo-pedido": "Le enviamos un enlace a su nuevo correo. El cambio se hará cuando lo abra.",
    "correo": "Su correo fue cambiado.",
    "sesion": "La sesión fue cerrada.",
    "sesiones": "Se cerraron sus otras sesiones.",
    "programa": "El programa ya no puede conocer sus datos.",
    "sin-segundo-paso": "La verificación en dos pasos está desactivada.",
}
"""What is told on the page after each change."""

SCOPES = {"openid": "saber que es usted", "profile": "su nombre", "email": "su correo"}
"""What a program may know, as people read it."""

blueprint = Blueprint("cuenta", __name__)


def of_mine(view: View[P]) -> Callable[P, Response]:
    """Give the view the sign-in by which the person is here; who has none signs in again."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> Response:
        session = my_session(current_principal())
        if session is None:
            abort(HTTPStatus.UNAUTHORIZED)
        return view(session, *args, **kwargs)

    return guarded


def recently(view: View[P]) -> View[P]:
    """Ask for the password again before the view, unless it was given a moment ago."""

    @wraps(view)
    def guarded(session: LoginSession, /, *args: P.args, **kwargs: P.kwargs) -> Response:
        if not _is_recent(session):
            onward = request.path if request.method == "GET" else url_for("cuenta.index")
            return redirect(url_for("cuenta.ask_password", para=onward), 303)
        return view(session, *args, **kwargs)

    return guarded


@blueprint.get("/cuenta")
@of_mine
def index(session: LoginSession) -> Response:
    """Show all of it."""
    person = current_principal()
    account = my_account(person)
    page = render_template(
        "identity/cuenta/index.html",
        account=account,
        sede=name_of(account.sede) if account.sede else "",
        second=my_second_factor(person),
        session=session,
        sessions=my_sessions(person),
        consents=list_consents(account.id),
        scopes=SCOPES,
        must_have_second=current_settings(Settings).totp_required and bool(account.roles),
        done=DONE.get(request.args.get("hecho", "")),
    )
    return make_response(page)


@blueprint.get("/cuenta/confirmar")
@of_mine
def ask_password(session: LoginSession) -> Response:
    """Ask whether it is still the person."""
    return redirect(_onward(), 303) if _is_recent(session) else _password_page()


@blueprint.post("/cuenta/confirmar")
@of_mine
def confirm(session: LoginSession) -> Response:
    """Believe the person for a while, if that is their password."""
    try:
        actual = read_current_password(request.form)
        check_password(session, actual)
    except (Conflict, Invalid) as refusal:
        return _password_page(refusal)
    current_valkey().set(_recent_key(session), "1", ex=RECENT + TO_FILL_IN)
    return redirect(_onward(), 303)


@blueprint.post("/cuenta/sesiones/<uuid:session_id>/cerrar")
@of_mine
@recently
def end_one(session: LoginSession, session_id: UUID) -> Response:
    """End one session."""
    end_my_session(session.account_id, session_id)
    return done("sesion")


@blueprint.post("/cuenta/sesiones/cerrar")
@of_mine
@recently
def end_others(session: LoginSession) -> Response:
    """End all but this one."""
    end_my_other_sessions(session.account_id, session.id)
    return done("sesiones")


@blueprint.post("/cuenta/programas/<client_id>/retirar")
@of_mine
def withdraw(session: LoginSession, client_id: str) -> Response:
    """Let a program know nothing more."""
    revoke_consent(session.account_id, client_id)
    return done("programa")


def check_password(session: LoginSession, password: str) -> None:
    """Refuse unless that is the person's password; guessing it here waits as it does elsewhere."""
    attempt = Try(f"own {session.account_id}", visitor_network())
    login.admit(attempt, Act.SIGN_IN)
    confirm_password(session.account_id, password, current_settings(Settings))
    throttle.forgive(current_valkey(), attempt)


def done(what: str) -> Response:
    """Go back to the page, which tells what was done."""
    return redirect(url_for("cuenta.index", hecho=what), 303)


def told(refusal: Refusal | None) -> dict[str, object]:
    """Return how a page tells a refusal: at its fields, or above the form."""
    errors = refusal.errors if isinstance(refusal, Invalid) else {}
    return {"errors": errors, "wait": refusal.detail if refusal and not errors else ""}


def _is_recent(session: LoginSession) -> bool:
    more = TO_FILL_IN if request.form else timedelta(0)
    if datetime.now(UTC) - session.began_at < RECENT + more:
        return True
    left = int(current_valkey().ttl(_recent_key(session)))
    return left > (TO_FILL_IN - more).total_seconds()


def _recent_key(session: LoginSession) -> str:
    return f"identity:recent:{session.id}"


def _onward() -> str:
    """Return where the person was going: a page of their account, and no other."""
    asked = request.values.get("para", "")
    is_ours = asked.startswith(url_for("cuenta.index") + "/") and asked.isascii()
    is_plain = is_ours and "\\" not in asked and "//" not in asked and ".." not in asked
    return asked if is_plain else url_for("cuenta.index")


def _password_page(refusal: Refusal | None = None) -> Response:
    page = render_template("identity/cuenta/confirmar.html", onward=_onward(), **told(refusal))
    return make_response(page, 422 if refusal else 200)
