"""Who stands at the door: the session of the current request, its token, and what to do without.

`g.principal` is set for our own pages as the chassis sets it for those of a service.
"""

from typing import cast
from urllib.parse import quote

from flask import Flask, abort, current_app, g, redirect, request
from werkzeug import Response

from chassis.metrics import PROBES
from chassis.problems import answer, http_problem, wants_page
from gateway.cookies import Cookie
from gateway.routes import API
from gateway.sessions import Session, Sessions

JUST_NOW_SECONDS = 30
"""A token that is not believed so soon after the sign-in will not be believed after another."""


def register_visitors(app: Flask, sessions: Sessions, cookie: Cookie) -> None:
    """Recognise who asks, before each view."""
    app.extensions["sessions"] = sessions
    app.extensions["session_cookie"] = cookie

    @app.before_request
    def recognise() -> None:
        g.session = None
        if request.blueprint == "ui" or request.endpoint in PROBES:
            return
        g.session = sessions.find(cookie.read())
        g.principal = g.session.principal if g.session else None


def current_sessions() -> Sessions:
    """Return the sessions of everybody."""
    return cast(Sessions, current_app.extensions["sessions"])


def session_cookie() -> Cookie:
    """Return the cookie that names a session."""
    return cast(Cookie, current_app.extensions["session_cookie"])


def current_session() -> Session | None:
    """Return the session of who asks; None when nobody is signed in."""
    return cast(Session | None, g.session)


def current_token() -> str:
    """Return the token of who asks; an empty text when nobody is signed in, or no longer."""
    session = current_session()
    token = current_sessions().access_token(session) if session else ""
    if session and not token:
        forget()
    return token


def token_of_program() -> str:
    """Return the token that a program brings to one of our APIs; an empty text when it does not.

    No cookie counts then. Whether identity signed it for us, the service says.
    """
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    is_one = scheme.lower() == "bearer" and API.fullmatch(request.path) is not None
    return token if is_one else ""


def forget() -> None:
    """End the session of who asks, for the rest of this request too."""
    session = current_session()
    if session:
        current_sessions().end(session)
    g.session = g.principal = None


def sign_out_here(response: Response) -> None:
    """End the session of who asks, and take its cookie back from the browser."""
    forget()
    session_cookie().delete(response)


def is_page() -> bool:
    """Tell whether a person opens a page: only then do we send them to sign in."""
    return request.method in {"GET", "HEAD"} and wants_page()


def sign_in_first() -> Response:
    """Send a person to sign in and then back here; refuse (401) whatever is not a page."""
    if not is_page():
        abort(401)
    here = request.full_path.rstrip("?")
    return redirect(f"/login?next={quote(here, safe='/')}", 303)


def sign_in_again() -> Response:
    """End a session whose token a service did not believe; without going in circles."""
    session = current_session()
    is_new = session is not None and session.age < JUST_NOW_SECONDS
    forget()
    return answer(http_problem(401)) if is_new else sign_in_first()
