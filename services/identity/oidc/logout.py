"""The end of a session, asked by a client (RP-Initiated Logout 1.0) or by the person."""

from authlib.common.urls import add_params_to_uri
from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug import Response

from chassis.access import public
from services.identity import cookies, queries
from services.identity.oidc.signing import BadToken, read_id_token_hint
from services.identity.usecases.sessions import end_session

blueprint = Blueprint("logout", __name__)


@blueprint.route("/end-session", methods=["GET", "POST"])
@public
def ask() -> Response:
    """End the session that the ID token names; without one, ask the person first."""
    try:
        hint = read_id_token_hint(request.values.get("id_token_hint", ""))
    except BadToken:
        return make_response(render_template("identity/end_session.html"))
    here = queries.find_session(cookies.read(cookies.SESSION))
    if session := queries.find_session_by_id(hint["sid"]):
        end_session(session.id)
    response = redirect(_destination(str(hint["aud"])), 303)
    if here is None or str(here.id) == hint["sid"]:
        cookies.take_away(response, cookies.SESSION)
    return response


@blueprint.post("/end-session/confirm")
@public
def confirm() -> Response:
    """End the session of this browser: the person said so."""
    if session := queries.find_session(cookies.read(cookies.SESSION)):
        end_session(session.id)
    response = redirect("/", 303)
    cookies.take_away(response, cookies.SESSION)
    return response


def _destination(client_id: str) -> str:
    """Return where the client wants the person next, if that is one of its addresses."""
    client = queries.find_client(client_id)
    asked = request.values.get("post_logout_redirect_uri", "")
    if client is None or asked not in client.post_logout_redirect_uris:
        return "/"
    state = request.values.get("state")
    return add_params_to_uri(asked, [("state", state)]) if state else asked
