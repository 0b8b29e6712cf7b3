"""What a web process counts of itself, as Prometheus reads it: `GET /metrics`, from inside alone.

One process with threads serves each container (deploy/gunicorn.conf.py): its registry is enough.
"""

import time
from typing import cast
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, g, request
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Histogram, generate_latest

from chassis.access import public
from chassis.settings import ServiceSettings

PROBES = frozenset({"healthz", "readyz", "metrics"})
"""Endpoints that are asked all the time and say nothing about people's requests."""

REQUESTS = Counter("ayni_requests", "Requests answered.", ["service", "method", "route", "status"])

SECONDS = Histogram(
    "ayni_request_seconds",
    "Time until an answer was ready.",
    ["service", "route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)


def register_metrics(app: Flask) -> None:
    """Count every request of the app, by its route, and give the app its page of numbers."""

    @app.get("/metrics")
    @public
    def metrics() -> Response:
        if _comes_from_outside():
            abort(404)
        return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)

    @app.after_request
    def count(response: Response) -> Response:
        if request.endpoint not in PROBES:
            # The rule and not the path: there are only so many, and a path may hold a live link.
            route = str(request.url_rule)
            REQUESTS.labels(app.name, request.method, route, response.status_code).inc()
            SECONDS.labels(app.name, route).observe(time.perf_counter() - g.began)
        return response


def _comes_from_outside() -> bool:
    """Tell whether the edge passed the request on, or it names the address that people type."""
    public_url = cast(ServiceSettings, current_app.extensions["settings"]).public_url
    return "X-Forwarded-For" in request.headers or request.host == urlsplit(public_url).netloc
