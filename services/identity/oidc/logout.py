"""The end of a session, asked by a client (RP-Initiated Logout 1.0) or by the person."""

from collections.abc import Mapping

from authlib.common.urls import add_params_to_uri
from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug import Response

from chassis.access import public
from chassis.ended import note_ended
from chassis.service import current_valkey
from services.identity import cookies, queries
from services.identity.models import Subject
from services.identity.oidc.destination import FORM_ACTION, origin_of
from services.identity.oidc.signing import BadToken, read_id_token_hint
from services.identity.usecases.sessions import end_session

HOME = "/"
"""Where the browser goes that no client wants back."""

blueprint = Blueprint("logout", __name__)


@blueprint.route("/end-session", methods=["GET", "POST"])
@public
def ask() -> Response:
    """End the session that the ID token names; without one, ask the person first."""
    given = request.values
    try:
        hint = read_id_token_hint(given.get("id_token_hint", ""))
    except BadToken:
        return _page(given)
    client_id = str(hint["aud"])
    if given.get("client_id", client_id) != client_id:
        return _page({})
    here = queries.find_session(cookies.read(cookies.SESSION))
    named = queries.find_session_by_id(hint["sid"])
    if named and str(named.account_id) == hint["sub"]:
        _end(named)
    response = redirect(_destination(given, client_id), 303)
    if here is None or here == named:
        cookies.take_away(response, cookies.SESSION)
    return response


@blueprint.post("/end-session/confirm")
@public
def confirm() -> Response:
    """End the session of this browser: the person said so."""
    if session := queries.find_session(cookies.read(cookies.SESSION)):
        _end(session)
    given = request.form
    response = redirect(_destination(given, given.get("client_id", "")), 303)
    cookies.take_away(response, cookies.SESSION)
    return response


def _end(session: Subject) -> None:
    sid = str(session.id)
    end_session(session.id)
    note_ended(current_valkey(), sid)  # The chore that follows would do it, half a second later.


def _page(given: Mapping[str, str]) -> Response:
    """Ask the person, and remember where the client wants them afterwards."""
    destination = _destination(given, given.get("client_id", ""))
    names = ("client_id", "post_logout_redirect_uri", "state") if destination != HOME else ()
    kept = {name: given[name] for name in names if name in given}
    response = make_response(render_template("identity/end_session.html", kept=kept))
    if kept:
        response.headers[FORM_ACTION] = origin_of(destination)
    return response


def _destination(given: Mapping[str, str], client_id: str) -> str:
    """Return where the client wants the person next, if that is one of its addresses."""
    client = queries.find_client(client_id)
    asked = given.get("post_logout_redirect_uri", "")
    if client is None or asked not in client.post_logout_redirect_uris:
        return HOME
    state = given.get("state")
    return str(add_params_to_uri(asked, [("state", state)])) if state else asked
