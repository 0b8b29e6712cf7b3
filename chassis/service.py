"""create_service(): a Flask app with settings, logs, errors, health, database and access wired."""

import re
import secrets
import time
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeVar, cast

import structlog
from flask import Flask, Response, current_app, g, request
from redis import Redis
from structlog.contextvars import bind_contextvars, clear_contextvars

from chassis.access import TokenVerifier, protect
from chassis.database import Database
from chassis.health import Check, register_health
from chassis.logs import configure_logs
from chassis.metrics import PROBES, register_metrics
from chassis.problems import register_problems
from chassis.settings import ServiceSettings

MAX_FORM_BYTES = 1024 * 1024
"""The largest body of a view that does not say otherwise."""

log = structlog.get_logger()

SettingsType = TypeVar("SettingsType", bound=ServiceSettings)


class _App(Flask):
    """Flask, spared asking ten times a request whether a function is a coroutine: none is."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function."""
        return func


def create_service(
    name: str,
    import_name: str,
    settings: ServiceSettings,
    *,
    db: Database | None = None,
    database_url: str = "",
    needs: Mapping[str, Check] = MappingProxyType({}),
) -> Flask:
    """Build the app of a service, which lets nobody in without a token.

    It is ready when database, Valkey and whatever else it `needs` are there.
    """
    app = _App(import_name, static_folder=None)
    app.name = name
    app.extensions["settings"] = settings
    app.config["MAX_CONTENT_LENGTH"] = MAX_FORM_BYTES
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    configure_logs(name, settings.log_format)
    valkey = Redis.from_url(settings.valkey_url, decode_responses=True)
    app.extensions["valkey"] = valkey
    checks: dict[str, Check] = {"valkey": valkey.ping}
    if db is not None:
        db.init_app(app, database_url)
        checks["database"] = db.answers
    checks |= needs
    _log_requests(app)
    _refuse_half_a_body(app)
    register_problems(app)
    register_health(app, checks)
    register_metrics(app)
    protect(app, TokenVerifier(settings.issuer, settings.identity_url, valkey))
    app.context_processor(lambda: {"person": g.get("principal")})
    app.after_request(_keep_out_of_caches)
    return app


def current_settings(_kind: type[SettingsType]) -> SettingsType:
    """Return the settings of the running service, which are of that kind."""
    return cast(SettingsType, current_app.extensions["settings"])


def current_valkey() -> Redis:
    """Return the connection to Valkey of the running service; it speaks text, not bytes."""
    return cast(Redis, current_app.extensions["valkey"])


def _log_requests(app: Flask) -> None:
    @app.before_request
    def begin() -> None:
        clear_contextvars()
        given = request.headers.get("X-Request-ID", "")
        # Only the gateway reaches us, and it removes what came from outside.
        is_well_formed = re.fullmatch(r"[0-9A-Za-z-]{8,64}", given)
        bind_contextvars(
            service=app.name, request_id=given if is_well_formed else secrets.token_hex(8)
        )
        g.began = time.perf_counter()

    @app.after_request
    def finish(response: Response) -> Response:
        if request.endpoint not in PROBES:
            # The rule and not the path: a path may hold a live link.
            log.info(
                "request",
                method=request.method,
                route=str(request.url_rule),
                status=response.status_code,
                ms=round((time.perf_counter() - g.began) * 1000, 1),
            )
        return response


def _refuse_half_a_body(app: Flask) -> None:
    """Let a body end where it said it would: half a form would pass for a whole one."""

    @app.before_request
    def measure() -> None:
        if request.content_length is not None:
            # gunicorn's stream also ends when its sender is gone; so Werkzeug shall count.
            request.environ.pop("wsgi.input_terminated", None)


def _keep_out_of_caches(response: Response) -> Response:
    """Let no page with a person's data stay in a cache; an asset says so itself."""
    response.headers.setdefault("Cache-Control", "no-store")
    return response
