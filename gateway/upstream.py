"""One service behind the gateway, and the connections to it that are kept open."""

import time
from typing import Any
from urllib.parse import urlsplit

import urllib3
from urllib3.connection import HTTPConnection
from urllib3.response import BaseHTTPResponse

from chassis.http import Unavailable

CONNECT_SECONDS = 5
"""How long a service may take to accept a connection, or a piece of an upload."""

KEPT_CONNECTIONS = 32
"""How many idle connections to a service are kept: as many as there are threads."""

IDLE_SECONDS = 60
"""An older one is not used again: the service closes it (`keepalive` in deploy/gunicorn.conf.py),
perhaps while our request is on its way, and nobody may send a form twice."""


class TooSlow(Exception):
    """A service was reached, and did not answer in time."""


class Connection(HTTPConnection):
    """A connection that knows when it was used last."""

    _used_at = 0.0

    def request(self, *args: Any, **kwargs: Any) -> None:
        """Send a request."""
        self._used_at = time.monotonic()
        super().request(*args, **kwargs)

    @property
    def is_connected(self) -> bool:
        """Tell whether it may be used again."""
        return time.monotonic() - self._used_at < IDLE_SECONDS and super().is_connected


class Upstream:
    """A service, as the gateway reaches it."""

    def __init__(self, url: str, timeout_seconds: int) -> None:
        timeout = urllib3.Timeout(connect=CONNECT_SECONDS, read=timeout_seconds)
        self._pool = urllib3.connection_from_url(url, maxsize=KEPT_CONNECTIONS, timeout=timeout)
        self._pool.ConnectionCls = Connection

    def send(
        self, method: str, target: str, headers: dict[str, str], body: Any
    ) -> BaseHTTPResponse:
        """Send a request; return the response as soon as its head is there."""
        try:
            return self._pool.urlopen(
                method,
                target,
                body=body,
                headers=headers,
                chunked=body is not None and "Content-Length" not in headers,
                redirect=False,
                retries=False,
                preload_content=False,
                decode_content=False,
            )
        except urllib3.exceptions.ReadTimeoutError as error:
            raise TooSlow(urlsplit(target).path) from error
        except urllib3.exceptions.HTTPError as error:
            raise Unavailable(f"{method} {urlsplit(target).path}: {error}") from error
