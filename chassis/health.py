"""`/healthz`: the process lives. `/readyz`: what it needs answers. The gateway shows neither."""

from collections.abc import Callable, Mapping

import structlog
from flask import Flask, Response, jsonify

from chassis.access import public

Check = Callable[[], object]
"""Raises, or returns something false, when what it looks at does not answer."""

log = structlog.get_logger()


def register_health(app: Flask, checks: Mapping[str, Check]) -> None:
    """Give the app its two probes."""

    @app.get("/healthz")
    @public
    def healthz() -> Response:
        return jsonify(status="ok")

    @app.get("/readyz")
    @public
    def readyz() -> tuple[Response, int]:
        results = {name: _answers(name, check) for name, check in checks.items()}
        ready = all(results.values())
        return jsonify(status="ok" if ready else "waiting", checks=results), 200 if ready else 503


def _answers(name: str, check: Check) -> bool:
    try:
        return bool(check())
    except Exception as error:
        log.warning("not_ready", check=name, error=repr(error))
        return False
