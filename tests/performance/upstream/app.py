"""A service that does nothing: 2 KB of JSON for every request. Gunicorn runs it as it runs ours."""

from collections.abc import Iterable
from typing import Any

BODY = b'"' + b"x" * 2046 + b'"'

HEADERS = [("Content-Type", "application/json"), ("Content-Length", str(len(BODY)))]


def create_app() -> Any:
    """Build it."""

    def application(_environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", HEADERS)
        return [BODY]

    return application
