"""The page on which a person lets a program that is not ours know something about them, or not."""

from urllib.parse import urlsplit

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug import Response
from werkzeug.datastructures import MultiDict

from chassis.access import public
from chassis.problems import Problem, answer
from chassis.service import current_valkey
from services.identity import queries, transactions
from services.identity.models import Subject
from services.identity.oidc.authorize import Stage, current_session, respond
from services.identity.oidc.destination import FORM_ACTION, origin_of
from services.identity.oidc.provider import Parameters
from services.identity.usecases.consents import give_consent

TOLD = {
    "openid": "Que es usted, la misma persona cada vez (con un código que no dice nada más).",
    "profile": "Sus nombres y apellidos.",
    "email": "Su correo electrónico.",
    "dni": "Su número de DNI.",
}
"""What each scope lets a program know, in the words of the page."""

EXPIRED = Problem(
    "consent-expired",
    400,
    "La solicitud de permiso venció",
    "Pasaron más de diez minutos, o ya la respondió. Vuelva a la aplicación que la pidió e"
    " inicie sesión otra vez.",
)
"""What is said when nobody here remembers what was asked."""

blueprint = Blueprint("consent", __name__)


@blueprint.get("/permiso")
@public
def show() -> Response:
    """Tell what the program wants to know, and ask."""
    session = current_session()
    if session is None:
        return redirect("/login", 303)
    waiting = transactions.look_at(current_valkey(), _transaction(), _place(session))
    if waiting is None:
        return answer(EXPIRED)
    return _page(MultiDict(waiting), session)


@blueprint.post("/permiso")
@public
def decide() -> Response:
    """Remember the leave and go on; or tell the program that there is none."""
    session = current_session()
    waiting = session and transactions.take_up(current_valkey(), _transaction(), _place(session))
    if session is None or not waiting:
        return answer(EXPIRED)
    parameters = MultiDict(waiting)
    if request.form.get("decision") != "permitir":
        return respond(parameters, session, Stage.DENIED)
    give_consent(session.account_id, parameters["client_id"], _scopes(parameters))
    return respond(parameters, session)


def _page(parameters: Parameters, session: Subject) -> Response:
    client = queries.find_client(parameters["client_id"])
    if client is None:
        return answer(EXPIRED)
    page = render_template(
        "identity/consent.html",
        client=client,
        host=urlsplit(parameters["redirect_uri"]).netloc,
        persona=f"{session.nombres} {session.apellidos}",
        told=[TOLD[scope] for scope in _scopes(parameters) if scope in TOLD],
        action=url_for("consent.decide", tx=_transaction()),
    )
    response = make_response(page)
    response.headers[FORM_ACTION] = origin_of(parameters["redirect_uri"])
    return response


def _scopes(parameters: Parameters) -> list[str]:
    client = queries.find_client(parameters["client_id"])
    return ((client and client.get_allowed_scope(parameters.get("scope"))) or "").split()


def _transaction() -> str:
    return request.args.get("tx", "")


def _place(session: Subject) -> str:
    return f"consent:{session.id}"
