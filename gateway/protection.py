"""What every request must pass and every answer carries: origin check, rate limit, headers.

The origin check stands for the hidden token in every form: a browser says itself where a request
comes from, and no page of another site can make it lie (Fetch Metadata; RFC 6454 §7).
"""

import time
from ipaddress import ip_address, ip_network

import structlog
from flask import Flask, Response, abort, g, request
from redis import Redis
from werkzeug.exceptions import TooManyRequests

from gateway.routes import FROM_ANYWHERE, MACHINE_ENDPOINTS, is_guessable
from gateway.settings import Settings
from gateway.visitor import token_of_program

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
"""What changes nothing, so that anyone may ask for it (RFC 9110 §9.2.1)."""

WINDOW_SECONDS = 60
"""The time in which the forms of one address are counted."""

SANDBOX = "sandbox; default-src 'none'"
"""What a service says of a file that people sent: stricter than our policy, so it stays."""

HEADERS = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'self'",
            "img-src 'self' data:",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "object-src 'none'",
        )
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Content-Type-Options": "nosniff",
}
"""What browsers must not do with our pages, whatever is in them."""

STRICT_TRANSPORT = "max-age=31536000; includeSubDomains"
"""For a year, come by TLS only (RFC 6797)."""

LIVE_LINKS = "/passport/generar/"
"""The address of a mailed link is a secret: no other page may hear of it."""

log = structlog.get_logger()


def register_protection(app: Flask, settings: Settings, valkey: Redis) -> None:
    """Guard every view of the app, also those that only forward."""

    @app.before_request
    def refuse_other_sites() -> None:
        if not is_harmless() and not is_from_here(settings.public_url):
            log.warning("foreign_origin", origin=request.headers.get("Origin", ""))
            abort(403)

    @app.before_request
    def refuse_floods() -> None:
        # A program that signs in a whole ministry has one address: it proves who it is instead.
        is_counted = request.method not in SAFE_METHODS or is_guessable(request.path)
        if is_counted and request.path not in MACHINE_ENDPOINTS:
            count_form(valkey, settings.posts_per_minute)

    @app.after_request
    def add_headers(response: Response) -> Response:
        asked = response.headers.get("Content-Security-Policy", "")
        response.headers.update(HEADERS)
        response.headers["Content-Security-Policy"] = policy_of(asked)
        if settings.is_https:
            response.headers["Strict-Transport-Security"] = STRICT_TRANSPORT
        is_live_link = request.path.startswith(LIVE_LINKS)
        response.headers["Referrer-Policy"] = "no-referrer" if is_live_link else "same-origin"
        return response


def count_form(valkey: Redis, most: int) -> None:
    """Count a form of this address; refuse it when there were too many in this minute."""
    window, elapsed = divmod(int(time.time()), WINDOW_SECONDS)
    key = f"gateway:posts:{neighbourhood(request.remote_addr or '')}:{window}"
    pipeline = valkey.pipeline()
    pipeline.incr(key)
    pipeline.expire(key, WINDOW_SECONDS)
    if pipeline.execute()[0] > most:
        raise TooManyRequests(retry_after=WINDOW_SECONDS - elapsed)


def is_harmless() -> bool:
    """Tell whether it does not matter who made the browser send this request."""
    return request.method in SAFE_METHODS or request.path in FROM_ANYWHERE


def policy_of(asked: str) -> str:
    """Return the policy of a page: a service may ask to be shut in, or to end a form elsewhere."""
    if asked == SANDBOX:
        return SANDBOX
    destination = g.get("form_action")
    return policy_with(destination) if destination else HEADERS["Content-Security-Policy"]


def policy_with(destination: str) -> str:
    """Return the policy of a page whose form ends at an origin that is not ours."""
    ours = "form-action 'self'"
    return HEADERS["Content-Security-Policy"].replace(ours, f"{ours} {destination}")


def is_from_here(public_url: str) -> bool:
    """Tell whether a page of ours, or no page at all, made the browser send this request."""
    if token_of_program():
        return True  # no page of another site can add that, as we answer no preflight (Fetch §4.9)
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin == public_url
    # Not a browser: it may go where programs prove who they are, and no cookie counts.
    return request.path in MACHINE_ENDPOINTS


def neighbourhood(address: str) -> str:
    """Return what is counted as one client: an IPv4 address, or the /64 of an IPv6 one."""
    try:
        ip = ip_address(address)
    except ValueError:
        return address
    return str(ip if ip.version == 4 else ip_network(f"{ip}/64", strict=False))  # noqa: PLR2004
