"""Forwards requests to the services: the token goes on, what came from outside comes off.

Bodies are streamed both ways and never looked at. A service that is away or slow becomes a problem
that a person can read.
"""

import re
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote, urlencode, urlsplit

import structlog
from flask import Flask, Response, abort, current_app, g, request
from urllib3.response import BaseHTTPResponse
from werkzeug import Response as BaseResponse
from werkzeug.datastructures import Headers
from werkzeug.exceptions import ClientDisconnected

from chassis.access import public
from chassis.logs import current_request_id
from chassis.problems import Problem, answer
from chassis.service import current_settings
from gateway.routes import MACHINE_ENDPOINTS, ROUTES, Route, is_description
from gateway.settings import Settings
from gateway.unsent import sign_in_and_send
from gateway.upstream import TooSlow, Upstream
from gateway.visitor import (
    current_token,
    is_page,
    sign_in_again,
    sign_out_here,
    token_of_program,
)

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
"""What is forwarded."""

HOP_BY_HOP = frozenset(
    {
        "connection",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
"""What concerns one connection only (RFC 9110 §7.6.1)."""

NOT_FORWARDED = HOP_BY_HOP | {
    "authorization",
    "cookie",
    "expect",
    "forwarded",
    "host",
    "x-real-ip",
    "x-request-id",
}
"""What a request loses besides every X-Forwarded-…: we say it ourselves, or nobody does."""

NOT_RETURNED = HOP_BY_HOP | {"date", "server", "set-cookie", "x-form-action", "x-request-id"}
"""What an answer loses: the server that faces the browser says it, or nobody does."""

IDENTITY_COOKIE = re.compile(r"(__Host-)?passport\w*", re.ASCII)
"""The names of the cookies that are identity's own."""

SIGNED_OUT = re.compile(r"(__Host-)?passport=;")
"""How identity takes its sign-in back from a browser: then ours ends with it."""

ORIGIN = re.compile(r"https?://[a-z0-9.\-\[\]:]+", re.ASCII | re.IGNORECASE)
"""What may be said of where a form leads."""

CHUNK_BYTES = 64 * 1024
"""How much of an answer is in memory at a time."""

TOO_SLOW = Problem(
    "slow",
    504,
    "El servicio está demorando",
    "No respondió a tiempo. Espere un momento y vuelva a intentar.",
)
"""What is said when a service does not answer in time."""

log = structlog.get_logger()


def register_proxy(app: Flask, settings: Settings) -> None:
    """Give the app every path of the table of routes, and nothing beside it."""
    for route in ROUTES:
        upstream = Upstream(route.url(settings), settings.upstream_timeout_seconds)
        app.extensions[f"upstream:{route.service}"] = upstream
        view = _view(route)
        for rule in (route.prefix, f"{route.prefix}/<path:rest>"):
            app.add_url_rule(
                rule,
                endpoint=route.endpoint,
                view_func=view,
                methods=METHODS,
                provide_automatic_options=False,
                strict_slashes=False,
            )
    app.register_error_handler(TooSlow, _answer_too_slow)


def _view(route: Route) -> Callable[..., BaseResponse]:
    @public
    def forward(rest: str = "") -> BaseResponse:
        return _forward(route)

    return forward


def _forward(route: Route) -> BaseResponse:
    if not is_plain(request.path):
        abort(404)
    is_machine = request.path in MACHINE_ENDPOINTS
    token = "" if is_machine else token_of_program() or current_token()
    if route.needs_session and not (token or is_machine or is_description(request.path)):
        return sign_in_and_send()
    headers = outgoing_headers(route, token)
    if is_machine:
        headers["Authorization"] = request.headers.get("Authorization", "")
    answered = _upstream(route).send(request.method, _target(), headers, _body())
    if answered.status == HTTPStatus.UNAUTHORIZED and route.needs_session and is_page():
        answered.close()
        return sign_in_again()
    response = relayed(route, answered)
    if any(map(SIGNED_OUT.match, response.headers.getlist("Set-Cookie"))):
        sign_out_here(response)
    return response


def post(route: Route, path: str, form: Mapping[str, str]) -> Response:
    """Send a form to a service in the name of who asks, and pass on what it answers."""
    headers = outgoing_headers(route, token="")
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    body = urlencode(form)
    headers["Content-Length"] = str(len(body))
    return relayed(route, _upstream(route).send("POST", path, headers, body))


def is_plain(path: str) -> bool:
    """Tell whether every reader understands the path as we do: no `..`, no backslash."""
    if any(sign < " " or sign in "\\\x7f" for sign in path):
        return False
    return not any(part == "." or part.startswith("..") for part in path.split("/"))


def outgoing_headers(route: Route, token: str) -> dict[str, str]:
    """Return what a service is told: the request without its claims about itself, and ours."""
    not_forwarded = NOT_FORWARDED | _named_by_connection(request.headers.get("Connection", ""))
    # WSGI has each name once, in one spelling: a plain dictionary will do.
    headers = {
        name: value
        for name, value in request.headers.items()
        if (folded := name.lower()) not in not_forwarded and not folded.startswith("x-forwarded-")
    }
    public_url = urlsplit(current_settings(Settings).public_url)
    headers["Host"] = public_url.netloc
    headers["X-Forwarded-For"] = request.remote_addr or ""
    headers["X-Forwarded-Proto"] = public_url.scheme
    headers["X-Request-ID"] = current_request_id()
    if token:
        headers["Authorization"] = f"Bearer {token}"
    cookies = _identity_cookies(request.headers.get("Cookie", "")) if route.keeps_cookies else ""
    if cookies and request.path not in MACHINE_ENDPOINTS:
        headers["Cookie"] = cookies
    return headers


def relayed(route: Route, answered: BaseHTTPResponse) -> Response:
    """Return what a service answered, as it comes in, without what is not for browsers."""
    not_returned = NOT_RETURNED | _named_by_connection(answered.headers.get("Connection", ""))
    headers = Headers(
        (name, value)
        for name, value in answered.headers.iteritems()
        if name.lower() not in not_returned
    )
    if "Location" in headers:
        headers.set("Location", _as_local(headers["Location"]))
    if route.keeps_cookies:
        # Identity knows which client a sign-in leads back to; no other service sends forms away.
        destination = answered.headers.get("X-Form-Action", "")
        g.form_action = destination if ORIGIN.fullmatch(destination) else None
        for cookie in answered.headers.getlist("Set-Cookie"):
            if IDENTITY_COOKIE.fullmatch(cookie.partition("=")[0].strip()):
                headers.add("Set-Cookie", cookie)
    content = answered.stream(CHUNK_BYTES, decode_content=False)
    response = Response(content, answered.status, headers, direct_passthrough=True)
    response.call_on_close(answered.close)
    return response


def _upstream(route: Route) -> Upstream:
    return cast(Upstream, current_app.extensions[f"upstream:{route.service}"])


def _target() -> str:
    """Return path and query for the service: one spelling, whichever one the browser chose."""
    path = quote(request.path, safe="/:@!$&'()*+,;=~")
    query = request.query_string.decode("latin-1")
    return f"{path}?{query}" if query else path


def _body() -> Any:
    if request.content_length:
        return request.stream
    is_chunked = "chunked" in request.headers.get("Transfer-Encoding", "").lower()
    return Chunks() if is_chunked else None


class Chunks:
    """The body of a request that did not say its length."""

    def read(self, size: int) -> bytes:
        """Return what comes next; whatever is wrong with it is the visitor's doing, not ours."""
        try:
            return request.stream.read(size)
        except Exception as error:  # each server has its own
            raise ClientDisconnected from error


def _named_by_connection(value: str) -> frozenset[str]:
    return frozenset(name.strip().lower() for name in value.split(","))


def _identity_cookies(header: str) -> str:
    pairs = (pair.strip() for pair in header.split(";"))
    return "; ".join(pair for pair in pairs if IDENTITY_COOKIE.fullmatch(pair.partition("=")[0]))


def _as_local(location: str) -> str:
    """Take our own address off a redirect: how the browser reached us, it knows better."""
    parts = urlsplit(location)
    if parts.netloc != urlsplit(current_settings(Settings).public_url).netloc:
        return location
    return parts._replace(scheme="", netloc="").geturl()


def _answer_too_slow(error: TooSlow) -> Response:
    log.warning("upstream_too_slow", route=str(request.url_rule))
    return answer(TOO_SLOW)
