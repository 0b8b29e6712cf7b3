"""The browser's way to a code: /passport/authorize, a sign-in if one is needed, /passport/resume.

The request is checked wholly before anybody is asked for a password.
"""

from datetime import UTC, datetime, timedelta

from authlib.common.urls import add_params_to_uri
from authlib.oauth2 import OAuth2Error
from flask import Blueprint, redirect, request, url_for
from werkzeug import Response
from werkzeug.datastructures import MultiDict

from chassis.access import public
from chassis.problems import Problem, answer
from chassis.service import current_settings, current_valkey
from services.identity import cookies, queries, transactions
from services.identity.models import LoginSession, db
from services.identity.oidc.provider import Parameters, provider
from services.identity.settings import Settings
from services.identity.usecases.sessions import note_presence

SIGN_IN_AGAIN = {"login", "select_account"}
"""What Authlib's reading of `prompt` may come to that needs a person at the sign-in page."""

SATISFIED = ("prompt", "max_age")
"""The parameters that a sign-in just made has answered."""

A_DAY = 24 * 3600
"""Seconds; a greater `max_age` asks nothing of a session that lives for hours."""

NOT_UNDERSTOOD = Problem(
    "bad-authorization-request",
    400,
    "No se puede iniciar sesión desde ahí",
    "La aplicación que lo trajo aquí pidió algo que Passport no puede atender. Vuelva al inicio de"
    " la plataforma e inicie sesión desde allí.",
)
"""What a person reads when we cannot tell the client, because we do not know who it is."""

blueprint = Blueprint("authorize", __name__)


@blueprint.route("/authorize", methods=["GET", "POST"])
@public
def authorize() -> Response:
    """Give a code to who is signed in; ask others to sign in first."""
    return _answer(request.values.to_dict(flat=False), _current_session())


@blueprint.get("/resume")
@public
def resume() -> Response:
    """Go on with the request for whose sake the person has just signed in."""
    session = _current_session()
    transaction = request.args.get("tx", "")
    waiting = session and transactions.take_up(current_valkey(), transaction, str(session.id))
    if not waiting:
        return redirect("/login", 303)
    return _answer({name: [value] for name, value in waiting if name not in SATISFIED}, session)


def _answer(given: dict[str, list[str]], session: LoginSession | None) -> Response:
    try:
        return _code_or_sign_in(MultiDict(given), session)
    except OAuth2Error as error:
        if error.redirect_uri:
            return _with_issuer(provider.handle_error_response(None, error))
    except ValueError:
        pass  # Authlib's message would have quoted what no message may hold.
    return answer(NOT_UNDERSTOOD)


@db.transactional
def _code_or_sign_in(parameters: Parameters, session: LoginSession | None) -> Response:
    if session and not _is_fresh(session, parameters.get("max_age", "")):
        session = None
    grant = provider.get_consent_grant(parameters, end_user=session)
    if session is None or grant.prompt in SIGN_IN_AGAIN:
        transaction = transactions.begin(current_valkey(), list(parameters.items()))
        return redirect(url_for("login.show", tx=transaction), 303)
    note_presence(session.id)
    return _with_issuer(provider.create_authorization_response(grant.request, session, grant))


def _with_issuer(response: Response) -> Response:
    """Say who answers (RFC 9207 §2), also when the answer is an error."""
    if response.location:
        issuer = current_settings(Settings).issuer
        response.location = add_params_to_uri(response.location, [("iss", issuer)])
    return response


def _is_fresh(session: LoginSession, max_age: str) -> bool:
    """Tell whether the person gave their password recently enough, for us and for the client."""
    now = datetime.now(UTC)
    if session.is_idle(now):
        return False
    asked = max_age.isascii() and max_age.isdigit()
    return not asked or now - session.began_at <= timedelta(seconds=min(int(max_age), A_DAY))


def _current_session() -> LoginSession | None:
    return queries.find_session(cookies.read(cookies.SESSION))
