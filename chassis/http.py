"""JSON calls from one service to another: a time limit, the request id, and problems understood."""

from http import HTTPStatus
from typing import Any

import urllib3

from chassis.logs import current_request_id

TIMEOUT = urllib3.Timeout(connect=2.0, read=5.0)
"""Nobody waits longer for a neighbour."""


class Unavailable(Exception):
    """A neighbour did not answer, or not as the contract says."""


class JsonClient:
    """Asks one neighbour; keeps its connections."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url.rstrip("/")
        self._pool = urllib3.PoolManager(timeout=TIMEOUT, retries=False, maxsize=8)

    def get(self, path: str, *, token: str = "", **query: str) -> Any:
        """Return the JSON at `path`; raise Unavailable for any other answer than 200."""
        headers = {"Accept": "application/json", "X-Request-ID": current_request_id()}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        return self._json("GET", path, fields=query or None, headers=headers)

    def post_form(self, path: str, form: dict[str, str], *, basic_auth: str) -> Any:
        """Send a form as an OAuth client does (`basic_auth` is `id:secret`); return the JSON."""
        headers = urllib3.make_headers(basic_auth=basic_auth)
        return self._json("POST", path, fields=form, headers=headers, encode_multipart=False)

    def _json(self, method: str, path: str, **options: Any) -> Any:
        try:
            response = self._pool.request(method, self._base_url + path, **options)
            if response.status != HTTPStatus.OK:
                raise Unavailable(f"{method} {path}: {response.status}")
            return response.json()
        except (urllib3.exceptions.HTTPError, ValueError) as error:
            raise Unavailable(f"{method} {path}: {error}") from error
