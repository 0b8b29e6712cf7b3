"""Verificación de usuario: the mailed link, and the form that sets the password.

Mail scanners open links: looking at one never uses it up, saving the form does. The address of the
form holds no token: the link is in a cookie.
"""

from collections.abc import Mapping
from http import HTTPStatus

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug import Response

from chassis.access import public
from chassis.errors import Invalid, NotFound
from chassis.problems import answer, http_problem
from chassis.service import current_settings, current_valkey
from services.identity import cookies, queries, throttle
from services.identity.forms import read_new_password
from services.identity.passwords import TooManyHashes
from services.identity.policy import POLICIES
from services.identity.settings import Settings
from services.identity.usecases.passwords import note_spent_link, set_password
from services.identity.usecases.sessions import end_session
from services.identity.visitor import visitor_network

RETRY_SECONDS = 5
"""After so long there is usually a processor free."""

blueprint = Blueprint("password", __name__)


@blueprint.app_errorhandler(TooManyHashes)
def come_again(_crowd: TooManyHashes) -> Response:
    """Send who would wait too long for a processor away for a moment."""
    response = answer(http_problem(HTTPStatus.SERVICE_UNAVAILABLE))
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


@blueprint.get("/generar/<link>")
@public
def open_link(link: str) -> Response:
    """Take the link into a cookie, out of the address."""
    if not queries.find_link_holder(link):
        note_spent_link(link)
        return _spent()
    response = redirect(url_for("password.show"), 303)
    cookies.give(response, cookies.LINK, link, max_age=cookies.LINK_LIFETIME)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@blueprint.get("/verificacion")
@public
def show() -> Response:
    """Ask for the new password."""
    usuario = queries.find_link_holder(cookies.read(cookies.LINK))
    return _page(usuario) if usuario else _spent()


@blueprint.post("/verificacion")
@public
def save() -> Response:
    """Set the password and use the link up; what does not keep the rules uses nothing up."""
    link = cookies.read(cookies.LINK)
    usuario = queries.find_link_holder(link)
    if usuario is None:
        return _spent()
    try:
        set_password(link, read_new_password(request.form), current_settings(Settings))
    except Invalid as refusal:
        return _page(usuario, refusal.errors)
    except NotFound:
        return _spent()
    throttle.reset(current_valkey(), usuario, visitor_network())
    response = redirect(url_for("password.done"), 303)
    _sign_out_whoever_is_here(response)
    cookies.take_away(response, cookies.LINK)
    return response


@blueprint.get("/contrasena-guardada")
@public
def done() -> str:
    """Say that one can sign in now."""
    return render_template("identity/password_set.html")


def rules_for(typed: str) -> list[dict[str, object]]:
    """Return the requirements of the policy as the page lists them, marked for what was typed."""
    return [
        {"text": rule.text, "pattern": rule.pattern, "ok": rule.is_kept_by(typed)}
        for rule in POLICIES[current_settings(Settings).password_policy].rules
    ]


def _page(usuario: str, errors: Mapping[str, str] | None = None) -> Response:
    rules = rules_for(request.form.get("contrasena", ""))
    page = render_template(
        "identity/verificacion.html", usuario=usuario, rules=rules, errors=errors or {}
    )
    return make_response(page, HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK)


def _spent() -> Response:
    return make_response(render_template("identity/link_spent.html"), HTTPStatus.GONE)


def _sign_out_whoever_is_here(response: Response) -> None:
    """Let the person sign in as themselves, also where somebody else had signed in."""
    if session := queries.find_session(cookies.read(cookies.SESSION)):
        end_session(session.id)
    cookies.take_away(response, cookies.SESSION)
