"""Asks legajo for every servidor, page by page, as the client `boleta` and for no person."""

import time
from collections.abc import Iterator
from typing import Any

from chassis.http import JsonClient
from contracts.legajo import ServidoresUpdated, ServidorFile
from services.boleta.settings import Settings

SCOPE = "legajo.servidores"
"""What identity lets this client ask legajo for."""

PAGE = 500
"""How many servidores one answer brings."""

RENEW_BEFORE_SECONDS = 60
"""A token is not used in the last minute of its life."""


class LegajoClient:
    """A conversation with legajo; it gets its token from identity, and a new one in time."""

    def __init__(self, settings: Settings) -> None:
        self._identity = JsonClient(settings.identity_url)
        self._legajo = JsonClient(settings.legajo_url)
        self._basic_auth = f"boleta:{settings.client_secret}"
        self._token = ""
        self._renew_at = 0.0

    def servidores(self) -> Iterator[tuple[ServidorFile, ...]]:
        """Give all servidores that legajo knows, a page at a time; raise Unavailable."""
        after: str | None = ""
        while after is not None:
            page = self._page(after)
            if page["servidores"]:
                yield ServidoresUpdated.from_data(page).servidores
            after = page["next"]

    def _page(self, after: str) -> dict[str, Any]:
        query = {"limit": str(PAGE)} | ({"after": after} if after else {})
        page: dict[str, Any] = self._legajo.get(
            "/legajo/api/v1/servidores", token=self._fresh_token(), **query
        )
        return page

    def _fresh_token(self) -> str:
        if time.monotonic() >= self._renew_at:
            form = {"grant_type": "client_credentials", "scope": SCOPE}
            answer = self._identity.post_form("/passport/token", form, basic_auth=self._basic_auth)
            self._token = answer["access_token"]
            self._renew_at = time.monotonic() + answer["expires_in"] - RENEW_BEFORE_SECONDS
        return self._token
