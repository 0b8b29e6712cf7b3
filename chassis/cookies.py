"""The one way in which a cookie of ours is written: for us alone, and never for a script."""

from datetime import timedelta

from flask import request
from werkzeug import Response

from chassis.service import current_settings
from chassis.settings import ServiceSettings


def read(name: str) -> str:
    """Return what the browser sent, or an empty text."""
    return request.cookies.get(_full_name(name), "")


def give(response: Response, name: str, value: str, *, max_age: timedelta | None = None) -> None:
    """Set a cookie; without a `max_age` it ends with the browser."""
    response.set_cookie(
        _full_name(name),
        value,
        max_age=max_age,
        path="/",
        secure=current_settings(ServiceSettings).is_https,
        httponly=True,
        samesite="Lax",
    )


def take_away(response: Response, name: str) -> None:
    """Remove a cookie from the browser."""
    give(response, name, "", max_age=timedelta(0))


def _full_name(name: str) -> str:
    # No other host or path can set a __Host- cookie; browsers take it by TLS alone (RFC 6265bis).
    return f"__Host-{name}" if current_settings(ServiceSettings).is_https else name
