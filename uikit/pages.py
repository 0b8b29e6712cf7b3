"""Puts the look of our pages into a Flask app: templates, filters, and the files at `/ui/`.

It does not know who is signed in: templates take `person` (a Principal, or None) and `has_legajo`
(None when nobody knows) from the context that a service gives them.
"""

from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import Blueprint, Flask, Response, request, send_from_directory

from uikit import filters
from uikit.brand import BRAND
from uikit.menu import current_entry, menu_for

STATIC = Path(__file__).parent / "static"

A_YEAR = 365 * 24 * 3600
"""How long a browser may keep a file that it asked for by its content."""

AN_HOUR = 3600
"""How long it may keep one that it asked for by name alone."""

blueprint = Blueprint("ui", __name__, template_folder="templates")


def register(app: Flask) -> None:
    """Give the app our templates (`ui/…`), filters and files (`/ui/…`)."""
    app.register_blueprint(blueprint)
    app.jinja_env.filters.update(
        soles=filters.soles,
        monto=filters.monto,
        periodo=filters.periodo,
        fecha=filters.fecha,
        fecha_hora=filters.fecha_hora,
    )
    app.jinja_env.globals.update(
        MESES=filters.MESES,
        brand=BRAND,
        current_entry=current_entry,
        menu_for=menu_for,
        ui_asset=ui_asset,
    )


def ui_asset(name: str) -> str:
    """Return the address of one of our files, which changes whenever its content does."""
    return f"/ui/{name}?v={_fingerprint(name)}"


@blueprint.get("/ui/<path:name>", endpoint="static")
def asset(name: str) -> Response:
    """Serve a file; for a year and without asking again, if it was asked for by its content."""
    response = send_from_directory(STATIC, name)
    exact = request.args.get("v") == _fingerprint(name)
    response.cache_control.public = True
    response.cache_control.no_cache = None
    response.cache_control.max_age = A_YEAR if exact else AN_HOUR
    response.cache_control.immutable = exact
    return response


@cache
def _fingerprint(name: str) -> str:
    return sha256((STATIC / name).read_bytes()).hexdigest()[:12]
