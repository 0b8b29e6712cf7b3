"""The composition root of the gateway."""

from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

import uikit
from chassis.service import create_service
from chassis.settings import read_settings
from gateway import backchannel, home
from gateway.backchannel import LogoutTokens
from gateway.cookies import Cookie
from gateway.legajo_client import LegajoClient
from gateway.login import SignIns, register_login
from gateway.passport import Passport
from gateway.protection import register_protection
from gateway.proxy import register_proxy
from gateway.sessions import Sessions
from gateway.settings import Settings
from gateway.unsent import register_unsent_forms
from gateway.vault import Vault
from gateway.visitor import register_visitors

SILENCE_SECONDS = 20
"""How long a visitor may pause in the middle of a form, or of an answer."""


def create_app() -> Flask:
    """Build the gateway from its environment."""
    settings = read_settings(Settings, "gateway")
    app = create_service("gateway", __name__, settings)
    app.config["MAX_CONTENT_LENGTH"] = None  # How much is too much, each service knows.
    app.url_map.merge_slashes = False  # It would redirect to whatever Host the request names.
    valkey = app.extensions["valkey"]
    vault = Vault(settings.session_secret)
    passport = Passport(app, settings)
    sessions = Sessions(
        valkey,
        vault,
        passport.refresh,
        idle_seconds=settings.session_idle_minutes * 60,
        max_seconds=settings.session_max_hours * 3600,
    )
    app.extensions["legajo"] = LegajoClient(settings.legajo_url)
    register_protection(app, settings, valkey)
    register_visitors(app, sessions, Cookie("ayni"))
    register_login(app, passport, SignIns(valkey, vault))
    register_unsent_forms(app, valkey, vault)
    register_proxy(app, settings)
    uikit.register(app)
    app.register_blueprint(home.blueprint)
    app.extensions["logout_tokens"] = LogoutTokens(settings, valkey)
    app.register_blueprint(backchannel.blueprint)
    _forget_request_ids(app)
    _let_go_of_the_silent(app)
    if settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.trusted_proxies)  # type: ignore[method-assign]
    return app


def _forget_request_ids(app: Flask) -> None:
    """Let every request id be born here: one from outside could pass for another's."""
    inner = app.wsgi_app

    def wsgi_app(environ: dict[str, Any], start_response: Any) -> Any:
        environ.pop("HTTP_X_REQUEST_ID", None)
        return inner(environ, start_response)

    app.wsgi_app = wsgi_app  # type: ignore[method-assign]


def _let_go_of_the_silent(app: Flask) -> None:
    """Hold no thread, and none of a service, for a visitor who neither sends nor takes."""
    inner = app.wsgi_app

    def wsgi_app(environ: dict[str, Any], start_response: Any) -> Any:
        if visitor := environ.get("gunicorn.socket"):
            visitor.settimeout(SILENCE_SECONDS)
        return inner(environ, start_response)

    app.wsgi_app = wsgi_app  # type: ignore[method-assign]
