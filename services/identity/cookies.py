"""Identity's cookies: the sign-in (`passport`), links in hand, and devices that are known."""

from datetime import timedelta

from flask import request
from werkzeug import Response

from chassis.service import current_settings
from services.identity.settings import Settings

SESSION = "passport"
"""Holds the token of a LoginSession, for as long as the browser is open."""

LINK = "passport_link"
"""Holds the token of a PasswordLink, so that the form's address does not."""

CORREO_LINK = "passport_correo"
"""Holds the token of a CorreoChange, until its person has signed in and said yes."""

STEP = "passport_step"
"""Holds a sign-in that still lacks its second factor."""

DEVICE = "passport_device"
"""Says, signed, who has signed in with this device before; it opens nothing."""

LINK_LIFETIME = timedelta(minutes=20)
"""How long the form may stay open; opening the link again begins anew."""


def read(name: str) -> str:
    """Return what the browser sent, or an empty text."""
    return request.cookies.get(_full_name(name), "")


def give(response: Response, name: str, value: str, *, max_age: timedelta | None = None) -> None:
    """Set one of the cookies: for us alone, and never for a script."""
    response.set_cookie(
        _full_name(name),
        value,
        max_age=max_age,
        path="/",
        secure=current_settings(Settings).is_https,
        httponly=True,
        samesite="Lax",
    )


def take_away(response: Response, name: str) -> None:
    """Remove one of the cookies from the browser."""
    give(response, name, "", max_age=timedelta(0))


def _full_name(name: str) -> str:
    # No other host or path can set a __Host- cookie; browsers take it by TLS alone (RFC 6265bis).
    return f"__Host-{name}" if current_settings(Settings).is_https else name
