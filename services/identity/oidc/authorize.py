"""The browser's way to a code: /passport/authorize, a sign-in or a leave, /passport/resume.

The request is checked wholly before anybody is asked for a password.
"""

from enum import Enum, auto

from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import AccessDeniedError
from authlib.oidc.core.errors import ConsentRequiredError, LoginRequiredError
from flask import Blueprint, redirect, request, url_for
from werkzeug import Response
from werkzeug.datastructures import MultiDict

from chassis.access import public
from chassis.problems import Problem, answer
from chassis.service import current_valkey
from services.identity import cookies, queries, transactions
from services.identity.models import Subject, db
from services.identity.oidc.asked import Asked
from services.identity.oidc.destination import add_issuer
from services.identity.oidc.provider import Parameters, provider
from services.identity.usecases.sessions import note_presence

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
    return respond(MultiDict(request.values.to_dict(flat=False)), current_session())


@blueprint.get("/resume")
@public
def resume() -> Response:
    """Go on with the request for whose sake the person has just signed in."""
    session = current_session()
    transaction = request.args.get("tx", "")
    waiting = session and transactions.take_up(current_valkey(), transaction, str(session.id))
    if not waiting:
        return redirect("/login", 303)
    return respond(MultiDict(waiting), session, Stage.SIGNED_IN)


class Stage(Enum):
    """How far a request has come."""

    ASKED = auto()
    SIGNED_IN = auto()
    """The person has signed in for its sake; asked again, they would be in a circle."""
    DENIED = auto()
    """The person does not want the client to know anything."""


def respond(
    parameters: Parameters, session: Subject | None, stage: Stage = Stage.ASKED
) -> Response:
    """Answer an authorization request: to the client if it can be believed, else to the person."""
    try:
        return _code_or_page(parameters, session, stage)
    except OAuth2Error as error:
        if error.redirect_uri:
            error.state = parameters.get("state")
            return add_issuer(provider.handle_error_response(None, error))
    except ValueError:
        pass  # Authlib's message would have quoted what no message may hold.
    return answer(NOT_UNDERSTOOD)


def current_session() -> Subject | None:
    """Return the sign-in of this browser, if it is live."""
    return queries.find_session(cookies.read(cookies.SESSION))


@db.transactional
def _code_or_page(parameters: Parameters, session: Subject | None, stage: Stage) -> Response:
    grant = provider.get_consent_grant(parameters, end_user=session)
    asked = Asked(parameters, grant.request.client, grant.request.scope)
    if stage is Stage.DENIED:
        raise AccessDeniedError(redirect_uri=asked.redirect_uri)
    if session is None or asked.wants_a_sign_in(session):
        if asked.is_silent or stage is Stage.SIGNED_IN:
            raise LoginRequiredError(redirect_uri=asked.redirect_uri)
        transaction = transactions.begin(current_valkey(), asked.after_a_sign_in())
        return redirect(url_for("login.show", tx=transaction), 303)
    if asked.wants_leave(session.account_id):
        if asked.is_silent:
            raise ConsentRequiredError(redirect_uri=asked.redirect_uri)
        transaction = transactions.begin(
            current_valkey(), asked.after_leave(), session_id=f"consent:{session.id}"
        )
        return redirect(url_for("consent.show", tx=transaction), 303)
    note_presence(session)
    return add_issuer(provider.create_authorization_response(grant.request, session, grant))
